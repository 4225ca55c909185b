// The modes of triggers, as catalogs have them in one character.
#pragma once

#include <string_view>

namespace pgdumpcore {

// What ALTER TABLE … TRIGGER and ALTER EVENT TRIGGER say for it.
constexpr std::string_view trigger_mode_words(char mode) {
  switch (mode) {
    case 'D':
      return "DISABLE";
    case 'R':
      return "ENABLE REPLICA";
    case 'A':
      return "ENABLE ALWAYS";
    default:
      return "ENABLE";
  }
}

}  // namespace pgdumpcore
