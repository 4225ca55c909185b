// Services that give keys and tokens, on this machine, next to it, and elsewhere.
#pragma once

#include "storage/http/http.hpp"

#include <functional>
#include <map>
#include <stop_token>
#include <string>

namespace pgdumpcore::storage {

// Of services elsewhere.
[[nodiscard]] HttpSettings service_settings(const std::string& ca_bundle);
// Of what is next to this machine: no proxy, and no long wait.
[[nodiscard]] HttpSettings local_service_settings(const std::string& ca_bundle);

//   source: for messages, such as "the container's endpoint"
[[noreturn]] void fail_to_get_credentials(const std::string& source, const std::string& why);

// What a service answers with status 200; asked again a few times if it fails in passing. Throws Error (io) without.
//   explain: what another answer says, for the message; it must hold no key
[[nodiscard]] std::string ask_for_credentials(const HttpClient& client, const HttpRequest& request,
                                              const std::string& source,
                                              const std::function<std::string(const std::string& body)>& explain,
                                              const std::stop_token& stop);

// Of a file or an answer that should have no more.
[[nodiscard]] std::string first_line(const std::string& text);

// The members of a JSON object that are text or whole numbers, as text. Throws Error (io) if the answer is no object.
[[nodiscard]] std::map<std::string, std::string> json_members(const std::string& answer, const std::string& source);

}  // namespace pgdumpcore::storage
