/*
 * Opens the faces that a report is set in, by path, and builds the chains in which they are tried.
 * Fontconfig is never asked: it would cost more than a whole report, and its answer depends on the
 * machine.
 *
 * To add a face: one row in sources[], and its place in a chain.
 */
#include "scene/font.h"

#include <hb-ot.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/file.h"
#include "scene/plain.h"

enum source_id {
	INTER_REGULAR,
	INTER_MEDIUM,
	INTER_SEMIBOLD,
	INTER_DISPLAY,
	SC_REGULAR,
	SC_BOLD,
	TC_REGULAR,
	TC_BOLD,
	HK_REGULAR,
	HK_BOLD,
	SOURCE_COUNT
};

struct source_file {
	const char *file, *name; /* in a collection the PostScript name tells the face */
	const char *family;
	int css_weight;
	const char *folder, *package; /* where Debian puts it, and what to install */
};

#define INTER "/usr/share/fonts/opentype/inter", "fonts-inter"
#define NOTO "/usr/share/fonts/opentype/noto", "fonts-noto-cjk"

static const struct source_file sources[SOURCE_COUNT] = {
    [INTER_REGULAR] = {"Inter-Regular.otf", "Inter-Regular", "Inter", 400, INTER},
    [INTER_MEDIUM] = {"Inter-Medium.otf", "Inter-Medium", "Inter", 500, INTER},
    [INTER_SEMIBOLD] = {"Inter-SemiBold.otf", "Inter-SemiBold", "Inter", 600, INTER},
    [INTER_DISPLAY] = {"InterDisplay-Medium.otf", "InterDisplay-Medium", "Inter Display", 500,
		       INTER},
    [SC_REGULAR] = {"NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular", "Noto Sans SC", 400, NOTO},
    [SC_BOLD] = {"NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold", "Noto Sans SC", 700, NOTO},
    [TC_REGULAR] = {"NotoSansCJK-Regular.ttc", "NotoSansCJKtc-Regular", "Noto Sans TC", 400, NOTO},
    [TC_BOLD] = {"NotoSansCJK-Bold.ttc", "NotoSansCJKtc-Bold", "Noto Sans TC", 700, NOTO},
    [HK_REGULAR] = {"NotoSansCJK-Regular.ttc", "NotoSansCJKhk-Regular", "Noto Sans HK", 400, NOTO},
    [HK_BOLD] = {"NotoSansCJK-Bold.ttc", "NotoSansCJKhk-Bold", "Noto Sans HK", 700, NOTO},
};

/* Han has two weights: medium reads with the regular one, headlines with the bold one. */
static const enum source_id latin[WEIGHT_COUNT] = {INTER_REGULAR, INTER_MEDIUM, INTER_SEMIBOLD,
						   INTER_DISPLAY};
static const bool han_bold[WEIGHT_COUNT] = {false, false, true, true};
/* The regular face of each region; the bold one follows it in enum source_id. */
static const enum source_id han[LANG_COUNT][3] = {
    [LANG_EN] = {SC_REGULAR, TC_REGULAR, HK_REGULAR},
    [LANG_ZH_HANS] = {SC_REGULAR, TC_REGULAR, HK_REGULAR},
    [LANG_ZH_HANT] = {TC_REGULAR, HK_REGULAR, SC_REGULAR},
};

static bool face_is_named(hb_face_t *face, const char *name)
{
	char found[128];
	unsigned n = sizeof found;

	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, hb_language_from_string("en", -1),
			    &n, found);
	return streq(found, name);
}

/* Files that are open, each mapped once however many faces of it are taken. */
struct font_files {
	struct font_file {
		const char *path;
		hb_blob_t *blob; /* NULL: it is not there */
		unsigned next;   /* the face behind the one that was found last */
	} v[2 * SOURCE_COUNT];
	size_t n;
};

static struct font_file *file_of(struct font_files *files, const char *path)
{
	struct font_file *f = files->v;

	while (f < files->v + files->n && !streq(f->path, path))
		f++;
	if (f == files->v + files->n)
		files->v[files->n++] =
		    (struct font_file){path, hb_blob_create_from_file_or_fail(path), 0};
	return f;
}

static void files_close(struct font_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		hb_blob_destroy(files->v[i].blob);
}

/* The face of a file that has the name, or NULL; *index: which one of a collection it is.  It is
 * looked for behind the last one, since sources[] is in the order of the collections. */
static hb_face_t *file_face(struct font_file *file, const char *name, unsigned *index)
{
	unsigned n = file->blob ? hb_face_count(file->blob) : 0;

	for (unsigned i = 0; i < n; i++) {
		hb_face_t *face = hb_face_create(file->blob, *index = (file->next + i) % n);

		if (face_is_named(face, name)) {
			file->next = *index + 1;
			return face;
		}
		hb_face_destroy(face);
	}
	return NULL;
}

static double metric(hb_font_t *font, hb_ot_metrics_tag_t tag)
{
	hb_position_t value = 0;

	hb_ot_metrics_get_position_with_fallback(font, tag, &value);
	return value;
}

static void face_measure(struct face *f)
{
	hb_font_extents_t extents = {0};

	hb_font_get_h_extents(f->font, &extents);
	f->upem = hb_face_get_upem(f->hb);
	f->ascent = extents.ascender;
	f->descent = extents.descender;
	f->cap_height = metric(f->font, HB_OT_METRICS_TAG_CAP_HEIGHT);
	f->x_height = metric(f->font, HB_OT_METRICS_TAG_X_HEIGHT);
}

static char *copy(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xrealloc(NULL, n), s, n);
}

const struct face *face_ready(const struct face *face)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct face *f = (struct face *)face;

	if (atomic_load_explicit(&f->is_ready, memory_order_acquire))
		return f;
	pthread_mutex_lock(&lock);
	if (!f->is_ready) {
		f->font = hb_font_create(f->hb);
		hb_font_make_immutable(f->font);
		face_measure(f);
		if (f->index <= INTER_DISPLAY)
			plain_open(f);
		atomic_store_explicit(&f->is_ready, true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return f;
}

static struct face *face_open(struct arena *a, struct font_files *files,
			      const struct source_file *s)
{
	const char *folders[] = {getenv("IRBRIEF_FONTS"), s->folder};
	struct face *f;

	for (size_t i = 0; i < COUNT(folders); i++) {
		char *path = folders[i] ? path_join(a, folders[i], s->file) : NULL;
		unsigned index = 0;
		hb_face_t *hb = path ? file_face(file_of(files, path), s->name, &index) : NULL;

		if (!hb)
			continue;
		f = xrealloc(NULL, sizeof *f);
		*f = (struct face){.name = s->name,
				   .family = s->family,
				   .css_weight = s->css_weight,
				   .hb = hb,
				   .path = copy(path),
				   .face_index = index};
		hb_face_make_immutable(hb);
		return f;
	}
	return NULL;
}

static void face_close(struct face *f)
{
	hb_font_destroy(f->font);
	hb_face_destroy(f->hb);
	free((char *)f->path);
	free(f);
}

static void chains_build(struct fonts *fonts)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (int w = 0; w < WEIGHT_COUNT; w++) {
			struct face **chain = fonts->chain[lang][w];

			chain[0] = fonts->faces[latin[w]];
			for (int i = 0; i < 3; i++)
				chain[1 + i] = fonts->faces[han[lang][i] + han_bold[w]];
		}
}

struct fonts *fonts_open(struct diag *diag)
{
	struct fonts *fonts = xrealloc(NULL, sizeof *fonts);
	struct font_files files = {0};
	bool complete = true;

	*fonts = (struct fonts){0};
	for (int i = 0; i < SOURCE_COUNT; i++) {
		const struct source_file *s = &sources[i];
		struct face *f = face_open(diag->arena, &files, s);

		if (!f) {
			complete =
			    diag_error(diag, (struct pos){0},
				       "font not found, is the Debian package '%s' installed: '%s'",
				       s->package, s->name);
			continue;
		}
		f->index = fonts->n;
		fonts->faces[fonts->n++] = f;
	}
	files_close(&files);
	if (!complete) {
		fonts_close(fonts);
		return NULL;
	}
	chains_build(fonts);
	return fonts;
}

void fonts_close(struct fonts *fonts)
{
	if (!fonts)
		return;
	for (int i = 0; i < fonts->n; i++)
		face_close(fonts->faces[i]);
	free(fonts);
}
