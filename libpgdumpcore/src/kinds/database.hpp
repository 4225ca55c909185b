// CREATE DATABASE and the settings that belong to a database (-C).
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind database;

}  // namespace pgdumpcore::kinds
