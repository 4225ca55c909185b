#include "kinds/subscription.hpp"

#include "base/ascii.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_subscription;

namespace {

struct Subscription {
  std::string server{};  // 19: a foreign server that knows how to connect; empty: connection does
  std::string connection{};
  std::optional<std::string> slot{};
  std::vector<std::string> publications{};
  bool binary = false;
  char streaming = 'f';  // t, p(arallel: 16), f
  bool two_phase = false;
  bool disable_on_error = false;
  bool password_required = true;
  bool run_as_owner = false;
  bool failover = false;
  bool retain_dead_tuples = false;
  std::int64_t max_retention = 0;  // milliseconds; 0: no limit
  std::string synchronous_commit{};
  std::string receiver_timeout{};  // "-1": the setting of the server
  std::string origin{};
};

// A database's own, though the catalog is shared.
constexpr std::string_view in_this_database =
    " WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d"
    " WHERE d.datname = pg_catalog.current_database())";

constexpr std::string_view subscription_query = R"(
  SELECT s.oid, s.subname, pg_catalog.pg_get_userbyid(s.subowner) AS owner, s.subconninfo, s.subslotname,
         s.subpublications, s.subsynccommit, ${version_14}, ${version_15}, ${version_16}, ${failover} AS failover,
         ${version_19}
    FROM pg_catalog.pg_subscription s${server})";

// Two-phase commit is d(isabled), p(ending) or e(nabled); what is asked for but not reached yet is asked for again.
constexpr VersionedText subscription_gates[] = {
    {"version_14", 14, "s.subbinary AS binary, s.substream AS streaming", "false AS binary, 'f' AS streaming"},
    {"version_15", 15, "s.subtwophasestate <> 'd' AS two_phase, s.subdisableonerr AS disable_on_error",
     "false AS two_phase, false AS disable_on_error"},
    {"version_16", 16,
     "s.subpasswordrequired AS password_required, s.subrunasowner AS run_as_owner, s.suborigin AS origin",
     "true AS password_required, false AS run_as_owner, 'any' AS origin"},
    {"failover", 17, "s.subfailover", "false"},
    {"version_19", 19,
     "s.subretaindeadtuples AS retain_dead_tuples, s.submaxretention AS max_retention,"
     " s.subwalrcvtimeout AS receiver_timeout, f.srvname AS server",
     "false AS retain_dead_tuples, 0 AS max_retention, '-1' AS receiver_timeout, NULL AS server"},
    {"server", 19, " LEFT JOIN pg_catalog.pg_foreign_server f ON f.oid = s.subserver", ""}};

Subscription subscription_record(const pg::Row& row) {
  Subscription out;
  out.server = row["server"].str();
  out.connection = row["subconninfo"].str();
  if (!row["subslotname"].is_null()) out.slot = row["subslotname"].str();
  out.publications = pg::parse_text_array(row["subpublications"].view());
  out.binary = row["binary"].flag();
  out.streaming = row["streaming"].character();
  out.two_phase = row["two_phase"].flag();
  out.disable_on_error = row["disable_on_error"].flag();
  out.password_required = row["password_required"].flag();
  out.run_as_owner = row["run_as_owner"].flag();
  out.failover = row["failover"].flag();
  out.retain_dead_tuples = row["retain_dead_tuples"].flag();
  out.max_retention = row["max_retention"].integer();
  out.synchronous_commit = row["subsynccommit"].str();
  out.receiver_timeout = row["receiver_timeout"].str();
  out.origin = row["origin"].str();
  return out;
}

std::string full_query() {
  return fmt::format("{}{} ORDER BY s.oid", subscription_query, in_this_database);
}

// Connection strings may hold passwords, so the server shows them to superusers alone.
bool may_read(Reader& reader) {
  return reader.connection().parameter("is_superuser") == "on";
}

void read_subscription(Reader& reader) {
  if (reader.options().no_subscriptions) return;
  if (!may_read(reader)) {
    reader.ask(fmt::format("SELECT FROM pg_catalog.pg_subscription s{}", in_this_database),
               [&reader](const pg::Result& rows) {
                 if (rows.rows() > 0) reader.warn("subscriptions not dumped because current user is not a superuser");
               });
    return;
  }
  reader.ask(full_query(), subscription_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(subscription, {pg_subscription, row["oid"].oid()}, row["subname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = subscription_record(row);
    }
  });
}

std::string_view streaming_clause(char streaming, int major) {
  if (streaming == 't') return ", streaming = on";
  if (streaming == 'p') return ", streaming = parallel";
  // Since 18 that has to be said, because parallel became the default.
  return major >= 18 ? ", streaming = off" : "";
}

// A word stays as it was written, since some of the words allowed here are keywords.
std::string origin_clause(const Renderer& renderer, const std::string& origin) {
  const std::string folded = lower(origin);
  if (folded == "any") return "";
  const bool word = std::ranges::all_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
  return ", origin = " + (word ? origin : renderer.literal(origin));
}

std::string subscription_options(const Renderer& renderer, const Subscription& record) {
  std::string out = "connect = false, slot_name = " + (record.slot ? renderer.literal(*record.slot) : "NONE");
  if (record.binary) out += ", binary = true";
  out += streaming_clause(record.streaming, renderer.major());
  if (record.two_phase) out += ", two_phase = on";
  if (record.disable_on_error) out += ", disable_on_error = true";
  if (!record.password_required) out += ", password_required = false";
  if (record.run_as_owner) out += ", run_as_owner = true";
  if (record.failover) out += ", failover = true";
  if (record.retain_dead_tuples) out += ", retain_dead_tuples = true";
  if (record.max_retention != 0) out += fmt::format(", max_retention_duration = {}", record.max_retention);
  if (record.synchronous_commit != "off") out += ", synchronous_commit = " + renderer.id(record.synchronous_commit);
  if (record.receiver_timeout != "-1") out += ", wal_receiver_timeout = " + renderer.id(record.receiver_timeout);
  return out + origin_clause(renderer, record.origin);
}

std::string create_subscription(const Renderer& renderer, const std::string& name, const Subscription& record) {
  std::string publications;
  for (const std::string& publication : record.publications)
    publications += (publications.empty() ? "" : ", ") + renderer.id(publication);
  const std::string source = record.server.empty() ? "CONNECTION " + renderer.literal(record.connection)
                                                   : "SERVER " + renderer.id(record.server);
  return fmt::format("CREATE SUBSCRIPTION {} {} PUBLICATION {} WITH ({});\n", name, source, publications,
                     subscription_options(renderer, record));
}

void render_subscription(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const std::string name = renderer.id(object.name);
    Statement statement = renderer.statement(object, "SUBSCRIPTION");
    statement.create = create_subscription(renderer, name, catalog::record<Subscription>(object));
    statement.drop = fmt::format("DROP SUBSCRIPTION {};\n", name);
    renderer.emit(std::move(statement));
  }
  const CommentTarget about = labelled(renderer, object, "SUBSCRIPTION");
  render_comment(renderer, object, about);
  render_security_label(renderer, object, about);
}

}  // namespace

const catalog::Kind subscription = {.name = "SUBSCRIPTION",
                                    .selection_rule = catalog::SelectionRule::in_schema,
                                    .read = read_subscription,
                                    .render = render_subscription};

}  // namespace pgdumpcore::kinds
