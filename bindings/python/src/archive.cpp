// Walking archives.
#include "parts.hpp"
#include "sinks.hpp"
#include "stream.hpp"
#include "values.hpp"

#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/set.hpp>

#include <atomic>
#include <unordered_map>

namespace python_binding {
namespace {

/// An archive, which the streams that read it keep open.
class OpenedArchive {
 public:
  explicit OpenedArchive(pgdumpcore::Archive opened) : archive_(std::move(opened)) {
    for (const pgdumpcore::ArchiveEntry& entry : archive_.entries()) entries_.emplace(entry.dump_id, &entry);
  }

  [[nodiscard]] pgdumpcore::Archive& archive() { return archive_; }
  [[nodiscard]] const pgdumpcore::ArchiveEntry& entry(int dump_id) const {
    const auto found = entries_.find(dump_id);
    if (found == entries_.end())
      throw py::value_error("the archive has no entry with the number " + std::to_string(dump_id));
    return *found->second;
  }

  /// Held by whoever reads data. Without random access that is one at a time.
  class Reading {
   public:
    explicit Reading(OpenedArchive& archive) : archive_(archive) {
      if (!archive.archive_.has_random_access() && archive.is_read_.exchange(true))
        throw py::value_error("the archive is being read already, and it comes through a pipe");
    }
    ~Reading() { archive_.is_read_ = false; }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    OpenedArchive& archive_;
  };

 private:
  pgdumpcore::Archive archive_;
  std::unordered_map<int, const pgdumpcore::ArchiveEntry*> entries_{};
  std::atomic<bool> is_read_{false};
};

using Shared = std::shared_ptr<OpenedArchive>;

Shared open(py::handle source, py::handle identities) {
  Call call;
  return run(call, {}, [input = input_of(source, identities)](const std::stop_token&) {
    return std::make_shared<OpenedArchive>(input.path().empty()
                                               ? pgdumpcore::Archive::open(input.number(), input.identities())
                                               : pgdumpcore::Archive::open(input.path(), input.identities()));
  });
}

Shared open_database(py::handle set, py::handle database, py::handle identities) {
  Call call;
  return run(call, {},
             [path = path_of(set), name = text_of(database, "database"),
              keys = identities_of(identities)](const std::stop_token&) {
               return std::make_shared<OpenedArchive>(pgdumpcore::open_database(path, name, keys));
             });
}

py::object entry_value(const pgdumpcore::ArchiveEntry& from) {
  return make("ArchiveEntry", "dump_id"_a = from.dump_id, "catalog_oid"_a = from.catalog_oid, "oid"_a = from.oid,
              "kind"_a = text(from.kind), "schema"_a = text_or_none(from.schema), "name"_a = text(from.name),
              "owner"_a = text_or_none(from.owner), "section"_a = section(from.section), "create"_a = text(from.create),
              "drop"_a = text(from.drop), "copy"_a = text(from.copy), "tablespace"_a = text_or_none(from.tablespace),
              "access_method"_a = text_or_none(from.access_method),
              "dependencies"_a = tuple_of(from.dependencies, [](int number) { return py::int_(number); }),
              "has_data"_a = from.has_data, "has_large_objects"_a = from.has_large_objects);
}

py::object facts_value(const pgdumpcore::ArchiveFacts& from) {
  const std::tm& at = from.created;
  // What an archive says may be anything; a date that does not exist is none.
  py::object created = py::none();
  try {
    created = py::module_::import("datetime")
                  .attr("datetime")(at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec);
  } catch (const py::error_already_set& raised) {
    if (!raised.matches(PyExc_ValueError)) throw;
  }
  return make("ArchiveFacts", "format"_a = pgdumpcore::name_of(from.format), "minor_version"_a = from.minor_version,
              "codec"_a = pgdumpcore::name_of(from.compression.codec),
              "level"_a = value_or_none(from.compression.level), "created"_a = created,
              "database"_a = text(from.database), "server_version"_a = text(from.server_version),
              "dumper_version"_a = text(from.dumper_version));
}

void read_data(const Shared& archive, int dump_id, py::handle target, const std::string& sync) {
  Call call;
  const pgdumpcore::ArchiveEntry& entry = archive->entry(dump_id);
  const OpenedArchive::Reading reading(*archive);
  run(call, {}, [&, sink = sink_of(call, target, sync)](const std::stop_token&) {
    archive->archive().read_data(entry, *sink);
    sink->finish();
  });
}

std::unique_ptr<Stream> data_stream(const Shared& archive, int dump_id) {
  auto stream = std::make_unique<Stream>();
  const auto reading = std::make_shared<OpenedArchive::Reading>(*archive);
  stream->call().start(
      [archive, reading, &entry = archive->entry(dump_id), stream = stream.get()](const std::stop_token&) {
        const std::unique_ptr<pgdumpcore::Sink> sink = stream->sink();
        archive->archive().read_data(entry, *sink);
        sink->finish();
      },
      {});
  return stream;
}

/// Large objects as file objects that a Python function opens.
class LargeObjects {
 public:
  LargeObjects(Call& call, py::handle opener) : call_(call), opener_(opener) {}
  // Python code raised, or the archive is damaged: the file object is closed, and its own complaint is not the matter.
  // Should Python not even be able to note that complaint, nothing can go on.
  ~LargeObjects() {  // NOLINT(bugprone-exception-escape)
    try {
      close_file();
    } catch (py::error_already_set& raised) {
      raised.discard_as_unraisable("pgdumpcore.Archive.read_large_objects");
    }
  }
  LargeObjects(const LargeObjects&) = delete;
  LargeObjects& operator=(const LargeObjects&) = delete;

  pgdumpcore::LargeObjectReceiver receiver() {
    return {.open = [this](std::uint32_t oid) { call_.ask([this, oid] { file_ = opener_(oid); }); },
            .write = [this](std::span<const std::byte> bytes) { gathered_.write(bytes); },
            .close =
                [this] {
                  gathered_.flush();
                  call_.ask([this] { close_file(); });
                }};
  }

 private:
  void write(const std::string& bytes) {
    if (!file_.is_none()) write_all(file_, bytes);
  }

  void close_file() {
    const py::object file = std::exchange(file_, py::none());
    if (!file.is_none() && py::hasattr(file, "close")) file.attr("close")();
  }

  Call& call_;
  py::handle opener_;
  py::object file_ = py::none();
  Gathered gathered_{[this](std::string bytes) { call_.give([this, bytes = std::move(bytes)] { write(bytes); }); }};
};

void read_large_objects(const Shared& archive, int dump_id, py::handle opener) {
  const pgdumpcore::ArchiveEntry& entry = archive->entry(dump_id);
  const OpenedArchive::Reading reading(*archive);
  // Destroyed before the call, whose thread has ended when run() has.
  Call call;
  LargeObjects objects(call, opener);
  run(call, {}, [&, receiver = objects.receiver()](const std::stop_token&) {
    archive->archive().read_large_objects(entry, receiver);
  });
}

}  // namespace

void add_archive(py::module_& module) {
  py::class_<OpenedArchive, Shared>(module, "OpenedArchive")
      .def_property_readonly("facts", [](OpenedArchive& self) { return facts_value(self.archive().facts()); })
      .def_property_readonly("entries",
                             [](OpenedArchive& self) { return tuple_of(self.archive().entries(), &entry_value); })
      .def_property_readonly("has_random_access",
                             [](OpenedArchive& self) { return self.archive().has_random_access(); })
      .def("listing", [](OpenedArchive& self) { return text(self.archive().listing()); })
      .def("read_data", &read_data, "dump_id"_a, "target"_a, "sync"_a)
      .def("data_stream", &data_stream, "dump_id"_a)
      .def("read_large_objects", &read_large_objects, "dump_id"_a, "opener"_a);
  module.def("open_archive", &open, "source"_a, "identities"_a);
  module.def("open_database", &open_database, "set"_a, "database"_a, "identities"_a);
}

}  // namespace python_binding
