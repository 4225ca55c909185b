#include "archive/script_entry.hpp"

#include "archive/sql_words.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

std::string name_of(string_view written) {
  std::vector<std::string> parts = name_parts(written);
  return parts.empty() ? std::string() : std::move(parts.back());
}

// ALTER … OWNER TO name; what stands between, and the name as it is written.
struct Ownership {
  string_view owned{};
  string_view owner{};
};
std::optional<Ownership> ownership(string_view statement) {
  static constexpr string_view alter = "ALTER ", owner_to = " OWNER TO ";
  const std::size_t at = statement.rfind(owner_to);
  if (!statement.starts_with(alter) || at == string_view::npos) return std::nullopt;
  SqlWords words(statement.substr(at + owner_to.size()));
  const Ownership out{.owned = statement.substr(alter.size(), std::max(at, alter.size()) - alter.size()),
                      .owner = words.name()};
  if (out.owner.empty() || words.rest() != ";") return std::nullopt;
  return out;
}

// ALTER TABLE sales.orders SET ACCESS METHOD heap;
string_view altered_access_method(string_view statement) {
  static constexpr string_view mark = " SET ACCESS METHOD ";
  const std::size_t at = statement.rfind(mark);
  if (!statement.starts_with("ALTER TABLE ") || at == string_view::npos) return {};
  SqlWords words(statement.substr(at + mark.size()));
  const string_view name = words.name();
  return words.rest() == ";" ? name : string_view();
}

bool holds_name(string_view text, const std::string& name) {
  if (text.find(name) != string_view::npos) return true;
  std::string doubled;
  for (const char c : name) doubled += c == '"' ? std::string("\"\"") : std::string(1, c);
  return doubled.size() > name.size() && text.find(doubled) != string_view::npos;
}

// What is about an object has its kind before its name, and no schema; where there are several, the table's is first.
std::string last_name(const ScriptHeader& header) {
  static constexpr std::array<string_view, 3> facets = {"ACL", "COMMENT", "SECURITY LABEL"};
  if (std::ranges::find(facets, header.description) == facets.end()) return header.tag;
  return header.tag.substr(std::min(header.tag.find(' ') + 1, header.tag.size()));
}

std::vector<string_view> lines_of(string_view text) {
  std::vector<string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

string_view large_object_in(string_view command) {
  static constexpr string_view mark = "LARGE OBJECT ";
  const std::size_t at = command.find(mark);
  if (at == string_view::npos) return {};
  const string_view oid = command.substr(at + mark.size());
  return oid.substr(0, std::min(oid.find_first_not_of("0123456789"), oid.size()));
}

}  // namespace

bool ScriptSession::take(string_view statement) {
  static constexpr string_view set_tablespace = "SET default_tablespace = ";
  static constexpr string_view set_method = "SET default_table_access_method = ";
  const auto value = [&](string_view beginning) {
    const string_view written = statement.substr(beginning.size(), statement.size() - beginning.size() - 1);
    return written == "''" ? std::string() : name_of(written);
  };
  if (statement.starts_with(set_tablespace)) {
    tablespace = value(set_tablespace);
    return true;
  }
  if (statement.starts_with(set_method)) {
    access_method = value(set_method);
    return true;
  }
  return statement.starts_with("SET SESSION AUTHORIZATION ") || statement == "BEGIN;" || statement == "COMMIT;";
}

std::string EntryMaker::flat(string_view name) {
  return on_one_line(std::string(name));
}

// --- taking a definition apart

struct EntryMaker::Parts {
  string_view create{};
  std::string ending{};  // ALTER … OWNER TO for many large objects
  Ownership ownership{};
  string_view access_method{};
  std::string flat_create{};
};

// From the end: what is set for the next entry, then what the script's writer adds to the definition. All of that
// stands behind empty lines.
EntryMaker::Parts EntryMaker::take_apart(string_view text, const std::vector<Span>& statements) {
  std::size_t end = text.size();
  std::size_t left = statements.size();
  const auto statement = [&](std::size_t at) {
    return text.substr(statements[at].first, statements[at].second - statements[at].first);
  };
  const auto follows = [&](std::size_t at, string_view space) {
    return text.substr(0, statements[at].first).ends_with(space);
  };
  std::vector<string_view> settings;
  while (left > 0 && (follows(left - 1, "\n\n") || statement(left - 1) == "BEGIN;") &&
         ScriptSession().take(statement(left - 1))) {
    settings.push_back(statement(--left));
    end = statements[left].first;
  }
  for (auto setting = settings.rbegin(); setting != settings.rend(); ++setting) session_.take(*setting);

  Parts parts;
  if (left > 0 && follows(left - 1, "\n\n"))
    if (parts.access_method = altered_access_method(statement(left - 1)); !parts.access_method.empty())
      end = statements[--left].first;
  if (left > 0)
    if (const auto found = ownership(statement(left - 1))) {
      const bool large_objects = found->owned.starts_with("LARGE OBJECT ");
      if (large_objects || follows(left - 1, "\n\n")) {
        parts.ownership = *found;
        do end = statements[--left].first;
        while (large_objects && left > 0 && statement(left - 1).starts_with("ALTER LARGE OBJECT "));
      }
    }
  parts.create = text.substr(0, end);
  if (parts.create.ends_with("\n\n")) parts.create.remove_suffix(2);
  parts.flat_create = flat(parts.create);
  return parts;
}

// The reading of the header that agrees best with the definition.
ScriptHeader EntryMaker::chosen(string_view header, const Parts& parts) const {
  std::vector<ScriptHeader> readings = read_script_header(header);
  if (readings.size() == 1) return readings.front();
  const std::string owner = flat(name_of(parts.ownership.owner));
  const auto likelihood = [&](const ScriptHeader& reading) {
    std::size_t out = 0;
    if (!owner.empty() && reading.owner == owner) out += std::size_t{1} << 30U;
    if (owners_.contains(reading.owner)) out += std::size_t{1} << 29U;
    if (reading.tablespace && session_.tablespace && *reading.tablespace == flat(*session_.tablespace))
      out += std::size_t{1} << 28U;
    const std::string name = last_name(reading);
    if (holds_name(parts.flat_create, name)) out += (std::size_t{1} << 27U) + name.size();
    return out;
  };
  return *std::ranges::max_element(readings, {}, likelihood);
}

ScriptEntry EntryMaker::definition(string_view header, string_view text, const std::vector<Span>& statements) {
  const ScriptSession before = session_;
  const Parts parts = take_apart(text, statements);
  // What the text ends with is for the entry to come.
  const ScriptSession after = std::exchange(session_, before);
  const ScriptHeader read = chosen(header, parts);
  ScriptEntry out;
  Entry& entry = out.entry;
  entry.tag = read.tag;
  entry.description = texts_(read.description);
  entry.schema = texts_(read.schema);
  entry.owner = texts_(read.owner);
  entry.create = parts.create;
  if (entry.description == "BLOB METADATA" || read.tag.starts_with("LARGE OBJECTS ")) take_large_objects(entry, text);
  entry.section = section_of(entry.description);
  if (entry.description == "BLOB") entry.oid = static_cast<std::uint32_t>(std::strtoul(read.tag.c_str(), nullptr, 10));
  if (entry.section != Section::none) entry.section = section_ = std::max(section_, entry.section);
  if (entry.description == "BLOB" || entry.description == "SCHEMA" || !parts.ownership.owner.empty())
    if (const std::string owner = name_of(parts.ownership.owner); !owner.empty()) {
      owners_[flat(owner)] = owner;
      entry.owner = texts_(owner);
    }
  if (const auto known = owners_.find(read.owner); known != owners_.end()) entry.owner = texts_(known->second);
  out.definition = define(entry, parts.ownership.owned, major_);
  entry.drop = out.definition.drop;
  take_names(out);
  take_storage(entry, read, parts);
  session_ = after;
  return out;
}

// One command for each large object in the script, a list or the first one's in an archive.
void EntryMaker::take_large_objects(Entry& entry, string_view text) const {
  std::string create;
  if (entry.description == "BLOB METADATA") {
    static constexpr string_view beginning = "SELECT pg_catalog.lo_create('";
    for (const string_view line : lines_of(text))
      if (line.starts_with(beginning))
        create.append(line.substr(beginning.size(), line.find('\'', beginning.size()) - beginning.size())) += '\n';
  } else {
    string_view first;
    for (const string_view line : lines_of(entry.create)) {
      if (first.empty()) first = large_object_in(line);
      if (large_object_in(line) == first) create.append(line) += '\n';
    }
  }
  entry.create = create;
}

// Where a line break became a space in the header, the definition has the name.
void EntryMaker::take_names(ScriptEntry& out) {
  Entry& entry = out.entry;
  const std::vector<std::string> parts = name_parts(out.definition.name);
  if (!parts.empty() && flat(parts.back()) == entry.tag.view()) entry.tag = parts.back();
  if (parts.size() == 2 && flat(parts.front()) == entry.schema.str()) {
    entry.schema = texts_(parts.front());
    relations_.try_emplace({flat(parts.front()), flat(parts.back())}, parts.back());
  }
  if (parts.size() == 1 && entry.description == "CONSTRAINT")
    relations_.try_emplace({flat(entry.schema), flat(parts.front())}, parts.front());
  if (entry.description == "SCHEMA") schemas_[flat(entry.tag)] = entry.tag.str();
  if (const auto known = schemas_.find(entry.schema.str()); known != schemas_.end())
    entry.schema = texts_(known->second);
  // What is about a relation is written with its name in a constant, or in a way of its own.
  static constexpr std::array<string_view, 8> about = {
      "SEQUENCE SET",           "ROW SECURITY", "STATISTICS DATA", "EXTENDED STATISTICS DATA",
      "MATERIALIZED VIEW DATA", "TABLE ATTACH", "INDEX ATTACH",    "SEQUENCE OWNED BY"};
  if (std::ranges::find(about, string_view(entry.description)) != about.end())
    if (const auto known = relations_.find({flat(entry.schema), entry.tag.str()}); known != relations_.end())
      entry.tag = known->second;
}

void EntryMaker::take_storage(Entry& entry, const ScriptHeader& header, const Parts& parts) {
  if (has_tablespace(entry, major_)) {
    const std::string& tablespace = session_.tablespace ? *session_.tablespace : header.tablespace.value_or("");
    if (session_.tablespace || header.tablespace) entry.tablespace = texts_(tablespace);
  }
  const bool is_table = entry.description == "TABLE";
  if (!is_table && entry.description != "MATERIALIZED VIEW") return;
  if (is_table && is_partitioned(entry.create)) {
    if (major_ >= 17) entry.relkind = 'p';
    entry.access_method = texts_(name_of(parts.access_method));
    return;
  }
  entry.access_method = texts_(session_.access_method);
}

// --- data

ScriptEntry EntryMaker::data(string_view header, string_view create, string_view copy) {
  Parts parts;
  parts.flat_create = flat(copy);
  const ScriptHeader read = chosen(header, parts);
  ScriptEntry out;
  Entry& entry = out.entry;
  entry.description = texts_(read.description);
  entry.schema = texts_(read.schema);
  entry.owner = texts_(read.owner);
  entry.tag = read.tag;
  entry.create = create;
  entry.copy = copy;
  entry.has_data = true;
  entry.section = section_ = std::max(section_, Section::data);
  if (const auto known = owners_.find(read.owner); known != owners_.end()) entry.owner = texts_(known->second);
  if (holds_large_objects(entry)) return out;
  SqlWords words(copy);
  std::vector<std::string> names;
  if (words.accept("COPY")) names = name_parts(words.name());
  const bool names_schema = names.size() == 2 && flat(names.front()) == read.schema;
  if (names_schema) schemas_.try_emplace(read.schema, names.front());
  if (names_schema && flat(names.back()) == read.tag)
    entry.tag = names.back();
  else if (const auto known = relations_.find({read.schema, read.tag}); known != relations_.end())
    entry.tag = known->second;
  if (const auto known = schemas_.find(read.schema); known != schemas_.end()) entry.schema = texts_(known->second);
  return out;
}

}  // namespace pgdumpcore::archive
