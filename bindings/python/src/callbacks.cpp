#include "callbacks.hpp"

#include "values.hpp"

namespace python_binding {

pgdumpcore::ProgressCallback progress_callback(Call& call, py::handle function) {
  if (function.is_none()) return {};
  return [&call, function = function.ptr()](const pgdumpcore::Progress& state) {
    call.tell("progress", [function, state] { invoke(function, progress(state)); });
  };
}

pgdumpcore::LogCallback log_callback(Call& call, py::handle function) {
  if (function.is_none()) return {};
  return [&call, function = function.ptr()](pgdumpcore::LogLevel level, const std::string& message,
                                            const std::string& hint) {
    constexpr const char* levels[] = {"debug", "info", "warning"};
    call.ask([&, function] { invoke(function, name_in(levels, level), text(message), text_or_none(hint)); });
  };
}

}  // namespace python_binding
