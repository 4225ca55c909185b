// What the heap has to give back.
#pragma once

namespace pgdumpcore::base {

// Gives the system the memory that was freed and is still kept for later, where the C library can do so. For the moment
// after much was freed at once.
void return_free_memory() noexcept;

}  // namespace pgdumpcore::base
