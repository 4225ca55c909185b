// Which aspects of an object a dump takes.
#pragma once

#include <cstdint>

namespace pgdumpcore::catalog {

enum class Component : std::uint8_t {
  definition = 1,
  data = 2,
  comment = 4,
  security_label = 8,
  acl = 16,
  policy = 32,
  user_mapping = 64,
  statistics = 128
};

class Components {
 public:
  constexpr Components() = default;
  constexpr Components(Component one) : bits_(static_cast<std::uint8_t>(one)) {}

  [[nodiscard]] static constexpr Components all() { return Components(std::uint8_t{255}); }
  [[nodiscard]] static constexpr Components none() { return {}; }

  [[nodiscard]] constexpr bool has(Component one) const { return (bits_ & static_cast<std::uint8_t>(one)) != 0; }
  [[nodiscard]] constexpr bool any() const { return bits_ != 0; }

  constexpr Components& operator|=(Components other) {
    bits_ = static_cast<std::uint8_t>(bits_ | other.bits_);
    return *this;
  }
  constexpr Components& operator&=(Components other) {
    bits_ = static_cast<std::uint8_t>(bits_ & other.bits_);
    return *this;
  }
  [[nodiscard]] constexpr Components without(Components other) const {
    return Components(static_cast<std::uint8_t>(bits_ & ~other.bits_));
  }

  friend constexpr Components operator|(Components a, Components b) { return a |= b; }
  friend constexpr Components operator&(Components a, Components b) { return a &= b; }
  friend constexpr bool operator==(Components, Components) = default;

 private:
  explicit constexpr Components(std::uint8_t bits) : bits_(bits) {}
  std::uint8_t bits_ = 0;
};

[[nodiscard]] constexpr Components operator|(Component a, Component b) {
  return Components(a) | Components(b);
}

}  // namespace pgdumpcore::catalog
