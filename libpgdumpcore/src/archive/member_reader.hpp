// Archives that are a set of named files: the directory format, and a tar file that can be read anywhere.
#pragma once

#include "archive/reader.hpp"
#include "archive/toc.hpp"
#include "io/source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace pgdumpcore::archive {

// Where the files are. May be asked by several threads at once.
class Members {
 public:
  Members() = default;
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  virtual ~Members() = default;

  // Nothing if there is no file of that name.
  [[nodiscard]] virtual std::unique_ptr<io::Source> open(const std::string& name) = 0;
  // The size of a file as it is stored; nothing if it is not known.
  [[nodiscard]] virtual std::optional<std::uint64_t> size(const std::string& name) = 0;
  // How messages call them all, and one of them: `directory "shop.dir"`, `file "shop.dir/12.dat"`.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual std::string describe(const std::string& name) const = 0;
};

inline constexpr const char* toc_member = "toc.dat";

// The archive whose table of contents is in toc.dat.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_members(std::unique_ptr<Members> members, FormatCode format);

}  // namespace pgdumpcore::archive
