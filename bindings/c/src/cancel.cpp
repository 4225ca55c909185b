#include "cancel.hpp"

#include "arguments.hpp"
#include "boundary.hpp"

#include <cerrno>
#include <csignal>

namespace {

/// Signals are for the program's own threads; one that starts meanwhile has them blocked.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    ::sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  ::sigset_t before_{};
};

}  // namespace

pgdumpcore_cancel_token::pgdumpcore_cancel_token() {
  ::sem_init(&wake_, 0, 0);
  const SignalsBlocked blocked;
  waiting_ = std::thread([this] { wait_for_requests(); });
}

pgdumpcore_cancel_token::~pgdumpcore_cancel_token() {
  ending_ = true;
  ::sem_post(&wake_);
  waiting_.join();
  ::sem_destroy(&wake_);
}

void pgdumpcore_cancel_token::request() noexcept {
  const int before = errno;
  if (!requested_.exchange(true)) ::sem_post(&wake_);
  errno = before;
}

std::stop_token pgdumpcore_cancel_token::stop_token() {
  // A call that begins after a request must not begin before the thread has heard of it.
  if (requested_) source_.request_stop();
  return source_.get_token();
}

void pgdumpcore_cancel_token::wait_for_requests() {
  while (!ending_) {
    while (::sem_wait(&wake_) != 0) continue;
    if (requested_) source_.request_stop();
  }
}

pgdumpcore_status pgdumpcore_cancel_token_new(pgdumpcore_cancel_token** token, pgdumpcore_error** error) {
  if (token != nullptr) *token = nullptr;
  return c_binding::guarded(error, [&](c_binding::Call&) {
    c_binding::required(token, "token");
    *token = new pgdumpcore_cancel_token;
  });
}

void pgdumpcore_cancel_token_request(pgdumpcore_cancel_token* token) {
  if (token != nullptr) token->request();
}

int pgdumpcore_cancel_token_requested(const pgdumpcore_cancel_token* token) {
  return token != nullptr && token->requested() ? 1 : 0;
}

void pgdumpcore_cancel_token_free(pgdumpcore_cancel_token* token) {
  delete token;
}
