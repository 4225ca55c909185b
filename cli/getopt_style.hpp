// Options as getopt_long reads them, for Boost.Program_options.
//
// Boost's own styles differ where scripts for pg_dump would notice: a value may be empty or begin with a dash, and an
// abbreviation that pg_dump knows means pg_dump's option even if one of ours begins like it.
#pragma once

#include "arguments.hpp"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/option.hpp>

#include <string>
#include <vector>

namespace cli {

using OptionList = std::vector<const Option*>;

class GetoptStyle {
 public:
  // `options` must outlive it.
  explicit GetoptStyle(const OptionList& options) : options_(options) {}

  // A style parser of Boost's: returns the options that the first argument holds, and removes it, and the next argument
  // if that is the value. Boost checks that the options exist and have the values they need.
  std::vector<boost::program_options::option> read(std::vector<std::string>& arguments);

  // What Boost refuses of the last argument that was read, in getopt_long's words.
  [[nodiscard]] std::string worded(const boost::program_options::error& refusal) const;

 private:
  using Parsed = std::vector<boost::program_options::option>;

  [[nodiscard]] OptionList matches(const std::string& name) const;
  [[nodiscard]] Parsed read_long(std::vector<std::string>& arguments) const;
  [[nodiscard]] Parsed read_short(std::vector<std::string>& arguments) const;

  const OptionList& options_;
  std::string token_{};  // at work: --name=value, or -abc
};

}  // namespace cli
