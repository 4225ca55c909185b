#include "standard_streams.hpp"

#include <cerrno>
#include <cstdlib>
#include <initializer_list>

#include <fcntl.h>
#include <unistd.h>

namespace cli {

void reserve_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // The other way round, so that it is an error to use it. The lowest free number is the one that is given.
    const int direction = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", direction) != descriptor && ::open("/", O_RDONLY | O_DIRECTORY) != descriptor)
      std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace cli
