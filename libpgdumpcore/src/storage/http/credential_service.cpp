#include "storage/http/credential_service.hpp"

#include "storage/http/patience.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace pgdumpcore::storage {

namespace {

constexpr int credential_tries = 3;
constexpr std::chrono::milliseconds longest_credential_wait{600};

}  // namespace

HttpSettings service_settings(const std::string& ca_bundle) {
  return {.ca_bundle = ca_bundle, .stall_timeout = std::chrono::seconds(20)};
}

HttpSettings local_service_settings(const std::string& ca_bundle) {
  return {.ca_bundle = ca_bundle,
          .connect_timeout = std::chrono::milliseconds(2000),
          .stall_timeout = std::chrono::seconds(5),
          .takes_proxy = false};
}

void fail_to_get_credentials(const std::string& source, const std::string& why) {
  throw Error(Fault::io, fmt::format("could not get credentials from {}: {}", source, why));
}

std::string ask_for_credentials(const HttpClient& client, const HttpRequest& request, const std::string& source,
                                const std::function<std::string(const std::string& body)>& explain,
                                const std::stop_token& stop) {
  HttpResponse response;
  for (int attempt = 1; attempt <= credential_tries; ++attempt) {
    response = client.perform(request, stop);
    if (response.status == 200) return std::move(response.body);
    if (!response.may_pass && response.status < 500 && response.status != 429) break;
    if (attempt < credential_tries && !wait_before_retry(attempt, longest_credential_wait, stop))
      throw Error(Fault::cancelled, "cancelled on request");
  }
  if (response.status == 0) fail_to_get_credentials(source, response.problem);
  const std::string explanation = explain(response.body);
  fail_to_get_credentials(source,
                          fmt::format("status {}{}{}", response.status, explanation.empty() ? "" : ", ", explanation));
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

std::map<std::string, std::string> json_members(const std::string& answer, const std::string& source) {
  const auto document = nlohmann::json::parse(answer, nullptr, false);
  if (!document.is_object()) fail_to_get_credentials(source, "the answer is no JSON object");
  std::map<std::string, std::string> members;
  for (const auto& [name, value] : document.items()) {
    if (value.is_string()) members[name] = value.get<std::string>();
    if (value.is_number_integer()) members[name] = value.dump();
  }
  return members;
}

}  // namespace pgdumpcore::storage
