/*
 * The digest of a build's inputs: a list of names and SHA-256 of contents, and the SHA-256 of that
 * list.  Times and inodes do not count, so that a copy on another machine has the same digest.
 */
#include "batch/inputs.h"

#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "load/json.h"

struct tally {
	struct arena *arena;
	struct diag *diag; /* its messages are not shown: the build itself reports; its sources are
			      what is kept */
	size_t room;       /* bytes that may still be kept */
	struct buf lines, bytes; /* bytes: of the file under way */
	struct stat out;         /* a folder that is no input */
	bool has_out;
	const char *closed; /* a folder whose links must stay in it, or NULL */
};

static void add_bytes(struct tally *t, const char *name, const void *bytes, size_t n)
{
	char hash[HASH_TEXT];

	hash_text(bytes, n, hash);
	buf_add(&t->lines, hash, sizeof hash - 1);
	buf_char(&t->lines, ' ');
	buf_str(&t->lines, name);
	buf_char(&t->lines, '\n');
}

static void add_text(struct tally *t, const char *name, const char *text)
{
	add_bytes(t, name, text ? text : "", text ? strlen(text) : 0);
}

/* The bytes of a file, until the next one. */
static bool read_file(struct tally *t, const char *path, struct str *bytes)
{
	if (!file_read_over(t->diag, path, &t->bytes))
		return false;
	*bytes = (struct str){t->bytes.p, t->bytes.n};
	if (bytes->n <= t->room && !diag_known(t->diag, path).p) {
		struct arena *a = t->diag->arena;

		t->room -= bytes->n;
		diag_source(t->diag, arena_str(a, path),
			    (struct str){arena_strn(a, bytes->p, bytes->n), bytes->n});
	}
	return true;
}

static bool add_file(struct tally *t, const char *path, const char *name)
{
	struct str bytes;

	if (!read_file(t, path, &bytes))
		return false;
	add_bytes(t, name, bytes.p, bytes.n);
	return true;
}

static bool is_out(const struct tally *t, const char *path)
{
	struct stat st;

	return t->has_out && stat(path, &st) == 0 && st.st_dev == t->out.st_dev &&
	       st.st_ino == t->out.st_ino;
}

/* Where a link of a closed folder leads: what is there counts under its own name.  A project could
 * otherwise have the same folders walked without end. */
static bool add_link(struct tally *t, const char *path, const char *name)
{
	char to[4096];
	ssize_t n = readlink(path, to, sizeof to);

	if (n < 0 || !link_stays_below(path, t->closed))
		return false;
	add_bytes(t, name, to, (size_t)n);
	return true;
}

/* All that is below a folder, by name, but for what is hidden. */
static bool add_folder(struct tally *t, const char *path, const char *name)
{
	struct dir_entries entries;
	bool ok = dir_entries(t->arena, t->diag, path, &entries);

	for (size_t i = 0; ok && i < entries.n; i++) {
		const struct dir_entry *e = &entries.v[i];
		const char *at, *as;

		if (*e->name == '.')
			continue;
		at = path_join(t->arena, path, e->name);
		as = path_join(t->arena, name, e->name);
		if (e->kind == ENTRY_LINK && t->closed)
			ok = add_link(t, at, as);
		else if (e->kind == ENTRY_FOLDER || (e->kind == ENTRY_LINK && path_is_dir(at)))
			ok = is_out(t, at) || add_folder(t, at, as);
		else
			ok = add_file(t, at, as);
	}
	return ok;
}

/* What of the shipped files a build reads.  Another one that it comes to read belongs here. */
static bool add_shipped(struct tally *t, const char *shipped)
{
	static const char *const files[] = {"data/checks.csv", "data/concepts.csv",
					    "data/literals.txt", "assets/css/brief.css"};
	static const char *const folders[] = {"assets/texts", "templates/briefs", "templates/html"};
	bool ok = true;

	for (size_t i = 0; ok && i < COUNT(files); i++)
		ok = add_file(t, path_join(t->arena, shipped, files[i]), files[i]);
	for (size_t i = 0; ok && i < COUNT(folders); i++)
		ok = add_folder(t, path_join(t->arena, shipped, folders[i]), folders[i]);
	return ok;
}

/* The linker's identifier of this very program, which changes with its code. */
static int add_build_id(struct dl_phdr_info *info, size_t size, void *tally)
{
	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];
		const char *p = (const char *)(info->dlpi_addr + h->p_vaddr);

		if (h->p_type == PT_NOTE)
			add_bytes(tally, "build", p, h->p_memsz);
	}
	return 1; /* the program comes first; the libraries do not matter */
}

/* Each font file carries a checksum of itself in its table 'head'. */
static void add_fonts(struct tally *t, const struct fonts *fonts)
{
	for (int i = 0; i < fonts->n; i++) {
		const struct face *f = fonts->faces[i];
		hb_blob_t *head = hb_face_reference_table(f->hb, HB_TAG('h', 'e', 'a', 'd'));
		unsigned n;
		const char *bytes = hb_blob_get_data(head, &n);

		add_bytes(t, f->name, bytes, n);
		hb_blob_destroy(head);
	}
}

static void add_options(struct tally *t, const struct report_options *o)
{
	add_text(t, "tool", "irbrief " IRBRIEF_VERSION);
	add_text(t, "epoch", getenv("SOURCE_DATE_EPOCH"));
	add_text(t, "draft", o->draft ? "yes" : "");
	for (int i = 0; i < LANG_COUNT; i++)
		if (o->langs & 1u << i)
			add_text(t, "language", lang_tags[i]);
	for (int i = 0; i < OUTPUT_COUNT; i++)
		if (o->outputs & 1u << i)
			add_text(t, "output", output_names[i]);
}

static struct tally tally_start(struct arena *a, struct diag *kept)
{
	return (struct tally){.arena = a, .diag = kept ? kept : diag_new(a)};
}

static bool tally_end(struct tally *t, bool complete, char digest[HASH_TEXT])
{
	hash_text(t->lines.p, t->lines.n, digest);
	buf_free(&t->lines);
	buf_free(&t->bytes);
	return complete;
}

bool inputs_shared(struct arena *a, const struct report_options *o, char digest[HASH_TEXT],
		   const struct diag **shipped)
{
	struct tally t = tally_start(a, NULL);
	bool complete;

	dl_iterate_phdr(add_build_id, &t);
	add_options(&t, o);
	add_fonts(&t, o->fonts);
	t.room = shipped ? SIZE_MAX : 0;
	complete = add_shipped(&t, o->shipped);
	t.room = 0;
	if (shipped)
		*shipped = t.diag;
	return tally_end(
	    &t, complete && (!o->documents || add_folder(&t, o->documents, "documents")), digest);
}

bool inputs_digest(struct arena *a, const struct report_options *o, const char *out,
		   const char *shared, struct diag *kept, char digest[HASH_TEXT])
{
	enum { KEPT_MOST = 4 << 20 }; /* a project folder may hold much that no build reads */
	struct tally t = tally_start(a, kept);

	t.room = kept ? KEPT_MOST : 0;
	t.has_out = stat(out, &t.out) == 0;
	t.closed = o->project;
	add_text(&t, "shared", shared);
	return tally_end(&t, add_folder(&t, o->project, ""), digest);
}

bool inputs_briefs(struct arena *a, const struct report_options *o, const char *const **ids,
		   size_t *n)
{
	static const char ending[] = ".yaml";
	const char **names;

	*ids = o->briefs;
	*n = o->n_briefs;
	if (*n)
		return true;
	if (!dir_list(a, diag_new(a), path_join(a, o->project, "briefs"), ending, &names, n))
		return false;
	for (size_t i = 0; i < *n; i++)
		names[i] = arena_strn(a, names[i], strlen(names[i]) - strlen(ending));
	*ids = names;
	return *n > 0;
}

static const char *manifest_path(struct arena *a, const char *out, const char *id)
{
	return path_join(a, path_join(a, out, id), "manifest.json");
}

bool inputs_built(struct arena *a, const struct report_options *o, const char *out)
{
	const char *const *ids;
	size_t n;

	if (!inputs_briefs(a, o, &ids, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!path_exists(manifest_path(a, out, ids[i])))
			return false;
	return true;
}

static bool file_is_there(struct arena *a, const char *folder, const struct value *file)
{
	const char *path = value_text(value_at(file, "path"));
	const char *bytes = value_text(value_at(file, "bytes"));
	struct stat st;

	return path && bytes && stat(path_join(a, folder, path), &st) == 0 &&
	       st.st_size == strtoll(bytes, NULL, 10);
}

static bool brief_unchanged(struct arena *a, const char *out, const char *id, const char *digest)
{
	struct diag *ignored = diag_new(a);
	const char *path = manifest_path(a, out, id), *inputs;
	const struct value *manifest, *files;
	struct str bytes;

	if (!file_read(a, ignored, path, &bytes))
		return false;
	manifest = json_read(a, ignored, path, bytes);
	inputs = value_text(value_at(manifest, "inputs"));
	files = value_at(manifest, "files");
	if (!inputs || !streq(inputs, digest) || !files)
		return false;
	for (size_t i = 0; i < files->n; i++)
		if (!file_is_there(a, path_join(a, out, id), files->items[i]))
			return false;
	return true;
}

bool inputs_unchanged(struct arena *a, const struct report_options *o, const char *out,
		      const char *digest)
{
	const char *const *ids;
	size_t n;

	if (!inputs_briefs(a, o, &ids, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!brief_unchanged(a, out, ids[i], digest))
			return false;
	return true;
}
