// The servers that a connection may be made to: hosts and addresses, in libpq's order.
#pragma once

#include <string>
#include <vector>

namespace pgdumpcore::pg {

struct Host {
  std::string name{};
  std::string address{};  // empty: what the name resolves to
  std::string port{};

  friend bool operator==(const Host&, const Host&) = default;
};

// Those of libpq's parameters host, hostaddr and port, each a list with commas.
[[nodiscard]] std::vector<Host> split_hosts(const std::string& names, const std::string& addresses,
                                            const std::string& ports);

// Those that are left when one of them, at `address`, has not answered: a name with several addresses keeps the others.
//   resolve: the addresses of a name
[[nodiscard]] std::vector<Host> hosts_without(std::vector<Host> hosts, const Host& silent,
                                              std::vector<std::string> (*resolve)(const std::string& name));

// The addresses of a name, in numbers; none if it is a directory or cannot be resolved.
[[nodiscard]] std::vector<std::string> addresses_of(const std::string& name);

}  // namespace pgdumpcore::pg
