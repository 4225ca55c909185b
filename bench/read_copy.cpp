// The floor under every dump: takes the rows of COPY as libpq hands them out, and drops them.
#include <libpq-fe.h>

#include <cstdio>
#include <memory>

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

bool failed(PGconn* connection) {
  std::fprintf(stderr, "read_copy: %s", PQerrorMessage(connection));
  return false;
}

bool read_rows(PGconn* connection, const char* statement) {
  if (Result(PQexec(connection, statement), PQclear).get() == nullptr) return failed(connection);
  char* row = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(connection, &row, 0)) > 0) PQfreemem(row);
  if (size != -1) return failed(connection);
  const Result end(PQgetResult(connection), PQclear);
  if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) return failed(connection);
  while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: read_copy CONNINFO STATEMENT...\n", stderr);
    return 2;
  }
  const Connection connection(PQconnectdb(argv[1]), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return failed(connection.get()), 1;
  for (int index = 2; index < argc; ++index)
    if (!read_rows(connection.get(), argv[index])) return 1;
  return 0;
}
