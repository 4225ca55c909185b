// CREATE USER MAPPING: a part of a foreign server, selected with it.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <string>
#include <vector>

namespace pgdumpcore::kinds {

struct UserMapping {
  std::string user{};     // a role, or "public"
  std::string options{};  // empty also where this user may not see them
};

// Asks for the mappings of these servers and gives each of them to `take(server, mapping)`, by user name.
void read_user_mappings(catalog::Reader& reader, const std::vector<catalog::Object*>& servers,
                        void (*take)(catalog::Object&, UserMapping&&));

void render_user_mapping(catalog::Renderer& renderer, const catalog::Object& server, const UserMapping& mapping);

}  // namespace pgdumpcore::kinds
