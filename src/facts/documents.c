/* documents.csv, and the texts of the documents by line. */
#include "facts/loader.h"

#include "base/file.h"

enum {
	D_ID,
	D_KIND,
	D_TITLE,
	D_DATE,
	D_LANGUAGE,
	D_FILE,
	D_URL,
	D_TITLES,
	D_COUNT = D_TITLES + LANG_COUNT
};
static const char *const columns[D_COUNT] = {
    "id",   "kind", "title",    "date",          "language",
    "file", "url",  "title.en", "title.zh-Hans", "title.zh-Hant"};
static const char *const kinds[] = {"primary", "secondary"};

enum { LINE_LIMIT = 2000000 };

static bool split_lines(struct arena *a, struct str text, struct document *doc)
{
	struct {
		struct str *v;
		size_t n, cap;
	} lines = {0};

	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;
		size_t cr = n && text.p[n - 1] == '\r';

		if (lines.n == LINE_LIMIT)
			return false;
		*PUSH(a, &lines) = (struct str){text.p, n - cr};
		n += end != NULL;
		text = (struct str){text.p + n, text.n - n};
	}
	doc->lines = lines.v;
	doc->n_lines = lines.n;
	return true;
}

static const char *text_path(struct loader *l, const char *file)
{
	const char *own =
	    path_join(l->arena, path_join(l->arena, l->facts->folder, "documents"), file);
	const char *other = l->documents ? path_join(l->arena, l->documents, file) : NULL;

	if (path_exists(own))
		return own;
	return other && path_exists(other) ? other : NULL;
}

/* A document that is not there, or is no UTF-8 text (a PDF), is one without lines. */
static void read_text(struct loader *l, struct document *doc)
{
	const char *path = doc->file ? text_path(l, doc->file) : NULL;
	struct str text;

	if (path && file_read(l->arena, l->diag, path, &text) &&
	    utf8_check(text.p, text.n) == text.n && !split_lines(l->arena, text, doc))
		diag_error(l->diag, (struct pos){.file = path}, "more than %d lines", LINE_LIMIT);
}

const char *document_title(const struct document *d, enum lang lang)
{
	return d->titles.in[lang] ? d->titles.in[lang] : d->title;
}

size_t document_index(const struct facts *f, const char *id)
{
	return map_find(&f->index->document_ids, id);
}

const struct document *document_find(const struct facts *f, const char *id)
{
	size_t i = document_index(f, id);

	return i == MAP_NONE ? NULL : &f->documents.v[i];
}

bool report_unknown_document(struct loader *l, struct pos at, const char *id)
{
	const char **ids = NEWS(l->arena, const char *, l->facts->documents.n);

	for (size_t i = 0; i < l->facts->documents.n; i++)
		ids[i] = l->facts->documents.v[i].id;
	return report_unknown(l->diag, at, "document", id, ids, l->facts->documents.n);
}

static size_t add(struct loader *l, struct document doc)
{
	struct facts *f = l->facts;

	*PUSH(l->arena, &f->documents) = doc;
	map_set(l->arena, &f->index->document_ids, doc.id, f->documents.n - 1);
	return f->documents.n - 1;
}

size_t document_add_address(struct loader *l, const char *id, const char *url, struct pos at)
{
	size_t known = document_index(l->facts, id);

	if (known != MAP_NONE)
		return known;
	return add(
	    l, (struct document){
		   .id = id, .kind = kinds[1], .title = url, .language = "", .url = url, .at = at});
}

static void read_document(struct loader *l, const struct table *t)
{
	struct cell id = table_cell(l, t, D_ID), date = table_cell(l, t, D_DATE);
	int kind =
	    cell_choice(l, table_cell(l, t, D_KIND), "kind of document", kinds, COUNT(kinds), 0);
	size_t first = document_index(l->facts, id.text);
	struct document doc = {
	    .id = id.text,
	    .kind = kinds[kind > 0],
	    .title = table_cell(l, t, D_TITLE).text,
	    .language = table_cell(l, t, D_LANGUAGE).text,
	    .file = table_text(l, t, D_FILE),
	    .url = table_text(l, t, D_URL),
	    .primary = kind == 0,
	    .at = id.at,
	};

	if (!*id.text) {
		diag_error(l->diag, id.at, "the document has no id");
		return;
	}
	if (first != MAP_NONE) {
		diag_error(l->diag, id.at, "the document stands twice: '%s' (first on line %d)",
			   id.text, l->facts->documents.v[first].at.line);
		return;
	}
	if (*date.text && !date_parse(date.text, &doc.date))
		diag_error(l->diag, date.at, "not a date: '%s'", date.text);
	if (!*doc.title)
		doc.title = doc.id;
	for (int i = 0; i < LANG_COUNT; i++)
		doc.titles.in[i] = table_text(l, t, D_TITLES + i);
	/* The lines of a document are quoted: no other file may pose as one. */
	if (doc.file && !path_stays_below(doc.file))
		diag_error(l->diag, table_cell(l, t, D_FILE).at,
			   "the file must lie in the documents folder: '%s'", doc.file);
	else
		read_text(l, &doc);
	add(l, doc);
}

void load_documents(struct loader *l)
{
	struct table t;

	if (!table_open(l, l->facts->folder, "documents.csv", columns, D_COUNT, 1, &t))
		return;
	while (table_next(l, &t))
		read_document(l, &t);
}
