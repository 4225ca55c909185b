// The extension module pgdumpcore._pgdumpcore: what acts. Values, and what is easier said in Python, are in the
// package.
#include "parts.hpp"
#include "values.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/version.hpp>

#include <system_error>

namespace {

namespace py = pybind11;

// pybind11 wants it by value.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const pgdumpcore::Error& error) {
    const py::object value = python_binding::error(error);
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(value.ptr())), value.ptr());
  } catch (const std::system_error& error) {
    const py::object value = py::reinterpret_borrow<py::object>(PyExc_OSError)(error.code().value(), error.what());
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(value.ptr())), value.ptr());
  }
}

}  // namespace

PYBIND11_MODULE(_pgdumpcore, module) {
  module.doc() = "The extension under pgdumpcore; private.";
  py::register_exception_translator(&translate);
  module.def("version", &pgdumpcore::version);
  python_binding::add_calls(module);
  python_binding::add_dump(module);
  python_binding::add_restore(module);
  python_binding::add_backup(module);
  python_binding::add_archive(module);
  python_binding::add_catalog(module);
  python_binding::add_diff(module);
}
