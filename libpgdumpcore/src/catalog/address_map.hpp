// Finds objects by their catalog rows. Test: tests/unit/address_map_test.
#pragma once

#include "catalog/ids.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pgdumpcore::catalog {

struct Object;

// A table with open addressing: a database has objects by the hundred thousand, and a node for each would take three
// times as much. objsubid is ignored. Nothing is ever removed.
class AddressMap {
 public:
  [[nodiscard]] Object* find(Address address) const noexcept {
    return slots_.empty() ? nullptr : slots_[place(slots_, address)].object;
  }

  // What is there already stays.
  void insert(Address address, Object& object) {
    if (4 * (used_ + 1) > 3 * slots_.size()) grow();
    Slot& slot = slots_[place(slots_, address)];
    if (slot.object != nullptr) return;
    slot = {address.classid, address.objid, &object};
    ++used_;
  }

 private:
  struct Slot {
    Oid classid = 0;
    Oid objid = 0;
    Object* object = nullptr;  // null: the slot is free
  };

  // Where the address is, or would be. There is always a free slot.
  static std::size_t place(const std::vector<Slot>& slots, Address address) noexcept {
    // OIDs come one after the other: the multiplication spreads them over the high bits (Fibonacci hashing).
    const auto key = static_cast<std::uint64_t>(address.classid) << 32U | address.objid;
    const std::uint64_t hash = key * 0x9E3779B97F4A7C15U;
    std::size_t at = static_cast<std::size_t>(hash >> (64U - static_cast<unsigned>(std::countr_zero(slots.size()))));
    while (slots[at].object != nullptr && (slots[at].classid != address.classid || slots[at].objid != address.objid))
      at = (at + 1) & (slots.size() - 1);
    return at;
  }

  void grow() {
    constexpr std::size_t first_size = 1024;
    std::vector<Slot> larger(slots_.empty() ? first_size : 2 * slots_.size());
    for (const Slot& slot : slots_)
      if (slot.object != nullptr) larger[place(larger, {slot.classid, slot.objid})] = slot;
    slots_ = std::move(larger);
  }

  std::vector<Slot> slots_{};  // as many as a power of two
  std::size_t used_ = 0;
};

}  // namespace pgdumpcore::catalog
