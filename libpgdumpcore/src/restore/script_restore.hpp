// Restoring a plain script.
#pragma once

#include "io/source.hpp"
#include "restore/report.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/sink.hpp>

#include <memory>

namespace pgdumpcore::restoring {

// Runs the script's statements one after the other. With `as_one_transaction` its own BEGIN and COMMIT are left out,
// and the caller's transaction is around all of it.
void run_script(std::unique_ptr<io::Source> script, TargetSession& session, bool as_one_transaction);

// Copies the script's text, and takes it apart on the way, so that damage is found.
void copy_script(std::unique_ptr<io::Source> script, Sink& out, Report& report);

}  // namespace pgdumpcore::restoring
