#include "storage/store.hpp"

#include "io/random_access.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace pgdumpcore::storage {

namespace {

class ObjectsBelow final : public InputFiles {
 public:
  ObjectsBelow(std::shared_ptr<const Store> store, std::string key) : store_(std::move(store)), key_(std::move(key)) {}

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) override {
    return store_->open(key_ + "/" + name);
  }
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override {
    return store_->size(key_ + "/" + name);
  }
  [[nodiscard]] std::string name() const override { return fmt::format("directory \"{}\"", store_->describe(key_)); }
  [[nodiscard]] std::string describe(const std::string& name) const override {
    return fmt::format("file \"{}\"", store_->describe(key_ + "/" + name));
  }

 private:
  std::shared_ptr<const Store> store_;
  std::string key_;
};

}  // namespace

std::shared_ptr<const RandomAccess> open_existing(const Store& store, const std::string& key) {
  if (auto object = store.open(key)) return object;
  throw Error(Fault::io, fmt::format("could not open file \"{}\": {}", store.describe(key),
                                     std::generic_category().message(ENOENT)));
}

std::unique_ptr<io::Source> read(const Store& store, const std::string& key) {
  return io::whole_source(open_existing(store, key));
}

std::string read_text(const Store& store, const std::string& key, std::size_t limit) {
  const std::unique_ptr<io::Source> source = read(store, key);
  std::string text;
  std::array<std::byte, 65536> block{};
  while (const std::size_t length = source->read(block)) {
    text.append(reinterpret_cast<const char*>(block.data()), length);
    if (text.size() > limit)
      throw Error(Fault::data, fmt::format("\"{}\" is larger than {} bytes", store.describe(key), limit));
  }
  return text;
}

std::shared_ptr<InputFiles> files_below(std::shared_ptr<const Store> store, const std::string& key) {
  return std::make_shared<ObjectsBelow>(std::move(store), key);
}

}  // namespace pgdumpcore::storage
