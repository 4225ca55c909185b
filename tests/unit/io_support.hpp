// What the tests of the io room share: scratch directories, sample content, and looking at files.
#pragma once

#include "io/random_access.hpp"
#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace io_support {

/// An empty directory for one test, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pgdump-io-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("could not make a scratch directory");
    path_ = pattern;
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(std::string_view name) const { return (path_ / name).string(); }

  /// The names in it, sorted.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::filesystem::path path_;
};

/// A regular file with these bytes that nobody else sees.
inline std::shared_ptr<const pgdumpcore::io::RandomAccessFile> file_with(const std::string& bytes) {
  std::string path = (std::filesystem::temp_directory_path() / "pgdump-unit-XXXXXX").string();
  pgdumpcore::io::Descriptor descriptor(::mkstemp(path.data()));
  const bool written = ::write(descriptor.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  ::unlink(path.c_str());
  if (!written) throw std::runtime_error("could not write a scratch file");
  return std::make_shared<const pgdumpcore::io::RandomAccessFile>(std::move(descriptor), "file \"x\"");
}

inline std::string file_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("could not open " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void put_file(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.flush()) throw std::runtime_error("could not write " + path);
}

/// Lines like those of COPY, half of them easy to compress, half not; the same for the same size.
inline std::string sample_content(std::size_t size) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(size));
  std::string content;
  content.reserve(size + 64);
  while (content.size() < size) {
    content += std::to_string(content.size()) + "\tsome customer\t\\N\t";
    for (int count = 0; count < 20; ++count) content += static_cast<char>(random() & 0xFF);
    content += '\n';
  }
  content.resize(size);
  return content;
}

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// Everything a source gives, read in pieces of `piece` bytes.
inline std::string read_all(pgdumpcore::io::Source& source, std::size_t piece = 60'000) {
  std::vector<std::byte> buffer(piece);
  std::string content;
  while (const std::size_t got = source.read(buffer)) {
    content.append(reinterpret_cast<const char*>(buffer.data()), got);
  }
  return content;
}

/// For BOOST_CHECK_EXCEPTION: an Error of this fault whose message contains all of these.
class IsError {
 public:
  IsError(pgdumpcore::Fault fault, std::vector<std::string> parts) : fault_(fault), parts_(std::move(parts)) {}

  bool operator()(const pgdumpcore::Error& error) const {
    const std::string message = error.what();
    return error.fault() == fault_ && std::all_of(parts_.begin(), parts_.end(), [&](const std::string& part) {
             return message.find(part) != std::string::npos;
           });
  }

 private:
  pgdumpcore::Fault fault_;
  std::vector<std::string> parts_;
};

/// Gives a text out in small pieces, so that every token is cut somewhere.
class Trickle final : public pgdumpcore::io::Source {
 public:
  Trickle(std::string text, std::size_t step) : text_(std::move(text)), step_(step) {}
  std::size_t read(std::span<std::byte> buffer) override {
    const std::size_t size = std::min({buffer.size(), step_, text_.size() - at_});
    std::ranges::copy(std::as_bytes(std::span(text_)).subspan(at_, size), buffer.begin());
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t step_;
  std::size_t at_ = 0;
};

}  // namespace io_support
