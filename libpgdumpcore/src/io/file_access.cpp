#include "io/file_access.hpp"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace pgdumpcore::io {
namespace {

constexpr const char* access_control_list = "system.posix_acl_access";
constexpr ::mode_t permission_bits = 0777;

/// The names, each followed by a zero byte; nothing where they cannot be read. A file system without any has none.
std::optional<std::string> attribute_names(int descriptor) {
  const ssize_t size = ::flistxattr(descriptor, nullptr, 0);
  if (size < 0 && errno == ENOTSUP) return "";
  if (size < 0) return std::nullopt;
  std::string names(static_cast<std::size_t>(size), '\0');
  const ssize_t got = ::flistxattr(descriptor, names.data(), names.size());
  if (got < 0) return std::nullopt;
  names.resize(static_cast<std::size_t>(got));
  return names;
}

std::optional<std::string> attribute(int descriptor, const char* name) {
  const ssize_t size = ::fgetxattr(descriptor, name, nullptr, 0);
  if (size < 0) return std::nullopt;
  std::string value(static_cast<std::size_t>(size), '\0');
  const ssize_t got = ::fgetxattr(descriptor, name, value.data(), value.size());
  if (got < 0) return std::nullopt;
  value.resize(static_cast<std::size_t>(got));
  return value;
}

bool copy_attributes(int from, int to) {
  // The directory may have given the new file a list of its own.
  if (::fremovexattr(to, access_control_list) != 0 && errno != ENODATA && errno != ENOTSUP) return false;
  const std::optional<std::string> names = attribute_names(from);
  if (!names) return false;
  for (std::size_t at = 0; at < names->size(); at = names->find('\0', at) + 1) {
    const char* const name = names->data() + at;
    const std::optional<std::string> value = attribute(from, name);
    if (!value) return false;
    if (attribute(to, name) == value) continue;
    if (::fsetxattr(to, name, value->data(), value->size(), 0) != 0) return false;
  }
  return true;
}

}  // namespace

bool copy_access(int from, int to) {
  struct stat wanted {};
  struct stat made {};
  if (::fstat(from, &wanted) != 0 || ::fstat(to, &made) != 0) return false;
  constexpr auto unchanged = static_cast<::uid_t>(-1);
  const ::uid_t owner = wanted.st_uid == made.st_uid ? unchanged : wanted.st_uid;
  const ::gid_t group = wanted.st_gid == made.st_gid ? unchanged : wanted.st_gid;
  if ((owner != unchanged || group != unchanged) && ::fchown(to, owner, group) != 0) return false;
  return copy_attributes(from, to) && ::fchmod(to, wanted.st_mode & permission_bits) == 0;
}

bool is_mount_point(int descriptor) {
  struct statx status {};
  return ::statx(descriptor, "", AT_EMPTY_PATH, 0, &status) == 0 &&
         (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

}  // namespace pgdumpcore::io
