#include "dump/restrict_key.hpp"

#include <random>
#include <string_view>

namespace pgdumpcore::dumping {

std::string random_restrict_key() {
  static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr int length = 63;
  std::random_device entropy;  // the kernel's, not a seeded generator
  std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
  std::string key;
  for (int i = 0; i < length; ++i) key += letters[pick(entropy)];
  return key;
}

}  // namespace pgdumpcore::dumping
