#include "storage/http/http.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/version.hpp>

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace pgdumpcore::storage {

namespace {

// libcurl's global initialisation is thread-safe only once it is done.
void initialise_curl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK)
    throw Error(Fault::internal, fmt::format("could not initialise libcurl: {}", curl_easy_strerror(code)));
}

class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list_); }

  void add(const std::string& line) {
    curl_slist* const longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list_ = longer;
  }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// What the callbacks of one request work on.
struct Transfer {
  HttpResponse& response;
  std::size_t largest_answer;
  const std::stop_token& stop;
  bool is_too_large = false;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* data) {
  Transfer& transfer = *static_cast<Transfer*>(data);
  const std::size_t length = size * count;
  transfer.is_too_large = transfer.response.body.size() + length > transfer.largest_answer;
  if (transfer.is_too_large) return 0;
  try {
    transfer.response.body.append(bytes, length);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return length;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* data) {
  Transfer& transfer = *static_cast<Transfer*>(data);
  const std::string_view line(bytes, size * count);
  const std::size_t colon = line.find(':');
  try {
    if (line.starts_with("HTTP/")) transfer.response.headers.clear();  // of an answer 100 before
    if (colon != std::string_view::npos && !line.starts_with("HTTP/")) {
      std::string name(line.substr(0, colon));
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      transfer.response.headers[name] = without_blanks(line.substr(colon + 1));
    }
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return line.size();
}

int ask_whether_to_stop(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(data)->stop.stop_requested() ? 1 : 0;
}

bool may_pass(CURLcode code) {
  constexpr std::array passing = {CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                                  CURLE_OPERATION_TIMEDOUT,    CURLE_SEND_ERROR,           CURLE_RECV_ERROR,
                                  CURLE_GOT_NOTHING,           CURLE_PARTIAL_FILE,         CURLE_SSL_CONNECT_ERROR,
                                  CURLE_SEND_FAIL_REWIND,      CURLE_WEIRD_SERVER_REPLY};
  return std::ranges::find(passing, code) != passing.end();
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK)
    throw Error(Fault::internal,
                fmt::format("libcurl refuses option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
}

void set_limits(CURL* handle, const HttpSettings& settings) {
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.stall_timeout.count()));
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
}

void set_protocol(CURL* handle, const HttpSettings& settings) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // What a proxy answers to CONNECT is not the answer.
  set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Signals are the program's.
  set(handle, CURLOPT_NOSIGNAL, 1L);
  if (!settings.ca_bundle.empty()) set(handle, CURLOPT_CAINFO, settings.ca_bundle.c_str());
  if (!settings.takes_proxy) set(handle, CURLOPT_PROXY, "");
}

void set_callbacks(CURL* handle, Transfer& transfer) {
  set(handle, CURLOPT_WRITEFUNCTION, &take_body);
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_HEADERFUNCTION, &take_header);
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_XFERINFOFUNCTION, &ask_whether_to_stop);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_NOPROGRESS, 0L);
}

void set_request(CURL* handle, const HttpRequest& request, HeaderList& headers) {
  set(handle, CURLOPT_URL, request.url.c_str());
  set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") set(handle, CURLOPT_NOBODY, 1L);
  if (request.method == "PUT" || request.method == "POST") {
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data()));
    set(handle, CURLOPT_UPLOAD_BUFFERSIZE, 512L << 10U);
    if (!request.headers.contains("content-type")) headers.add("Content-Type:");
  }
  set(handle, CURLOPT_BUFFERSIZE, 256L << 10U);
  for (const auto& [name, value] : request.headers) headers.add(fmt::format("{}: {}", name, value));
  // Else libcurl waits for an answer 100, and may use a connection again whose body was cut off after an answer 417.
  headers.add("Expect:");
  headers.add("Accept: */*");
  headers.add(fmt::format("User-Agent: pgdump/{}", version()));
  set(handle, CURLOPT_HTTPHEADER, headers.get());
}

}  // namespace

struct HttpClient::Handle {
  Handle() : curl(curl_easy_init()) {
    if (curl == nullptr) throw std::bad_alloc();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { curl_easy_cleanup(curl); }

  CURL* curl;
};

// A handle goes back to the others after a request: its connection serves the next one.
class HttpClient::Loan {
 public:
  explicit Loan(const HttpClient& client) : client_(client) {
    const std::lock_guard guard(client_.mutex_);
    if (client_.idle_.empty()) {
      handle_ = std::make_unique<Handle>();
      return;
    }
    handle_ = std::move(client_.idle_.back());
    client_.idle_.pop_back();
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  ~Loan() {
    curl_easy_reset(handle_->curl);
    const std::lock_guard guard(client_.mutex_);
    try {
      client_.idle_.push_back(std::move(handle_));
    } catch (const std::bad_alloc&) {
    }
  }
  [[nodiscard]] CURL* get() const { return handle_->curl; }

 private:
  const HttpClient& client_;
  std::unique_ptr<Handle> handle_{};
};

HttpClient::HttpClient(HttpSettings settings) : settings_(std::move(settings)) {
  initialise_curl();
}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::perform(const HttpRequest& request, const std::stop_token& stop) const {
  const Loan loan(*this);
  CURL* const handle = loan.get();
  HttpResponse response;
  Transfer transfer{.response = response, .largest_answer = request.largest_answer, .stop = stop};
  HeaderList headers;
  std::array<char, CURL_ERROR_SIZE> message{};
  set_limits(handle, settings_);
  set_protocol(handle, settings_);
  set_callbacks(handle, transfer);
  set_request(handle, request, headers);
  set(handle, CURLOPT_ERRORBUFFER, message.data());
  const CURLcode code = curl_easy_perform(handle);
  if (code == CURLE_ABORTED_BY_CALLBACK) throw Error(Fault::cancelled, "cancelled on request");
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return response;
  }
  response.body.clear();
  response.problem = transfer.is_too_large     ? "the answer is too large"
                     : message.front() != '\0' ? message.data()
                                               : curl_easy_strerror(code);
  response.may_pass = may_pass(code);
  return response;
}

}  // namespace pgdumpcore::storage
