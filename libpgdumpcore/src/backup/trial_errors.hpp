// What the errors of a trial restore say: of the dump, of the server that the trial is made on, or nothing at all,
// since a server for trials need not have the roles and the tablespaces. Test:
// tests/unit/backup_trial_errors_test.
#pragma once

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace pgdumpcore::backups {

class TrialErrors {
 public:
  // An error of a statement that detail() names.
  void add(const Error& error);

  // Of statements that need a role or a tablespace that is missing, or an object that such a statement makes.
  [[nodiscard]] std::uint64_t forgiven() const { return forgiven_; }
  // All others.
  [[nodiscard]] std::uint64_t failed() const { return failed_; }
  // The first of the others: what the server lacks or could not do, if there is any such, else what it refused.
  [[nodiscard]] const std::optional<Error>& first() const { return server_ ? server_ : refused_; }
  [[nodiscard]] bool is_trouble_of_server() const { return server_.has_value(); }

 private:
  [[nodiscard]] bool depends_on_forgiven(std::string_view command) const;
  void forgive(std::string_view command);

  std::uint64_t forgiven_ = 0;
  std::uint64_t failed_ = 0;
  std::set<std::string, std::less<>> missing_{};  // policies that were not made: p ON s.t
  std::optional<Error> server_{};
  std::optional<Error> refused_{};
};

}  // namespace pgdumpcore::backups
