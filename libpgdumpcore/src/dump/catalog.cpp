// The public face of what a dump reads: its entries, without a dump.
// Tests: tests/bindings/cxx_interface.
#include <pgdumpcore/catalog.hpp>

#include "archive/plain.hpp"
#include "dump/compare_objects.hpp"
#include "dump/options.hpp"
#include "dump/catalog_snapshot.hpp"
#include "pg/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace pgdumpcore {

struct Catalog::Contents {
  using Positions = std::vector<std::size_t>;
  using Name = std::tuple<std::string_view, std::string_view, std::string_view>;

  Contents(CatalogFacts found, DumpOptions read_with, catalog::Dialect expand_for_version,
           std::vector<archive::Entry> all)
      : facts(std::move(found)),
        options(std::move(read_with)),
        dialect(std::move(expand_for_version)),
        entries(std::move(all)),
        settings(dumping::plain_settings(options, dialect)),
        wanted(archive::wanted_entries(entries, settings.script.options)) {
    put_in_script_order();
    add_objects();
    add_dependencies();
  }
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;

  void put_in_script_order() {
    for (const archive::Pass pass : archive::passes)
      for (const archive::Wanted& item : wanted)
        if (archive::pass_of(*item.entry) == pass) in_script_order.push_back(item);
  }

  void add_objects() {
    for (const archive::Wanted& item : in_script_order) {
      const CatalogObject& object = objects.emplace_back(dumping::public_object(*item.entry, objects.size(), options));
      std::vector<CatalogObject>& of_its_kind = by_kind[object.kind];
      if (of_its_kind.empty()) kinds.push_back(object.kind);
      of_its_kind.push_back(object);
      by_name.try_emplace({object.kind, object.schema, object.name}, object.position);
    }
  }

  void add_dependencies() {
    std::unordered_map<int, std::size_t> position_of;
    for (std::size_t i = 0; i < in_script_order.size(); ++i) position_of.emplace(in_script_order[i].entry->dump_id, i);
    dependencies.resize(objects.size());
    dependents.resize(objects.size());
    for (std::size_t i = 0; i < in_script_order.size(); ++i)
      for (const int id : in_script_order[i].entry->dependencies)
        if (const auto found = position_of.find(id); found != position_of.end()) {
          dependencies[i].push_back(found->second);
          dependents[found->second].push_back(i);
        }
    for (Positions& positions : dependencies) std::ranges::sort(positions);
  }

  // The position of an object of this catalog.
  [[nodiscard]] std::size_t at(const CatalogObject& object) const {
    if (object.position < objects.size() && objects[object.position].kind.data() == object.kind.data())
      return object.position;
    throw Error(Fault::usage, fmt::format("{} \"{}\" is no object of this catalog", object.kind, object.name));
  }

  [[nodiscard]] std::vector<CatalogObject> objects_at(const Positions& positions) const {
    std::vector<CatalogObject> found;
    found.reserve(positions.size());
    for (const std::size_t position : positions) found.push_back(objects[position]);
    return found;
  }

  const CatalogFacts facts;
  const DumpOptions options;
  const catalog::Dialect dialect;
  const std::vector<archive::Entry> entries;
  const archive::PlainSettings settings;  // refers to the dialect
  const std::vector<archive::Wanted> wanted;
  std::vector<archive::Wanted> in_script_order{};
  std::vector<CatalogObject> objects{};
  std::vector<std::string_view> kinds{};
  std::unordered_map<std::string_view, std::vector<CatalogObject>> by_kind{};
  std::map<Name, std::size_t> by_name{};
  std::vector<Positions> dependencies{};
  std::vector<Positions> dependents{};
};

Catalog::Catalog(std::unique_ptr<const Contents> contents) : contents_(std::move(contents)) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

const CatalogFacts& Catalog::facts() const noexcept {
  return contents_->facts;
}

std::span<const CatalogObject> Catalog::objects() const noexcept {
  return contents_->objects;
}

std::span<const std::string_view> Catalog::kinds() const noexcept {
  return contents_->kinds;
}

std::span<const CatalogObject> Catalog::objects(std::string_view kind) const noexcept {
  const auto found = contents_->by_kind.find(kind);
  return found == contents_->by_kind.end() ? std::span<const CatalogObject>() : found->second;
}

std::optional<CatalogObject> Catalog::find(std::string_view kind, std::string_view schema,
                                           std::string_view name) const {
  const auto found = contents_->by_name.find({kind, schema, name});
  if (found == contents_->by_name.end()) return std::nullopt;
  return contents_->objects[found->second];
}

std::vector<CatalogObject> Catalog::dependencies(const CatalogObject& object) const {
  return contents_->objects_at(contents_->dependencies[contents_->at(object)]);
}

std::vector<CatalogObject> Catalog::dependents(const CatalogObject& object) const {
  return contents_->objects_at(contents_->dependents[contents_->at(object)]);
}

std::string Catalog::ddl(const CatalogObject& object) const {
  std::string text;
  archive::write_entry(*memory_sink(text), contents_->in_script_order[contents_->at(object)], contents_->settings);
  return text;
}

std::string Catalog::ddl() const {
  std::string text;
  // No entry has data.
  archive::write_plain(*memory_sink(text), contents_->entries, contents_->wanted, contents_->settings, {});
  return text;
}

Catalog read_catalog(const ConnectOptions& connect, const DumpOptions& wanted, const std::stop_token& stop,
                     const LogCallback& on_log) {
  DumpOptions options = wanted;
  options.schema_only = true;
  dumping::check_options(options);
  pg::Connection connection = pg::Connection::open(connect, stop);
  CatalogFacts facts;
  const std::unique_ptr<dumping::CatalogSnapshot> reading =
      dumping::read_under_locks(connection, nullptr, options, on_log, facts.snapshot);
  reading->read_rest();
  reading->order();
  dumping::Entries entries = reading->render(dumping::OutputKind::archive);
  facts.database = connection.database();
  facts.server_version = connection.server().text;
  facts.encoding = reading->dialect().encoding;
  return Catalog(std::make_unique<const Catalog::Contents>(std::move(facts), std::move(options), reading->dialect(),
                                                           entries.take()));
}

}  // namespace pgdumpcore
