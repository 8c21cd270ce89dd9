// A parse in a heap of its own, which the allocator leaves by a long jump when the heap is full.
//
// tree-sitter has no way to stop between two of its progress callbacks, and its allocator must not
// fail: so the way out of a step that takes gigabytes is a jump. All frames that it leaves are C,
// and all that they had allocated lies in the heap, which is destroyed as a whole.

#include <mimalloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

// `Outcome` in lib.rs has the same numbers.
enum outcome { PARSED = 0, OUT_OF_TIME = 1, OUT_OF_MEMORY = 2, REFUSED = 3, KEPT = 4 };

// `Parse` in lib.rs has the same fields.
struct parse {
  const TSLanguage *language;
  const char *text;
  uint32_t length;
  size_t limit;
  bool (*keep_going)(void *payload);
  void *payload;
  // How the text differs from that of `tree`, where there is one.
  const TSInputEdit *edit;

  mi_heap_t *heap;
  TSTree *tree;
};

// Memory that a thread may keep for its next parse.
#define LARGE ((size_t)16 * 1024 * 1024)

// What a parse needs while it runs. The allocator finds it by `current`.
struct guard {
  struct parse *parse;
  // Bytes that may be allocated before the heap is measured again.
  size_t unmeasured;
  jmp_buf exit;
};

static _Thread_local struct guard *current = NULL;

static bool add_area(const mi_heap_t *heap, const mi_heap_area_t *area, void *block, size_t size,
                     void *sum) {
  (void)heap, (void)block, (void)size;
  *(size_t *)sum += area->committed;
  return true;
}

// Bytes of memory that the heap has in use, or had and keeps for blocks to come.
static size_t heap_bytes(const mi_heap_t *heap) {
  size_t bytes = 0;
  mi_heap_visit_blocks(heap, false, add_area, &bytes);
  return bytes;
}

_Noreturn static void leave(struct guard *guard, enum outcome outcome) {
  current = NULL;
  longjmp(guard->exit, outcome);
}

// A heap grows by little more than what is allocated meanwhile, so it need not be measured before
// that is as much as was left. Close to the limit it is measured for each 64th of it.
static void measure(struct guard *guard, size_t size) {
  const struct parse *parse = guard->parse;
  const size_t bytes = heap_bytes(parse->heap), grain = parse->limit / 64;
  if (size > parse->limit || bytes > parse->limit - size) leave(guard, OUT_OF_MEMORY);
  if (!parse->keep_going(parse->payload)) leave(guard, OUT_OF_TIME);
  const size_t rest = parse->limit - size - bytes;
  guard->unmeasured = rest < grain ? grain : rest > 8 * grain ? 8 * grain : rest;
}

static void charge(struct guard *guard, size_t size) {
  if (size > guard->unmeasured) {
    measure(guard, size);
  } else {
    guard->unmeasured -= size;
  }
}

// The system has no more. Callers of tree-sitter's allocator do not look at what it returns.
static void *given(void *block, size_t size) {
  if (block != NULL || size == 0) return block;
  if (current != NULL) leave(current, OUT_OF_MEMORY);
  fprintf(stderr, "tree-sitter failed to allocate %zu bytes\n", size);
  abort();
}

static void *guarded_malloc(size_t size) {
  struct guard *guard = current;
  if (guard == NULL) return given(mi_malloc(size), size);
  charge(guard, size);
  return given(mi_heap_malloc(guard->parse->heap, size), size);
}

static void *guarded_calloc(size_t count, size_t size) {
  struct guard *guard = current;
  if (guard == NULL) return given(mi_calloc(count, size), count);
  charge(guard, count * size);
  return given(mi_heap_calloc(guard->parse->heap, count, size), count);
}

static void *guarded_realloc(void *block, size_t size) {
  struct guard *guard = current;
  if (guard == NULL) return given(mi_realloc(block, size), size);
  charge(guard, size);
  return given(mi_heap_realloc(guard->parse->heap, block, size), size);
}

// When the library is loaded: a block from the allocator before could not be freed with this one.
__attribute__((constructor)) static void set_allocator(void) {
  ts_set_allocator(guarded_malloc, guarded_calloc, guarded_realloc, mi_free);
}

static const char *read_text(void *payload, uint32_t at, TSPoint point, uint32_t *bytes_read) {
  (void)point;
  const struct parse *parse = payload;
  *bytes_read = at < parse->length ? parse->length - at : 0;
  return *bytes_read > 0 ? parse->text + at : "";
}

static bool is_over(TSParseState *state) {
  const struct parse *parse = state->payload;
  return !parse->keep_going(parse->payload);
}

// Trees of one heap share what is the same in them.
static TSTree *edited_copy(const struct parse *parse) {
  if (parse->tree == NULL) return NULL;
  TSTree *copy = ts_tree_copy(parse->tree);
  ts_tree_edit(copy, parse->edit);
  return copy;
}

// Of the new tree and the one before. After an error the parser goes on by what it has seen, so that
// a broken tree would tell of the one before.
static enum outcome choose(struct parse *parse, TSTree *tree) {
  TSTree *before = parse->tree;
  if (before != NULL && ts_node_has_error(ts_tree_root_node(tree))) {
    ts_tree_delete(tree);
    return KEPT;
  }
  if (before != NULL) ts_tree_delete(before);
  parse->tree = tree;
  return PARSED;
}

static enum outcome parse_guarded(struct parse *parse) {
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, parse->language)) return REFUSED;
  TSInput input = {.payload = parse, .read = read_text, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = parse, .progress_callback = is_over};
  TSTree *edited = edited_copy(parse);
  TSTree *tree = ts_parser_parse_with_options(parser, edited, input, options);
  // The scanner of a language has memory outside of the heap, which a jump would leave behind.
  ts_parser_delete(parser);
  if (edited != NULL) ts_tree_delete(edited);
  return tree == NULL ? OUT_OF_TIME : choose(parse, tree);
}

// Sets `heap`, which is to be destroyed by `bounded_parse_end` in any case, and `tree`. Where they
// are set, the new tree comes into the heap of the one before, which it replaces unless that is KEPT.
enum outcome bounded_parse(struct parse *parse) {
  struct guard guard = {.parse = parse, .unmeasured = parse->limit / 64};
  if (parse->heap == NULL) parse->heap = mi_heap_new();
  if (parse->heap == NULL) return OUT_OF_MEMORY;
  current = &guard;
  switch (setjmp(guard.exit)) {
    case 0: {
      const enum outcome outcome = parse_guarded(parse);
      current = NULL;
      return outcome;
    }
    case OUT_OF_TIME: return OUT_OF_TIME;
    default: return OUT_OF_MEMORY;
  }
}

size_t bounded_parse_bytes(const mi_heap_t *heap) { return heap_bytes(heap); }

void bounded_parse_end(mi_heap_t *heap) {
  if (heap == NULL) return;
  const bool is_large = heap_bytes(heap) > LARGE;
  mi_heap_destroy(heap);
  // Otherwise the system would get it back with the parses that follow, if any do.
  if (is_large) mi_collect(true);
}
