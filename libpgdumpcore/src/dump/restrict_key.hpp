// The key of \restrict and \unrestrict.
#pragma once

#include <string>

namespace pgdumpcore::dumping {

// A key nobody can guess while the dump is made, so that no name or value in the database can leave psql's
// restricted mode. https://www.postgresql.org/docs/current/app-psql.html
[[nodiscard]] std::string random_restrict_key();

}  // namespace pgdumpcore::dumping
