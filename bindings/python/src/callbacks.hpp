// Python functions as the library's callbacks. None makes an empty one; a function must live as long as the call.
#pragma once

#include "call.hpp"

#include <pgdumpcore/progress.hpp>

#include <functional>
#include <utility>

namespace python_binding {

[[nodiscard]] pgdumpcore::ProgressCallback progress_callback(Call& call, py::handle function);
[[nodiscard]] pgdumpcore::LogCallback log_callback(Call& call, py::handle function);

/// Calls a function that the call's caller keeps alive. Needs the GIL.
template <typename... Arguments>
void invoke(PyObject* function, Arguments&&... arguments) {
  const py::handle callee(function);
  callee(std::forward<Arguments>(arguments)...);
}

/// Waits until `function` was called with what `convert` makes of the value.
template <typename Value, typename Convert>
std::function<void(const Value&)> callback(Call& call, py::handle function, Convert convert) {
  if (function.is_none()) return {};
  return [&call, function = function.ptr(), convert](const Value& value) {
    call.ask([&value, function, convert] { invoke(function, convert(value)); });
  };
}

}  // namespace python_binding
