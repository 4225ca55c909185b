#include "roff.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <cctype>

namespace cli::roff {

namespace {

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// How long the option is that `text` begins with; 0 if it begins with none.
std::size_t option_length(std::string_view text) {
  const std::size_t dashes = std::min(text.find_first_not_of('-'), text.size());
  if (dashes == 1 && text.size() > 1 && is_letter(text[1]) && (text.size() == 2 || !is_letter(text[2]))) return 2;
  if (dashes != 2) return 0;
  std::size_t end = dashes;
  while (end < text.size() && (is_letter(text[end]) || text[end] == '-')) ++end;
  return end == dashes ? 0 : end;
}

std::size_t name_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_letter(text[end])) ++end;
  return end;
}

// Sentences end lines, so that the space behind them is the formatter's.
bool ends_sentence(std::string_view word) {
  return word.ends_with('.') || word.ends_with('?') || word.ends_with(".\\fR");
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) {
  return fmt::format("\\fB{}\\fR", escaped(text));
}

std::string italic(std::string_view text) {
  return fmt::format("\\fI{}\\fR", escaped(text));
}

std::string marked(std::string_view text, const std::set<std::string, std::less<>>& value_names) {
  std::string out;
  bool begins_word = true;
  while (!text.empty()) {
    std::size_t length = 1;
    if (text.front() == '`') {
      length = text.find('`', 1) + 1;
      out += bold(text.substr(1, length - 2));
    } else if (const std::size_t option = begins_word ? option_length(text) : 0; option > 0) {
      out += bold(text.substr(0, length = option));
    } else if (const std::size_t name = begins_word ? name_length(text) : 0; name > 0) {
      const std::string_view word = text.substr(0, length = name);
      out += value_names.contains(word) ? italic(word) : escaped(word);
    } else {
      out += escaped(text.substr(0, 1));
    }
    begins_word = !is_letter(text[length - 1]) && text[length - 1] != '-' && text[length - 1] != '\\';
    text.remove_prefix(length);
  }
  return out;
}

std::string lines(const std::string& marked_text) {
  constexpr std::size_t width = 78;
  std::string out;
  std::string sentence;
  const auto put = [&] {
    for (const std::string& line : wrap_text(sentence, width))
      out += (line.starts_with('.') || line.starts_with('\'') ? "\\&" : "") + line + "\n";
    sentence.clear();
  };
  std::string_view rest = marked_text;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    sentence.append(sentence.empty() ? "" : " ").append(word);
    if (ends_sentence(word)) put();
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  put();
  return out;
}

}  // namespace cli::roff
