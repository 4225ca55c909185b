// Where a container is, and whose it is.
#include "environment_of.hpp"
#include "storage/azure/settings.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

using namespace pgdumpcore;
using namespace pgdumpcore::storage::azure;
using storage_tests::environment_of;
using Values = std::map<std::string, std::string>;

namespace {

std::string place_of(const std::string& place, const Values& values) {
  const Settings settings = read_settings(place, environment_of(values));
  return settings.account + " " + settings.endpoint + " " + settings.container + " " + settings.objects.prefix;
}

Values connection(const std::string& text) {
  return {{"AZURE_STORAGE_CONNECTION_STRING", text}};
}

std::string message_of(const std::string& place, const Values& values) {
  try {
    static_cast<void>(read_settings(place, environment_of(values)));
  } catch (const Error& error) {
    BOOST_TEST((error.fault() == Fault::usage));
    return std::string(error.what()) + " " + error.hint();
  }
  return "nothing was thrown";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(azure_settings)

BOOST_AUTO_TEST_CASE(where_a_container_is) {
  const Values account = {{"AZURE_STORAGE_ACCOUNT", "backups"}};
  BOOST_TEST(place_of("sets", account) == "backups https://backups.blob.core.windows.net sets ");
  BOOST_TEST(place_of("sets/a/b/", account) == "backups https://backups.blob.core.windows.net sets a/b/");
  BOOST_TEST(place_of("sets", connection("AccountName=one;AccountKey=a2V5==;EndpointSuffix=core.chinacloudapi.cn")) ==
             "one https://one.blob.core.chinacloudapi.cn sets ");
  BOOST_TEST(place_of("sets", connection("DefaultEndpointsProtocol=http;AccountName=one;AccountKey=a2V5;")) ==
             "one http://one.blob.core.windows.net sets ");
  BOOST_TEST(place_of("sets", connection("UseDevelopmentStorage=true")) ==
             "devstoreaccount1 http://127.0.0.1:10000/devstoreaccount1 sets ");
  BOOST_TEST(
      place_of("sets", connection("BlobEndpoint=https://two.blob.core.windows.net/;SharedAccessSignature=sig=x")) ==
      "two https://two.blob.core.windows.net sets ");
  // The string comes first.
  BOOST_TEST(place_of("sets", {{"AZURE_STORAGE_ACCOUNT", "other"},
                               {"AZURE_STORAGE_CONNECTION_STRING", "AccountName=one;QueueEndpoint=x;"}}) ==
             "one https://one.blob.core.windows.net sets ");
}

BOOST_AUTO_TEST_CASE(what_is_no_place) {
  const Values account = {{"AZURE_STORAGE_ACCOUNT", "backups"}};
  for (const char* const place : {"", "/a", "ab", "Sets", "-sets/a", "se.ts", "no container"})
    BOOST_TEST(message_of(place, account).find("names no container") != std::string::npos, place);
  BOOST_TEST(message_of("sets", {}).find("Set AZURE_STORAGE_ACCOUNT") != std::string::npos);
  BOOST_TEST(message_of("sets", {{"AZURE_STORAGE_ACCOUNT", "example.org/"}}).find("no account's name") !=
             std::string::npos);
  for (const char* const text :
       {"hidden", "AccountKey=hidden", "=hidden", "AccountName=one;hidden",
        "AccountName=one;BlobEndpoint=ftp://x;AccountKey=hidden",
        "AccountName=one;BlobEndpoint=https://x?sig=hidden;AccountKey=hidden", "AccountName=a/b;AccountKey=hidden"}) {
    const std::string message = message_of("sets", connection(text));
    BOOST_TEST(message.find("CONNECTION_STRING") != std::string::npos, message);
    BOOST_TEST(message.find("hidden") == std::string::npos, message);
  }
}

BOOST_AUTO_TEST_CASE(what_it_is_authorised_with) {
  const auto given = [](Values values) {
    values.emplace("AZURE_STORAGE_ACCOUNT", "backups");
    const AccountSettings account = read_account(environment_of(values));
    return account.key + "|" + account.sas + "|" + account.source;
  };
  BOOST_TEST(given({{"AZURE_STORAGE_KEY", "k"}, {"AZURE_STORAGE_SAS_TOKEN", "s"}}) == "k||AZURE_STORAGE_KEY");
  BOOST_TEST(given({{"AZURE_STORAGE_SAS_TOKEN", "?sv=1&sig=s"}}) == "|sv=1&sig=s|AZURE_STORAGE_SAS_TOKEN");
  BOOST_TEST(given({{"AZURE_STORAGE_KEY", "k"},
                    {"AZURE_STORAGE_CONNECTION_STRING", "AccountName=one;SharedAccessSignature=sv=1&sig=a=="}}) ==
             "|sv=1&sig=a==|AZURE_STORAGE_CONNECTION_STRING");
  BOOST_TEST(given({{"AZURE_STORAGE_CONNECTION_STRING", "AccountName=one;AccountKey=k=="}}) ==
             "k==||AZURE_STORAGE_CONNECTION_STRING");
}

BOOST_AUTO_TEST_SUITE_END()
