// A whole program in C on the library: dumps the database that PGDATABASE names to the standard output.
#include <pgdumpcore.h>

#include <stdio.h>

int main(void) {
  const pgdumpcore_dump_options options = {.struct_size = sizeof options, .restrict_key = "install"};
  const pgdumpcore_target target = {.struct_size = sizeof target, .descriptor = 1};
  pgdumpcore_error* error = NULL;
  if (pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_OK) return 0;
  fprintf(stderr, "%s\n", pgdumpcore_error_message(error));
  pgdumpcore_error_free(error);
  return 1;
}
