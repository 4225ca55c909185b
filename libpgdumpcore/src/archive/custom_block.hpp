// What the reader and the writer of the custom format both know.
#pragma once

namespace pgdumpcore::archive {

/// The byte that a block begins with.
enum class BlockType : char { data = 1, large_objects = 3 };

}  // namespace pgdumpcore::archive
