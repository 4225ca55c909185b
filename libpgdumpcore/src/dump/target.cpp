#include <pgdumpcore/dump.hpp>

#include <utility>

namespace pgdumpcore {

Target Target::sink(std::unique_ptr<Sink> sink) {
  Target target;
  target.sink_ = std::move(sink);
  return target;
}

Target Target::file(std::string path, Sync sync) {
  Target target;
  target.path_ = std::move(path);
  target.sync_ = sync;
  return target;
}

Target Target::directory(std::string path, Sync sync) {
  Target target = file(std::move(path), sync);
  target.directory_ = true;
  return target;
}

std::unique_ptr<Sink> Target::open() && {
  if (sink_ != nullptr) return std::move(sink_);
  return file_sink(path_, {.sync = sync_});
}

Target sink_target(std::unique_ptr<Sink> sink) {
  return Target::sink(std::move(sink));
}
Target file_target(std::string path, Sync sync) {
  return Target::file(std::move(path), sync);
}
Target directory_target(std::string path, Sync sync) {
  return Target::directory(std::move(path), sync);
}

}  // namespace pgdumpcore
