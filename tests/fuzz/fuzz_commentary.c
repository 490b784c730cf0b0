/*
 * A commentary from any bytes.  The reader takes a file, so the bytes are written to one; each
 * piece of text that comes out is UTF-8 as the document needs it, and each binding has its place in
 * the file.
 */
#include "fuzz.h"

#include "../folder.h"
#include "base/file.h"
#include "doc/commentary.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct {
	struct arena *arena;
	const char *folder, *file;
	struct literals *literals;
} base;

static void remove_folder(void)
{
	folder_remove(base.folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	base.arena = arena_new();
	base.folder = folder_make(base.arena);
	base.file = path_join(base.arena, base.folder, "annual.en.md");
	base.literals = literals_load(base.arena, diag_new(base.arena), base.folder, ".");
	atexit(remove_folder);
	return 0;
}

static void check_texts(const struct inlines *texts)
{
	for (size_t i = 0; i < texts->n; i++) {
		const struct inline_text *t = &texts->v[i];

		if (!t->text || utf8_check(t->text, strlen(t->text)) != strlen(t->text) ||
		    (t->kind == INLINE_BINDING && t->at.line < 1))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	struct commentary *c;

	if (!file_write(f.diag, base.file, f.input.p, f.input.n))
		abort();
	c = commentary_read(f.arena, f.diag, base.file, base.literals);
	for (struct part *part = c ? c->first : NULL; part; part = part->next)
		for (struct passage *p = part->first; p; p = p->next) {
			check_texts(&p->title);
			for (size_t i = 0; i < p->texts.n; i++)
				check_texts(&p->texts.v[i]);
		}
	return fuzz_end(&f);
}
