// Large objects as a script has them, read back.
#pragma once

#include "archive/reader.hpp"
#include "io/source.hpp"

#include <memory>
#include <string>

namespace pgdumpcore::archive {

// Gives the large objects in statements of LargeObjectScript, or pg_dump's, to the consumer. Anything else among them
// is an Error (data).
//   context: what it is, for messages
void read_large_objects(std::unique_ptr<io::Source> statements, const std::string& context,
                        const LargeObjectConsumer& consumer);

}  // namespace pgdumpcore::archive
