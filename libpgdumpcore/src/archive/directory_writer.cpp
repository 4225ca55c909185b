// The directory format: a file for each table, one for each large object, and toc.dat, which is written last.
#include "archive/members.hpp"
#include "archive/toc_writer.hpp"
#include "archive/writer.hpp"
#include "io/codec.hpp"

#include <utility>

namespace pgdumpcore::archive {

namespace {

class Files {
 public:
  Files(std::unique_ptr<OutputFiles> directory, const Compression& compression, io::ByteCount& written)
      : directory_(std::move(directory)), compression_(compression), written_(written) {}

  [[nodiscard]] std::unique_ptr<Sink> compressed(const std::string& name) {
    return io::compress_to(stored(name), compression_);
  }
  [[nodiscard]] std::unique_ptr<Sink> stored(const std::string& name) {
    return plain(name + std::string(io::traits_of(compression_.codec).extension));
  }
  [[nodiscard]] io::FrameEncoder frame_maker() const { return {compression_, io::traits_of(compression_.codec)}; }
  [[nodiscard]] std::unique_ptr<Sink> plain(const std::string& name) {
    return io::counted(directory_->file(name), written_);
  }
  [[nodiscard]] std::unique_ptr<Sink> last(const std::string& name) {
    return io::counted(directory_->last_file(name), written_);
  }

 private:
  std::unique_ptr<OutputFiles> directory_;
  const Compression& compression_;
  io::ByteCount& written_;
};

class DirectoryLargeObjects final : public LargeObjectWriter {
 public:
  DirectoryLargeObjects(Files& files, const std::string& list)
      : files_(files), frames_(files.frame_maker()), list_(files.plain(list)) {}

  void open(std::uint32_t oid) override {
    list_->write_text(large_object_line(oid));
    file_ = frames_.frame(files_.stored(large_object_member(oid)));
  }
  void write(std::span<const std::byte> bytes) override { file_->write(bytes); }
  void close() override {
    file_->finish();
    file_.reset();
  }
  void finish() override { list_->finish(); }

 private:
  Files& files_;
  const io::FrameEncoder frames_;
  std::unique_ptr<Sink> list_;
  std::unique_ptr<Sink> file_{};
};

class DirectoryWriter final : public FilesWriter {
 public:
  DirectoryWriter(std::unique_ptr<OutputFiles> directory, Toc& toc, io::ByteCount& written)
      : files_(std::move(directory), toc.compression, written), toc_(toc) {
    name_members(toc);
  }

  [[nodiscard]] std::unique_ptr<Sink> table_data(const Entry& entry) override { return files_.compressed(entry.file); }
  [[nodiscard]] std::unique_ptr<Sink> stored_table_data(const Entry& entry) override {
    return files_.stored(entry.file);
  }
  [[nodiscard]] std::unique_ptr<LargeObjectWriter> large_objects(const Entry& entry) override {
    return std::make_unique<DirectoryLargeObjects>(files_, entry.file);
  }
  void finish() override {
    const std::unique_ptr<Sink> out = files_.last("toc.dat");
    write_toc(*out, toc_);
    out->finish();
  }

 private:
  Files files_;
  Toc& toc_;
};

}  // namespace

std::unique_ptr<FilesWriter> directory_writer(std::unique_ptr<OutputFiles> directory, Toc& toc,
                                              io::ByteCount& written) {
  return std::make_unique<DirectoryWriter>(std::move(directory), toc, written);
}

}  // namespace pgdumpcore::archive
