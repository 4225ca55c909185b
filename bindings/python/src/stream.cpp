#include "stream.hpp"

#include "parts.hpp"
#include "sinks.hpp"

namespace python_binding {

/// A callback, a signal handler or another thread that uses a stream in the middle of its work is told so, as with
/// generators.
class Stream::Turn {
 public:
  explicit Turn(Stream& stream) : stream_(stream) {
    if (stream.at_work_) throw py::value_error("the stream is already being read");
    stream.at_work_ = true;
  }
  ~Turn() { stream_.at_work_ = false; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Stream& stream_;
};

std::unique_ptr<pgdumpcore::Sink> Stream::sink() {
  return gathering_sink(
      [this](std::string bytes) {
        call_.give([this, bytes = std::move(bytes)]() mutable { pieces_.push_back(std::move(bytes)); });
      },
      {});
}

py::bytes Stream::next() {
  const Turn turn(*this);
  if (ended_) throw py::stop_iteration();
  while (pieces_.empty() && call_.serve()) continue;
  if (!pieces_.empty()) {
    const std::string piece = std::move(pieces_.front());
    pieces_.pop_front();
    return {piece};
  }
  ended_ = true;
  call_.finish();
  complete_ = true;
  throw py::stop_iteration();
}

void Stream::close() {
  const Turn turn(*this);
  ended_ = true;
  pieces_.clear();
  call_.close();
}

py::object Stream::summary() const {
  return complete_ && summary_ ? summary_() : py::none();
}

void add_calls(py::module_& module) {
  py::class_<CancelToken>(
      module, "CancelToken",
      "Ends calls from outside: on another thread, in a signal handler, in a callback.\n\n"
      "One token may serve several calls, at once or after each other. A call that is given a token\n"
      "which was cancelled fails with Error (cancelled), and the server's queries are cancelled.")
      .def(py::init<>())
      .def("cancel", &CancelToken::cancel, "Ends the calls that have this token, now and later; safe on any thread.")
      .def_property_readonly("cancelled", &CancelToken::cancelled, "Whether cancel() was called.");

  py::class_<Stream>(
      module, "Stream",
      "An iterator over the bytes of a running call, in pieces of any size.\n\n"
      "The call works ahead by a few pieces. close(), the end of a with statement, or the end of the last\n"
      "reference to a stream ends the call and cancels the server's queries. What the call fails with is\n"
      "raised where the next piece was expected.")
      .def("__iter__", [](py::object self) { return self; })
      .def("__next__", &Stream::next)
      .def("__enter__", [](py::object self) { return self; })
      .def("__exit__", [](Stream& self, const py::args&) { self.close(); })
      .def("close", &Stream::close, "Ends the call. Nothing more comes.")
      .def_property_readonly("summary", &Stream::summary,
                             "Of a copy that was read to its end: a CopySummary. Otherwise None.");
}

}  // namespace python_binding
