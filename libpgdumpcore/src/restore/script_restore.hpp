// Restoring a plain script.
#pragma once

#include "io/source.hpp"
#include "restore/report.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/sink.hpp>

#include <memory>

namespace pgdumpcore::restoring {

// Runs the script's statements one after the other, but for what options.no_owner and options.no_privileges leave out.
// What comes before the first rows is held back, as far as memory for it goes, until the database is known to have none
// of the relations that it creates; otherwise Error (data), but with options.force. With options.single_transaction the
// script's own BEGIN and COMMIT are left out, and the caller's transaction is around all of it; Error (data) where it
// would be ended: by a COMMIT without BEGIN, ROLLBACK or PREPARE TRANSACTION.
void run_script(std::unique_ptr<io::Source> script, TargetSession& session, const RestoreOptions& options);

// Copies the script's text, and takes it apart on the way, so that damage is found.
void copy_script(std::unique_ptr<io::Source> script, Sink& out, Report& report);

}  // namespace pgdumpcore::restoring
