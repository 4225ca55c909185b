// A whole program on the shared library, for tests/bindings/cxx_interface: each command is something that a program
// does with it, and prints what the script compares with the command line.
#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/catalog.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/restore.hpp>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>

namespace pg = pgdumpcore;

namespace {

int failures = 0;

void expect(bool fine, int line, const char* text) {
  if (fine) return;
  std::cerr << "cxx_program.cpp:" << line << ": " << text << '\n';
  ++failures;
}
#define EXPECT(condition) expect((condition), __LINE__, #condition)

template <typename Call>
pg::Fault fault_of(Call&& call) {
  try {
    call();
  } catch (const pg::Error& error) {
    std::cerr << error.what() << '\n';
    return error.fault();
  }
  expect(false, __LINE__, "no Error");
  return pg::Fault::internal;
}

pg::ConnectOptions database(const std::string& name) {
  pg::ConnectOptions connect;
  connect.dbname = name;
  return connect;
}

pg::DumpOptions with_key() {
  pg::DumpOptions options;
  options.restrict_key = "binding";
  return options;
}

// --- catalogs

pg::Catalog catalog_of(const std::string& name, bool create = false) {
  pg::DumpOptions options = with_key();
  options.create = create;
  return pg::read_catalog(database(name), options);
}

int script(const std::string& name) {
  std::cout << catalog_of(name).ddl();
  return 0;
}

// What is left of a script without its beginning, its end, and the settings that an object shares with the ones before.
int pieces(const std::string& name) {
  const pg::Catalog catalog = catalog_of(name, true);
  for (const pg::CatalogObject& object : catalog.objects()) std::cout << catalog.ddl(object);
  return 0;
}

// The objects of a catalog are the entries of an archive.
int same_as_archive(const std::string& path, const std::string& name) {
  using Fields = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                            std::string, std::uint32_t, std::uint32_t, pg::EntrySection>;
  const auto fields = [](const auto& item) {
    return Fields(item.kind, item.schema, item.name, item.owner, item.create, item.drop, item.tablespace,
                  item.access_method, item.catalog_oid, item.oid, item.section);
  };
  std::vector<Fields> expected, found;
  const pg::Archive archive = pg::Archive::open(path);
  for (const pg::ArchiveEntry& entry : archive.entries())
    if (entry.kind != "ENCODING" && entry.kind != "STDSTRINGS" && entry.kind != "SEARCHPATH")
      expected.push_back(fields(entry));
  const pg::Catalog catalog = catalog_of(name, true);
  for (const pg::CatalogObject& object : catalog.objects()) found.push_back(fields(object));
  EXPECT(!found.empty());
  std::ranges::sort(expected);
  std::ranges::sort(found);
  EXPECT(expected == found);
  for (const Fields& one : found)
    if (!std::ranges::binary_search(expected, one)) std::cerr << std::get<0>(one) << ' ' << std::get<2>(one) << '\n';
  std::cout << found.size() << " objects\n";
  return failures != 0;
}

bool contains(const std::vector<pg::CatalogObject>& objects, const pg::CatalogObject& one) {
  return std::ranges::any_of(objects, [&](const pg::CatalogObject& object) { return object.position == one.position; });
}

void walk(const pg::Catalog& catalog) {
  std::size_t of_kinds = 0;
  for (const std::string_view kind : catalog.kinds()) {
    EXPECT(!catalog.objects(kind).empty());
    for (const pg::CatalogObject& object : catalog.objects(kind)) EXPECT(object.kind == kind);
    of_kinds += catalog.objects(kind).size();
  }
  EXPECT(of_kinds == catalog.objects().size());
  std::size_t edges = 0;
  for (std::size_t i = 0; i < catalog.objects().size(); ++i) {
    const pg::CatalogObject& object = catalog.objects()[i];
    EXPECT(object.position == i);
    const std::optional<pg::CatalogObject> found = catalog.find(object.kind, object.schema, object.name);
    EXPECT(found && found->kind == object.kind && found->schema == object.schema && found->name == object.name);
    EXPECT(found && found->position <= i);
    for (const pg::CatalogObject& needed : catalog.dependencies(object)) {
      EXPECT(contains(catalog.dependents(needed), object));
      EXPECT(needed.position < i);
      ++edges;
    }
    for (const pg::CatalogObject& dependent : catalog.dependents(object))
      EXPECT(contains(catalog.dependencies(dependent), object));
    EXPECT(catalog.ddl(object).find(object.create.substr(0, object.create.find('\n'))) != std::string::npos);
  }
  EXPECT(edges > 0);
}

int checks(const std::string& name) {
  pg::Catalog catalog = catalog_of(name);
  EXPECT(catalog.facts().database == name);
  EXPECT(!catalog.facts().server_version.empty() && catalog.facts().snapshot.empty());
  walk(catalog);
  EXPECT(!catalog.find("TABLE", "no such schema", "no such table"));
  EXPECT(catalog.objects("NO SUCH KIND").empty());

  // Views stay valid when the catalog moves, and several threads may look at once.
  const pg::CatalogObject first = catalog.objects().front();
  const std::string name_of_first(first.name);
  const pg::Catalog moved = std::move(catalog);
  EXPECT(first.name == name_of_first && moved.objects().front().name.data() == first.name.data());
  {
    std::vector<std::jthread> threads;
    std::vector<std::string> texts(3);
    for (std::string& text : texts)
      threads.emplace_back([&] {
        for (const pg::CatalogObject& object : moved.objects())
          text += moved.ddl(object) + std::to_string(moved.dependencies(object).size());
      });
    threads.clear();
    EXPECT(texts[0] == texts[1] && texts[1] == texts[2] && !texts[0].empty());
  }

  const pg::Catalog other = catalog_of(name);
  EXPECT(pg::compare(moved, other).empty());
  EXPECT(fault_of([&] { (void)moved.ddl(other.objects().front()); }) == pg::Fault::usage);
  EXPECT(fault_of([&] { (void)moved.dependents(other.objects().back()); }) == pg::Fault::usage);
  EXPECT(fault_of([&] { (void)moved.dependencies({}); }) == pg::Fault::usage);
  return failures != 0;
}

// What options choose, and what they cannot.
int choose(const std::string& name) {
  pg::DumpOptions options;
  options.include_tables = {"stock.article"};
  options.no_owner = true;
  options.no_comments = true;
  const pg::Catalog some = pg::read_catalog(database(name), options);
  EXPECT(some.find("TABLE", "stock", "article").has_value());
  EXPECT(some.find("TABLE", "stock", "article")->owner.empty());
  EXPECT(!some.find("SCHEMA", "", "stock") && some.objects("COMMENT").empty());
  options.include_tables = {"no_such_table"};
  EXPECT(fault_of([&] { (void)pg::read_catalog(database(name), options); }) == pg::Fault::usage);
  options = {};
  options.data_only = true;
  EXPECT(fault_of([&] { (void)pg::read_catalog(database(name), options); }) == pg::Fault::usage);
  EXPECT(fault_of([&] { (void)pg::read_catalog(database("no such database")); }) == pg::Fault::connection);
  std::stop_source stop;
  stop.request_stop();
  EXPECT(fault_of([&] { (void)pg::read_catalog(database(name), {}, stop.get_token()); }) == pg::Fault::cancelled);
  return failures != 0;
}

int depend(const std::string& name, const std::string& kind, const std::string& schema, const std::string& object) {
  const pg::Catalog catalog = catalog_of(name);
  const std::optional<pg::CatalogObject> found = catalog.find(kind, schema, object);
  if (!found) return 1;
  for (const pg::CatalogObject& one : catalog.dependencies(*found))
    std::cout << "< " << one.kind << ' ' << one.name << '\n';
  for (const pg::CatalogObject& one : catalog.dependents(*found))
    std::cout << "> " << one.kind << ' ' << one.name << '\n';
  return 0;
}

int compare(const std::string& before, const std::string& after) {
  const pg::Catalog first = catalog_of(before);
  const pg::Catalog second = catalog_of(after);
  for (const pg::CatalogDifference& difference : pg::compare(first, second)) {
    const pg::CatalogObject& object = difference.object();
    EXPECT((difference.change == pg::CatalogChange::added) == !difference.before);
    EXPECT((difference.change == pg::CatalogChange::removed) == !difference.after);
    constexpr char marks[] = {'+', '-', '~'};
    std::cout << marks[static_cast<int>(difference.change)] << ' ' << object.kind << ' ' << object.schema << ' '
              << object.name << '\n';
  }
  return failures != 0;
}

// --- dumps

pg::Target target_of(pg::Format format, const std::string& path) {
  return format == pg::Format::directory ? pg::directory_target(path) : pg::file_target(path);
}

int save(int format, int jobs, const std::string& path) {
  pg::DumpOptions options = with_key();
  options.format = static_cast<pg::Format>(format);
  options.jobs = jobs;
  const pg::DumpSummary done = pg::dump({}, options, target_of(options.format, path));
  std::cout << done.bytes_written << '\n';
  return 0;
}

int dump_to_stdout(int jobs) {
  pg::DumpOptions options = with_key();
  options.jobs = jobs;
  pg::Observer observer;
  std::uint64_t last = 0;
  observer.on_progress = [&](const pg::Progress& progress) {
    EXPECT(progress.bytes_read >= last);
    last = progress.bytes_read;
  };
  std::uint64_t taken = 0;
  const pg::DumpSummary done = pg::dump(
      {}, options, pg::sink_target(pg::callback_sink([&](std::span<const std::byte> bytes) {
        taken += bytes.size();
        std::cout.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
      })),
      {}, observer);
  EXPECT(done.bytes_written == taken);
  EXPECT(done.bytes_read == last);
  for (const pg::TableSummary& table : done.tables)
    std::cerr << table.schema << '.' << table.name << ": " << table.rows << " rows\n";
  return failures != 0;
}

// Stops taking rows until another thread has cancelled, so that this always happens in the middle.
int cancel(int jobs) {
  std::stop_source stop;
  std::mutex mutex;
  std::condition_variable_any begun;
  std::size_t taken = 0;
  std::jthread canceller([&] {
    std::unique_lock lock(mutex);
    begun.wait(lock, [&] { return taken > 300'000; });
    stop.request_stop();
  });
  pg::DumpOptions options;
  options.jobs = jobs;
  const auto take = [&](std::span<const std::byte> bytes) {
    std::unique_lock lock(mutex);
    taken += bytes.size();
    begun.notify_all();
    if (taken > 300'000) begun.wait(lock, stop.get_token(), [] { return false; });
  };
  EXPECT(fault_of([&] { pg::dump({}, options, pg::sink_target(pg::callback_sink(take)), stop.get_token()); }) ==
         pg::Fault::cancelled);
  return failures != 0;
}

class SmallDisk final : public pg::Sink {
 public:
  SmallDisk(std::size_t room, bool& finished) : room_(room), finished_(finished) {}
  void write(std::span<const std::byte> bytes) override {
    if (bytes.size() > room_) throw std::system_error(ENOSPC, std::generic_category(), "my disk");
    room_ -= bytes.size();
  }
  void finish() override { finished_ = true; }

 private:
  std::size_t room_;
  bool& finished_;
};

int full(int format, int jobs) {
  pg::DumpOptions options;
  options.format = static_cast<pg::Format>(format);
  options.jobs = jobs;
  options.compression = pg::Compression{};
  bool finished = false, thrown = false;
  try {
    pg::dump({}, options, pg::sink_target(std::make_unique<SmallDisk>(300'000, finished)));
  } catch (const std::system_error& error) {
    std::cerr << error.what() << '\n';
    thrown = error.code() == std::errc::no_space_on_device;
  }
  EXPECT(thrown && !finished);
  return failures != 0;
}

int restore(const std::string& path, const std::string& name) {
  const pg::RestoreObserver observer = {
      .on_error = [](const pg::Error& error) { std::cerr << error.what() << '\n'; },
  };
  const pg::RestoreSummary done = pg::restore(pg::RestoreInput::file(path), database(name), {}, {}, observer);
  std::cout << done.tables << " tables, " << done.rows << " rows, " << done.errors << " errors\n";
  return done.errors != 0;
}

}  // namespace

int main(int count, char** words) try {
  const std::vector<std::string> given(words + std::min(count, 1), words + count);
  const auto is = [&](const char* command, std::size_t arguments) {
    return given.size() == arguments + 1 && given[0] == command;
  };
  const auto number = [&](std::size_t i) { return std::atoi(given[i].c_str()); };
  if (is("script", 1)) return script(given[1]);
  if (is("pieces", 1)) return pieces(given[1]);
  if (is("same_as_archive", 2)) return same_as_archive(given[1], given[2]);
  if (is("checks", 1)) return checks(given[1]);
  if (is("choose", 1)) return choose(given[1]);
  if (is("depend", 4)) return depend(given[1], given[2], given[3], given[4]);
  if (is("compare", 2)) return compare(given[1], given[2]);
  if (is("save", 3)) return save(number(1), number(2), given[3]);
  if (is("dump", 1)) return dump_to_stdout(number(1));
  if (is("cancel", 1)) return cancel(number(1));
  if (is("full", 2)) return full(number(1), number(2));
  if (is("restore", 2)) return restore(given[1], given[2]);
  std::cerr << "unknown command\n";
  return 2;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
