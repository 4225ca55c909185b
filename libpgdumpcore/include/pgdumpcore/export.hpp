// What the shared library shows: names marked so, and no others.
#pragma once

/// Marks a function or class of the public API; everything else in the library is hidden.
#define PGDUMPCORE_API [[gnu::visibility("default")]]
