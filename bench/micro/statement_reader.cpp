// Reading scripts: what a restore of a plain dump does to every byte before the server sees it.
#include "restore/statement_reader.hpp"

#include "io/source.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using pgdumpcore::restoring::ScriptItem;
using pgdumpcore::restoring::StatementReader;

void read_script(benchmark::State& state, const std::string& script) {
  for (auto turn : state) {
    (void)turn;
    StatementReader reader(pgdumpcore::io::memory_source(script));
    for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
      benchmark::DoNotOptimize(item);
      if (item.kind != ScriptItem::Kind::copy) continue;
      while (!reader.copy_data().empty()) continue;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(script.size()));
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

const std::string definition =
    "--\n-- Name: orders; Type: TABLE; Schema: public; Owner: shop\n--\n\n"
    "CREATE TABLE public.orders (\n    id bigint NOT NULL,\n    placed timestamp with time zone DEFAULT now() NOT "
    "NULL,\n"
    "    state text DEFAULT 'new'::text,\n    CONSTRAINT orders_state CHECK ((state = ANY (ARRAY['new'::text, "
    "'sent'::text])))\n"
    ");\n\n\nALTER TABLE public.orders OWNER TO shop;\n\n";
const std::string routine =
    "CREATE FUNCTION public.total(integer) RETURNS numeric\n    LANGUAGE sql STABLE\n    AS $_$\n"
    "  SELECT sum(price * amount) FROM order_lines WHERE order_id = $1; -- it's one\n$_$;\n\n";
const std::string insert =
    "INSERT INTO public.customers VALUES (4711, 'O''Hara', '12 Main Street; second floor', NULL);\n";
const std::string rows = "COPY public.orders (id, placed, state) FROM stdin;\n" +
                         repeated("4711\t2026-01-31 12:00:00.123456+00\tsent\n", 20000) + "\\.\n\n";

BENCHMARK_CAPTURE(read_script, definitions, repeated(definition, 1000));
BENCHMARK_CAPTURE(read_script, routines, repeated(routine, 1000));
BENCHMARK_CAPTURE(read_script, inserts, repeated(insert, 4000));
BENCHMARK_CAPTURE(read_script, copy_rows, rows);

}  // namespace
