/* HarfBuzz makes the subset; what is embedded of it, its codes and its name are found here. */
#include "pdf/pdf_subset.h"

#include <hb-subset.h>
#include <stdlib.h>

#include "pdf/pdf_cff.h"

/*
 * The face with the outlines and nothing else: a PDF reader uses no layout, names or code points,
 * and with a cmap the subsetter would look through all its characters.
 */
static hb_face_t *outlines_of(hb_face_t *full)
{
	static const char tables[][5] = {"head", "hhea", "maxp", "hmtx", "CFF ", "glyf", "loca"};
	hb_face_t *face = hb_face_builder_create();

	for (size_t i = 0; i < COUNT(tables); i++) {
		hb_tag_t tag = hb_tag_from_string(tables[i], 4);
		hb_blob_t *table = hb_face_reference_table(full, tag);

		if (hb_blob_get_length(table))
			hb_face_builder_add_table(face, tag, table);
		hb_blob_destroy(table);
	}
	return face;
}

static hb_subset_input_t *input_of(const uint32_t *ids, size_t n)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *glyphs;

	if (!input)
		out_of_memory();
	/* Few glyphs share too little for subroutines to save anything: without them the program is
	 * a tenth smaller, and made in half the time. */
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
					     HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
					     HB_SUBSET_FLAGS_DESUBROUTINIZE);
	glyphs = hb_subset_input_glyph_set(input);
	for (size_t i = 0; i < n; i++)
		hb_set_add(glyphs, ids[i]);
	return input;
}

static void name(const uint32_t *ids, size_t n, char tag[7])
{
	uint64_t hash = 14695981039346656037U; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ ids[i]) * 1099511628211U;
	hash ^= hash >> 32;
	for (int i = 0; i < 6; i++, hash /= 26)
		tag[i] = (char)('A' + hash % 26);
	tag[6] = '\0';
}

static void keep_program(hb_face_t *face, struct subset *s)
{
	hb_blob_t *program = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	const char *bytes;
	unsigned n;

	s->cff = hb_blob_get_length(program) > 0;
	if (!s->cff) {
		hb_blob_destroy(program);
		program = hb_face_reference_blob(face);
	}
	bytes = hb_blob_get_data(program, &n);
	s->program = (struct str){arena_copy(s->arena, bytes, n), n};
	hb_blob_destroy(program);
}

/* The glyph ids of the subset, and from them the codes. */
static bool keep_codes(const hb_map_t *new_ids, unsigned count, const uint32_t *ids, size_t n,
		       struct subset *s)
{
	unsigned *all = NEWS(s->arena, unsigned, count), *codes = NEWS(s->arena, unsigned, n);

	for (unsigned i = 0; i < count; i++)
		all[i] = i;
	if (s->cff && !cff_codes(s->program.p, s->program.n, all, count))
		return false;
	for (size_t i = 0; i < n; i++) {
		hb_codepoint_t id = hb_map_get(new_ids, ids[i]);

		if (id >= count)
			return false;
		codes[i] = all[id];
	}
	s->codes = codes;
	return true;
}

static bool cut(hb_face_t *full, const uint32_t *ids, size_t n, struct subset *s)
{
	hb_subset_input_t *input = input_of(ids, n);
	hb_face_t *outlines = outlines_of(full), *face;
	hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(outlines, input);
	bool ok = false;

	face = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	if (face) {
		keep_program(face, s);
		name(ids, n, s->tag);
		ok = keep_codes(hb_subset_plan_old_to_new_glyph_mapping(plan),
				hb_face_get_glyph_count(face), ids, n, s);
	}
	hb_face_destroy(face);
	hb_subset_plan_destroy(plan);
	hb_face_destroy(outlines);
	hb_subset_input_destroy(input);
	return ok;
}

/* ---- memory ---- */

enum { KEPT_BYTES = 1024 * 1024 }; /* more goes between reports */

struct entry {
	struct entry *older;
	const struct face *face;
	const uint32_t *ids;
	size_t n;
	struct subset subset;
};

struct subset_memory {
	struct arena *arena;
	struct entry *newest;
};

struct subset_memory *subset_memory_new(void)
{
	struct subset_memory *m = xrealloc(NULL, sizeof *m);

	*m = (struct subset_memory){.arena = arena_new()};
	return m;
}

void subset_memory_free(struct subset_memory *m)
{
	arena_free(m->arena);
	free(m);
}

void subset_memory_trim(struct subset_memory *m)
{
	if (arena_used(m->arena) <= KEPT_BYTES)
		return;
	arena_empty(m->arena);
	*m = (struct subset_memory){.arena = m->arena};
}

struct subset *subset_of(struct arena *a, struct subset_memory *m, const struct face *face,
			 const uint32_t *ids, size_t n)
{
	struct entry *e;

	if (m)
		a = m->arena;
	for (e = m ? m->newest : NULL; e; e = e->older)
		if (e->face == face && e->n == n && memcmp(e->ids, ids, n * sizeof *ids) == 0)
			return &e->subset;
	e = NEW(a, struct entry);
	e->subset.arena = a;
	if (!cut(face->hb, ids, n, &e->subset))
		return NULL;
	if (m) {
		e->face = face;
		e->ids = arena_copy(a, ids, n * sizeof *ids);
		e->n = n;
		e->older = m->newest;
		m->newest = e;
	}
	return &e->subset;
}
