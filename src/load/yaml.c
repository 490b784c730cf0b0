/*
 * YAML by libyaml's events, into values with positions.  The events, not libyaml's documents:
 * those would resolve aliases (a small file may then grow without end) and forget the marks.
 */
#include "load/yaml.h"

#include <stdlib.h>
#include <yaml.h>

enum { DEPTH_LIMIT = 64, NODE_LIMIT = 1000000, TEXT_LIMIT = 100000 };

struct reader {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	yaml_parser_t parser;
	size_t nodes;
	bool ok;
};

static struct pos mark_pos(const struct reader *r, yaml_mark_t mark)
{
	return (struct pos){r->file, (int)mark.line + 1, (int)mark.column + 1};
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	return diag_error(r->diag, mark_pos(r, r->parser.problem_mark), "not well formed YAML: %s",
			  r->parser.problem ? r->parser.problem : "unreadable");
}

/* JSON's grammar of numbers; anything else plain is a text (so 0x10, .5 and 1_000 stay as written).
 */
static bool is_json_number(struct str s)
{
	size_t i = 0, digits;

	i += i < s.n && s.p[i] == '-';
	digits = i;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == digits || (s.p[digits] == '0' && i > digits + 1))
		return false;
	if (i < s.n && s.p[i] == '.') {
		digits = ++i;
		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (i == digits)
			return false;
	}
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
		digits = i;
		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (i == digits)
			return false;
	}
	return i == s.n;
}

static enum value_kind scalar_kind(struct str s, yaml_scalar_style_t style)
{
	if (style != YAML_PLAIN_SCALAR_STYLE)
		return VALUE_STRING;
	if (s.n == 0 || str_is(s, "~") || str_is(s, "null"))
		return VALUE_NULL;
	if (str_is(s, "true") || str_is(s, "false"))
		return VALUE_BOOL;
	return is_json_number(s) ? VALUE_NUMBER : VALUE_STRING;
}

/* Where the text begins: after the quote, so that positions inside it can be counted on. */
static struct pos scalar_pos(const struct reader *r, const yaml_event_t *event)
{
	struct pos at = mark_pos(r, event->start_mark);
	yaml_scalar_style_t style = event->data.scalar.style;

	if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		at.col++;
	return at;
}

static void refuse(struct reader *r, const yaml_event_t *event, const void *anchor, const void *tag)
{
	if (anchor)
		r->ok = diag_error(r->diag, mark_pos(r, event->start_mark),
				   "anchors are not supported");
	if (tag)
		r->ok = diag_error(r->diag, mark_pos(r, event->start_mark),
				   "tags are not supported: '%s'", (const char *)tag);
}

static struct str scalar_text(struct reader *r, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	size_t n = event->data.scalar.length;

	/* Escapes in quotes can write any of them. */
	if (memchr(text, '\0', n))
		r->ok = diag_error(r->diag, mark_pos(r, event->start_mark), "a NUL in the text");
	else if (text_check(text, n) < n || memchr(text, '\r', n))
		r->ok = diag_error(r->diag, mark_pos(r, event->start_mark),
				   "a control character in the text");
	return (struct str){arena_strn(r->arena, text, n), n};
}

static bool read_node(struct reader *r, yaml_event_t *event, int depth, struct value **out);

static bool read_list(struct reader *r, struct value *list, int depth)
{
	for (;;) {
		yaml_event_t event;
		struct value *item;
		bool read;

		if (!next_event(r, &event))
			return false;
		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return true;
		}
		read = read_node(r, &event, depth, &item);
		yaml_event_delete(&event);
		if (!read)
			return false;
		value_add(r->arena, list, item);
	}
}

struct entry { /* one key of a map while it is read */
	struct str key;
	struct pos at;
	struct value *value;
};

static bool read_key(struct reader *r, const yaml_event_t *event, struct entry *entry)
{
	if (event->type != YAML_SCALAR_EVENT)
		return diag_error(r->diag, mark_pos(r, event->start_mark),
				  "a key must be a plain text");
	refuse(r, event, event->data.scalar.anchor, event->data.scalar.tag);
	entry->key = scalar_text(r, event);
	entry->at = scalar_pos(r, event);
	if (str_is(entry->key, "<<") && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		r->ok = diag_error(r->diag, entry->at, "merge keys are not supported");
	return true;
}

static int by_key(const void *x, const void *y)
{
	const struct entry *a = *(const struct entry *const *)x,
			   *b = *(const struct entry *const *)y;
	size_t n = a->key.n < b->key.n ? a->key.n : b->key.n;
	int order = memcmp(a->key.p, b->key.p, n);

	if (order == 0 && a->key.n != b->key.n)
		order = a->key.n < b->key.n ? -1 : 1;
	return order != 0 ? order : a < b ? -1 : 1;
}

/* Sorted first: a hostile map of a million keys must not take its square. */
static void check_duplicates(struct reader *r, const struct entry *entries, size_t n)
{
	const struct entry **sorted = NEWS(r->arena, const struct entry *, n);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &entries[i];
	if (n)
		qsort(sorted, n, sizeof *sorted, by_key);
	for (size_t i = 1; i < n; i++)
		if (sorted[i]->key.n == sorted[i - 1]->key.n &&
		    memcmp(sorted[i]->key.p, sorted[i - 1]->key.p, sorted[i]->key.n) == 0)
			r->ok = diag_error(r->diag, sorted[i]->at,
					   "the key stands twice: '%s' (first on line %d)",
					   sorted[i]->key.p, sorted[i - 1]->at.line);
}

static void fill_map(struct reader *r, struct value *map, const struct entry *entries, size_t n)
{
	map->n = n;
	map->keys = NEWS(r->arena, struct str, n);
	map->items = NEWS(r->arena, struct value *, n);
	map->key_at = NEWS(r->arena, struct pos, n);
	for (size_t i = 0; i < n; i++) {
		map->keys[i] = entries[i].key;
		map->items[i] = entries[i].value;
		map->key_at[i] = entries[i].at;
	}
}

static bool read_map(struct reader *r, struct value *map, int depth)
{
	struct {
		struct entry *v;
		size_t n, cap;
	} entries = {0};

	for (;;) {
		struct entry entry = {0};
		yaml_event_t event;
		bool read, done;

		if (!next_event(r, &event))
			return false;
		done = event.type == YAML_MAPPING_END_EVENT;
		read = !done && read_key(r, &event, &entry);
		yaml_event_delete(&event);
		if (done)
			break;
		if (!read || !next_event(r, &event))
			return false;
		read = read_node(r, &event, depth, &entry.value);
		yaml_event_delete(&event);
		if (!read)
			return false;
		*PUSH(r->arena, &entries) = entry;
	}
	check_duplicates(r, entries.v, entries.n);
	fill_map(r, map, entries.v, entries.n);
	return true;
}

static void read_scalar(struct reader *r, const yaml_event_t *event, struct value *v)
{
	refuse(r, event, event->data.scalar.anchor, event->data.scalar.tag);
	v->text = scalar_text(r, event);
	v->at = scalar_pos(r, event);
	if (event->data.scalar.length > TEXT_LIMIT)
		r->ok = diag_error(r->diag, v->at, "a text of more than %d bytes", TEXT_LIMIT);
	v->kind = scalar_kind(v->text, event->data.scalar.style);
}

/* The node that the event opens.  False ends the reading; lesser mistakes only clear r->ok. */
static bool read_node(struct reader *r, yaml_event_t *event, int depth, struct value **out)
{
	struct value *v = NEW(r->arena, struct value);

	*out = v;
	v->at = mark_pos(r, event->start_mark);
	if (++r->nodes > NODE_LIMIT)
		return diag_error(r->diag, v->at, "more than %d values", NODE_LIMIT);
	if (depth > DEPTH_LIMIT)
		return diag_error(r->diag, v->at, "nested deeper than %d levels", DEPTH_LIMIT);
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		read_scalar(r, event, v);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		refuse(r, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
		v->kind = VALUE_LIST;
		return read_list(r, v, depth + 1);
	case YAML_MAPPING_START_EVENT:
		refuse(r, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
		v->kind = VALUE_MAP;
		return read_map(r, v, depth + 1);
	default:
		r->ok = diag_error(r->diag, v->at, "aliases are not supported");
		return true;
	}
}

/* Stream start, document start, one node, then nothing more. */
static bool read_stream(struct reader *r, struct value **root)
{
	bool after_root = false;

	for (;;) {
		yaml_event_t event;
		yaml_event_type_t type;
		bool read = true;

		if (!next_event(r, &event))
			return false;
		type = event.type;
		if (type == YAML_DOCUMENT_START_EVENT && after_root)
			read = diag_error(r->diag, mark_pos(r, event.start_mark),
					  "more than one document in the file");
		else if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT &&
			 type != YAML_DOCUMENT_END_EVENT && type != YAML_STREAM_END_EVENT)
			read = after_root = read_node(r, &event, 1, root);
		yaml_event_delete(&event);
		if (!read || type == YAML_STREAM_END_EVENT)
			return read;
	}
}

struct value *yaml_read(struct arena *a, struct diag *d, const char *file, struct str bytes)
{
	struct reader r = {.arena = a, .diag = d, .file = file, .ok = true};
	struct value *root = NEW(a, struct value);
	size_t good = utf8_check(bytes.p, bytes.n);
	bool read;

	diag_source(d, file, bytes);
	root->at = (struct pos){file, 1, 1};
	if (good < bytes.n) {
		diag_error(d, pos_at(file, bytes, good), "not valid UTF-8");
		return NULL;
	}
	if (!yaml_parser_initialize(&r.parser))
		out_of_memory();
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		bytes = (struct str){bytes.p + 3, bytes.n - 3};
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.p, bytes.n);
	read = read_stream(&r, &root);
	yaml_parser_delete(&r.parser);
	return read && r.ok ? root : NULL;
}
