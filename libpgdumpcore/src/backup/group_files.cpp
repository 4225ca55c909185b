#include "backup/group_files.hpp"

#include "io/digest.hpp"

#include <functional>
#include <utility>

namespace pgdumpcore::backups {

namespace {

class NotedSink final : public Sink {
 public:
  NotedSink(std::unique_ptr<Sink> next, std::function<void(std::uint64_t size, std::string sha256)> finished)
      : next_(std::move(next)), finished_(std::move(finished)) {}

  void write(std::span<const std::byte> bytes) override { next_.write(bytes); }
  void finish() override {
    next_.finish();
    finished_(next_.byte_count(), next_.sha256());
  }

 private:
  io::DigestSink next_;
  std::function<void(std::uint64_t, std::string)> finished_;
};

}  // namespace

void WrittenFiles::add(const SetFile& file) {
  const std::lock_guard guard(mutex_);
  files_[file.name] = file;
}

std::vector<SetFile> WrittenFiles::list() const {
  const std::lock_guard guard(mutex_);
  std::vector<SetFile> files;
  for (const auto& [name, file] : files_) files.push_back(file);
  return files;
}

GroupFiles::~GroupFiles() {
  if (is_complete_) return;
  for (const SetFile& file : written_.list()) group_.remove(key(file.name));
}

std::unique_ptr<Sink> GroupFiles::file(const std::string& name) {
  return std::make_unique<NotedSink>(group_.put(key(name)), [this, name](std::uint64_t size, std::string sha256) {
    written_.add({name, size, std::move(sha256)});
  });
}

std::unique_ptr<Sink> GroupFiles::last_file(const std::string& name) {
  return std::make_unique<NotedSink>(group_.put(key(name)), [this, name](std::uint64_t size, std::string sha256) {
    written_.add({name, size, std::move(sha256)});
    is_complete_ = true;
  });
}

}  // namespace pgdumpcore::backups
