#include "catalog/versioned_text.hpp"

#include <pgdumpcore/error.hpp>

namespace pgdumpcore::catalog {

std::string gated(std::string_view query, std::span<const VersionedText> gates, const pg::ServerVersion& server) {
  std::string out(query);
  for (const VersionedText& gate : gates) {
    const std::string slot = "${" + std::string(gate.name) + "}";
    const std::string_view text = server.major() >= gate.since ? gate.newer : gate.older;
    for (std::size_t at = out.find(slot); at != std::string::npos; at = out.find(slot, at + text.size()))
      out.replace(at, slot.size(), text);
  }
  if (const auto left = out.find("${"); left != std::string::npos)
    throw Error(Fault::internal, "a catalog query has an unfilled gate: " + out.substr(left, 40));
  return out;
}

}  // namespace pgdumpcore::catalog
