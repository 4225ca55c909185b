// Python's paths and file objects as targets of the library.
#pragma once

#include "call.hpp"

#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace python_binding {

/// Gathers small writes, so that Python is called for large ones.
class Gathered {
 public:
  explicit Gathered(std::function<void(std::string)> take) : take_(std::move(take)) {}
  void write(std::span<const std::byte> bytes);
  void flush();

 private:
  std::function<void(std::string)> take_;
  std::string bytes_{};
};

/// Hands each piece to `take` on the library's thread.
[[nodiscard]] std::unique_ptr<pgdumpcore::Sink> gathering_sink(std::function<void(std::string)> take,
                                                               std::function<void()> finish);

/// Writes all of `bytes` into a file object, however much that takes at once. Needs the GIL.
void write_all(py::handle file, const std::string& bytes);

/// `target` is bytes, a path; or a file object, which must live as long as the call.
[[nodiscard]] std::unique_ptr<pgdumpcore::Sink> sink_of(Call& call, py::handle target, const std::string& sync);
[[nodiscard]] pgdumpcore::Target target_of(Call& call, py::handle target, pgdumpcore::Format format,
                                           const std::string& sync);

}  // namespace python_binding
