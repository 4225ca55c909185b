// Texts of which there are very many.
#include "base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <utility>

using pgdumpcore::base::Text;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(it_is_as_large_as_a_pointer) {
  BOOST_TEST(sizeof(Text) == sizeof(void*));
}

BOOST_AUTO_TEST_CASE(it_reads_as_a_string_view) {
  const std::string with_null("a\0b", 3);
  const Text text(with_null);
  BOOST_TEST(text.size() == 3U);
  BOOST_TEST((text == with_null));
  BOOST_TEST((text == std::string_view(with_null)));
  BOOST_TEST(!(text == "a"));
  BOOST_TEST((text.str() == with_null));
  BOOST_TEST(Text("orders").starts_with("ord"));
  BOOST_TEST(fmt::format("{}.", Text("orders")) == "orders.");
  BOOST_TEST((std::string("TABLE ") + Text("orders") == "TABLE orders"));
  BOOST_TEST((Text("orders") + "\n" == "orders\n"));
}

BOOST_AUTO_TEST_CASE(nothing_is_the_empty_string) {
  const Text nothing;
  BOOST_TEST(nothing.empty());
  BOOST_TEST(nothing.size() == 0U);
  BOOST_TEST((nothing == ""));
  BOOST_TEST((Text(std::string()) == nothing));
  BOOST_TEST((Text(nothing) == nothing));
}

BOOST_AUTO_TEST_CASE(copies_are_independent) {
  Text copy;
  {
    const Text text(std::string(100, 'x'));
    copy = text;
    BOOST_TEST((copy.view().data() != text.view().data()));
  }
  BOOST_TEST(copy.str() == std::string(100, 'x'));
  const Text& itself = copy;
  copy = itself;
  BOOST_TEST(copy.size() == 100U);
  const Text moved = std::move(copy);
  BOOST_TEST(moved.size() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()
