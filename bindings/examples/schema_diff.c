// Shows how the schemas of two databases differ: schema_diff CONNINFO CONNINFO, such as
// schema_diff dbname=shop 'host=staging dbname=shop'. Of what was changed it shows both definitions.
//
// The exit status is diff's: 0 if they are equal, 1 if they differ, 2 if something went wrong.
//
// cc schema_diff.c -o schema_diff $(pkg-config --cflags --libs pgdumpcore)
#include <pgdumpcore.h>

#include <stdio.h>

static pgdumpcore_catalog* read_catalog(const char* conninfo, pgdumpcore_error** error) {
  const pgdumpcore_connect_options connect = {.struct_size = sizeof connect, .conninfo = conninfo};
  pgdumpcore_catalog* catalog = NULL;
  pgdumpcore_catalog_read(&connect, NULL, NULL, NULL, &catalog, error);
  return catalog;
}

// Each line of what a dump has of the object.
static pgdumpcore_status print_lines(char mark, const pgdumpcore_catalog* catalog,
                                     const pgdumpcore_catalog_object* object, pgdumpcore_error** error) {
  char* text = NULL;
  const pgdumpcore_status status = pgdumpcore_catalog_object_ddl(catalog, object->position, &text, error);
  for (const char* line = text; line != NULL && *line != '\0';) {
    const size_t size = strcspn(line, "\n");
    printf("%c %.*s\n", mark, (int)size, line);
    line += size + (line[size] == '\n');
  }
  pgdumpcore_text_free(text);
  return status;
}

// Returns how many differences there are, or -1.
static int print_differences(const pgdumpcore_catalog* before, const pgdumpcore_catalog* after,
                             pgdumpcore_error** error) {
  pgdumpcore_catalog_comparison* comparison = NULL;
  pgdumpcore_status status = pgdumpcore_catalog_compare(before, after, &comparison, error);
  if (status != PGDUMPCORE_OK) return -1;
  const int count = (int)comparison->difference_count;
  for (size_t i = 0; status == PGDUMPCORE_OK && i < comparison->difference_count; ++i) {
    const pgdumpcore_catalog_difference* difference = comparison->differences[i];
    const pgdumpcore_catalog_object* object = difference->after != NULL ? difference->after : difference->before;
    const char* const names[] = {"added", "removed", "changed"};
    printf("%s %s %s%s%s\n", names[difference->change], object->kind, object->schema, *object->schema ? "." : "",
           object->name);
    if (difference->change != PGDUMPCORE_CATALOG_CHANGED) continue;
    status = print_lines('-', before, difference->before, error);
    if (status == PGDUMPCORE_OK) status = print_lines('+', after, difference->after, error);
  }
  pgdumpcore_catalog_comparison_free(comparison);
  return status == PGDUMPCORE_OK ? count : -1;
}

int main(int count, char** words) {
  if (count != 3) {
    fprintf(stderr, "usage: schema_diff CONNINFO CONNINFO\n");
    return 2;
  }
  pgdumpcore_error* error = NULL;
  pgdumpcore_catalog* before = read_catalog(words[1], &error);
  pgdumpcore_catalog* after = before != NULL ? read_catalog(words[2], &error) : NULL;
  const int differences = after != NULL ? print_differences(before, after, &error) : -1;
  if (error != NULL) fprintf(stderr, "%s\n", pgdumpcore_error_message(error));
  pgdumpcore_error_free(error);
  pgdumpcore_catalog_free(after);
  pgdumpcore_catalog_free(before);
  return differences < 0 ? 2 : differences > 0;
}
