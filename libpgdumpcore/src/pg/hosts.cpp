#include "pg/hosts.hpp"

#include <algorithm>
#include <cstddef>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pgdumpcore::pg {

namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  if (list.empty()) return items;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    items.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return items;
}

// One port stands for all hosts.
std::string item(const std::vector<std::string>& items, std::size_t place, bool one_for_all) {
  if (place < items.size()) return items[place];
  return one_for_all && !items.empty() ? items.front() : std::string();
}

}  // namespace

std::vector<Host> split_hosts(const std::string& names, const std::string& addresses, const std::string& ports) {
  const std::vector<std::string> all_names = split(names), all_addresses = split(addresses), all_ports = split(ports);
  std::vector<Host> hosts;
  for (std::size_t i = 0; i < std::max(all_names.size(), all_addresses.size()); ++i)
    hosts.push_back({item(all_names, i, false), item(all_addresses, i, false), item(all_ports, i, true)});
  return hosts;
}

std::vector<Host> hosts_without(std::vector<Host> hosts, const Host& silent,
                                std::vector<std::string> (*resolve)(const std::string& name)) {
  const auto is_silent = [&](const Host& host) {
    const bool same_host = host.address.empty() ? host.name == silent.name : host.address == silent.address;
    return same_host && (host.port.empty() || host.port == silent.port);
  };
  const auto found = std::ranges::find_if(hosts, is_silent);
  if (found == hosts.end()) return {};
  const Host host = *found;
  auto place = hosts.erase(found);
  if (!host.address.empty()) return hosts;
  for (const std::string& address : resolve(host.name))
    if (address != silent.address) place = hosts.insert(place, {host.name, address, host.port}) + 1;
  return hosts;
}

std::vector<std::string> addresses_of(const std::string& name) {
  std::vector<std::string> addresses;
  if (name.empty() || name.starts_with('/') || name.starts_with('@')) return addresses;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &wanted, &first) != 0) return addresses;
  for (const addrinfo* entry = first; entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text);
  }
  ::freeaddrinfo(first);
  return addresses;
}

}  // namespace pgdumpcore::pg
