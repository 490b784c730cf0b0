/* What changed between two builds of a brief, or between the briefs of two periods. */
#include "data/blackline.h"

#include "base/json_write.h"
#include "load/json.h"

static const char *const kind_words[] = {"added", "removed", "changed", "value", "source"};

struct brief_data { /* a brief.json */
	const struct value *figures, *facts;
	const char *period;
};

struct comparison {
	struct arena *arena;
	struct brief_data older, newer;
	bool *met;   /* by figure of the older one */
	size_t hint; /* where the last search ended */
	struct changes *changes;
};

static bool read_data(struct arena *a, struct diag *d, struct str json, struct brief_data *out)
{
	const struct value *root = json_read(a, d, "brief.json", json);

	out->figures = value_at(root, "figures");
	out->facts = value_at(root, "facts");
	out->period = value_text(value_at(value_at(root, "brief"), "period"));
	if (root && (!out->figures || out->figures->kind != VALUE_MAP))
		return diag_error(d, (struct pos){.file = "brief.json"}, "no figures in it");
	return root != NULL;
}

static const char *member(const struct value *map, const char *key)
{
	return map ? value_text(value_at(map, key)) : NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? streq(a, b) : a == b;
}

/* The two lists are nearly the same, so the search starts where the last one ended. */
static const struct value *find(struct comparison *c, struct str key, size_t *at)
{
	const struct value *map = c->older.figures;

	for (size_t i = 0; i < map->n; i++) {
		*at = (c->hint + i) % map->n;
		if (map->keys[*at].n == key.n && memcmp(map->keys[*at].p, key.p, key.n) == 0) {
			c->hint = *at + 1;
			return map->items[*at];
		}
	}
	return NULL;
}

/* ---- facts ---- */

static const char *place(struct arena *a, const struct value *fact)
{
	const struct value *source = value_at(fact, "source");
	const char *document = member(source, "document"), *line = member(source, "line"),
		   *printed = member(source, "printed");

	return arena_printf(a, "'%s' line %s, '%s'", document ? document : "",
			    line ? line : "unknown", printed ? printed : "");
}

static bool has_text(const struct value *list, const char *text)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (same_text(value_text(list->items[i]), text))
			return true;
	return false;
}

/* Facts of a list that the other list has not. */
static void put_lacking(struct buf *out, const struct value *list, const struct value *other,
			const char *words)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (!has_text(other, value_text(list->items[i])))
			buf_printf(out, "%s%s %s", out->n ? "; " : "", value_text(list->items[i]),
				   words);
}

/* What is another cell, line or document behind a figure; NULL if nothing is. */
static const char *source_change(const struct comparison *c, const struct value *old,
				 const struct value *new)
{
	const struct value *before = value_at(old, "facts"), *after = value_at(new, "facts");
	struct buf out = {0};

	for (size_t i = 0; after && i < after->n; i++) {
		const char *id = value_text(after->items[i]);
		const char *from = place(c->arena, value_at(c->older.facts, id)),
			   *to = place(c->arena, value_at(c->newer.facts, id));

		if (has_text(before, id) && !streq(from, to))
			buf_printf(&out, "%s%s: %s -> %s", out.n ? "; " : "", id, from, to);
	}
	put_lacking(&out, after, before, "is new");
	put_lacking(&out, before, after, "is gone");
	return out.n ? buf_keep(&out, c->arena) : NULL;
}

/* ---- figures ---- */

static void add(const struct comparison *c, enum change_kind kind, struct str id,
		const struct value *old, const struct value *new)
{
	const char *figure = arena_strn(c->arena, id.p, id.n),
		   *label = member(new ? new : old, "label");

	*PUSH(c->arena, c->changes) = (struct change){
	    .kind = kind,
	    .figure = figure,
	    .label = label ? label : figure,
	    .from = member(old, "text"),
	    .to = member(new, "text"),
	    .from_value = member(old, "value"),
	    .to_value = member(new, "value"),
	};
}

static bool is_own_period(const struct brief_data *b, const struct value *figure)
{
	return b->period && same_text(member(figure, "period"), b->period);
}

/* "revenue@2025Q2:million" for "revenue@2025Q3:million"; the id itself within one period. */
static struct str id_before(const struct comparison *c, struct str id, const struct value *figure)
{
	const char *text = arena_strn(c->arena, id.p, id.n), *at;

	if (!is_own_period(&c->newer, figure) || !c->older.period ||
	    streq(c->older.period, c->newer.period))
		return id;
	at = strstr(text, arena_printf(c->arena, "@%s", c->newer.period));
	return at ? str_of(arena_printf(c->arena, "%.*s@%s%s", (int)(at - text), text,
					c->older.period, at + 1 + strlen(c->newer.period)))
		  : id;
}

static void compare_figure(struct comparison *c, struct str id, const struct value *new)
{
	struct str before = id_before(c, id, new);
	bool followed = before.p != id.p;
	size_t at, n = c->changes->n;
	const struct value *old = find(c, before, &at);
	/* Another period has other facts: that is no change of the source. */
	const char *source = old && !followed ? source_change(c, old, new) : NULL;

	if (old)
		c->met[at] = true;
	if (!old)
		add(c, CHANGE_ADDED, id, NULL, new);
	else if (!same_text(member(old, "text"), member(new, "text")))
		add(c, CHANGE_TEXT, id, old, new);
	else if (!same_text(member(old, "value"), member(new, "value")))
		add(c, CHANGE_VALUE, id, old, new);
	else if (source)
		add(c, CHANGE_SOURCE, id, old, new);
	else
		c->changes->same++;
	if (old && c->changes->n > n) {
		c->changes->v[n].source = source;
		c->changes->v[n].followed = followed ? before.p : NULL;
	}
}

bool blackline_find(struct arena *a, struct diag *d, struct str older, struct str newer,
		    struct changes *changes)
{
	struct comparison c = {.arena = a, .changes = changes};

	*changes = (struct changes){0};
	if (!read_data(a, d, older, &c.older) || !read_data(a, d, newer, &c.newer))
		return false;
	c.met = NEWS(a, bool, c.older.figures->n);
	for (size_t i = 0; i < c.newer.figures->n; i++)
		compare_figure(&c, c.newer.figures->keys[i], c.newer.figures->items[i]);
	for (size_t i = 0; i < c.older.figures->n; i++)
		if (!c.met[i])
			add(&c, CHANGE_REMOVED, c.older.figures->keys[i], c.older.figures->items[i],
			    NULL);
	return true;
}

/* ---- words and JSON ---- */

static size_t count(const struct changes *changes, enum change_kind from, enum change_kind to)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->n; i++)
		n += changes->v[i].kind >= from && changes->v[i].kind <= to;
	return n;
}

static void put_words(struct buf *b, const struct change *c)
{
	switch (c->kind) {
	case CHANGE_ADDED:
		buf_printf(b, "%s", c->to);
		break;
	case CHANGE_REMOVED:
		buf_printf(b, "%s", c->from);
		break;
	case CHANGE_TEXT:
		buf_printf(b, "%s -> %s", c->from, c->to);
		break;
	case CHANGE_VALUE:
		buf_printf(b, "%s, %s -> %s", c->to,
			   c->from_value ? c->from_value : "not available",
			   c->to_value ? c->to_value : "not available");
		break;
	case CHANGE_SOURCE:
		buf_printf(b, "%s, from another place", c->to);
		break;
	}
}

void blackline_print_text(const struct changes *changes, const char *against, struct buf *b)
{
	buf_printf(b, "against %s: %zu changed, %zu added, %zu removed, %zu the same\n", against,
		   count(changes, CHANGE_TEXT, CHANGE_SOURCE),
		   count(changes, CHANGE_ADDED, CHANGE_ADDED),
		   count(changes, CHANGE_REMOVED, CHANGE_REMOVED), changes->same);
	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->v[i];

		buf_printf(b, "%s: %s (%s): ", kind_words[c->kind], c->figure, c->label);
		put_words(b, c);
		buf_char(b, '\n');
		if (c->source)
			buf_printf(b, "    %s\n", c->source);
	}
}

void blackline_put_json(const struct changes *changes, const char *against, struct buf *b)
{
	json_open(b, '{');
	json_field(b, "against", against);
	json_field_int(b, "changed", (long)count(changes, CHANGE_TEXT, CHANGE_SOURCE));
	json_field_int(b, "added", (long)count(changes, CHANGE_ADDED, CHANGE_ADDED));
	json_field_int(b, "removed", (long)count(changes, CHANGE_REMOVED, CHANGE_REMOVED));
	json_field_int(b, "same", (long)changes->same);
	json_key(b, "changes");
	json_open(b, '[');
	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->v[i];

		json_line(b);
		json_open(b, '{');
		json_field(b, "kind", kind_words[c->kind]);
		json_field(b, "figure", c->figure);
		json_field(b, "followed", c->followed);
		json_field(b, "label", c->label);
		json_field(b, "old", c->from);
		json_field(b, "new", c->to);
		json_field(b, "old_value", c->from_value);
		json_field(b, "new_value", c->to_value);
		json_field(b, "source", c->source);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_close(b, '}');
}
