// An HTTP server for tests: a function answers each request, one after the other.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace http_stub {

struct Request {
  std::string method{};
  std::string path{};
  std::map<std::string, std::string> headers{};  // names in lower case
  std::string body{};
};

// An empty one: the connection is closed without an answer.
struct Response {
  int status = 200;
  std::string body{};
  std::vector<std::string> headers{};
  bool is_lost = false;
};

using Handler = std::function<Response(const Request&)>;

class Server {
 public:
  explicit Server(Handler handler) : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &size) != 0)
      throw std::runtime_error("no socket to listen on");
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::vector<Request> requests() const {
    const std::lock_guard guard(mutex_);
    return requests_;
  }

 private:
  void serve() {
    while (true) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      answer(connection);
      ::close(connection);
    }
  }

  void answer(int connection) {
    std::string text;
    Request request;
    while (text.find("\r\n\r\n") == std::string::npos)
      if (!receive(connection, text)) return;
    const std::size_t head = text.find("\r\n\r\n") + 4;
    parse_head(text.substr(0, head), request);
    const std::size_t length = request.headers.contains("content-length")
                                   ? static_cast<std::size_t>(std::stoul(request.headers["content-length"]))
                                   : 0;
    while (text.size() < head + length)
      if (!receive(connection, text)) return;
    request.body = text.substr(head);
    {
      const std::lock_guard guard(mutex_);
      requests_.push_back(request);
    }
    const Response response = handler_(request);
    if (response.is_lost) return;
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " X\r\nConnection: close\r\n";
    for (const std::string& header : response.headers) out += header + "\r\n";
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
    static_cast<void>(::send(connection, out.data(), out.size(), MSG_NOSIGNAL));
  }

  static bool receive(int connection, std::string& text) {
    char block[65536];
    const ::ssize_t size = ::recv(connection, block, sizeof block, 0);
    if (size <= 0) return false;
    text.append(block, static_cast<std::size_t>(size));
    return true;
  }

  static void parse_head(const std::string& head, Request& request) {
    request.method = head.substr(0, head.find(' '));
    const std::size_t path = request.method.size() + 1;
    request.path = head.substr(path, head.find(' ', path) - path);
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
      const std::size_t end = head.find("\r\n", at);
      const std::size_t colon = head.find(": ", at);
      if (colon < end) {
        std::string name = head.substr(at, colon - at);
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        request.headers[name] = head.substr(colon + 2, end - colon - 2);
      }
      at = end + 2;
    }
  }

  Handler handler_;
  int listener_;
  int port_ = 0;
  mutable std::mutex mutex_{};
  std::vector<Request> requests_{};
  std::jthread thread_{};
};

}  // namespace http_stub
