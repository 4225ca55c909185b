#include "sinks.hpp"

#include "values.hpp"

#include <cstring>

namespace python_binding {
namespace {

constexpr std::size_t piece = std::size_t{256} * 1024;

class GatheringSink : public pgdumpcore::Sink {
 public:
  GatheringSink(std::function<void(std::string)> take, std::function<void()> finish)
      : gathered_(std::move(take)), finish_(std::move(finish)) {}

  void write(std::span<const std::byte> bytes) override { gathered_.write(bytes); }
  void finish() override {
    gathered_.flush();
    if (finish_) finish_();
  }

 private:
  Gathered gathered_;
  std::function<void()> finish_;
};

// What is buffered in a file object would fail unseen after the call; it stays open, for it is the caller's.
void flush(py::handle file) {
  if (py::hasattr(file, "flush")) file.attr("flush")();
}

std::unique_ptr<pgdumpcore::Sink> file_object_sink(Call& call, py::handle file) {
  return gathering_sink(
      [&call, file = file.ptr()](std::string bytes) {
        call.give([file, bytes = std::move(bytes)] { write_all(file, bytes); });
      },
      [&call, file = file.ptr()] { call.ask([file] { flush(file); }); });
}

// How much write() says that it took of `size` bytes.
std::size_t taken(py::handle file, py::handle result, std::size_t size) {
  if (result.is_none()) {
    if (!py::isinstance(file, py::module_::import("io").attr("RawIOBase"))) return size;
    PyErr_SetString(PyExc_BlockingIOError, "write() would block; a file object that takes a dump has to wait");
    throw py::error_already_set();
  }
  if (!PyLong_Check(result.ptr()))
    throw py::type_error("write() returned " + type_name(result) + ", not the number of bytes or None");
  const Py_ssize_t count = PyLong_AsSsize_t(result.ptr());
  if (count == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
  if (count <= 0 || static_cast<std::size_t>(count) > size)
    throw py::value_error("write() of " + std::to_string(size) + " bytes returned " + std::to_string(count));
  return static_cast<std::size_t>(count);
}

}  // namespace

void Gathered::write(std::span<const std::byte> bytes) {
  bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (bytes_.size() >= piece) flush();
}

void Gathered::flush() {
  if (!bytes_.empty()) take_(std::exchange(bytes_, {}));
}

std::unique_ptr<pgdumpcore::Sink> gathering_sink(std::function<void(std::string)> take, std::function<void()> finish) {
  return std::make_unique<GatheringSink>(std::move(take), std::move(finish));
}

void write_all(py::handle file, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const std::size_t left = bytes.size() - done;
    done += taken(file, file.attr("write")(py::bytes(bytes.data() + done, left)), left);
  }
}

std::unique_ptr<pgdumpcore::Sink> sink_of(Call& call, py::handle target, const std::string& sync) {
  if (py::isinstance<py::bytes>(target)) return pgdumpcore::file_sink(path_of(target), {.sync = sync_named(sync)});
  return file_object_sink(call, target);
}

pgdumpcore::Target target_of(Call& call, py::handle target, pgdumpcore::Format format, const std::string& sync) {
  if (!py::isinstance<py::bytes>(target)) return pgdumpcore::sink_target(file_object_sink(call, target));
  return format == pgdumpcore::Format::directory ? pgdumpcore::directory_target(path_of(target), sync_named(sync))
                                                 : pgdumpcore::file_target(path_of(target), sync_named(sync));
}

}  // namespace python_binding
