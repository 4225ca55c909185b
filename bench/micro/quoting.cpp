// Quoting: every name and every value of a dump's SQL goes through it.
#include "pg/quote.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

void quote_identifier(benchmark::State& state, const std::string& name) {
  const pgdumpcore::pg::IdentifierQuoter quoter({"all", "order", "select", "table", "user"}, false);
  for (auto turn : state) {
    (void)turn;
    benchmark::DoNotOptimize(quoter(name));
  }
}

BENCHMARK_CAPTURE(quote_identifier, bare, "customer_addresses");
BENCHMARK_CAPTURE(quote_identifier, keyword, "order");
BENCHMARK_CAPTURE(quote_identifier, quoted, "Customer \"addresses\"");

void quote_literal(benchmark::State& state, const std::string& text) {
  for (auto turn : state) {
    (void)turn;
    benchmark::DoNotOptimize(pgdumpcore::pg::quote_literal(text));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(quote_literal, short_text, "it's a comment");
BENCHMARK_CAPTURE(quote_literal, long_text, std::string(4000, 'x') + "it's" + std::string(4000, '\\'));

void dollar_quote(benchmark::State& state) {
  const std::string body = "\nBEGIN\n  RETURN $1 + $2;\nEND\n" + std::string(2000, ' ');
  for (auto turn : state) {
    (void)turn;
    benchmark::DoNotOptimize(pgdumpcore::pg::dollar_quote(body));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

BENCHMARK(dollar_quote);

}  // namespace
