// How catalog rows are named, in pg_depend's words.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace pgdumpcore::catalog {

using Oid = std::uint32_t;

// OIDs below this belong to initdb (FirstNormalObjectId in the server's headers).
inline constexpr Oid first_normal_oid = 16384;

// The OIDs of system catalogs, fixed since they were made; they serve as class ids.
namespace class_id {
inline constexpr Oid none = 0;
inline constexpr Oid pg_default_acl = 826;
inline constexpr Oid pg_tablespace = 1213;
inline constexpr Oid pg_type = 1247;
inline constexpr Oid pg_proc = 1255;
inline constexpr Oid pg_class = 1259;
inline constexpr Oid pg_authid = 1260;
inline constexpr Oid pg_database = 1262;
inline constexpr Oid pg_foreign_server = 1417;
inline constexpr Oid pg_user_mapping = 1418;
inline constexpr Oid pg_foreign_data_wrapper = 2328;
inline constexpr Oid pg_access_method = 2601;
inline constexpr Oid pg_attrdef = 2604;
inline constexpr Oid pg_cast = 2605;
inline constexpr Oid pg_constraint = 2606;
inline constexpr Oid pg_conversion = 2607;
inline constexpr Oid pg_inherits = 2611;
inline constexpr Oid pg_language = 2612;
inline constexpr Oid pg_largeobject = 2613;
inline constexpr Oid pg_namespace = 2615;
inline constexpr Oid pg_opclass = 2616;
inline constexpr Oid pg_operator = 2617;
inline constexpr Oid pg_rewrite = 2618;
inline constexpr Oid pg_trigger = 2620;
inline constexpr Oid pg_opfamily = 2753;
inline constexpr Oid pg_extension = 3079;
inline constexpr Oid pg_policy = 3256;
inline constexpr Oid pg_statistic_ext = 3381;
inline constexpr Oid pg_collation = 3456;
inline constexpr Oid pg_event_trigger = 3466;
inline constexpr Oid pg_transform = 3576;
inline constexpr Oid pg_ts_dict = 3600;
inline constexpr Oid pg_ts_parser = 3601;
inline constexpr Oid pg_ts_config = 3602;
inline constexpr Oid pg_ts_template = 3764;
inline constexpr Oid pg_subscription = 6100;
inline constexpr Oid pg_publication = 6104;
inline constexpr Oid pg_publication_rel = 6106;
inline constexpr Oid pg_publication_namespace = 6237;
}  // namespace class_id

// One object, or (objsubid > 0) one column of it.
struct Address {
  Oid classid = 0;
  Oid objid = 0;
  int objsubid = 0;
  auto operator<=>(const Address&) const = default;
};

struct AddressHash {
  std::size_t operator()(const Address& a) const noexcept {
    const auto high = static_cast<std::uint64_t>(a.classid) << 32;
    return std::hash<std::uint64_t>{}(high ^ a.objid ^ (static_cast<std::uint64_t>(a.objsubid) << 48));
  }
};

}  // namespace pgdumpcore::catalog
