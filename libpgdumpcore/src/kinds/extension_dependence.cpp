#include "kinds/extension_dependence.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

std::string extension_dependence(const catalog::Renderer& renderer, const std::string& dependent,
                                 const std::string& name, std::span<const std::string> extensions) {
  // The newline has stood before the command since 17, after it until then.
  const bool leading = renderer.major() >= 17;
  std::string out;
  for (const std::string& needed : extensions) {
    if (leading) out += '\n';
    out += fmt::format("ALTER {} {} DEPENDS ON EXTENSION {};", dependent, name, renderer.id(needed));
    if (!leading) out += '\n';
  }
  return out;
}

}  // namespace pgdumpcore::kinds
