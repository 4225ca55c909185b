#include "kinds/vanished_role.hpp"

#include "base/some_of.hpp"
#include "kinds/default_acl.hpp"
#include "kinds/relation.hpp"
#include "pg/array.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace pgdumpcore::kinds {

using catalog::Acl;
using catalog::Object;
using catalog::Reader;

namespace {

// A name that the server made up for a role: what pg_get_userbyid() says of one that is gone begins with this.
constexpr std::string_view owner_prefix = "unknown (OID=";

using Names = std::set<std::string>;

constexpr std::size_t most_named = 10;  // in one warning

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The two roles of an ACL item; an OID where there is no such role. A name with other characters is in double quotes.
std::string_view grantee_of(std::string_view item) {
  return item.substr(0, item.find('='));
}

std::string_view grantor_of(std::string_view item) {
  return item.substr(item.rfind('/') + 1);
}

template <class Function>
void for_each_acl(Object& object, const Function& function) {
  if (object.acl) function(*object.acl);
  if (Relation* const relation = std::any_cast<Relation>(&object.record); relation != nullptr)
    for (ColumnAcl& column : relation->column_acls) function(column.acl);
}

void collect_from(const std::string& acl, Names& out) {
  if (acl.empty()) return;
  for (const std::string& item : pg::parse_text_array(acl))
    for (const std::string_view role : {grantee_of(item), grantor_of(item)})
      if (is_number(role)) out.emplace(role);
}

// Names that may be those of roles that are gone: owners' and ACLs'.
Names suspects(catalog::Store& store) {
  Names out;
  for (Object& object : store.objects()) {
    if (object.owner.starts_with(owner_prefix)) out.insert(object.owner.str());
    for_each_acl(object, [&out](const Acl& acl) {
      collect_from(acl.current.value_or(""), out);
      collect_from(acl.initial.value_or(""), out);
    });
  }
  return out;
}

// A role may have any name, one of these as well.
void keep_vanished(Reader& reader, Names& names) {
  const pg::Result found = reader.query(
      fmt::format("SELECT rolname FROM pg_catalog.pg_roles WHERE rolname IN ({})", pg::quote_literals(names)));
  for (const pg::Row row : found) names.erase(row.at(0).str());
}

std::string array_text(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    out += out.empty() ? "\"" : ",\"";
    for (const char c : item) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return '{' + out + '}';
}

// Whether there was anything to take out.
bool drop_from(std::string& acl, const Names& vanished) {
  if (acl.empty()) return false;
  bool changed = false;
  std::vector<std::string> kept;
  for (std::string& item : pg::parse_text_array(acl)) {
    const bool no_grantee = vanished.contains(std::string(grantee_of(item)));
    const bool no_grantor = vanished.contains(std::string(grantor_of(item)));
    changed |= no_grantee || no_grantor;
    if (no_grantee) continue;
    if (no_grantor) item.erase(item.rfind('/') + 1);
    kept.push_back(std::move(item));
  }
  if (changed) acl = array_text(kept);
  return changed;
}

bool drop_from(Acl& acl, const Names& vanished) {
  bool changed = false;
  for (std::optional<std::string>* text : {&acl.current, &acl.initial})
    if (*text) changed |= drop_from(**text, vanished);
  drop_from(acl.built_in, vanished);
  return changed;
}

std::string label(const Object& object) {
  const std::string schema = catalog::schema_name(object);
  return fmt::format("{} \"{}{}{}\"", object.kind->name, schema, schema.empty() ? "" : ".", object.name);
}

// By what is to be said: the objects it is said of.
using Findings = std::map<std::string, std::vector<std::string>>;

void drop_from(Object& object, const Names& vanished, Findings& owned, Findings& granted) {
  if (vanished.contains(object.owner.str())) {
    if (object.wanted.any() && object.parent == nullptr) owned[object.owner.str()].push_back(label(object));
    if (object.kind == &default_acl) object.wanted = catalog::Components::none();
    object.owner = {};
  }
  bool changed = false;
  for_each_acl(object, [&](Acl& acl) { changed |= drop_from(acl, vanished); });
  if (changed && object.wants(catalog::Component::acl)) granted["privileges"].push_back(label(object));
}

}  // namespace

void drop_vanished_roles(Reader& reader) {
  Names vanished = suspects(reader.store());
  if (!vanished.empty()) keep_vanished(reader, vanished);
  if (vanished.empty()) return;
  Findings owned;
  Findings granted;
  for (Object& object : reader.store().objects()) drop_from(object, vanished, owned, granted);
  for (const auto& [owner, objects] : owned)
    reader.warn(fmt::format("the owner of {} does not exist: {}", some_of(objects, most_named), owner),
                "They are dumped without an owner. Give them another one with ALTER … OWNER TO.");
  for (const auto& [what, objects] : granted)
    reader.warn(fmt::format("some {} on {} are of roles that do not exist; they are left out", what,
                            some_of(objects, most_named)),
                "Revoke them.");
}

}  // namespace pgdumpcore::kinds
