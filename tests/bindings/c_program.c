// What a C program does with the library, for tests/bindings/c_interface. The connection comes from the PG* variables.
#include <pgdumpcore.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int failures = 0;

#define CHECK(condition) check((condition) != 0, #condition, __LINE__)

static void check(int holds, const char* what, int line) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "line %d: this does not hold: %s\n", line, what);
}

static int contains(const char* text, const char* part) {
  return strstr(text, part) != NULL;
}

// Prints what a call failed with, which may be nothing, and frees it.
static int ended(pgdumpcore_status status, pgdumpcore_error* error) {
  CHECK(status == pgdumpcore_error_status(error));
  if (status != PGDUMPCORE_OK)
    fprintf(stderr, "%s [%s] [%s] [%d]: %s\n", pgdumpcore_status_name(status), pgdumpcore_error_sqlstate(error),
            pgdumpcore_error_object(error), pgdumpcore_error_system_code(error), pgdumpcore_error_message(error));
  pgdumpcore_error_free(error);
  return status == PGDUMPCORE_OK && failures == 0 ? 0 : 1;
}

// Frees an error after looking whether it is the one that was expected.
static void expect(pgdumpcore_status status, pgdumpcore_error* error, pgdumpcore_status expected, const char* message) {
  if (status != expected || !contains(pgdumpcore_error_message(error), message)) {
    ++failures;
    fprintf(stderr, "expected %s with \"%s\", not %s with \"%s\"\n", pgdumpcore_status_name(expected), message,
            pgdumpcore_status_name(status), pgdumpcore_error_message(error));
  }
  CHECK(pgdumpcore_error_status(error) == status);
  pgdumpcore_error_free(error);
}

// The call first, then what it left in `error`.
#define EXPECT(call, expected, message)               \
  do {                                                \
    const pgdumpcore_status status_of_call = (call);  \
    expect(status_of_call, error, expected, message); \
  } while (0)

// --- sinks

typedef struct Output {
  FILE* file;
  size_t bytes;
  size_t space;  // 0: no end
  int finished;
  atomic_int begun;
} Output;

static int write_output(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure) {
  (void)failure;
  Output* output = user_data;
  output->bytes += size;
  if (output->space != 0 && output->bytes > output->space) return ENOSPC;
  if (output->file != NULL && fwrite(bytes, 1, size, output->file) != size) return errno;
  output->begun = 1;
  return 0;
}

static int finish_output(void* user_data, pgdumpcore_failure* failure) {
  (void)failure;
  Output* output = user_data;
  ++output->finished;
  return output->file != NULL && fflush(output->file) != 0 ? errno : 0;
}

static pgdumpcore_target target_of(Output* output) {
  pgdumpcore_target target;
  PGDUMPCORE_INIT(&target);
  target.write = write_output;
  target.finish = finish_output;
  target.user_data = output;
  return target;
}

// --- dumping

static pgdumpcore_dump_options dump_options(int format) {
  pgdumpcore_dump_options options;
  PGDUMPCORE_INIT(&options);
  options.format = format;
  options.restrict_key = "binding";
  return options;
}

static int dump_to_stdout(const char* jobs) {
  Output output = {.file = stdout};
  const pgdumpcore_target target = target_of(&output);
  pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_PLAIN);
  options.jobs = atoi(jobs);
  pgdumpcore_dump_summary* summary = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_dump(NULL, &options, &target, NULL, NULL, &summary, &error);
  CHECK(output.finished == 1);
  CHECK(summary != NULL && summary->table_count == 2 && summary->bytes_read > 2000);
  CHECK(summary != NULL && summary->bytes_written == output.bytes);
  for (size_t i = 0; summary != NULL && i < summary->table_count; ++i)
    fprintf(stderr, "%s.%s: %llu rows\n", summary->tables[i]->schema, summary->tables[i]->name,
            (unsigned long long)summary->tables[i]->rows);
  pgdumpcore_dump_summary_free(summary);
  return ended(status, error);
}

static int dump_to_path(const char* format, const char* path) {
  const pgdumpcore_dump_options options = dump_options(atoi(format));
  const pgdumpcore_target target = {.struct_size = sizeof target, .path = path};
  pgdumpcore_error* error = NULL;
  return ended(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), error);
}

static int dump_to_a_full_disk(const char* jobs) {
  Output output = {.space = 500000};
  const pgdumpcore_target target = target_of(&output);
  pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_CUSTOM);
  options.compression = "none";
  options.jobs = atoi(jobs);
  pgdumpcore_dump_summary* summary = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_dump(NULL, &options, &target, NULL, NULL, &summary, &error);
  CHECK(status == PGDUMPCORE_IO);
  CHECK(pgdumpcore_error_system_code(error) == ENOSPC);
  CHECK(contains(pgdumpcore_error_message(error), "No space left on device"));
  CHECK(output.finished == 0);
  CHECK(summary == NULL);
  pgdumpcore_error_free(error);
  return failures != 0;
}

// --- cancelling

typedef struct Canceller {
  Output output;
  pgdumpcore_cancel_token* token;
  int by_signal;
} Canceller;

static pgdumpcore_cancel_token* signalled_token = NULL;

static void on_signal(int number) {
  (void)number;
  pgdumpcore_cancel_token_request(signalled_token);
}

static void* cancel_when_begun(void* argument) {
  Canceller* canceller = argument;
  while (!canceller->output.begun) sched_yield();
  if (canceller->by_signal)
    raise(SIGUSR1);
  else
    pgdumpcore_cancel_token_request(canceller->token);
  return NULL;
}

// The sink waits until the request was made, so the dump cannot be over before.
static int write_and_wait(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure) {
  Canceller* canceller = user_data;
  const int code = write_output(&canceller->output, bytes, size, failure);
  while (!pgdumpcore_cancel_token_requested(canceller->token)) sched_yield();
  return code;
}

static int cancel_a_dump(const char* jobs, int by_signal) {
  Canceller canceller = {.by_signal = by_signal};
  CHECK(pgdumpcore_cancel_token_new(&canceller.token, NULL) == PGDUMPCORE_OK);
  signalled_token = canceller.token;
  signal(SIGUSR1, on_signal);
  pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_PLAIN);
  options.jobs = atoi(jobs);
  pgdumpcore_target target;
  PGDUMPCORE_INIT(&target);
  target.write = write_and_wait;
  target.user_data = &canceller;
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, cancel_when_begun, &canceller) == 0);
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_dump(NULL, &options, &target, NULL, canceller.token, NULL, &error);
  pthread_join(thread, NULL);
  expect(status, error, PGDUMPCORE_CANCELLED, "cancel");
  // A token that was requested stays so.
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, canceller.token, NULL, &error), PGDUMPCORE_CANCELLED, "cancel");
  pgdumpcore_cancel_token_free(canceller.token);
  return failures != 0;
}

// --- restoring

static int told_of_error(void* user_data, const pgdumpcore_error* error) {
  ++*(int*)user_data;
  fprintf(stderr, "refused [%s]: %s\n", pgdumpcore_error_sqlstate(error), pgdumpcore_error_message(error));
  return 0;
}

static int restore(const char* path, const char* database) {
  const pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  const pgdumpcore_connect_options connect = {.struct_size = sizeof connect, .dbname = database};
  int told = 0;
  pgdumpcore_callbacks callbacks;
  PGDUMPCORE_INIT(&callbacks);
  callbacks.user_data = &told;
  callbacks.on_error = told_of_error;
  pgdumpcore_restore_summary* summary = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_restore(&source, &connect, NULL, &callbacks, NULL, &summary, &error);
  CHECK(summary != NULL && summary->errors == (uint64_t)told);
  CHECK((status == PGDUMPCORE_INCOMPLETE) == (told != 0));
  if (summary != NULL)
    printf("%s: %llu tables, %llu rows, %llu errors\n", summary->database, (unsigned long long)summary->tables,
           (unsigned long long)summary->rows, (unsigned long long)summary->errors);
  pgdumpcore_restore_summary_free(summary);
  return ended(status, error);
}

static int script(const char* path) {
  const pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  const pgdumpcore_restore_options options = {.struct_size = sizeof options, .restrict_key = "binding"};
  Output output = {.file = stdout};
  const pgdumpcore_target target = target_of(&output);
  pgdumpcore_error* error = NULL;
  return ended(pgdumpcore_restore_to_script(&source, &target, &options, NULL, NULL, NULL, &error), error);
}

static int list(const char* path) {
  const pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  char* text = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_restore_list(&source, NULL, &text, &error);
  if (text != NULL) fputs(text, stdout);
  pgdumpcore_text_free(text);
  return ended(status, error);
}

// --- encryption

// An archive that is encrypted, and listed with the identity; without it, or with a mistyped recipient, there is an
// error.
static int encrypted(const char* recipient, const char* identity, const char* path) {
  const char* const keys[] = {recipient, NULL};
  const char* const wrong[] = {"age1mistyped", NULL};
  const char* const files[] = {identity, NULL};
  pgdumpcore_recipients recipients = {.struct_size = sizeof recipients, .keys = wrong};
  const pgdumpcore_identities identities = {.struct_size = sizeof identities, .files = files};
  const pgdumpcore_target target = {.struct_size = sizeof target, .path = path, .recipients = &recipients};
  pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  const pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_CUSTOM);
  pgdumpcore_error* error = NULL;
  CHECK(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_USAGE);
  CHECK(contains(pgdumpcore_error_message(error), "its checksum is wrong"));
  pgdumpcore_error_free(error);
  recipients.keys = NULL;
  CHECK(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_USAGE);
  CHECK(contains(pgdumpcore_error_message(error), "there is none"));
  pgdumpcore_error_free(error);
  recipients.keys = keys;
  error = NULL;
  CHECK(ended(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), error) == 0);

  char* text = NULL;
  CHECK(pgdumpcore_restore_list(&source, NULL, &text, &error) == PGDUMPCORE_USAGE);
  CHECK(text == NULL && contains(pgdumpcore_error_message(error), "no identity is given"));
  pgdumpcore_error_free(error);
  source.identities = &identities;
  error = NULL;
  const pgdumpcore_status status = pgdumpcore_restore_list(&source, NULL, &text, &error);
  if (text != NULL) fputs(text, stdout);
  pgdumpcore_text_free(text);
  return ended(status, error) != 0 || failures != 0;
}

// --- catalogs

static pgdumpcore_catalog* catalog_of(const char* database) {
  const pgdumpcore_connect_options connect = {.struct_size = sizeof connect, .dbname = database};
  const pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_PLAIN);
  pgdumpcore_catalog* catalog = NULL;
  pgdumpcore_error* error = NULL;
  ended(pgdumpcore_catalog_read(&connect, &options, NULL, NULL, &catalog, &error), error);
  return catalog;
}

static int has_object(const pgdumpcore_catalog_object* const* objects, size_t count,
                      const pgdumpcore_catalog_object* object) {
  for (size_t i = 0; i < count; ++i)
    if (objects[i] == object) return 1;
  return 0;
}

// Prints the script of the database's objects after looking whether they hold together.
static int catalog(const char* database) {
  pgdumpcore_catalog* found = catalog_of(database);
  const pgdumpcore_catalog_facts* facts = pgdumpcore_catalog_get_facts(found);
  CHECK(facts != NULL && strcmp(facts->database, database) == 0 && strcmp(facts->encoding, "UTF8") == 0);
  const size_t count = pgdumpcore_catalog_object_count(found);
  CHECK(count > 5);
  for (size_t i = 0; i < count; ++i) {
    const pgdumpcore_catalog_object* object = pgdumpcore_catalog_get_object(found, i);
    CHECK(object->position == i);
    CHECK(pgdumpcore_catalog_find(found, object->kind, object->schema, object->name) == object);
    for (size_t k = 0; k < object->dependency_count; ++k) {
      const pgdumpcore_catalog_object* needed = object->dependencies[k];
      CHECK(needed->position < i && has_object(needed->dependents, needed->dependent_count, object));
    }
    char* text = NULL;
    CHECK(pgdumpcore_catalog_object_ddl(found, i, &text, NULL) == PGDUMPCORE_OK);
    CHECK(text != NULL && contains(text, object->create_statements));
    pgdumpcore_text_free(text);
  }
  size_t of_kinds = 0;
  for (size_t i = 0; i < pgdumpcore_catalog_kind_count(found); ++i) {
    const pgdumpcore_catalog_kind* kind = pgdumpcore_catalog_get_kind(found, i);
    of_kinds += kind->object_count;
    for (size_t k = 0; k < kind->object_count; ++k) CHECK(strcmp(kind->objects[k]->kind, kind->name) == 0);
  }
  CHECK(of_kinds == count);
  const pgdumpcore_catalog_object* schema = pgdumpcore_catalog_find(found, "SCHEMA", NULL, "stock");
  CHECK(schema != NULL && schema->dependent_count > 0);
  CHECK(pgdumpcore_catalog_get_object(found, count) == NULL);
  CHECK(pgdumpcore_catalog_find(found, "TABLE", "stock", "none") == NULL);
  pgdumpcore_error* error = NULL;
  char* text = NULL;
  EXPECT(pgdumpcore_catalog_object_ddl(found, count, &text, &error), PGDUMPCORE_USAGE, "none at");
  const pgdumpcore_status status = pgdumpcore_catalog_ddl(found, &text, &error);
  if (text != NULL) fputs(text, stdout);
  pgdumpcore_text_free(text);
  pgdumpcore_catalog_free(found);
  return ended(status, error);
}

static int compare(const char* before, const char* after) {
  pgdumpcore_catalog* first = catalog_of(before);
  pgdumpcore_catalog* second = catalog_of(after);
  pgdumpcore_catalog_comparison* comparison = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_catalog_compare(first, second, &comparison, &error);
  for (size_t i = 0; comparison != NULL && i < comparison->difference_count; ++i) {
    const pgdumpcore_catalog_difference* one = comparison->differences[i];
    CHECK((one->before == NULL) == (one->change == PGDUMPCORE_CATALOG_ADDED));
    CHECK((one->after == NULL) == (one->change == PGDUMPCORE_CATALOG_REMOVED));
    const pgdumpcore_catalog_object* object = one->after != NULL ? one->after : one->before;
    printf("%c %s %s %s\n", "+-~"[one->change], object -> kind, object -> schema, object -> name);
  }
  pgdumpcore_catalog_comparison_free(comparison);
  pgdumpcore_catalog_free(second);
  pgdumpcore_catalog_free(first);
  return ended(status, error);
}

// --- archives

static int large_objects_open = 0;

static int open_large_object(void* user_data, uint32_t oid, pgdumpcore_failure* failure) {
  (void)failure;
  ++large_objects_open;
  ++((Output*)user_data)->finished;
  CHECK(oid != 0);
  return 0;
}

static int close_large_object(void* user_data, pgdumpcore_failure* failure) {
  (void)user_data;
  (void)failure;
  --large_objects_open;
  return 0;
}

// Closes the archive.
static int walk_archive(pgdumpcore_archive* archive) {
  pgdumpcore_error* error = NULL;
  const pgdumpcore_archive_facts* facts = pgdumpcore_archive_get_facts(archive);
  const int is_script = facts->format == PGDUMPCORE_FORMAT_PLAIN;
  CHECK(strlen(facts->created) == (is_script ? 0 : strlen("2026-01-01 00:00:00")));
  CHECK(pgdumpcore_archive_has_random_access(archive));
  printf("%s %d\n", facts->database, facts->format);
  for (size_t i = 0; i < pgdumpcore_archive_entry_count(archive); ++i) {
    const pgdumpcore_archive_entry* entry = pgdumpcore_archive_get_entry(archive, i);
    Output output = {0};
    if (entry->has_large_objects) {
      pgdumpcore_large_object_receiver receiver;
      PGDUMPCORE_INIT(&receiver);
      receiver.user_data = &output;
      receiver.open = open_large_object;
      receiver.write = write_output;
      receiver.close = close_large_object;
      CHECK(pgdumpcore_archive_read_large_objects(archive, i, &receiver, NULL) == PGDUMPCORE_OK);
      CHECK(large_objects_open == 0);
    } else if (entry->has_data) {
      const pgdumpcore_target target = target_of(&output);
      CHECK(pgdumpcore_archive_read_data(archive, i, &target, NULL) == PGDUMPCORE_OK);
      // A second time, into a disk that is full at once.
      Output full = {.space = 1};
      const pgdumpcore_target small = target_of(&full);
      CHECK(pgdumpcore_archive_read_data(archive, i, &small, &error) == PGDUMPCORE_IO);
      CHECK(pgdumpcore_error_system_code(error) == ENOSPC);
      pgdumpcore_error_free(error);
    }
    printf("%s|%s|%s|%s|%zu|%d|%zu\n", entry->kind, entry->schema, entry->name, entry->owner, output.bytes,
           output.finished, strlen(entry->create_statements));
  }
  CHECK(pgdumpcore_archive_get_entry(archive, pgdumpcore_archive_entry_count(archive)) == NULL);
  EXPECT(pgdumpcore_archive_read_data(archive, 100000, NULL, &error), PGDUMPCORE_USAGE, "100000");
  char* text = NULL;
  CHECK(pgdumpcore_archive_listing(archive, &text, NULL) == PGDUMPCORE_OK);
  CHECK(text != NULL && contains(text, "TABLE DATA"));
  pgdumpcore_text_free(text);
  pgdumpcore_archive_close(archive);
  return failures != 0;
}

static int walk(const char* path) {
  const pgdumpcore_source source = {.struct_size = sizeof source, .path = path};
  pgdumpcore_archive* archive = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_archive_open(&source, &archive, &error);
  return status == PGDUMPCORE_OK ? walk_archive(archive) : ended(status, error);
}

static int walk_set(const char* set, const char* database) {
  pgdumpcore_archive* archive = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_archive_open_database(set, database, &archive, &error);
  return status == PGDUMPCORE_OK ? walk_archive(archive) : ended(status, error);
}

// --- rows of a table

static int copy_table(const char* schema, const char* table, const char* compression) {
  const pgdumpcore_copy_options options = {
      .struct_size = sizeof options, .schema = schema, .table = table, .compression = compression, .jobs = 2};
  Output output = {.file = stdout};
  const pgdumpcore_target target = target_of(&output);
  pgdumpcore_copy_summary* summary = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_copy(NULL, &options, &target, NULL, NULL, &summary, &error);
  CHECK(summary != NULL && summary->rows == 2000);
  pgdumpcore_copy_summary_free(summary);
  return ended(status, error);
}

// --- backups

static int told_of_database(void* user_data, const pgdumpcore_database_outcome* outcome) {
  ++*(int*)user_data;
  CHECK(outcome->dump != NULL && outcome->struct_size == sizeof *outcome);
  fprintf(stderr, "%s: %d %s\n", outcome->name, outcome->status, pgdumpcore_error_message(outcome->error));
  return 0;
}

static void look_at_prune(const char* directory) {
  pgdumpcore_prune_options rules;
  PGDUMPCORE_INIT(&rules);
  rules.directory = directory;
  pgdumpcore_prune_summary* pruned = NULL;
  pgdumpcore_error* error = NULL;
  EXPECT(pgdumpcore_prune(&rules, NULL, NULL, &pruned, &error), PGDUMPCORE_USAGE, "nothing says which");
  rules.keep_last = 1;
  rules.dry_run = 1;
  CHECK(pgdumpcore_prune(&rules, NULL, NULL, &pruned, NULL) == PGDUMPCORE_OK);
  CHECK(pruned != NULL && pruned->removed_count == 0 && pruned->in_use[0] == NULL && pruned->kept >= 1);
  pgdumpcore_prune_summary_free(pruned);
}

static void look_at_copy(const char* set, const char* directory) {
  pgdumpcore_copy_set_options options;
  PGDUMPCORE_INIT(&options);
  options.directory = directory;
  pgdumpcore_copy_set_summary* copied = NULL;
  pgdumpcore_error* error = NULL;
  EXPECT(pgdumpcore_copy_set(set, &options, NULL, NULL, &copied, &error), PGDUMPCORE_USAGE, "is where the backup set is");
  char there[4096];
  snprintf(there, sizeof there, "%s/copies", directory);
  CHECK(mkdir(there, 0700) == 0);
  options.directory = there;
  CHECK(pgdumpcore_copy_set(set, &options, NULL, NULL, &copied, NULL) == PGDUMPCORE_OK);
  CHECK(copied != NULL && copied->files > 0 && copied->bytes > 0 && !copied->was_there && !copied->is_partial);
  CHECK(copied != NULL && copied->removed_count == 0 && strncmp(copied->path, there, strlen(there)) == 0);
  pgdumpcore_copy_set_summary_free(copied);
  CHECK(pgdumpcore_copy_set(set, &options, NULL, NULL, &copied, NULL) == PGDUMPCORE_OK && copied->was_there);
  pgdumpcore_copy_set_summary_free(copied);
}

static int backup(const char* directory, char** databases) {
  pgdumpcore_backup_options options;
  PGDUMPCORE_INIT(&options);
  options.directory = directory;
  options.include_databases = (const char* const*)databases;
  int told = 0;
  pgdumpcore_callbacks callbacks;
  PGDUMPCORE_INIT(&callbacks);
  callbacks.user_data = &told;
  callbacks.on_database = told_of_database;
  pgdumpcore_backup_summary* set = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_backup(NULL, &options, &callbacks, NULL, &set, &error);
  CHECK(set != NULL && set->database_count == (size_t)told && set->removed[0] == NULL);
  if (set != NULL) {
    pgdumpcore_verify_summary* found = NULL;
    CHECK(pgdumpcore_verify(set->path, NULL, NULL, NULL, &found, NULL) == PGDUMPCORE_OK);
    CHECK(found != NULL && found->problem_count == 0);
    for (size_t i = 0; found != NULL && i < found->database_count; ++i)
      printf("%s: %llu rows\n", found->databases[i]->name, (unsigned long long)found->databases[i]->rows);
    CHECK(found != NULL && strcmp(found->path, set->path) == 0);
    pgdumpcore_verify_summary_free(found);
    look_at_prune(options.directory);
    look_at_copy(set->path, options.directory);
  }
  pgdumpcore_backup_summary_free(set);
  return ended(status, error);
}

static int list_sets(const char* directory) {
  pgdumpcore_set_list* found = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_list_sets(directory, &found, &error);
  for (size_t i = 0; found != NULL && i < found->set_count; ++i) {
    const pgdumpcore_set_info* set = found->sets[i];
    CHECK(set->started_at > 1500000000 && contains(set->path, set->name) && set->size > 0);
    CHECK(set->system_identifier[0] != '\0' && (set->is_full != 0) == (set->include_databases[0] == NULL));
    printf("state %d, %llu databases, latest %d, verified %d\n", set->state, (unsigned long long)set->databases,
           set->is_latest, set->verified_at >= set->started_at && set->was_intact);
  }
  pgdumpcore_set_list_free(found);
  return ended(status, error);
}

static int read_manifest(const char* set) {
  pgdumpcore_set_manifest* found = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_read_manifest(set, &found, &error);
  if (found != NULL) {
    CHECK(found->started_at > 1500000000 && found->finished_at >= found->started_at && found->has_selection);
    CHECK(contains(found->path, found->name) && found->system_identifier[0] != '\0');
    CHECK((found->globals[0] == '\0') == (found->globals_error[0] != '\0') && found->exclude_databases[0] == NULL);
    printf("partial %d, of %s\n", found->is_partial, found->include_databases[0]);
  }
  for (size_t i = 0; found != NULL && i < found->database_count; ++i) {
    const pgdumpcore_database_outcome* database = found->databases[i];
    printf("%s: %d %zu\n", database->name, database->status, database->dump->table_count);
  }
  pgdumpcore_set_manifest_free(found);
  return ended(status, error);
}

static void print_difference(const pgdumpcore_database_diff* database) {
  printf("%c %s %lld %lld%s\n", "=+-~"[database->change], database -> name, (long long)database -> rows_before,
         (long long)database -> rows_after, database -> error == NULL ? "" : " ?");
  CHECK((database->tables_before < 0) == (database->rows_before < 0));
  for (size_t i = 0; i < database->table_count; ++i) {
    const pgdumpcore_table_diff* table = database->tables[i];
    printf("%c rows %s.%s %lld %lld\n", "=+-~"[table->change], table -> schema, table -> name,
           (long long)table -> rows_before, (long long)table -> rows_after);
  }
  for (size_t i = 0; i < database->object_count; ++i) {
    const pgdumpcore_object_diff* object = database->objects[i];
    printf("%c %s %s %s %d%d%d\n", "=+-~"[object->change], object -> kind, object -> schema, object -> name,
           object -> definition, object -> owner, object -> storage);
  }
}

// Two sets, or a set and the server; of all databases, or one of them.
static int diff(const char* before, const char* after, const char* database) {
  const pgdumpcore_connect_options connect = {.struct_size = sizeof connect, .dbname = "postgres"};
  const pgdumpcore_diff_input first = {.struct_size = sizeof first, .set = before};
  const pgdumpcore_diff_input second = {.struct_size = sizeof second, .set = after, .connect = &connect};
  const char* const databases[] = {database, NULL};
  const pgdumpcore_diff_options options = {.struct_size = sizeof options,
                                           .databases = database[0] == '\0' ? NULL : databases};
  int told = 0;
  pgdumpcore_callbacks callbacks;
  PGDUMPCORE_INIT(&callbacks);
  callbacks.user_data = &told;
  pgdumpcore_diff_summary* found = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_diff(&first, &second, &options, &callbacks, NULL, &found, &error);
  if (found != NULL) {
    CHECK(contains(found->before, "backup set ") &&
          contains(found->after, after[0] == '\0' ? "server " : "backup set "));
    CHECK(strcmp(found->version_before, found->version_after) == 0);
    printf("differs %d\n", found->differs);
    for (size_t i = 0; i < found->database_count; ++i) print_difference(found->databases[i]);
  }
  pgdumpcore_diff_summary_free(found);
  return ended(status, error);
}

static int restore_set(const char* set, const char* database, const char* as) {
  const pgdumpcore_connect_options connect = {.struct_size = sizeof connect, .dbname = "postgres"};
  const pgdumpcore_set_restore_options options = {.struct_size = sizeof options, .database = database, .as = as};
  int told = 0;
  pgdumpcore_callbacks callbacks;
  PGDUMPCORE_INIT(&callbacks);
  callbacks.user_data = &told;
  callbacks.on_error = told_of_error;
  pgdumpcore_set_restore_summary* done = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_restore_set(set, &connect, &options, &callbacks, NULL, &done, &error);
  CHECK(done == NULL || done->errors == (uint64_t)told);
  for (size_t i = 0; done != NULL && i < done->database_count; ++i)
    printf("%s: %llu rows\n", done->databases[i]->database, (unsigned long long)done->databases[i]->rows);
  pgdumpcore_set_restore_summary_free(done);
  return ended(status, error);
}

static int check_backup(const char* directory) {
  pgdumpcore_backup_options options;
  PGDUMPCORE_INIT(&options);
  options.directory = directory;
  pgdumpcore_check_summary* found = NULL;
  pgdumpcore_error* error = NULL;
  const pgdumpcore_status status = pgdumpcore_check(NULL, &options, NULL, &found, &error);
  int worst = PGDUMPCORE_VERDICT_GOOD;
  for (size_t i = 0; found != NULL && i < found->answer_count; ++i) {
    const pgdumpcore_answer* answer = found->answers[i];
    if (answer->verdict > worst) worst = answer->verdict;
    CHECK(*answer->message != '\0');
    printf("%d %s %s %s\n", answer->verdict, answer->question, answer->database,
           answer->objects[0] != NULL ? answer->objects[0] : "-");
  }
  CHECK(found != NULL && found->verdict == worst);
  CHECK((status == PGDUMPCORE_INCOMPLETE) == (worst == PGDUMPCORE_VERDICT_FAILURE));
  pgdumpcore_check_summary_free(found);
  return ended(status, error);
}

// --- arguments

static int end_it(void* user_data, const pgdumpcore_progress* progress) {
  (void)user_data;
  CHECK(progress->struct_size == sizeof *progress && progress->table != NULL && progress->database != NULL);
  return 1;
}

static int fail_with_words(void* user_data, const void* bytes, size_t size, pgdumpcore_failure* failure) {
  (void)user_data, (void)bytes, (void)size;
  pgdumpcore_failure_set(failure, EDQUOT, "the tenant's quota is used up");
  return -1;
}

static void refuse_options(void) {
  pgdumpcore_error* error = NULL;
  Output output = {0};
  const pgdumpcore_target target = target_of(&output);

  // Of a later version: known as far as nothing unknown is set.
  struct {
    pgdumpcore_dump_options known;
    const char* unknown;
  } later;
  memset(&later, 0, sizeof later);
  later.known.struct_size = sizeof later;
  later.known.schema_only = 1;
  CHECK(pgdumpcore_dump(NULL, &later.known, &target, NULL, NULL, NULL, NULL) == PGDUMPCORE_OK);
  CHECK(output.finished == 1);
  later.unknown = "set";
  EXPECT(pgdumpcore_dump(NULL, &later.known, &target, NULL, NULL, NULL, &error), PGDUMPCORE_UNSUPPORTED,
         "dump options");

  // Of an earlier version: what lies behind its end is not looked at.
  pgdumpcore_dump_options options = dump_options(PGDUMPCORE_FORMAT_PLAIN);
  options.schema_only = 1;
  options.clean = 1;
  options.reserved = 77;
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_UNSUPPORTED, "reserved");
  options.if_exists = 1;
  options.rows_per_insert = -5;
  options.struct_size = offsetof(pgdumpcore_dump_options, rows_per_insert);
  const size_t before = output.bytes;
  CHECK(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, NULL) == PGDUMPCORE_OK);
  CHECK(output.bytes > before);

  options.struct_size = 0;
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "struct_size");
  options.struct_size = (size_t)-1;
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "struct_size");
  options = dump_options(9);
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "format");
  options = dump_options(PGDUMPCORE_FORMAT_PLAIN);
  options.compression = "middling";
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "middling");
  options.compression = NULL;
  options.jobs = -1;
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "jobs");
  options.jobs = 0;
  options.row_condition_count = 1;
  EXPECT(pgdumpcore_dump(NULL, &options, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "row_conditions");
}

static void take_null(void) {
  pgdumpcore_error* error = NULL;
  EXPECT(pgdumpcore_dump(NULL, NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "target is NULL");
  CHECK(pgdumpcore_dump(NULL, NULL, NULL, NULL, NULL, NULL, NULL) == PGDUMPCORE_USAGE);
  EXPECT(pgdumpcore_restore(NULL, NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "source is NULL");
  EXPECT(pgdumpcore_restore_list(NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "text is NULL");
  EXPECT(pgdumpcore_copy(NULL, NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "target is NULL");
  EXPECT(pgdumpcore_archive_open(NULL, NULL, &error), PGDUMPCORE_USAGE, "archive is NULL");
  EXPECT(pgdumpcore_archive_read_data(NULL, 0, NULL, &error), PGDUMPCORE_USAGE, "archive is NULL");
  EXPECT(pgdumpcore_archive_listing(NULL, NULL, &error), PGDUMPCORE_USAGE, "NULL");
  EXPECT(pgdumpcore_verify(NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "path is NULL");
  EXPECT(pgdumpcore_catalog_read(NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "catalog is NULL");
  EXPECT(pgdumpcore_catalog_ddl(NULL, NULL, &error), PGDUMPCORE_USAGE, "text is NULL");
  EXPECT(pgdumpcore_catalog_object_ddl(NULL, 0, NULL, &error), PGDUMPCORE_USAGE, "catalog is NULL");
  EXPECT(pgdumpcore_catalog_compare(NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "comparison is NULL");
  EXPECT(pgdumpcore_list_sets(NULL, NULL, &error), PGDUMPCORE_USAGE, "list is NULL");
  EXPECT(pgdumpcore_read_manifest(NULL, NULL, &error), PGDUMPCORE_USAGE, "manifest is NULL");
  EXPECT(pgdumpcore_diff(NULL, NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "before is NULL");
  EXPECT(pgdumpcore_archive_open_database(NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "archive is NULL");
  EXPECT(pgdumpcore_restore_set(NULL, NULL, NULL, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "set is NULL");
  CHECK(pgdumpcore_catalog_get_facts(NULL) == NULL && pgdumpcore_catalog_get_object(NULL, 0) == NULL);
  CHECK(pgdumpcore_catalog_get_kind(NULL, 0) == NULL && pgdumpcore_catalog_find(NULL, "", "", "") == NULL);
  EXPECT(pgdumpcore_cancel_token_new(NULL, &error), PGDUMPCORE_USAGE, "token is NULL");
  CHECK(pgdumpcore_archive_get_facts(NULL) == NULL && pgdumpcore_archive_get_entry(NULL, 0) == NULL);
  CHECK(pgdumpcore_archive_entry_count(NULL) == 0 && !pgdumpcore_archive_has_random_access(NULL));
  CHECK(!pgdumpcore_cancel_token_requested(NULL));
  CHECK(strcmp(pgdumpcore_error_message(NULL), "") == 0 && pgdumpcore_error_status(NULL) == PGDUMPCORE_OK);
  pgdumpcore_cancel_token_request(NULL);
  pgdumpcore_failure_set(NULL, EIO, NULL);
  pgdumpcore_archive_close(NULL);
  pgdumpcore_cancel_token_free(NULL);
  pgdumpcore_dump_summary_free(NULL);
  pgdumpcore_copy_summary_free(NULL);
  pgdumpcore_restore_summary_free(NULL);
  pgdumpcore_backup_summary_free(NULL);
  pgdumpcore_verify_summary_free(NULL);
  pgdumpcore_prune_summary_free(NULL);
  pgdumpcore_copy_set_summary_free(NULL);
  pgdumpcore_catalog_free(NULL);
  pgdumpcore_catalog_comparison_free(NULL);
  pgdumpcore_set_list_free(NULL);
  pgdumpcore_set_manifest_free(NULL);
  pgdumpcore_diff_summary_free(NULL);
  pgdumpcore_set_restore_summary_free(NULL);
  pgdumpcore_check_summary_free(NULL);
  pgdumpcore_error_free(NULL);
  pgdumpcore_text_free(NULL);
}

static void name_errors(void) {
  pgdumpcore_error* error = NULL;
  Output output = {0};
  pgdumpcore_target target = target_of(&output);
  pgdumpcore_connect_options connect;
  PGDUMPCORE_INIT(&connect);
  connect.dbname = "no such database";
  EXPECT(pgdumpcore_dump(&connect, NULL, &target, NULL, NULL, NULL, &error), PGDUMPCORE_CONNECTION, "no such database");
  connect.dbname = NULL;
  connect.host = "/nowhere";
  connect.password = "do not tell";
  const pgdumpcore_status status = pgdumpcore_dump(&connect, NULL, &target, NULL, NULL, NULL, &error);
  CHECK(!contains(pgdumpcore_error_message(error), "do not tell"));
  expect(status, error, PGDUMPCORE_CONNECTION, "/nowhere");

  const pgdumpcore_copy_options wrong = {.struct_size = sizeof wrong, .query = "SELECT 1/0"};
  CHECK(pgdumpcore_copy(NULL, &wrong, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_SERVER);
  CHECK(strcmp(pgdumpcore_error_sqlstate(error), "22012") == 0);
  pgdumpcore_error_free(error);

  pgdumpcore_callbacks callbacks;
  PGDUMPCORE_INIT(&callbacks);
  callbacks.on_progress = end_it;
  EXPECT(pgdumpcore_dump(NULL, NULL, &target, &callbacks, NULL, NULL, &error), PGDUMPCORE_CANCELLED, "on_progress");

  target.write = fail_with_words;
  CHECK(pgdumpcore_dump(NULL, NULL, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_IO);
  CHECK(contains(pgdumpcore_error_message(error), "the tenant's quota is used up"));
  CHECK(pgdumpcore_error_system_code(error) == EDQUOT);
  pgdumpcore_error_free(error);

  target.path = "/tmp/both";
  EXPECT(pgdumpcore_dump(NULL, NULL, &target, NULL, NULL, NULL, &error), PGDUMPCORE_USAGE, "target");
  target = (pgdumpcore_target){.struct_size = sizeof target, .path = "/no/such/directory/dump"};
  CHECK(pgdumpcore_dump(NULL, NULL, &target, NULL, NULL, NULL, &error) == PGDUMPCORE_IO);
  CHECK(contains(pgdumpcore_error_message(error), "/no/such/directory"));
  CHECK(pgdumpcore_error_system_code(error) == 0);
  pgdumpcore_error_free(error);

  const pgdumpcore_source source = {.struct_size = sizeof source, .path = "/no/such/archive"};
  pgdumpcore_archive* archive = NULL;
  EXPECT(pgdumpcore_archive_open(&source, &archive, &error), PGDUMPCORE_IO, "/no/such/archive");
  CHECK(archive == NULL);
}

static int arguments(void) {
  char version[32];
  snprintf(version, sizeof version, "%d.%d.%d", PGDUMPCORE_VERSION_MAJOR, PGDUMPCORE_VERSION_MINOR,
           PGDUMPCORE_VERSION_PATCH);
  CHECK(strcmp(pgdumpcore_version(), version) == 0);
  CHECK(pgdumpcore_version_number() == PGDUMPCORE_VERSION_NUMBER);
  CHECK(strcmp(pgdumpcore_status_name(PGDUMPCORE_INCOMPLETE), "incomplete") == 0);
  CHECK(strcmp(pgdumpcore_status_name((pgdumpcore_status)99), "unknown") == 0);
  refuse_options();
  take_null();
  name_errors();
  return failures != 0;
}

int main(int count, char** words) {
  const char* command = count > 1 ? words[1] : "";
  if (count == 2 && strcmp(command, "arguments") == 0) return arguments();
  if (count == 3 && strcmp(command, "dump") == 0) return dump_to_stdout(words[2]);
  if (count == 4 && strcmp(command, "save") == 0) return dump_to_path(words[2], words[3]);
  if (count == 3 && strcmp(command, "full") == 0) return dump_to_a_full_disk(words[2]);
  if (count == 3 && strcmp(command, "cancel") == 0) return cancel_a_dump(words[2], 0);
  if (count == 3 && strcmp(command, "signal") == 0) return cancel_a_dump(words[2], 1);
  if (count == 4 && strcmp(command, "restore") == 0) return restore(words[2], words[3]);
  if (count == 3 && strcmp(command, "script") == 0) return script(words[2]);
  if (count == 3 && strcmp(command, "list") == 0) return list(words[2]);
  if (count == 5 && strcmp(command, "encrypted") == 0) return encrypted(words[2], words[3], words[4]);
  if (count == 3 && strcmp(command, "walk") == 0) return walk(words[2]);
  if (count == 5 && strcmp(command, "copy") == 0) return copy_table(words[2], words[3], words[4]);
  if (count == 3 && strcmp(command, "catalog") == 0) return catalog(words[2]);
  if (count == 4 && strcmp(command, "compare") == 0) return compare(words[2], words[3]);
  if (count == 3 && strcmp(command, "manifest") == 0) return read_manifest(words[2]);
  if (count == 4 && strcmp(command, "walk_set") == 0) return walk_set(words[2], words[3]);
  if (count == 5 && strcmp(command, "diff") == 0) return diff(words[2], words[3], words[4]);
  if (count == 3 && strcmp(command, "sets") == 0) return list_sets(words[2]);
  if (count == 5 && strcmp(command, "restore_set") == 0) return restore_set(words[2], words[3], words[4]);
  if (count == 3 && strcmp(command, "check") == 0) return check_backup(words[2]);
  if (count > 3 && strcmp(command, "backup") == 0) return backup(words[2], words + 3);
  fprintf(stderr, "unknown command: %s\n", command);
  return 2;
}
