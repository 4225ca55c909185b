// Who may read and write a file: its owner, group, mode, access control list and other extended attributes.
#pragma once

namespace pgdumpcore::io {

/// Gives the file `to`, made by this process, the access of the file `from`; both are open descriptors. False: not all
/// of it may be given, as only root gives files away.
[[nodiscard]] bool copy_access(int from, int to);

/// Whether the file itself, and not only a directory above it, is where something is mounted: rename(2) refuses to
/// replace it. False where the kernel, before Linux 5.8, does not tell.
[[nodiscard]] bool is_mount_point(int descriptor);

}  // namespace pgdumpcore::io
