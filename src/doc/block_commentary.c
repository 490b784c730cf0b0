/* Places the issuer's commentary, or one part of it: a block for each passage. */
#include "base/file.h"
#include "doc/build.h"

static char *commentary_path(const struct build *b, enum lang lang)
{
	return path_join(
	    b->arena, b->facts->folder,
	    arena_printf(b->arena, "commentary/%s.%s.md", b->brief->id, lang_tags[lang]));
}

void commentary_load(struct build *b)
{
	const char *path = commentary_path(b, b->doc->lang);

	if (path_exists(path)) {
		b->commentary = commentary_read(b->arena, b->diag, path, b->facts->literals);
		return;
	}
	for (size_t i = 0; i < b->brief->n_languages; i++) {
		const char *other = commentary_path(b, b->brief->languages[i]);

		if (path_exists(other)) {
			diag_error(b->diag, (struct pos){.file = path},
				   "no commentary in this language: '%s' (there is %s)",
				   lang_tags[b->doc->lang], other);
			return;
		}
	}
}

static struct text build_inlines(struct build *b, const struct inlines *from)
{
	struct text t = {0};

	for (size_t i = 0; i < from->n; i++) {
		const struct inline_text *r = &from->v[i];

		switch (r->kind) {
		case INLINE_BINDING:
			b->missing = false;
			build_binding(b, &t, str_of(r->text), r->strong, r->at);
			if (b->missing)
				diag_warn(b->diag, r->at,
					  "the commentary speaks of what is not disclosed: '%s'",
					  r->text);
			break;
		case INLINE_NOTE:
			build_note(b, &t, r->text, r->at);
			break;
		case INLINE_LINK:
			text_add(b, &t,
				 (struct span){.kind = SPAN_LINK,
					       .text = r->text,
					       .href = r->href,
					       .strong = r->strong});
			break;
		case INLINE_TEXT:
		case INLINE_LITERAL:
			text_add(b, &t, (struct span){.text = r->text, .strong = r->strong});
			break;
		}
	}
	return t;
}

/* A heading that says what the section's title says already is not said again. */
static bool is_title(struct build *b, const struct section *s, const struct text *t)
{
	const char *words = text_plain(b->arena, t);

	return streq(words, s->label) || streq(words, text_plain(b->arena, &s->title));
}

static struct block *passage_block(struct build *b, const struct section *s,
				   const struct passage *p)
{
	struct block *block = NEW(b->arena, struct block);

	block->kind = p->list ? BLOCK_HIGHLIGHTS : BLOCK_PROSE;
	block->title = build_inlines(b, &p->title);
	if (is_title(b, s, &block->title))
		block->title = (struct text){0};
	block->as.prose.v = NEWS(b->arena, struct text, p->texts.n);
	for (size_t i = 0; i < p->texts.n; i++)
		block->as.prose.v[block->as.prose.n++] = build_inlines(b, &p->texts.v[i]);
	return block;
}

/* The blocks of one part; `from` is the template's block, for the first one's id and title. */
static void place_part(struct build *b, struct section *s, const struct value *from,
		       struct part *part, struct block ***tail, size_t *count)
{
	part->placed = true;
	for (const struct passage *p = part->first; p; p = p->next) {
		const char *id = value_text(value_at(from, "id"));
		struct block *block;

		if (!p->texts.n)
			continue;
		block = passage_block(b, s, p);
		if (!*count && value_at(from, "title"))
			block->title = build_value_text(b, value_at(from, "title"));
		id = id ? id : arena_printf(b->arena, "%s-commentary", s->id);
		block->id = (*count)++ ? arena_printf(b->arena, "%s-%zu", id, *count) : id;
		block->span = template_int(b, value_at(from, "span"), 2, 12, 12);
		**tail = block;
		*tail = &block->next;
	}
}

bool commentary_place(struct build *b, struct section *s, const struct value *v,
		      struct block ***tail)
{
	const char *id = value_text(value_at(v, "part"));
	struct part *part = b->commentary ? b->commentary->first : NULL;
	size_t count = 0;
	int rank;

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "part");
	while (part && id && !(part->id && streq(part->id, id)))
		part = part->next;
	if (!part)
		return false;
	rank = part->rank;
	do {
		place_part(b, s, v, part, tail, &count);
		part = part->next;
	} while (part && (!id || part->rank > rank));
	return count > 0;
}

void commentary_warn_unplaced(struct build *b)
{
	for (const struct part *p = b->commentary ? b->commentary->first : NULL; p; p = p->next)
		if (!p->placed && p->first)
			diag_warn(b->diag, p->at,
				  p->id ? "no block of the template places this part: '%s'"
					: "no block of the template places this text%s",
				  p->id ? p->id : "");
}
