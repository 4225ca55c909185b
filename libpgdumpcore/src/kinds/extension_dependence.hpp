// ALTER … DEPENDS ON EXTENSION of functions, indexes, triggers and materialized views.
#pragma once

#include "catalog/renderer.hpp"

#include <span>
#include <string>

namespace pgdumpcore::kinds {

// The commands that say `dependent` `name` depends on these extensions. They follow the object's CREATE in its entry.
[[nodiscard]] std::string extension_dependence(const catalog::Renderer& renderer, const std::string& dependent,
                                               const std::string& name, std::span<const std::string> extensions);

}  // namespace pgdumpcore::kinds
