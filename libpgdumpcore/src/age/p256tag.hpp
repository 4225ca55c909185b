// Recipients of hardware keys, age1tag1…: their identities are in the hardware, so that we encrypt to them alone.
#pragma once

#include "age/recipient.hpp"

#include <memory>
#include <string>

namespace pgdumpcore::age {

// nullptr: it is no point of the curve P-256 in compressed form.
//   name: age1tag1…
[[nodiscard]] std::shared_ptr<const Recipient> p256tag_recipient(Bytes point, std::string name);

}  // namespace pgdumpcore::age
