#include "values.hpp"

#include <pgdumpcore/backup.hpp>

#include <climits>

namespace python_binding {
namespace {

[[noreturn]] void wrong_type(const std::string& what, const char* expected, py::handle value) {
  throw py::type_error(what + " is " + type_name(value) + ", not " + expected);
}

int number_of(py::handle value, const std::string& what) {
  if (!PyLong_Check(value.ptr()) || PyBool_Check(value.ptr())) wrong_type(what, "int", value);
  int overflow = 0;
  const long number = PyLong_AsLongAndOverflow(value.ptr(), &overflow);
  if (overflow != 0 || number > INT_MAX || number < INT_MIN) throw py::value_error(what + " is out of range");
  return static_cast<int>(number);
}

bool switch_of(py::handle value, const std::string& what) {
  if (!PyBool_Check(value.ptr())) wrong_type(what, "bool", value);
  return value.ptr() == Py_True;
}

// libpq and the system take texts up to their first zero byte.
std::string without_zeros(std::string text, const std::string& what) {
  if (text.find('\0') != std::string::npos) throw py::value_error(what + " has a zero byte in it");
  return text;
}

py::object checked_sequence(py::handle value, const std::string& what, const char* expected) {
  // A text is a sequence of texts, which nobody means.
  if (PySequence_Check(value.ptr()) == 0 || PyUnicode_Check(value.ptr()) || PyBytes_Check(value.ptr()))
    wrong_type(what, expected, value);
  return py::reinterpret_borrow<py::object>(value);
}

template <typename Enum, std::size_t count>
Enum named_in(const char* const (&names)[count], const std::string& name, const char* what) {
  for (std::size_t i = 0; i < count; ++i)
    if (name == names[i]) return static_cast<Enum>(i);
  std::string all;
  for (const char* one : names) all += std::string(all.empty() ? "" : ", ") + one;
  throw py::value_error(std::string(what) + " is '" + name + "', which is none of " + all);
}

}  // namespace

std::string type_name(py::handle value) {
  return Py_TYPE(value.ptr())->tp_name;
}

// --- from Python

std::string text_of(py::handle value, const std::string& what) {
  if (!PyUnicode_Check(value.ptr())) wrong_type(what, "str", value);
  PyObject* encoded = PyUnicode_AsEncodedString(value.ptr(), "utf-8", "surrogateescape");
  if (encoded == nullptr) throw py::error_already_set();
  return without_zeros(py::reinterpret_steal<py::bytes>(encoded), what);
}

std::vector<std::string> texts_of(py::handle value, const std::string& what) {
  std::vector<std::string> texts;
  for (const py::handle one : checked_sequence(value, what, "a sequence of str")) texts.push_back(text_of(one, what));
  return texts;
}

std::string path_of(py::handle bytes) {
  return without_zeros(py::reinterpret_borrow<py::bytes>(bytes), "a path");
}

void Fields::take(const char* name, bool& into) const {
  into = switch_of(get(name), named(name));
}

void Fields::take(const char* name, int& into) const {
  into = number_of(get(name), named(name));
}

void Fields::take(const char* name, std::optional<bool>& into) const {
  if (const py::object value = get(name); !value.is_none()) into = switch_of(value, named(name));
}

void Fields::take(const char* name, std::optional<int>& into) const {
  if (const py::object value = get(name); !value.is_none()) into = number_of(value, named(name));
}

void Fields::take(const char* name, std::string& into) const {
  if (const py::object value = get(name); !value.is_none()) into = text_of(value, named(name));
}

void Fields::take(const char* name, std::vector<std::string>& into) const {
  into = texts_of(get(name), named(name));
}

void Fields::take(const char* name, std::optional<pgdumpcore::Compression>& into) const {
  if (const py::object value = get(name); !value.is_none())
    into = pgdumpcore::parse_compression(text_of(value, named(name)));
}

void Fields::take(const char* name, pgdumpcore::Sections& into) const {
  const py::object value = get(name);
  if (value.is_none()) return;
  into = {.pre_data = false, .data = false, .post_data = false};
  constexpr const char* names[] = {"pre-data", "data", "post-data"};
  constexpr bool pgdumpcore::Sections::*members[] = {&pgdumpcore::Sections::pre_data, &pgdumpcore::Sections::data,
                                                     &pgdumpcore::Sections::post_data};
  for (const std::string& section : texts_of(value, named(name)))
    into.*members[named_in<std::size_t>(names, section, "a section")] = true;
}

void Fields::take(const char* name, pgdumpcore::Format& into) const {
  into = format_named(text_of(get(name), named(name)));
}

void Fields::take(const char* name, std::vector<pgdumpcore::RowCondition>& into) const {
  for (const py::handle one : checked_sequence(get(name), named(name), "a sequence of pairs of str")) {
    const std::vector<std::string> pair = texts_of(one, named(name));
    if (pair.size() != 2)
      throw py::value_error(named(name) + " has a condition that is no pair of table and condition");
    into.push_back({.table = pair[0], .condition = pair[1]});
  }
}

void Fields::take_number(const char* name, int& into, int least) const {
  take(name, into);
  if (into < least)
    throw py::value_error(named(name) + " is " + std::to_string(into) + ", less than " + std::to_string(least));
}

void Fields::take_path(const char* name, std::string& into) const {
  const py::object value = get(name);
  if (value.is_none()) return;
  try {
    into = path_of(py::module_::import("os").attr("fsencode")(value));
  } catch (const py::error_already_set& raised) {
    if (!raised.matches(PyExc_TypeError)) throw;
    wrong_type(named(name), "str or a path", value);
  }
}

std::vector<std::string> Fields::paths(const char* name) const {
  std::vector<std::string> made;
  const py::object encode = py::module_::import("os").attr("fsencode");
  for (const py::handle one : checked_sequence(get(name), named(name), "a sequence of paths"))
    made.push_back(path_of(encode(one)));
  return made;
}

pgdumpcore::Format format_named(const std::string& name) {
  constexpr const char* names[] = {"plain", "custom", "directory", "tar"};
  return named_in<pgdumpcore::Format>(names, name, "format");
}

pgdumpcore::Sync sync_named(const std::string& name) {
  constexpr const char* names[] = {"none", "files", "file_system"};
  return named_in<pgdumpcore::Sync>(names, name, "sync");
}

pgdumpcore::ConnectOptions connect_options(py::handle value) {
  pgdumpcore::ConnectOptions to;
  if (PyUnicode_Check(value.ptr())) {
    to.conninfo = text_of(value, "connect");
    return to;
  }
  if (!py::isinstance(value, py::module_::import("pgdumpcore._options").attr("ConnectOptions")))
    wrong_type("connect", "str or ConnectOptions", value);
  using To = pgdumpcore::ConnectOptions;
  static constexpr std::pair<const char*, std::string To::*> texts[] = {
      {"conninfo", &To::conninfo}, {"host", &To::host},         {"user", &To::user},
      {"dbname", &To::dbname},     {"password", &To::password}, {"application_name", &To::application_name}};
  const Fields from(value);
  from.take_all(to, texts);
  std::optional<int> port;
  from.take("port", port);
  if (port) to.port = std::to_string(*port);
  from.take_path("password_file", to.password_file);
  int retry = 0;
  from.take_number("retry", retry, 0);
  to.retry = std::chrono::seconds(retry);
  from.take("read_write", to.read_write);
  return to;
}

namespace {

// Of the type in pgdumpcore._options.
bool is_given(py::handle value, const char* type, const char* what, const char* expected) {
  if (value.is_none()) return false;
  if (!py::isinstance(value, py::module_::import("pgdumpcore._options").attr(type))) wrong_type(what, expected, value);
  return true;
}

}  // namespace

pgdumpcore::Recipients recipients_of(py::handle value, const char* what) {
  pgdumpcore::Recipients to;
  if (!is_given(value, "Recipients", what, "Recipients or None")) return to;
  const Fields from(value);
  std::vector<std::string> keys;
  std::string passphrase;
  from.take("keys", keys);
  from.take("passphrase", passphrase);
  for (const std::string& key : keys) to.add(key);
  for (const std::string& path : from.paths("files")) to.add_file(path);
  if (!passphrase.empty()) to.add_passphrase(passphrase);
  // Nobody who means to encrypt may find out later that nothing was encrypted.
  if (to.empty()) throw py::value_error("recipients are given, and there is none");
  return to;
}

pgdumpcore::Identities identities_of(py::handle value) {
  pgdumpcore::Identities to;
  if (!is_given(value, "Identities", "identities", "Identities or None")) return to;
  const Fields from(value);
  std::vector<std::string> keys;
  std::string passphrase;
  from.take("keys", keys);
  from.take("passphrase", passphrase);
  for (const std::string& path : from.paths("files")) to.add_file(path);
  for (const std::string& key : keys) to.add(key);
  if (!passphrase.empty()) to.add_passphrase(passphrase);
  return to;
}

pgdumpcore::RestoreInput input_of(py::handle source, py::handle identities) {
  const bool is_path = py::isinstance<py::bytes>(source);
  return (is_path ? pgdumpcore::RestoreInput::file(path_of(source))
                  : pgdumpcore::RestoreInput::descriptor(number_of(source, "source")))
      .decrypted_by(identities_of(identities));
}

// --- to Python

py::str text(std::string_view from) {
  PyObject* made = PyUnicode_DecodeUTF8(from.data(), static_cast<Py_ssize_t>(from.size()), "surrogateescape");
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

py::object text_or_none(std::string_view from) {
  if (from.empty()) return py::none();
  return text(from);
}

py::object path(const std::string& from) {
  if (pgdumpcore::is_address(from)) return text(from);
  return py::module_::import("pathlib").attr("Path")(py::module_::import("os").attr("fsdecode")(py::bytes(from)));
}

py::object error(const pgdumpcore::Error& from) {
  constexpr const char* faults[] = {"usage", "connection", "server",      "permission", "data",
                                    "io",    "cancelled",  "unsupported", "internal"};
  return py::module_::import("pgdumpcore._types")
      .attr("Error")(text(from.what()), name_in(faults, from.fault()), text_or_none(from.sqlstate()),
                     text_or_none(from.object()), text_or_none(from.detail()), text_or_none(from.hint()));
}

py::object section(pgdumpcore::EntrySection from) {
  if (from == pgdumpcore::EntrySection::none) return py::none();
  return py::str(pgdumpcore::name_of(from));
}

py::object progress(const pgdumpcore::Progress& from) {
  return make("Progress", "tables_total"_a = from.tables_total, "tables_done"_a = from.tables_done,
              "bytes_total"_a = from.bytes_total, "bytes_done"_a = from.bytes_done, "bytes_read"_a = from.bytes_read,
              "table"_a = text_or_none(from.table), "database"_a = text_or_none(from.database));
}

py::object dump_summary(const pgdumpcore::DumpSummary& from) {
  return make("DumpSummary", "database"_a = text(from.database), "server_version"_a = text(from.server_version),
              "snapshot"_a = text_or_none(from.snapshot), "objects"_a = from.objects, "bytes_read"_a = from.bytes_read,
              "bytes_written"_a = from.bytes_written,
              "tables"_a = tuple_of(from.tables, [](const pgdumpcore::TableSummary& table) {
                return make("TableSummary", "schema"_a = text(table.schema), "name"_a = text(table.name),
                            "rows"_a = table.rows, "bytes"_a = table.bytes);
              }));
}

}  // namespace python_binding
