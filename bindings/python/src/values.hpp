// Python's values as the library's, and the library's as Python's.
#pragma once

#include <pybind11/pybind11.h>

#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/option_tables.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/restore.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace python_binding {

namespace py = pybind11;
using namespace py::literals;

[[nodiscard]] std::string type_name(py::handle value);

// --- from Python

/// The attributes of an options value. What is of another type than it should be is a TypeError that names it.
class Fields {
 public:
  explicit Fields(py::handle value) : value_(value) {}

  void take(const char* name, bool& into) const;
  void take(const char* name, int& into) const;
  void take(const char* name, std::optional<bool>& into) const;
  void take(const char* name, std::optional<int>& into) const;
  void take(const char* name, std::string& into) const;  ///< None: empty.
  void take(const char* name, std::vector<std::string>& into) const;
  void take(const char* name, std::optional<pgdumpcore::Compression>& into) const;
  void take(const char* name, pgdumpcore::Sections& into) const;
  void take(const char* name, pgdumpcore::Format& into) const;
  void take(const char* name, std::vector<pgdumpcore::RowCondition>& into) const;
  /// A number that is at least `least`.
  void take_number(const char* name, int& into, int least) const;
  void take_path(const char* name, std::string& into) const;  ///< None: empty.
  [[nodiscard]] std::vector<std::string> paths(const char* name) const;

  template <typename Struct, typename Member, std::size_t count>
  void take_all(Struct& into, const pgdumpcore::NamedOption<Struct, Member> (&options)[count]) const {
    for (const auto& option : options) take(option.name, into.*option.member);
  }

  template <typename Struct, typename Member, std::size_t count>
  void take_all(Struct& into, const std::pair<const char*, Member Struct::*> (&members)[count]) const {
    for (const auto& [name, member] : members) take(name, into.*member);
  }

 private:
  [[nodiscard]] py::object get(const char* name) const { return value_.attr(name); }
  [[nodiscard]] std::string named(const char* name) const { return type_name(value_) + "." + name; }
  py::handle value_;
};

/// UTF-8; what Python decoded with surrogateescape becomes the bytes it was. `what` names it in errors.
[[nodiscard]] std::string text_of(py::handle value, const std::string& what);
[[nodiscard]] std::vector<std::string> texts_of(py::handle value, const std::string& what);
/// Of bytes as os.fsencode() makes them.
[[nodiscard]] std::string path_of(py::handle bytes);
[[nodiscard]] pgdumpcore::Format format_named(const std::string& name);
[[nodiscard]] pgdumpcore::Sync sync_named(const std::string& name);
[[nodiscard]] pgdumpcore::ConnectOptions connect_options(py::handle value);
[[nodiscard]] pgdumpcore::DumpOptions dump_options(py::handle value);
[[nodiscard]] pgdumpcore::RestoreOptions restore_options(py::handle value);
/// None: nobody. `what` names it in errors.
[[nodiscard]] pgdumpcore::Recipients recipients_of(py::handle value, const char* what = "recipients");
[[nodiscard]] pgdumpcore::Identities identities_of(py::handle value);
/// A path as bytes, or a descriptor's number.
[[nodiscard]] pgdumpcore::RestoreInput input_of(py::handle source, py::handle identities);

// --- to Python

/// A value of the package, by its fields.
template <typename... Keywords>
py::object make(const char* type, Keywords&&... keywords) {
  return py::module_::import("pgdumpcore").attr(type)(std::forward<Keywords>(keywords)...);
}

/// UTF-8; other bytes are kept as surrogateescape does.
[[nodiscard]] py::str text(std::string_view from);
[[nodiscard]] py::object text_or_none(std::string_view from);
template <typename Value>
py::object value_or_none(const std::optional<Value>& from) {
  if (!from) return py::none();
  return py::cast(*from);
}
[[nodiscard]] py::object path(const std::string& from);
template <typename Enum, std::size_t count>
py::str name_in(const char* const (&names)[count], Enum value) {
  return py::str(names[static_cast<std::size_t>(value)]);
}

template <typename Items, typename Convert>
py::tuple tuple_of(const Items& items, Convert&& convert) {
  py::tuple made(items.size());
  std::size_t at = 0;
  for (const auto& item : items) made[at++] = convert(item);
  return made;
}

[[nodiscard]] py::object error(const pgdumpcore::Error& from);
[[nodiscard]] py::object section(pgdumpcore::EntrySection from);
[[nodiscard]] py::object progress(const pgdumpcore::Progress& from);
[[nodiscard]] py::object dump_summary(const pgdumpcore::DumpSummary& from);

}  // namespace python_binding
