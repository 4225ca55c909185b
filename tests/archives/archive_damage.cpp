// Damages an archive in many ways, one at a time, and reads all of it each time.
//
//   archive_damage [--pipe] [--checksums] [--every N] [--cut N] [--forge] ARCHIVE FILE
//
// FILE, which is ARCHIVE or a file in it, is cut at each multiple of --cut bytes; in every --every-th byte one bit is
// turned; with --forge, a very large and a negative number are written to the same places too. Each time reading has
// to end with the former content, with different content, or with one Error that says where: never in another way,
// never after more than a few seconds, never with much memory. A cut must not go unnoticed, nor, with --checksums,
// different rows under an unchanged table of contents. With --pipe the archive comes through one.
#include <pgdumpcore/archive.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace {

using pgdumpcore::Archive;
using pgdumpcore::ArchiveEntry;
using pgdumpcore::Error;
using pgdumpcore::Fault;

constexpr unsigned seconds_for_one = 20;
constexpr long memory_limit_kb = 200L * 1024;

struct Arguments {
  bool pipe = false;
  bool checksums = false;
  bool forge = false;
  std::size_t every = 1;
  std::size_t cut = 1;
  std::string archive{};
  std::string file{};
};

// What was read: texts whose equality means equality of the contents and of the data.
struct Reading {
  std::string contents{};
  std::string data{};
  std::string error{};
};

std::string file_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A stream without a seek; the whole archive has to fit into the pipe.
class PipedFile {
 public:
  explicit PipedFile(const std::string& path) {
    std::array<int, 2> ends{};
    const std::string content = file_content(path);
    if (::pipe(ends.data()) != 0 || ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < static_cast<int>(content.size()) ||
        ::write(ends[1], content.data(), content.size()) != static_cast<ssize_t>(content.size())) {
      std::cerr << "archive_damage: the archive does not fit into a pipe\n";
      std::exit(2);
    }
    ::close(ends[1]);
    descriptor_ = ends[0];
  }
  PipedFile(const PipedFile&) = delete;
  PipedFile& operator=(const PipedFile&) = delete;
  ~PipedFile() { ::close(descriptor_); }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

void read_all(Archive& archive, Reading& reading) {
  for (const ArchiveEntry& entry : archive.entries()) {
    reading.contents +=
        fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}\n", entry.dump_id, entry.catalog_oid, entry.oid,
                    entry.kind, entry.schema, entry.name, entry.owner, static_cast<int>(entry.section), entry.create,
                    entry.drop, entry.copy, entry.tablespace, entry.access_method, entry.dependencies.size(),
                    entry.has_data, static_cast<int>(archive.facts().compression.codec));
  }
  (void)archive.listing();
  const auto append = [&](std::span<const std::byte> bytes) {
    reading.data.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  const std::unique_ptr<pgdumpcore::Sink> out = pgdumpcore::callback_sink(append);
  for (const ArchiveEntry& entry : archive.entries()) {
    if (!entry.has_data) continue;
    reading.data += fmt::format("\nentry {}\n", entry.dump_id);
    if (entry.has_large_objects) {
      archive.read_large_objects(
          entry,
          {.open = [&](std::uint32_t oid) { reading.contents += fmt::format("object {}\n", oid); }, .write = append});
    } else {
      archive.read_data(entry, *out);
    }
  }
}

Reading read_archive(const Arguments& arguments) {
  Reading reading;
  ::alarm(seconds_for_one);
  try {
    if (arguments.pipe) {
      const PipedFile piped(arguments.archive);
      Archive archive = Archive::open(piped.descriptor());
      read_all(archive, reading);
    } else {
      Archive archive = Archive::open(arguments.archive);
      read_all(archive, reading);
    }
  } catch (const Error& error) {
    reading.error = error.what();
    if (error.fault() != Fault::data && error.fault() != Fault::unsupported)
      reading.error = fmt::format("of the wrong kind {}: {}", static_cast<int>(error.fault()), error.what());
  }
  ::alarm(0);
  return reading;
}

// The file that is damaged, and its true content.
class Victim {
 public:
  explicit Victim(const std::string& path)
      : content_(file_content(path)), descriptor_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0 || content_.empty()) {
      std::cerr << "archive_damage: cannot damage " << path << '\n';
      std::exit(2);
    }
  }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;
  ~Victim() { ::close(descriptor_); }

  [[nodiscard]] const std::string& content() const { return content_; }
  void put(std::size_t offset, const std::string& bytes) {
    require(::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset)) ==
            static_cast<ssize_t>(bytes.size()));
  }
  void restore(std::size_t offset, std::size_t size) { put(offset, content_.substr(offset, size)); }
  void cut(std::size_t size) { require(::ftruncate(descriptor_, static_cast<off_t>(size)) == 0); }
  void restore_from(std::size_t offset) { restore(offset, content_.size() - offset); }

 private:
  static void require(bool well) {
    if (well) return;
    std::cerr << "archive_damage: cannot write: " << std::strerror(errno) << '\n';
    std::exit(2);
  }

  std::string content_;
  int descriptor_;
};

class Test {
 public:
  explicit Test(const Arguments& arguments)
      : arguments_(arguments), victim_(arguments.file), sound_(read_archive(arguments)) {}

  int run() {
    if (!sound_.error.empty()) fail("undamaged", sound_.error);
    cut();
    turn_bits();
    if (arguments_.forge) forge();
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    if (usage.ru_maxrss > memory_limit_kb) fail("memory", fmt::format("{} kB were needed", usage.ru_maxrss));
    std::cout << fmt::format("{}{}: {} cases, {} errors, {} with other contents, {} with other data, {} kB\n",
                             arguments_.file, arguments_.pipe ? " (pipe)" : "", cases_, errors_, other_contents_,
                             other_data_, usage.ru_maxrss);
    return failures_ == 0 && cases_ > 0 && errors_ > 0 ? 0 : 1;
  }

 private:
  void cut() {
    // Neither a directory's list of large objects nor an uncompressed file of one shows where it ends; and what has no
    // byte is an empty one.
    const bool of_large_objects = arguments_.file.find("/blob") != std::string::npos;
    const bool shows_its_end = !of_large_objects || arguments_.file.find(".dat.") != std::string::npos;
    for (std::size_t size = 0; size < victim_.content().size(); size += arguments_.cut) {
      victim_.cut(size);
      const Reading reading = judge(fmt::format("cut at {}", size));
      const bool same = reading.contents == sound_.contents && reading.data == sound_.data;
      const bool may_pass = !shows_its_end || (of_large_objects && size == 0);
      if (!may_pass && reading.error.empty() && !same) fail(fmt::format("cut at {}", size), "nobody noticed");
      victim_.restore_from(size);
    }
  }

  void turn_bits() {
    for (std::size_t offset = 0; offset < victim_.content().size(); offset += arguments_.every) {
      const unsigned bit = static_cast<unsigned>(offset * 5 % 8);
      victim_.put(offset, std::string(1, static_cast<char>(victim_.content()[offset] ^ (1 << bit))));
      const Reading reading = judge(fmt::format("bit {} of byte {}", bit, offset));
      if (arguments_.checksums && reading.error.empty() && reading.contents == sound_.contents &&
          reading.data != sound_.data)
        fail(fmt::format("bit {} of byte {}", bit, offset), "other data went unnoticed");
      victim_.restore(offset, 1);
    }
  }

  void forge() {
    static const std::array<std::string, 2> numbers = {std::string("\0\xFF\xFF\xFF\x7F", 5),
                                                       std::string("\1\x02\0\0\0", 5)};
    for (std::size_t offset = 0; offset + 5 <= victim_.content().size(); offset += arguments_.every) {
      for (const std::string& number : numbers) {
        victim_.put(offset, number);
        judge(fmt::format("number at {}", offset));
      }
      victim_.restore(offset, 5);
    }
  }

  Reading judge(const std::string& damage) {
    Reading reading = read_archive(arguments_);
    ++cases_;
    if (reading.error.empty()) {
      other_contents_ += reading.contents != sound_.contents ? 1U : 0U;
      other_data_ += reading.data != sound_.data ? 1U : 0U;
      return reading;
    }
    ++errors_;
    const std::string& error = reading.error;
    const auto says = [&](const std::string& words) { return error.find(words) != std::string::npos; };
    if (!says(arguments_.pipe ? "descriptor " : arguments_.archive)) fail(damage, "the file is not named: " + error);
    if (says("wrong kind") || error.find('\n') != std::string::npos) fail(damage, error);
    if (!says("offset ") && !says("entry ") && !says("is missing") && !says("is no archive") &&
        !says("archive of version") && !says("without its data") && !says("is no name of a file"))
      fail(damage, "the place is not named: " + error);
    return reading;
  }

  void fail(const std::string& damage, const std::string& what) {
    ++failures_;
    std::cout << fmt::format("FAILED: {}, {}: {}\n", arguments_.file, damage, what);
  }

  const Arguments& arguments_;
  Victim victim_;
  Reading sound_;
  std::size_t cases_ = 0;
  std::size_t errors_ = 0;
  std::size_t other_contents_ = 0;
  std::size_t other_data_ = 0;
  std::size_t failures_ = 0;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  std::vector<std::string> others;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--pipe")
      arguments.pipe = true;
    else if (argument == "--checksums")
      arguments.checksums = true;
    else if (argument == "--forge")
      arguments.forge = true;
    else if (argument == "--every" && i + 1 < argc)
      arguments.every = std::stoul(argv[++i]);
    else if (argument == "--cut" && i + 1 < argc)
      arguments.cut = std::stoul(argv[++i]);
    else
      others.push_back(argument);
  }
  if (others.size() != 2) {
    std::cerr << "usage: archive_damage [--pipe] [--checksums] [--every N] [--cut N] [--forge] ARCHIVE FILE\n";
    std::exit(2);
  }
  arguments.archive = others[0];
  arguments.file = others[1];
  return arguments;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  return Test(arguments).run();
}
