// The one error type of the library.
#pragma once

#include <pgdumpcore/export.hpp>

#include <stdexcept>
#include <string>

namespace pgdumpcore {

/// What kind of trouble an Error reports; what a caller may do differs by it.
enum class Fault {
  usage,        ///< The caller asked for something contradictory or malformed; nothing was started.
  connection,   ///< No connection, or it was lost. Trying again later may help.
  server,       ///< The server refused a statement; see sqlstate().
  permission,   ///< The server refused for want of rights; see sqlstate() and object().
  data,         ///< Input that is damaged, or that contradicts itself.
  io,           ///< A file, a pipe or a file system refused; the message carries the system's words.
  cancelled,    ///< The caller's stop token was triggered.
  unsupported,  ///< The server or this build cannot do it.
  internal      ///< A defect of this library; please report it.
};

/// Every failure of the library, as an exception.
///
/// what() is one line that names what failed and where. detail() and hint() may hold a second and third
/// line in the manner of PostgreSQL's messages
/// (https://www.postgresql.org/docs/current/error-style-guide.html). No text holds a password.
class PGDUMPCORE_API Error : public std::runtime_error {
 public:
  /// `message` is what() says: one line, without a final dot.
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}

  /// What kind of trouble it is.
  [[nodiscard]] Fault fault() const noexcept { return fault_; }
  /// The server's five-character code (https://www.postgresql.org/docs/current/errcodes-appendix.html), or empty.
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
  /// The database object at work, such as `TABLE public.orders`, or empty.
  [[nodiscard]] const std::string& object() const noexcept { return object_; }
  /// A second line, such as the statement that failed, or empty.
  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
  /// What might be done about it, or empty.
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }
  /// What within() was last given, such as the entry of an archive, or empty.
  [[nodiscard]] const std::string& context() const noexcept { return context_; }
  /// The statement that the server refused, or empty. It may be long, and may hold rows.
  [[nodiscard]] const std::string& statement() const noexcept { return statement_; }
  /// All that the server said, as libpq puts it together (`ERROR:  …`, `LINE 1: …`, `DETAIL:  …`), or empty.
  [[nodiscard]] const std::string& server_message() const noexcept { return server_message_; }

  /// Setters return the error itself, so that a throw expression can chain them.
  Error& sqlstate(std::string code) {
    sqlstate_ = std::move(code);
    return *this;
  }
  /// As the setter of sqlstate().
  Error& object(std::string name) {
    object_ = std::move(name);
    return *this;
  }
  /// As the setter of sqlstate().
  Error& detail(std::string text) {
    detail_ = std::move(text);
    return *this;
  }
  /// As the setter of sqlstate().
  Error& hint(std::string text) {
    hint_ = std::move(text);
    return *this;
  }
  /// As the setter of sqlstate().
  Error& statement(std::string text) {
    statement_ = std::move(text);
    return *this;
  }
  /// As the setter of sqlstate().
  Error& server_message(std::string text) {
    server_message_ = std::move(text);
    return *this;
  }

  /// The same error with `context: ` before its message, for the layer that knows what was being done.
  [[nodiscard]] Error within(const std::string& context) const {
    Error outer(fault_, context + ": " + what());
    outer.sqlstate_ = sqlstate_;
    outer.object_ = object_;
    outer.detail_ = detail_;
    outer.hint_ = hint_;
    outer.context_ = context;
    outer.statement_ = statement_;
    outer.server_message_ = server_message_;
    return outer;
  }

 private:
  Fault fault_;
  std::string sqlstate_;
  std::string object_;
  std::string detail_;
  std::string hint_;
  std::string context_;
  std::string statement_;
  std::string server_message_;
};

}  // namespace pgdumpcore
