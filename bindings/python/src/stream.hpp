// Bytes of a call as a Python iterator.
#pragma once

#include "call.hpp"

#include <pgdumpcore/sink.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace python_binding {

/// An iterator over the bytes that a call writes into sink(). Closed, or no longer referred to, it ends the call.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] Call& call() { return call_; }
  [[nodiscard]] std::unique_ptr<pgdumpcore::Sink> sink();
  /// What keeps alive the Python objects that the call uses, and says what it did when it has ended.
  void keep(py::object object) { kept_ = std::move(object); }
  void set_summary(std::function<py::object()> summary) { summary_ = std::move(summary); }

  py::bytes next();
  void close();
  [[nodiscard]] py::object summary() const;

 private:
  class Turn;

  py::object kept_{};
  std::function<py::object()> summary_{};
  std::deque<std::string> pieces_{};
  bool at_work_ = false;
  bool ended_ = false;     // There is nothing more to come.
  bool complete_ = false;  // And it ended well.
  Call call_{};            // Last, so that the library's thread ends before what it writes to.
};

}  // namespace python_binding
