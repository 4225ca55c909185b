#include "age/recipient.hpp"

#include "age/base64.hpp"

#include <fmt/format.h>

namespace pgdumpcore::age {

void require_arguments(const Stanza& stanza, std::size_t count) {
  if (stanza.arguments.size() != count)
    throw malformed_header(fmt::format("a recipient of type {} has {} arguments, not {}", stanza.arguments.front(),
                                       stanza.arguments.size() - 1, count - 1));
}

std::vector<std::byte> argument_bytes(const Stanza& stanza, std::size_t position, std::size_t size) {
  auto bytes = decode_base64(stanza.arguments.at(position));
  if (!bytes || bytes->size() != size)
    throw malformed_header(fmt::format("argument {} of a recipient of type {} is not {} bytes in canonical base64",
                                       position, stanza.arguments.front(), size));
  return std::move(*bytes);
}

void require_wrapped_file_key(const Stanza& stanza) {
  if (stanza.body.size() != file_key_size + tag_size)
    throw malformed_header(fmt::format("a recipient of type {} has a body of {} bytes, not {}",
                                       stanza.arguments.front(), stanza.body.size(), file_key_size + tag_size));
}

}  // namespace pgdumpcore::age
