#include "kinds/order.hpp"

#include "kinds/access_method.hpp"
#include "kinds/aggregate.hpp"
#include "kinds/attribute_default.hpp"
#include "kinds/base_type.hpp"
#include "kinds/cast.hpp"
#include "kinds/collation.hpp"
#include "kinds/composite_type.hpp"
#include "kinds/constraint.hpp"
#include "kinds/conversion.hpp"
#include "kinds/database.hpp"
#include "kinds/default_acl.hpp"
#include "kinds/domain.hpp"
#include "kinds/enum_type.hpp"
#include "kinds/event_trigger.hpp"
#include "kinds/extended_statistics.hpp"
#include "kinds/extended_statistics_data.hpp"
#include "kinds/extension.hpp"
#include "kinds/foreign_data_wrapper.hpp"
#include "kinds/foreign_key.hpp"
#include "kinds/foreign_server.hpp"
#include "kinds/foreign_table.hpp"
#include "kinds/function.hpp"
#include "kinds/index.hpp"
#include "kinds/index_attach.hpp"
#include "kinds/language.hpp"
#include "kinds/large_object.hpp"
#include "kinds/materialized_view.hpp"
#include "kinds/operator.hpp"
#include "kinds/operator_class.hpp"
#include "kinds/operator_family.hpp"
#include "kinds/policy.hpp"
#include "kinds/publication.hpp"
#include "kinds/publication_schema.hpp"
#include "kinds/publication_table.hpp"
#include "kinds/range_type.hpp"
#include "kinds/relation_statistics.hpp"
#include "kinds/rule.hpp"
#include "kinds/schema.hpp"
#include "kinds/sequence.hpp"
#include "kinds/shell_type.hpp"
#include "kinds/subscription.hpp"
#include "kinds/table.hpp"
#include "kinds/table_attach.hpp"
#include "kinds/table_data.hpp"
#include "kinds/text_search_configuration.hpp"
#include "kinds/text_search_dictionary.hpp"
#include "kinds/text_search_parser.hpp"
#include "kinds/text_search_template.hpp"
#include "kinds/transform.hpp"
#include "kinds/trigger.hpp"
#include "kinds/type.hpp"
#include "kinds/view.hpp"

#include <array>

namespace pgdumpcore::kinds {

using catalog::DumpRank;
using catalog::Kind;
using catalog::Section;

std::vector<DumpRank> dump_ranks(int major) {
  // Large objects were pre-data until 16; since 17 they stand with the data, so that parallel restores can spread them.
  const bool late_large_objects = major >= 17;
  // Access methods came after operators until 13.
  const bool early_access_methods = major >= 14;
  std::vector<DumpRank> list = {
      {Section::pre_data, {&schema}},
      {Section::pre_data, {&language}},
      {Section::pre_data, {&collation}},
      {Section::pre_data, {&transform}},
      {Section::pre_data, {&extension}},
      {Section::pre_data, {&base_type, &composite_type, &domain, &enum_type, &range_type, &shell_type}},
      {Section::pre_data, {&cast}},
      {Section::pre_data, {&function}},
      {Section::pre_data, {&aggregate}},
      {Section::pre_data, {early_access_methods ? &access_method : &operator_}},
      {Section::pre_data, {early_access_methods ? &operator_ : &access_method}},
      {Section::pre_data, {&operator_class, &operator_family}},
      {Section::pre_data, {&conversion}},
      {Section::pre_data, {&text_search_parser}},
      {Section::pre_data, {&text_search_template}},
      {Section::pre_data, {&text_search_dictionary}},
      {Section::pre_data, {&text_search_configuration}},
      {Section::pre_data, {&foreign_data_wrapper}},
      {Section::pre_data, {&foreign_server}},
      {Section::pre_data, {&table, &foreign_table, &sequence, &view, &materialized_view}},
      {Section::pre_data, {&table_attach}},
      // After the tables, so that a row type that something needs does not draw its table forward.
      {Section::pre_data, {&hidden_type}},
      {Section::pre_data, {&attribute_default}},
  };
  if (!late_large_objects) list.push_back({Section::pre_data, {&large_object}});
  list.push_back({Section::data, {&table_data}});
  list.push_back({Section::data, {&sequence_value}});
  if (late_large_objects) list.push_back({Section::data, {&large_object}});
  list.push_back({Section::data, {&large_object_data}});
  list.push_back({Section::data, {&relation_statistics}});
  list.push_back({Section::post_data, {&late_relation_statistics}});
  const std::vector<DumpRank> post_data = {
      {Section::post_data, {&constraint}},
      {Section::post_data, {&index}},
      {Section::post_data, {&index_attach}},
      {Section::post_data, {&extended_statistics_data}},
      {Section::post_data, {&extended_statistics}},
      {Section::post_data, {&rule}},
      {Section::post_data, {&trigger}},
      {Section::post_data, {&foreign_key}},
      {Section::post_data, {&policy}},
      {Section::post_data, {&publication}},
      {Section::post_data, {&publication_table}},
      {Section::post_data, {&publication_schema}},
      {Section::post_data, {&subscription}},
      {Section::post_data, {&default_acl}},
      {Section::post_data, {&event_trigger}},
      {Section::post_data, {&materialized_view_data}},
  };
  list.insert(list.end(), post_data.begin(), post_data.end());
  return list;
}

std::span<const Kind* const> found_before_locking() {
  static constexpr std::array<const Kind*, 4> list = {&extension, &schema, &relation, &type};
  return list;
}

std::span<const Kind* const> found_under_locks() {
  static constexpr std::array<const Kind*, 51> list = {&language,
                                                       &access_method,
                                                       &collation,
                                                       &conversion,
                                                       &cast,
                                                       &transform,
                                                       &base_type,
                                                       &composite_type,
                                                       &domain,
                                                       &enum_type,
                                                       &range_type,
                                                       &function,
                                                       &aggregate,
                                                       &operator_,
                                                       &operator_class,
                                                       &operator_family,
                                                       &text_search_parser,
                                                       &text_search_template,
                                                       &text_search_dictionary,
                                                       &text_search_configuration,
                                                       &foreign_data_wrapper,
                                                       &foreign_server,
                                                       &default_acl,
                                                       &table,
                                                       &foreign_table,
                                                       &sequence,
                                                       &view,
                                                       &materialized_view,
                                                       &attribute_default,
                                                       &table_attach,
                                                       &index,
                                                       &index_attach,
                                                       &extended_statistics,
                                                       &constraint,
                                                       &foreign_key,
                                                       &trigger,
                                                       &rule,
                                                       &policy,
                                                       &publication,
                                                       &publication_table,
                                                       &publication_schema,
                                                       &subscription,
                                                       &event_trigger,
                                                       &large_object,
                                                       &large_object_data,
                                                       &table_data,
                                                       &sequence_value,
                                                       &materialized_view_data,
                                                       &relation_statistics,
                                                       &late_relation_statistics,
                                                       &extended_statistics_data};
  return list;
}

std::span<const Kind* const> loop_breakers() {
  static constexpr std::array<const Kind*, 12> list = {
      &base_type,         &composite_type, &domain,     &enum_type,         &range_type, &rule,
      &materialized_view, &function,       &constraint, &attribute_default, &index,      &table_data};
  return list;
}

}  // namespace pgdumpcore::kinds
