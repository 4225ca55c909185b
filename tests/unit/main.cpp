#define BOOST_TEST_MODULE pgdumpcore
#include <boost/test/unit_test.hpp>
