// The parts of the extension module, one for each source.
#pragma once

#include <pybind11/pybind11.h>

namespace python_binding {

void add_calls(pybind11::module_& module);    ///< CancelToken and Stream.
void add_dump(pybind11::module_& module);     ///< dump(), copy().
void add_restore(pybind11::module_& module);  ///< restore() and its relatives.
void add_backup(pybind11::module_& module);   ///< backup(), check(), verify(), sets.
void add_archive(pybind11::module_& module);  ///< Archive.
void add_diff(pybind11::module_& module);     ///< diff().
void add_catalog(pybind11::module_& module);  ///< Catalog.

}  // namespace python_binding
