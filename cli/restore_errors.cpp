#include "restore_errors.hpp"

#include "messages.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cli {

namespace {

constexpr std::uint64_t shown_of_each = 10;

// Without the entry or line that it comes from.
std::string_view message_of(const pgdumpcore::Error& error) {
  const std::string_view text = error.what();
  const auto context = text.rfind(": ");
  return context == std::string_view::npos ? text : text.substr(context + 2);
}

}  // namespace

void RestoreErrors::show(const pgdumpcore::Error& error) {
  // What has no code is about files, and each of it is news.
  const bool counts = !all_ && !error.sqlstate().empty();
  if (!counts || ++seen_[error.sqlstate() + std::string(message_of(error))] <= shown_of_each) messages().error(error);
}

void RestoreErrors::show_counts() const {
  for (const auto& [key, count] : seen_)
    if (count > shown_of_each)
      messages().warning(fmt::format("{} like this: {}", counted(count - shown_of_each, "more error"), key.substr(5)),
                         "-v shows all of them.");
}

}  // namespace cli
