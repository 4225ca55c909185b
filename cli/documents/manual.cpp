// Pages of the manual, made from the commands' options and descriptions and what manual_text.cpp adds.
#include "documents.hpp"
#include "manual_text.hpp"
#include "roff.hpp"

#include <pgdumpcore/version.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace cli {

namespace {

using ValueNames = std::set<std::string, std::less<>>;

std::string capitals(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

// The names that help gives to values: DIR, PATTERN, and of METHOD[:DETAIL] both.
ValueNames value_names(const OptionTable& table) {
  ValueNames names;
  for (const OptionGroup& group : table)
    for (const Option& option : group.options) {
      std::string name;
      for (const char c : std::string(option.value) + " ") {
        if (std::isupper(static_cast<unsigned char>(c)) != 0) {
          name += c;
        } else if (!name.empty()) {
          names.insert(std::move(name));
          name.clear();
        }
      }
    }
  return names;
}

bool has_option(const OptionTable& table, std::string_view name) {
  return std::ranges::any_of(
      table, [&](const OptionGroup& group) { return std::ranges::count(group.options, name, &Option::name) > 0; });
}

// One page as it grows.
class Page {
 public:
  Page(std::string_view name, const std::string& date, ValueNames names) : names_(std::move(names)) {
    out_ = fmt::format(".\\\" Made from the tables of options of pgdump.\n.TH {} 1 \"{}\" \"pgdump {}\" \"pgdump\"\n",
                       roff::escaped(capitals(name)), date, pgdumpcore::version());
    out_ += ".nh\n.ad l\n";
  }

  void section(std::string_view title) {
    out_ += fmt::format(".SH {}\n", title);
    after_heading_ = true;
  }
  void subsection(std::string_view title) {
    out_ += fmt::format(".SS {}\n", roff::escaped(title));
    after_heading_ = true;
  }
  void paragraph(std::string_view text) {
    out_ += (after_heading_ ? "" : ".PP\n") + roff::lines(marked(text));
    after_heading_ = false;
  }
  // Paragraphs with empty lines between them.
  void prose(std::string_view text) {
    std::string lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = text.substr(at, end - at);
      if (!line.empty()) lines.append(lines.empty() ? "" : " ").append(line);
      if (line.empty() || end + 1 >= text.size()) {
        if (!lines.empty()) paragraph(lines);
        lines.clear();
      }
      at = end + 1;
    }
  }
  // `tag` is marked up already.
  void item(const std::string& tag, std::string_view text) {
    out_ += ".TP\n" + tag + "\n" + roff::lines(marked(text));
    after_heading_ = false;
  }
  // Lines that stay as they are.
  void literal(std::string_view text) {
    out_ += ".PP\n.in +4\n.nf\n";
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out_ += roff::bold(text.substr(at, end - at)) + "\n";
      at = end + 1;
    }
    out_ += ".fi\n.in\n";
    after_heading_ = false;
  }
  // Lines of a synopsis, marked up already.
  void raw_lines(const std::vector<std::string>& lines) { out_ += fmt::format("{}\n", fmt::join(lines, "\n.br\n")); }

  [[nodiscard]] std::string marked(std::string_view text) const { return roff::marked(text, names_); }
  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  ValueNames names_;
  std::string out_{};
  bool after_heading_ = false;
};

std::string option_tag(const Option& option) {
  std::string tag;
  if (option.letter != '\0') {
    tag += roff::bold(fmt::format("-{}", option.letter));
    if (!option.value.empty()) tag += " " + roff::italic(option.value);
    tag += ", ";
  }
  tag += roff::bold(fmt::format("--{}", option.name));
  if (!option.value.empty()) tag += "=" + roff::italic(option.value);
  return tag;
}

void put_options(Page& page, const OptionTable& table) {
  page.section("OPTIONS");
  for (const OptionGroup& group : table) {
    if (!group.title.empty()) page.subsection(group.title);
    for (const Option& option : group.options)
      if (option.origin != Origin::missing) page.item(option_tag(option), option.help);
  }
}

void put_terms(Page& page, const std::vector<Term>& terms) {
  for (const Term& term : terms) page.item(roff::bold(term.name), term.meaning);
}

void put_environment(Page& page, const OptionTable& table) {
  page.section("ENVIRONMENT");
  page.item(roff::bold("PGDUMP_") + roff::italic("OPTION"),
            "Every long option has a twin here, in capitals and with underscores: `PGDUMP_LOG_FORMAT=json` stands for "
            "`--log-format=json`, `PGDUMP_QUIET=on` for --quiet. A variable that is empty counts as unset. Options win "
            "over the environment. What Kubernetes sets for a Service named pgdump (`PGDUMP_PORT=tcp://...`, "
            "`PGDUMP_SERVICE_...`) is no option.");
  if (has_option(table, "password-file"))
    page.item(roff::bold("PGPASSWORD_FILE"),
              "A file that holds only the password, read anew for every connection; --password-file wins over it.");
  if (has_option(table, "dir"))
    page.item(roff::bold("WORKDIR"), "The directory of the sets, where --dir does not name one.");
  if (has_option(table, "host") || has_option(table, "restore-into"))
    page.item(fmt::format("{}, {}, {}, {}, ...", roff::bold("PGHOST"), roff::bold("PGPORT"), roff::bold("PGUSER"),
                          roff::bold("PGPASSWORD")),
              "How to connect, with all other variables and files that libpq reads.");
}

void put_exit_statuses(Page& page, const Command& command) {
  page.section("EXIT STATUS");
  for (const auto& [status, meaning] : command.exit_statuses)
    page.item(roff::bold(fmt::format("{}", static_cast<int>(status))), meaning);
  page.paragraph(
      "Ended by SIGINT, SIGTERM or SIGHUP it cancels what the server is at, removes what is unfinished, and ends with "
      "the signal's status.");
}

void put_files_and_examples(Page& page, const ManualText& text) {
  if (!text.files.empty()) {
    page.section("FILES");
    put_terms(page, text.files);
  }
  page.section("EXAMPLES");
  for (const Example& example : text.examples) {
    page.paragraph(example.meaning);
    page.literal(example.command);
  }
}

std::string reference(std::string_view page) {
  const std::size_t bracket = page.find('(');
  return roff::bold(page.substr(0, bracket)) + std::string(page.substr(bracket));
}

void put_see_also(Page& page, const std::vector<std::string_view>& pages) {
  page.section("SEE ALSO");
  std::vector<std::string> references;
  references.reserve(pages.size());
  for (const std::string_view name : pages) references.push_back(reference(name));
  page.raw_lines({fmt::format("{}", fmt::join(references, ",\n"))});
}

void put_synopsis(Page& page, const Command& command) {
  page.section("SYNOPSIS");
  std::vector<std::string> lines;
  for (const Usage& usage : command.usage)
    lines.push_back(
        fmt::format("{} {}", roff::bold(fmt::format("pgdump {}", command.name)), page.marked(usage.arguments)));
  page.raw_lines(lines);
}

}  // namespace

std::string program_page(const std::string& date) {
  const ManualText& text = manual_text("");
  Page page("pgdump", date, {});
  page.section("NAME");
  page.raw_lines({"pgdump \\- dump, back up and restore PostgreSQL databases"});
  page.section("SYNOPSIS");
  page.raw_lines({fmt::format("{} {} [{}]...", roff::bold("pgdump"), roff::italic("COMMAND"), roff::italic("OPTION")),
                  fmt::format("{} [{}]", roff::bold("pgdump help"), roff::italic("COMMAND")),
                  roff::bold("pgdump --version")});
  page.section("DESCRIPTION");
  page.prose(text.prose);
  page.section("COMMANDS");
  std::vector<std::string> pages;
  for (const CommandGroup& group : command_groups()) {
    page.subsection(group.title);
    for (const Command* command : group.commands) {
      pages.push_back(fmt::format("pgdump-{}(1)", command->name));
      page.item(reference(pages.back()), command->summary);
    }
  }
  page.section("OPTIONS");
  page.item(roff::bold("--help") + ", " + roff::bold("-?"), "show the commands, then exit");
  page.item(roff::bold("--version") + ", " + roff::bold("-V"), "show the version, then exit");
  page.paragraph("Each command has options of its own, which stand behind its name.");
  put_environment(page, dump_command.options());
  page.section("EXIT STATUS");
  page.paragraph("0 means that all was done, 1 that something failed. What else there is, the commands' pages tell.");
  put_files_and_examples(page, text);
  std::vector<std::string_view> see_also(pages.begin(), pages.end());
  see_also.insert(see_also.end(), text.see_also.begin(), text.see_also.end());
  put_see_also(page, see_also);
  return std::move(page).text();
}

std::string command_page(const Command& command, const std::string& date) {
  const ManualText& text = manual_text(command.name);
  const OptionTable table = command.options();
  ValueNames names = value_names(table);
  names.insert({"OPTION", "SET"});
  const std::string name = fmt::format("pgdump-{}", command.name);
  Page page(name, date, std::move(names));
  page.section("NAME");
  page.raw_lines({fmt::format("{} \\- {}", roff::escaped(name), roff::escaped(command.summary))});
  put_synopsis(page, command);
  page.section("DESCRIPTION");
  for (const std::string_view paragraph : command.description) page.paragraph(paragraph);
  page.prose(text.prose);
  put_options(page, table);
  put_environment(page, table);
  put_exit_statuses(page, command);
  put_files_and_examples(page, text);
  put_see_also(page, text.see_also);
  return std::move(page).text();
}

}  // namespace cli
