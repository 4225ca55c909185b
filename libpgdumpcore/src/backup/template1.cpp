#include "backup/template1.hpp"

#include <fmt/format.h>

namespace pgdumpcore::backups {

namespace {

// What initdb makes has OIDs below 16384, and so have the schemas whose privileges are compared with those at first.
// pg_upgrade makes plpgsql anew. Whatever else can be made in a database comes with one of these, or depends on one.
constexpr const char* has_content = R"(
  WITH objects (class, oid) AS (
    SELECT tableoid, oid FROM pg_catalog.pg_class WHERE relnamespace <> 'pg_toast'::pg_catalog.regnamespace
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_proc
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_type
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_operator
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_language
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_cast
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_collation
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_conversion
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_config
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_dict
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_publication
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_default_acl
    UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_largeobject_metadata)
  SELECT EXISTS (SELECT FROM objects AS o
                  WHERE o.oid >= 16384
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                                     WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e'))
      OR EXISTS (SELECT FROM pg_catalog.pg_namespace AS n
                   LEFT JOIN pg_catalog.pg_init_privs AS i ON i.classoid = n.tableoid AND i.objoid = n.oid
                  WHERE n.nspname IN ('public', 'pg_catalog') AND n.oid < 16384
                    AND n.nspacl IS DISTINCT FROM i.initprivs)
      OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s
                   JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase AND d.datname = 'template1'))";

}  // namespace

std::optional<ServerDatabase> template1_with_content(const Cluster& cluster, pg::Connection& maintenance,
                                                     const BackupOptions& options, const LogCallback& log) {
  std::optional<ServerDatabase> template1 = template1_to_consider(maintenance, options);
  if (!template1) return std::nullopt;
  try {
    pg::Connection connection = cluster.open(template1->name);
    if (!connection.query(has_content).row(0).at(0).flag()) return std::nullopt;
    return template1;
  } catch (const Error& error) {
    if (error.fault() == Fault::cancelled) throw;
    if (log)
      log(LogLevel::warning,
          fmt::format("whether \"template1\" has objects of its own could not be seen: {}", error.what()),
          "Let this user connect to it, or leave it out with --exclude-db template1.");
    return std::nullopt;
  }
}

}  // namespace pgdumpcore::backups
