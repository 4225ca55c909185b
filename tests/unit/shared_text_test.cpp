// Texts that are stored once for all who have them in common.
#include "base/shared_text.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using pgdumpcore::base::SharedText;
using pgdumpcore::base::TextPool;

BOOST_AUTO_TEST_SUITE(shared_text)

BOOST_AUTO_TEST_CASE(it_is_as_large_as_a_pointer) {
  BOOST_TEST(sizeof(SharedText) == sizeof(void*));
}

BOOST_AUTO_TEST_CASE(it_reads_as_a_string) {
  const SharedText text(std::string("public"));
  const std::string& as_string = text;
  BOOST_TEST(as_string == "public");
  BOOST_TEST((text == "public"));
  BOOST_TEST((text == std::string("public")));
  BOOST_TEST(!(text == "publi"));
  BOOST_TEST(text.size() == 6U);
  BOOST_TEST(fmt::format("{}.t", text) == "public.t");
  BOOST_TEST((std::string("schema ") + text == "schema public"));
}

BOOST_AUTO_TEST_CASE(nothing_is_the_empty_string) {
  const SharedText nothing;
  BOOST_TEST(nothing.empty());
  BOOST_TEST((nothing == ""));
  BOOST_TEST((SharedText(std::string()) == nothing));
  BOOST_TEST(SharedText(std::string()).empty());
}

BOOST_AUTO_TEST_CASE(copies_share_and_outlive_each_other) {
  SharedText copy;
  {
    const SharedText text(std::string(100, 'x'));
    copy = text;
    BOOST_TEST(&copy.str() == &text.str());
  }
  BOOST_TEST(copy.str() == std::string(100, 'x'));
  SharedText moved = std::move(copy);
  BOOST_TEST(moved.size() == 100U);
  const SharedText& itself = moved;
  moved = itself;
  BOOST_TEST(moved.size() == 100U);
}

BOOST_AUTO_TEST_CASE(order_is_that_of_the_strings) {
  BOOST_TEST((SharedText("a") < SharedText("b")));
  BOOST_TEST((SharedText() < SharedText("a")));
  BOOST_TEST((SharedText("a") == SharedText("a")));
}

BOOST_AUTO_TEST_CASE(a_pool_has_one_of_each) {
  TextPool pool;
  const SharedText a = pool("integer");
  const SharedText b = pool(std::string("inte") + "ger");
  BOOST_TEST(&a.str() == &b.str());
  BOOST_TEST(&a.str() != &pool("text").str());
  BOOST_TEST(pool("").empty());
}

BOOST_AUTO_TEST_CASE(a_text_outlives_its_pool) {
  SharedText text;
  {
    TextPool pool;
    text = pool("kept");
  }
  BOOST_TEST((text == "kept"));
}

BOOST_AUTO_TEST_CASE(threads_may_have_copies) {
  const SharedText text(std::string(50, 'y'));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([copy = text] {
      for (int n = 0; n < 10000; ++n) {
        const SharedText another = copy;
        if (another.size() != 50) std::abort();
      }
    });
  threads.clear();
  BOOST_TEST(text.size() == 50U);
}

BOOST_AUTO_TEST_SUITE_END()
