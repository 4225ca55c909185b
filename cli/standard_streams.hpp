// Descriptors 0 to 2 are what everybody takes them for.
#pragma once

namespace cli {

// Opens those of the descriptors 0 to 2 that are closed, as `>&-` and some supervisors leave them. Otherwise a
// connection or a file gets the number, and output is written into it. Reading and writing them fails as it does on a
// closed one. To be called before anything else opens a descriptor.
void reserve_standard_streams();

}  // namespace cli
