// Reads an archive (its path is the argument) again and again, or without one dumps the database that PG* name, each
// time with more allocations that succeed, for tests/bindings/c_interface: whichever fails, the call has to say so.
#include <pgdumpcore.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

// glibc's own, under which malloc() may be replaced.
void* __libc_malloc(size_t size);

// A dump compresses on a thread of its own.
static atomic_bool counting = false;
static atomic_long left = 0;

// operator new asks malloc(), and so does the interface itself.
void* malloc(size_t size) {
  if (counting && left-- <= 0) return NULL;
  return __libc_malloc(size);
}

static int sink(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure) {
  (void)bytes, (void)failure;
  *(size_t*)user_data += size;
  return 0;
}

static pgdumpcore_status read_archive(const char* path, size_t* bytes, pgdumpcore_error** error) {
  const pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  const pgdumpcore_target target = {.struct_size = sizeof target, .write = sink, .user_data = bytes};
  pgdumpcore_archive* archive = NULL;
  pgdumpcore_status status = pgdumpcore_archive_open(&source, &archive, error);
  char* text = NULL;
  if (status == PGDUMPCORE_OK) status = pgdumpcore_archive_listing(archive, &text, error);
  for (size_t i = 0; status == PGDUMPCORE_OK && i < pgdumpcore_archive_entry_count(archive); ++i) {
    const pgdumpcore_archive_entry* entry = pgdumpcore_archive_get_entry(archive, i);
    if (entry->has_data && !entry->has_large_objects) status = pgdumpcore_archive_read_data(archive, i, &target, error);
  }
  pgdumpcore_text_free(text);
  pgdumpcore_archive_close(archive);
  return status;
}

static int archive_without_memory(const char* path) {
  for (long allowed = 0; allowed < 1000000; ++allowed) {
    size_t bytes = 0;
    pgdumpcore_error* error = NULL;
    left = allowed;
    counting = true;
    const pgdumpcore_status status = read_archive(path, &bytes, &error);
    counting = false;
    if (status == PGDUMPCORE_OK) {
      printf("archive: %zu bytes after %ld failures\n", bytes, allowed);
      return allowed > 100 && bytes > 0 ? 0 : 1;
    }
    if (status != PGDUMPCORE_NO_MEMORY || pgdumpcore_error_status(error) != status) {
      fprintf(stderr, "allocation %ld: %s: %s\n", allowed, pgdumpcore_status_name(status),
              pgdumpcore_error_message(error));
      return 1;
    }
    pgdumpcore_error_free(error);
  }
  return 1;
}

// libpq reports want of memory as it reports everything, so all that is asked here is that the call fails and returns.
static int dump_without_memory(void) {
  long tries = 0;
  for (long allowed = 0; allowed < 1000000; allowed += allowed / 8 + 1, ++tries) {
    size_t bytes = 0;
    const pgdumpcore_target target = {.struct_size = sizeof target, .write = sink, .user_data = &bytes};
    const pgdumpcore_dump_options options = {
        .struct_size = sizeof options, .format = PGDUMPCORE_FORMAT_CUSTOM, .compression = "zstd"};
    pgdumpcore_error* error = NULL;
    left = allowed;
    counting = true;
    const pgdumpcore_status status = pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error);
    counting = false;
    const bool told = pgdumpcore_error_status(error) == status && (error == NULL) == (status == PGDUMPCORE_OK);
    pgdumpcore_error_free(error);
    if (!told) return 1;
    if (status == PGDUMPCORE_OK) {
      printf("dump: %zu bytes after %ld failures\n", bytes, tries);
      return tries > 20 && bytes > 0 ? 0 : 1;
    }
  }
  return 1;
}

int main(int count, char** words) {
  return count == 2 ? archive_without_memory(words[1]) : dump_without_memory();
}
