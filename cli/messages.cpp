#include "messages.hpp"
#include "text.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include <sys/ioctl.h>
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

// Names in a message are whatever somebody called his table; a terminal would obey them.
std::string shown(std::string_view text) {
  static const bool to_terminal = ::isatty(STDERR_FILENO) == 1;
  return to_terminal ? printable(text) : std::string(text);
}

// As records have them: the library's names of faults, and what it knows besides.
std::string_view name_of(pgdumpcore::Fault fault) {
  using pgdumpcore::Fault;
  switch (fault) {
    case Fault::usage:
      return "usage";
    case Fault::connection:
      return "connection";
    case Fault::server:
      return "server";
    case Fault::permission:
      return "permission";
    case Fault::data:
      return "data";
    case Fault::io:
      return "io";
    case Fault::cancelled:
      return "cancelled";
    case Fault::unsupported:
      return "unsupported";
    case Fault::internal:
      break;
  }
  return "internal";
}

nlohmann::ordered_json fields_of(const pgdumpcore::Error& error) {
  nlohmann::ordered_json fields = {{"fault", name_of(error.fault())}};
  if (!error.sqlstate().empty()) fields["sqlstate"] = error.sqlstate();
  if (!error.object().empty()) fields["object"] = error.object();
  if (!error.detail().empty()) fields["detail"] = error.detail();
  if (!error.hint().empty()) fields["hint"] = error.hint();
  return fields;
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

std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void write_output(const std::string& text) {
  messages().clear_progress();
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
    put(fmt::format("{}: {}: {}\n", program_, label, shown(text.substr(0, end))));
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
  put(plain ? fmt::format("{}: {}\n", program_, shown(message))
            : fmt::format("{}: {}: {}\n", program_, severity, shown(message)));
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
  all.update(fields_of(error));
  record("error", error.what(), all);
}

void Messages::error(const pgdumpcore::Error& error) {
  if (format_ == LogFormat::json) {
    clear_progress();
    return record("error", error.what(), fields_of(error));
  }
  const std::string theirs =
      is_under_postgresql_name() ? wording_.text(program_, error, verbosity_ == Verbosity::verbose) : "";
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

void Messages::stopped(const std::string& message, const std::string& hint) {
  line(format_ == LogFormat::json ? "error" : "info", message, "", hint);
}

void Messages::log(pgdumpcore::LogLevel level, const std::string& message, const std::string& hint) {
  if (level == pgdumpcore::LogLevel::warning)
    warning(message, hint);
  else
    info(message);
}

namespace {

// h:mm:ss
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::min(seconds, 3.6e6));
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

// 0: it is no terminal, or does not say.
std::size_t terminal_width() {
  winsize size = {};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// A line that wraps could not be taken back. Characters that are wide or combine count as one.
std::string fitting(std::string line, std::size_t width) {
  std::size_t columns = 0;
  for (std::size_t i = 0; width > 0 && i < line.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U;
    if (begins && ++columns == width) line.resize(i);
  }
  return line;
}

}  // namespace

void Messages::progress(const std::string& given, const pgdumpcore::Progress& progress) {
  if (!progress_wanted_) return;
  const std::string& what = progress.database.empty() ? given : progress.database;
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
                                   {"table", progress.table},
                                   {"bytes_total", progress.bytes_total},
                                   {"bytes_done", progress.bytes_done}};
    put(record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return;
  }
  std::string share, left;
  if (progress.bytes_done > 0 && progress.bytes_total >= progress.bytes_done) {
    const double part = static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total);
    share = fmt::format("{:.0f} %, ", 100 * part);
    if (part < 1) left = fmt::format(", {} left", clock_text(seconds / part - seconds));
  }
  const std::string tables = progress.tables_total == 0 ? ""
                                                        : fmt::format(", {} of {}", progress.tables_done,
                                                                      counted(progress.tables_total, "table"));
  const std::string object = progress.table.empty() ? "" : ", " + shown(progress.table);
  put("\r\033[K" +
      fitting(fmt::format("{}: {}{}, {}/s{}{}{}", shown(what), share,
                          size_text(static_cast<double>(progress.bytes_read)), size_text(rate), tables, left, object),
              terminal_width()));
  progress_shown_ = true;
}

void Messages::clear_progress() {
  if (progress_shown_) put("\r\033[K");
  progress_shown_ = false;
}

}  // namespace cli
