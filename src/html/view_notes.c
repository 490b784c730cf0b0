/*
 * Notes linked both ways.  A mark at a word ("*", "†", "‡", "§") leads to the note that begins with
 * it, and the note leads back to the first place that bears the mark.  A block's own note goes
 * before those of its section, and these before the notes of the document; a mark that no note
 * explains stays text.
 */
#include "html/view.h"

struct target {
	const char *sign;
	const struct section *section;
	const char *block; /* whose note it is */
	const char *id;    /* of the note; of the first mark: with "-from" behind it */
	bool own;          /* below its block, not in a block of notes */
	bool marked;       /* a block bears the mark */
	bool met;          /* and was rendered */
};

struct notes {
	struct target *v;
	size_t n, cap;
};

static const char *const signs[] = {"*", "†", "‡", "§"};

/* The sign that a text begins with, or NULL. */
static const char *sign_at(const char *s)
{
	for (size_t i = 0; i < COUNT(signs); i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			return signs[i];
	return NULL;
}

/* The first sign in a text, or NULL; *at is where. */
static const char *sign_in(const char *s, const char **at)
{
	for (; s && *s; s++)
		if ((*at = s, sign_at(s)))
			return sign_at(s);
	return NULL;
}

static const char *opening(const struct text *t)
{
	return t->n && t->v[0].kind == SPAN_TEXT ? sign_at(t->v[0].text) : NULL;
}

/* ---- what is there ---- */

static void add_target(struct view *v, const struct section *s, const struct block *b,
		       const struct text *note, const char *id, bool own)
{
	if (opening(note))
		*PUSH(v->arena, v->notes) = (struct target){
		    .sign = opening(note), .section = s, .block = b->id, .id = id, .own = own};
}

static void find_targets(struct view *v, const struct section *s, const struct block *b)
{
	add_target(v, s, b, &b->note, arena_printf(v->arena, "%s-note", b->id), true);
	for (size_t i = 0; b->kind == BLOCK_NOTES && i < b->as.prose.n; i++)
		add_target(v, s, b, &b->as.prose.v[i],
			   arena_printf(v->arena, "%s-note-%zu", b->id, i + 1), false);
}

static struct target *target_for(struct view *v, const char *sign, const struct section *section,
				 const char *block)
{
	struct target *best = NULL;
	int rank = 0;

	for (size_t i = 0; block && i < v->notes->n; i++) {
		struct target *t = &v->notes->v[i];
		int is = t->own && streq(t->block, block) ? 3 : t->section == section ? 2 : !t->own;

		if (streq(t->sign, sign) && is > rank) {
			best = t;
			rank = is;
		}
	}
	return best;
}

static void mark(struct view *v, const struct section *s, const struct block *b, const char *text)
{
	const char *at, *sign;

	while ((sign = sign_in(text, &at))) {
		struct target *t = target_for(v, sign, s, b->id);

		if (t)
			t->marked = true;
		text = at + strlen(sign);
	}
}

static void find_marks(struct view *v, const struct section *s, const struct block *b)
{
	for (size_t i = 0; i < b->title.n; i++)
		if (b->title.v[i].kind == SPAN_TEXT)
			mark(v, s, b, b->title.v[i].text);
	for (size_t i = 0; b->kind == BLOCK_KPIS && i < b->as.kpis.n; i++)
		mark(v, s, b, b->as.kpis.v[i].label);
	for (size_t i = 0; b->kind == BLOCK_TABLE && i < b->as.table->n_rows; i++)
		mark(v, s, b, b->as.table->rows[i].label);
	for (size_t i = 0; b->kind == BLOCK_CHART && i < b->as.chart->n_series; i++)
		mark(v, s, b, b->as.chart->series[i].label);
}

void view_find_notes(struct view *v)
{
	v->notes = NEW(v->arena, struct notes);
	for (const struct section *s = v->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			find_targets(v, s, b);
	for (const struct section *s = v->notes->n ? v->doc->first : NULL; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			find_marks(v, s, b);
}

/* ---- in the page ---- */

/* The link of a mark at hand; NULL if no note explains it. */
static struct value *view_mark(struct view *v, const char *sign)
{
	struct target *t = target_for(v, sign, v->section, v->block);
	struct value *map;

	if (!t)
		return NULL;
	map = value_map(v->arena);
	put_text(v, map, "sign", sign);
	put_text(v, map, "note", t->id);
	put_text(v, map, "id", t->met ? NULL : arena_printf(v->arena, "%s-from", t->id));
	t->met = true;
	return map;
}

struct value *view_star(struct view *v, const char *label)
{
	const char *at, *sign = v->notes->n ? sign_in(label, &at) : NULL;

	return sign && at[strlen(sign)] == '\0' ? view_mark(v, sign) : NULL;
}

void put_starred(struct view *v, struct value *map, const char *label, struct value *star)
{
	const char *at = label;

	if (star)
		sign_in(label, &at);
	put_text(v, map, "label", star ? arena_strn(v->arena, label, (size_t)(at - label)) : label);
	value_set(v->arena, map, "star", star ? star : view_null(v));
}

void put_label(struct view *v, struct value *map, const char *label)
{
	put_starred(v, map, label, view_star(v, label));
}

static void add_marked(struct view *v, struct value *list, const struct span *s, struct value *link)
{
	struct value *map = view_span(v, s);

	value_set(v->arena, map, "star", link ? link : view_null(v));
	value_add(v->arena, list, map);
}

/* A text is parted behind each of its marks. */
void put_title(struct view *v, struct value *map, const char *key, const struct text *t)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < t->n; i++) {
		struct span rest = t->v[i], part = rest;
		const char *at, *sign;
		struct value *link;

		for (const char *s = rest.text;
		     rest.kind == SPAN_TEXT && v->notes->n && (sign = sign_in(s, &at));) {
			s = at + strlen(sign);
			if (!(link = view_mark(v, sign)))
				continue;
			part.text = arena_strn(v->arena, rest.text, (size_t)(at - rest.text));
			add_marked(v, list, &part, link);
			rest.text = s;
		}
		if (*rest.text)
			add_marked(v, list, &rest, NULL);
	}
	value_set(v->arena, map, key, t->n ? list : view_null(v));
}

void put_note(struct view *v, struct value *map, const char *key, const struct text *note,
	      const char *id)
{
	const char *sign = opening(note);
	const struct target *t = NULL;
	struct text rest = *note;
	struct value *back;

	for (size_t i = 0; sign && i < v->notes->n; i++)
		if (streq(v->notes->v[i].id, id) && v->notes->v[i].marked)
			t = &v->notes->v[i];
	if (!t) {
		put_spans(v, map, key, note);
		value_set(v->arena, map, "back", view_null(v));
		return;
	}
	rest.v = arena_copy(v->arena, note->v, note->n * sizeof *note->v);
	rest.v[0].text += strlen(sign);
	put_spans(v, map, key, &rest);
	back = value_map(v->arena);
	put_text(v, back, "sign", sign);
	put_text(v, back, "id", t->id);
	value_set(v->arena, map, "back", back);
}
