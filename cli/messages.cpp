#include "messages.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include <unistd.h>

namespace cli {

namespace {

using namespace std::chrono_literals;

std::string now_text() {
  return time_text(std::chrono::system_clock::now());
}

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

std::string size_text(double bytes) {
  static constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
  return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, units[unit]);
}

std::string time_text(std::chrono::system_clock::time_point when) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

void write_output(const std::string& text) {
  const std::unique_ptr<pgdumpcore::Sink> out = pgdumpcore::descriptor_sink(STDOUT_FILENO);
  out->write_text(text);
  out->finish();
}

Messages& messages() {
  static Messages voice;
  return voice;
}

OptionGroup message_options() {
  return {"Messages",
          {
              {"verbose", 'v', "", "tell more"},
              {"quiet", 'q', "", "tell warnings and errors only", Origin::pgdump_only},
              {"log-format", 0, "FORMAT", "text, or json for a JSON object per line", Origin::pgdump_only, "text json"},
              {"progress", 0, "WHEN", "auto (on a terminal, and in JSON), always or never", Origin::pgdump_only,
               "auto always never"},
              {"version", 'V', "", "show the version, then exit"},
              {"help", '?', "", "show this help, then exit"},
          }};
}

void Messages::configure(const Values& values) {
  const std::string format = values.text("log-format");
  if (format == "json")
    format_ = LogFormat::json;
  else if (!format.empty() && format != "text")
    throw UsageError{fmt::format("invalid value \"{}\" for option --log-format", format), "It is text or json."};
  if (values.has("quiet")) verbosity_ = Verbosity::quiet;
  if (values.has("verbose")) verbosity_ = Verbosity::verbose;
  const std::string progress = values.text("progress");
  if (progress == "always")
    progress_wanted_ = true;
  else if (progress == "never")
    progress_wanted_ = false;
  else if (progress.empty() || progress == "auto")
    progress_wanted_ = verbosity_ != Verbosity::quiet && (format_ == LogFormat::json || ::isatty(STDERR_FILENO) == 1);
  else
    throw UsageError{fmt::format("invalid value \"{}\" for option --progress", progress),
                     "It is auto, always or never."};
}

void Messages::speak_as(const std::string& program, const std::string& invoked) {
  program_ = program;
  invoked_ = invoked;
}

// "pgdump: hint: …" for each line of the text.
void Messages::put_lines(std::string_view label, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    put(fmt::format("{}: {}: {}\n", program_, label, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void Messages::line(const char* severity, const std::string& message, const std::string& detail,
                    const std::string& hint) {
  clear_progress();
  if (format_ == LogFormat::json) {
    nlohmann::ordered_json fields;
    if (!detail.empty()) fields["detail"] = detail;
    if (!hint.empty()) fields["hint"] = hint;
    return record(severity, message, fields);
  }
  const bool plain = std::string_view(severity) == "info";
  put(plain ? fmt::format("{}: {}\n", program_, message) : fmt::format("{}: {}: {}\n", program_, severity, message));
  put_lines("detail", detail);
  put_lines("hint", hint);
}

void Messages::record(const char* severity, const std::string& message, const nlohmann::ordered_json& fields) {
  nlohmann::ordered_json record = {{"time", now_text()}, {"level", severity}, {"message", message}};
  if (!fields.is_null()) record.update(fields);
  put(record.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void Messages::event(const std::string& name, const std::string& message, const nlohmann::ordered_json& fields) {
  if (format_ != LogFormat::json) return notice(message);
  nlohmann::ordered_json all = {{"event", name}};
  all.update(fields);
  record("info", message, all);
}

void Messages::error(const pgdumpcore::Error& error, const std::string& event, const nlohmann::ordered_json& fields) {
  if (format_ != LogFormat::json) return this->error(error);
  nlohmann::ordered_json all = {{"event", event}};
  all.update(fields);
  if (!error.detail().empty()) all["detail"] = error.detail();
  if (!error.hint().empty()) all["hint"] = error.hint();
  record("error", error.what(), all);
}

void Messages::error(const pgdumpcore::Error& error) {
  const std::string theirs = format_ == LogFormat::json || !is_under_postgresql_name()
                                 ? ""
                                 : wording_.text(program_, error, verbosity_ == Verbosity::verbose);
  if (theirs.empty()) return this->error(error.what(), error.detail(), error.hint());
  clear_progress();
  put(theirs);
}

void Messages::error(const UsageError& problem) {
  const std::string hint =
      problem.hint == try_help ? fmt::format("Try \"{} --help\" for more information.", program_) : problem.hint;
  if (!problem.from_parser || invoked_.empty()) return error(problem.message, "", hint);
  put(fmt::format("{}: {}\n", invoked_, problem.message));
  put_lines("hint", hint);
}

void Messages::error(const std::string& message, const std::string& detail, const std::string& hint) {
  line("error", message, detail, hint);
}

void Messages::warning(const std::string& message, const std::string& hint) {
  const std::size_t end = std::min(message.find('\n'), message.size());
  line("warning", message.substr(0, end), message.substr(std::min(end + 1, message.size())), hint);
}

void Messages::info(const std::string& message) {
  if (verbosity_ == Verbosity::verbose || format_ == LogFormat::json) line("info", message, "", "");
}

void Messages::notice(const std::string& message) {
  if (verbosity_ != Verbosity::quiet) line("info", message, "", "");
}

void Messages::stopped(const std::string& message) {
  line(format_ == LogFormat::json ? "error" : "info", message, "", "");
}

void Messages::log(pgdumpcore::LogLevel level, const std::string& message, const std::string& hint) {
  if (level == pgdumpcore::LogLevel::warning)
    warning(message, hint);
  else
    info(message);
}

void Messages::progress(const std::string& what, const pgdumpcore::Progress& progress) {
  if (!progress_wanted_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_progress_ < (format_ == LogFormat::json ? 10s : 200ms)) return;
  last_progress_ = now;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  const double rate = seconds > 0 ? static_cast<double>(progress.bytes_read) / seconds : 0;
  if (format_ == LogFormat::json) {
    const nlohmann::json record = {{"time", now_text()},
                                   {"level", "progress"},
                                   {"database", what},
                                   {"bytes_read", progress.bytes_read},
                                   {"tables_done", progress.tables_done},
                                   {"tables_total", progress.tables_total},
                                   {"table", progress.table}};
    put(record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return;
  }
  std::string left;
  if (progress.bytes_done > 0 && progress.bytes_total > progress.bytes_done) {
    const double share = static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total);
    left = fmt::format(", about {:.0f} s left", seconds / share - seconds);
  }
  put(fmt::format("\r\033[K{}: {}, {}/s, {} of {} tables{}", what, size_text(static_cast<double>(progress.bytes_read)),
                  size_text(rate), progress.tables_done, progress.tables_total, left));
  progress_shown_ = true;
}

void Messages::clear_progress() {
  if (progress_shown_) put("\r\033[K");
  progress_shown_ = false;
}

}  // namespace cli
