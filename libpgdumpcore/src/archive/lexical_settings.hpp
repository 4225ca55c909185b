// What a script's own settings change in how its text is read.
#pragma once

#include <string_view>

namespace pgdumpcore::archive {

struct LexicalSettings {
  bool backslash_escapes = false;  // in every string constant, not only in E''
  bool trail_bytes = false;        // the client encoding has characters whose second byte looks like ASCII
  bool half_width = false;         // in it, 0xA1 to 0xDF stand alone

  void set_client_encoding(std::string_view name);
  // A SET statement, of any setting.
  void note_set(std::string_view statement);
};

}  // namespace pgdumpcore::archive
