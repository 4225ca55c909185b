#include "restore/completion_markers.hpp"

namespace pgdumpcore::restoring {

namespace {

constexpr std::string_view of_database = "-- PostgreSQL database dump";
constexpr std::string_view of_cluster = "-- PostgreSQL database cluster dump";
constexpr std::string_view complete = " complete";

}  // namespace

void CompletionMarkers::observe(std::string_view comment, std::uint64_t line) {
  while (comment.ends_with(' ') || comment.ends_with('\r')) comment.remove_suffix(1);
  const bool ends = comment.ends_with(complete);
  if (ends) comment.remove_suffix(complete.size());
  if (comment != of_database && comment != of_cluster) return;
  any_ = true;
  if (!ends)
    begun_.push_back(line);
  else if (!begun_.empty())
    begun_.pop_back();
}

std::optional<std::uint64_t> CompletionMarkers::unfinished() const {
  if (begun_.empty()) return std::nullopt;
  return begun_.back();
}

}  // namespace pgdumpcore::restoring
