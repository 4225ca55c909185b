// CREATE EVENT TRIGGER.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind event_trigger;

}  // namespace pgdumpcore::kinds
