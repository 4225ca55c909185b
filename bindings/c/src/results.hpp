// Results of the C++ interface, as structs that a C caller reads.
#pragma once

#include "boundary.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/restore.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace c_binding {

/// Structs that another one shows as an array of pointers, so that each of them may grow.
template <typename Shown, typename Kept = Shown>
class Items {
 public:
  void add(std::unique_ptr<Kept> item) {
    pointers_.push_back(item.get());
    items_.push_back(std::move(item));
  }
  [[nodiscard]] std::size_t size() const { return pointers_.size(); }
  [[nodiscard]] const Shown* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::unique_ptr<Kept>> items_{};
  std::vector<const Shown*> pointers_{};
};

/// The names of `texts`, and NULL. They live as long as `texts`.
[[nodiscard]] std::vector<const char*> pointers_to(const std::vector<std::string>& texts);

/// Views of what stands in the C++ struct they are made of, which must outlive them.
struct DumpView : pgdumpcore_dump_summary {
  explicit DumpView(const pgdumpcore::DumpSummary& summary);
  Items<pgdumpcore_table_summary> table_items{};
};

struct RestoreView : pgdumpcore_restore_summary {
  explicit RestoreView(const pgdumpcore::RestoreSummary& summary);
};

struct DatabaseView : pgdumpcore_database_outcome {
  explicit DatabaseView(const pgdumpcore::DatabaseOutcome& outcome);
  DumpView dump_view;
  std::optional<pgdumpcore_error> why{};
};

template <typename Value>
struct Holder {
  Value value;
};

/// What a call returned, together with the view that the caller was given of it.
template <typename Value, typename View>
struct Result : Holder<Value>, View {
  explicit Result(Value returned) : Holder<Value>{std::move(returned)}, View(Holder<Value>::value) {}
};

/// Puts a result where the caller wants it, if it does.
template <typename View, typename Value, typename Summary>
void hand_over(Value value, Summary** summary) {
  if (summary != nullptr) *summary = new Result<Value, View>(std::move(value));
}

template <typename Value, typename View, typename Summary>
void release(Summary* summary) {
  delete static_cast<Result<Value, View>*>(summary);
}

/// guarded() for a call with a summary.
template <typename Summary, typename Work>
pgdumpcore_status guarded(Summary** summary, pgdumpcore_error** error, Work&& work) noexcept {
  if (summary != nullptr) *summary = nullptr;
  return guarded(error, std::forward<Work>(work));
}

}  // namespace c_binding
