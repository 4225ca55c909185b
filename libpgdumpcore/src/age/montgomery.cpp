// From a point of Ed25519 to one of X25519 (RFC 7748, section 4.1): u = (1 + y) / (1 - y). The points are public, so
// that the time it takes says nothing.
#include "age/ssh_recipient.hpp"

#include <openssl/bn.h>

#include <algorithm>

namespace pgdumpcore::age {
namespace {

struct FreeField {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using Element = std::unique_ptr<BIGNUM, FreeField>;

// Numbers modulo 2^255 - 19.
class Field {
 public:
  Field() : context_(BN_CTX_new()), prime_(BN_new()) {
    require_crypto(context_ && prime_ && BN_set_bit(prime_.get(), 255) == 1 && BN_sub_word(prime_.get(), 19) == 1,
                   "use large numbers");
  }

  [[nodiscard]] Element small(unsigned long value) const {
    Element result(BN_new());
    require_crypto(result && BN_set_word(result.get(), value) == 1, "use large numbers");
    return result;
  }
  [[nodiscard]] Element sum(const Element& a, const Element& b) const { return with(BN_mod_add, a, b); }
  [[nodiscard]] Element difference(const Element& a, const Element& b) const { return with(BN_mod_sub, a, b); }
  [[nodiscard]] Element product(const Element& a, const Element& b) const { return with(BN_mod_mul, a, b); }
  // nullptr: by zero.
  [[nodiscard]] Element quotient(const Element& a, const Element& b) const {
    const Element inverse(BN_mod_inverse(nullptr, b.get(), prime_.get(), context_.get()));
    return inverse ? product(a, inverse) : nullptr;
  }
  [[nodiscard]] bool is_square(const Element& a) const {
    return BN_is_zero(a.get()) == 1 || BN_kronecker(a.get(), prime_.get(), context_.get()) == 1;
  }
  [[nodiscard]] bool has(const Element& a) const { return BN_cmp(a.get(), prime_.get()) < 0; }

 private:
  using Operation = int (*)(BIGNUM*, const BIGNUM*, const BIGNUM*, const BIGNUM*, BN_CTX*);
  [[nodiscard]] Element with(Operation operation, const Element& a, const Element& b) const {
    Element result(BN_new());
    require_crypto(result && operation(result.get(), a.get(), b.get(), prime_.get(), context_.get()) == 1,
                   "use large numbers");
    return result;
  }

  std::unique_ptr<BN_CTX, FreeField> context_;
  Element prime_;
};

// Whether there is an x with -x² + y² = 1 + dx²y².
bool is_on_curve(const Field& field, const Element& y_squared) {
  const Element one = field.small(1);
  const Element minus_d = field.quotient(field.small(121665), field.small(121666));
  const Element below = field.difference(one, field.product(minus_d, y_squared));
  const Element x_squared = field.quotient(field.difference(y_squared, one), below);
  return x_squared && field.is_square(x_squared);
}

}  // namespace

std::optional<Hash> montgomery_point(Bytes edwards_point) {
  const Field field;
  Hash octets{};
  std::copy_n(edwards_point.begin(), octets.size(), octets.begin());
  octets.back() &= std::byte{0x7f};  // the sign of x
  const Element y(
      BN_lebin2bn(reinterpret_cast<const unsigned char*>(octets.data()), static_cast<int>(octets.size()), nullptr));
  require_crypto(y != nullptr, "use large numbers");
  if (!field.has(y) || !is_on_curve(field, field.product(y, y))) return std::nullopt;
  const Element one = field.small(1);
  const Element u = field.quotient(field.sum(one, y), field.difference(one, y));
  if (!u) return std::nullopt;
  require_crypto(BN_bn2lebinpad(u.get(), reinterpret_cast<unsigned char*>(octets.data()),
                                static_cast<int>(octets.size())) == static_cast<int>(octets.size()),
                 "use large numbers");
  return octets;
}

}  // namespace pgdumpcore::age
