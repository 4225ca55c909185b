// What a kind is given to render its objects with.
#pragma once

#include "catalog/statement.hpp"
#include "catalog/store.hpp"
#include "pg/quote.hpp"
#include "pg/server_version.hpp"

#include <pgdumpcore/options.hpp>

#include <functional>

namespace pgdumpcore::catalog {

// The server's own dialect.
struct Dialect {
  pg::ServerVersion server{};
  pg::IdentifierQuoter quote{};
  bool standard_conforming_strings = true;
  std::string encoding{};  // the client encoding the dump is in
  std::string database{};
};

class Renderer {
 public:
  using Emit = std::function<void(Statement&&)>;

  Renderer(const Store& store, const DumpOptions& options, const Dialect& dialect, Section section, Emit emit)
      : store_(store), options_(options), dialect_(dialect), section_(section), emit_(std::move(emit)) {}

  [[nodiscard]] const Store& store() const { return store_; }
  [[nodiscard]] const DumpOptions& options() const { return options_; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] int major() const { return dialect_.server.major(); }
  // The section the object's rank stands in.
  [[nodiscard]] Section section() const { return section_; }

  [[nodiscard]] std::string id(std::string_view name) const { return dialect_.quote(name); }
  [[nodiscard]] std::string qualified(const Object& object) const {
    return dialect_.quote.qualified(schema_name(object), object.name);
  }
  [[nodiscard]] std::string literal(std::string_view text) const {
    return pg::quote_literal(text, dialect_.standard_conforming_strings);
  }

  // A statement of the object's own: tag, schema, owner, section and dependencies filled from the object.
  [[nodiscard]] Statement statement(const Object& object, std::string description) const;
  void emit(Statement&& statement) { emit_(std::move(statement)); }

 private:
  const Store& store_;
  const DumpOptions& options_;
  const Dialect& dialect_;
  Section section_;
  Emit emit_;
};

}  // namespace pgdumpcore::catalog
