#include "age/secret.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <new>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace pgdumpcore::age {
namespace {

std::size_t whole_pages(std::size_t size) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (std::max<std::size_t>(size, 1) + page - 1) / page * page;
}

}  // namespace

Secret::Secret(std::size_t size) : size_(size), mapped_(whole_pages(size)) {
  void* const pages = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(pages);
  // Neither is vital: a kernel or a limit that refuses one must not refuse a backup.
  (void)::madvise(pages, mapped_, MADV_DONTDUMP);
  (void)::mlock(pages, mapped_);
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

Secret::~Secret() {
  if (data_ == nullptr) return;
  wipe(bytes());
  (void)::munmap(data_, mapped_);
}

Secret Secret::copy_of(std::span<const std::byte> bytes) {
  Secret copy(bytes.size());
  std::copy(bytes.begin(), bytes.end(), copy.bytes().begin());
  return copy;
}

void wipe(std::span<std::byte> bytes) noexcept {
  if (!bytes.empty()) OPENSSL_cleanse(bytes.data(), bytes.size());
}

}  // namespace pgdumpcore::age
