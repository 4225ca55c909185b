// Messages on stderr, in the manner of PostgreSQL's programs or as JSON.
#pragma once

#include "arguments.hpp"
#include "postgresql_wording.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/progress.hpp>

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <string>

namespace cli {

enum class LogFormat { text, json };
enum class Verbosity { quiet, normal, verbose };

class Messages {
 public:
  // Until configured: text, normal.
  void configure(const Values& values);
  // Called under the name of one of PostgreSQL's programs, we speak in its words.
  //   program: pg_dump or pg_restore; invoked: as the command line has it
  void speak_as(const std::string& program, const std::string& invoked);

  void error(const UsageError& problem);
  void error(const pgdumpcore::Error& error);
  void error(const std::string& message, const std::string& detail = "", const std::string& hint = "");
  void warning(const std::string& message, const std::string& hint = "");
  void info(const std::string& message);    // shown with -v, always in JSON
  void notice(const std::string& message);  // shown unless -q
  void stopped(const std::string& message,
               const std::string& hint);  // the last line of a run that a signal ends; an error in JSON
  // Something that programs which read the JSON look for: a notice and, in JSON, its name and fields, which stay as
  // they are from version to version.
  void event(const std::string& name, const std::string& message, const nlohmann::ordered_json& fields);
  void error(const pgdumpcore::Error& error, const std::string& event, const nlohmann::ordered_json& fields);
  void log(pgdumpcore::LogLevel level, const std::string& message, const std::string& hint);
  // The progress line of a terminal, or a JSON record every ten seconds.
  // Whether progress() shows anything.
  [[nodiscard]] bool shows_progress() const { return progress_wanted_; }
  void progress(const std::string& what, const pgdumpcore::Progress& progress);
  void clear_progress();

  // Whether the program is called as pg_dump or pg_restore, and does what those do.
  [[nodiscard]] bool is_under_postgresql_name() const { return !invoked_.empty(); }
  [[nodiscard]] bool is_json() const { return format_ == LogFormat::json; }

 private:
  void line(const char* severity, const std::string& message, const std::string& detail, const std::string& hint);
  void record(const char* severity, const std::string& message, const nlohmann::ordered_json& fields);

  void put_lines(std::string_view label, std::string_view text);

  std::string program_ = "pgdump";
  std::string invoked_{};  // empty: under our own name
  PostgresqlWording wording_{};
  LogFormat format_ = LogFormat::text;
  Verbosity verbosity_ = Verbosity::normal;
  bool progress_wanted_ = false;
  bool progress_shown_ = false;
  std::chrono::steady_clock::time_point last_progress_{};
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

[[nodiscard]] OptionGroup message_options();

// 1.2 MB
[[nodiscard]] std::string size_text(double bytes);

// 2026-11-24T09:30:00Z
[[nodiscard]] std::string time_text(std::chrono::system_clock::time_point when);

// A document over several lines. Names that are not UTF-8 do not make it one that no reader takes.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& document);

// To standard output, what the user asked to see. Throws Error (io).
void write_output(const std::string& text);

// The program's one voice.
Messages& messages();

}  // namespace cli
