// Exports one table into zstd files of a bounded size, through a sink of its own: export_table SCHEMA TABLE PREFIX SIZE
// writes PREFIX.000, PREFIX.001 and so on, each of at most SIZE bytes. `cat PREFIX.* | zstd -d` is what COPY reads. The
// connection comes from libpq's environment variables; Ctrl-C ends it, and what was written then goes.
//
// cc export_table.c -o export_table $(pkg-config --cflags --libs pgdumpcore)
#include <pgdumpcore.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static pgdumpcore_cancel_token* token = NULL;

static void on_interrupt(int number) {
  (void)number;
  pgdumpcore_cancel_token_request(token);
}

typedef struct Chunks {
  const char* prefix;
  size_t most;  // Bytes for a file.
  size_t room;  // Bytes that are left in the one that is open.
  int files;    // Files that were begun.
  FILE* file;
} Chunks;

static const char* name_of(const Chunks* chunks, int number) {
  static char name[4096];
  snprintf(name, sizeof name, "%s.%03d", chunks->prefix, number);
  return name;
}

static int close_chunk(Chunks* chunks) {
  FILE* file = chunks->file;
  chunks->file = NULL;
  return file == NULL || fclose(file) == 0 ? 0 : errno;
}

// Returns an errno, or 0.
static int open_chunk(Chunks* chunks) {
  const int failed = close_chunk(chunks);
  if (failed != 0) return failed;
  chunks->file = fopen(name_of(chunks, chunks->files), "wbx");
  if (chunks->file == NULL) return errno;
  ++chunks->files;
  chunks->room = chunks->most;
  return 0;
}

static int take(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure) {
  Chunks* chunks = user_data;
  const char* next = bytes;
  while (size > 0) {
    int failed = chunks->room == 0 ? open_chunk(chunks) : 0;
    const size_t part = size < chunks->room ? size : chunks->room;
    if (failed == 0 && fwrite(next, 1, part, chunks->file) != part) failed = errno;
    if (failed != 0) {
      char message[4200];
      snprintf(message, sizeof message, "%s: %s", chunks->prefix, strerror(failed));
      pgdumpcore_failure_set(failure, failed, message);
      return 1;
    }
    next += part;
    size -= part;
    chunks->room -= part;
  }
  return 0;
}

static int finish(void* user_data, pgdumpcore_failure* failure) {
  (void)failure;
  return close_chunk(user_data);
}

int main(int count, char** words) {
  if (count != 5 || atol(words[4]) <= 0) {
    fprintf(stderr, "usage: export_table SCHEMA TABLE PREFIX SIZE\n");
    return 2;
  }
  Chunks chunks = {.prefix = words[3], .most = (size_t)atol(words[4])};
  const pgdumpcore_copy_options options = {
      .struct_size = sizeof options, .schema = words[1], .table = words[2], .compression = "zstd", .jobs = 2};
  const pgdumpcore_target target = {
      .struct_size = sizeof target, .write = take, .finish = finish, .user_data = &chunks};
  pgdumpcore_copy_summary* summary = NULL;
  pgdumpcore_error* error = NULL;
  pgdumpcore_status status = pgdumpcore_cancel_token_new(&token, &error);
  if (status == PGDUMPCORE_OK) {
    signal(SIGINT, on_interrupt);
    status = pgdumpcore_copy(NULL, &options, &target, NULL, token, &summary, &error);
    signal(SIGINT, SIG_DFL);
  }
  if (status == PGDUMPCORE_OK) {
    printf("%llu rows in %d files\n", (unsigned long long)summary->rows, chunks.files);
  } else {
    fprintf(stderr, "%s\n", pgdumpcore_error_message(error));
    close_chunk(&chunks);
    while (chunks.files > 0) remove(name_of(&chunks, --chunks.files));
  }
  pgdumpcore_copy_summary_free(summary);
  pgdumpcore_error_free(error);
  pgdumpcore_cancel_token_free(token);
  return status == PGDUMPCORE_OK ? 0 : 1;
}
