// A vector for a member that is empty in nearly all of very many objects. Test: tests/unit/rare_vector_test.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace pgdumpcore::base {

// While it is empty, it takes one pointer, where std::vector takes three.
template <class T>
class RareVector {
 public:
  RareVector() noexcept = default;
  RareVector(const RareVector& other) : elements_(copy(other)) {}
  RareVector(RareVector&& other) noexcept = default;
  RareVector& operator=(const RareVector& other) {
    elements_ = copy(other);
    return *this;
  }
  RareVector& operator=(RareVector&& other) noexcept = default;
  ~RareVector() = default;

  [[nodiscard]] bool empty() const noexcept { return elements_ == nullptr || elements_->empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return elements_ == nullptr ? 0 : elements_->size(); }
  [[nodiscard]] T* begin() noexcept { return elements_ == nullptr ? nullptr : elements_->data(); }
  [[nodiscard]] T* end() noexcept { return begin() + size(); }
  [[nodiscard]] const T* begin() const noexcept { return elements_ == nullptr ? nullptr : elements_->data(); }
  [[nodiscard]] const T* end() const noexcept { return begin() + size(); }
  [[nodiscard]] const T& front() const { return elements_->front(); }

  void push_back(T element) { made().push_back(std::move(element)); }
  T& emplace_back() { return made().emplace_back(); }

 private:
  static std::unique_ptr<std::vector<T>> copy(const RareVector& other) {
    return other.empty() ? nullptr : std::make_unique<std::vector<T>>(*other.elements_);
  }
  std::vector<T>& made() {
    if (elements_ == nullptr) elements_ = std::make_unique<std::vector<T>>();
    return *elements_;
  }

  std::unique_ptr<std::vector<T>> elements_{};
};

}  // namespace pgdumpcore::base
