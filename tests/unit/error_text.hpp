// What an error says, for tests in which every secret has "hidden" in it.
#pragma once

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace storage_tests {

// Message and hint of the Error that `work` throws.
template <typename Work>
std::string error_text(const Work& work) {
  try {
    work();
  } catch (const pgdumpcore::Error& error) {
    const std::string text = std::string(error.what()) + " " + error.hint();
    BOOST_TEST(text.find("hidden") == std::string::npos, text);
    return text;
  }
  return "nothing was thrown";
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace storage_tests
