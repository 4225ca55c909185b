// What became of the file that a run was to write, when the run failed.
#pragma once

#include <functional>
#include <string>

namespace cli {

// After a stop: "nothing is left", or what is. `file` is the value of --file; empty and "-" are standard output.
[[nodiscard]] std::string left_of_output(const std::string& file);

// Does the work that writes `file`. If that fails after a file that held something was emptied (it was written in
// place), the Error's detail says so.
void write_output_file(const std::string& file, const std::function<void()>& work);

}  // namespace cli
