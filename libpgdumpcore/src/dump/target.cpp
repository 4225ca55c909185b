#include <pgdumpcore/dump.hpp>

#include "io/new_directory.hpp"

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

Target Target::files(std::unique_ptr<OutputFiles> files) {
  Target target;
  target.files_ = std::move(files);
  target.directory_ = true;
  return target;
}

Target Target::encrypted_to(Recipients recipients) && {
  recipients_ = std::move(recipients);
  return std::move(*this);
}

std::unique_ptr<OutputFiles> Target::open_files() && {
  std::unique_ptr<OutputFiles> files = std::move(files_);
  if (files == nullptr) files = std::make_unique<io::NewDirectory>(path_, sync_);
  return recipients_.empty() ? std::move(files) : encrypting_files(std::move(files), recipients_);
}

std::unique_ptr<Sink> Target::open() && {
  std::unique_ptr<Sink> sink = sink_ != nullptr ? std::move(sink_) : file_sink(path_, {.sync = sync_});
  return recipients_.empty() ? std::move(sink) : encrypting_sink(std::move(sink), recipients_);
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
