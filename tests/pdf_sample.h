/*
 * Documents made by hand for the tests of the PDF writer: one of everything that a brief has, and
 * one of the size of a long report.  A header because the tests and the bench share it.
 */
#ifndef PDF_SAMPLE_H
#define PDF_SAMPLE_H

#include "pdf/pdf.h"

#define SAMPLE_TITLE "Results & <outlook> (FY2025) \\ \xE9\xA1\xB6\xE7\x82\xB9\xE4\xBA\x91"

struct sheet {
	struct arena *arena;
	const struct fonts *fonts;
	struct pdf *pdf;
	struct scene *scene; /* of the page that is being filled */
	double y;
	struct {
		struct pdf_page *v;
		size_t n, cap;
	} pages;
};

enum { LEFT = 56, RIGHT = 539, TOP = 64, BOTTOM = 770 };

static const struct style body = {.weight = WEIGHT_REGULAR, .size = 9.5, .lang = LANG_EN};
static const struct style body_zh = {.weight = WEIGHT_REGULAR, .size = 9.5, .lang = LANG_ZH_HANS};
static const struct style strong = {.weight = WEIGHT_SEMIBOLD, .size = 9.5, .lang = LANG_EN};
static const struct style number = {.weight = WEIGHT_REGULAR, .size = 9.5, .tabular = true};
static const struct style title = {.weight = WEIGHT_DISPLAY, .size = 20, .lang = LANG_EN};

static void sheet_page(struct sheet *s)
{
	char *label = arena_printf(s->arena, "%zu", s->pages.n + 1);

	s->scene = scene_new(s->arena, 595.28, 841.89);
	*PUSH(s->arena, &s->pages) =
	    (struct pdf_page){s->scene->width, s->scene->height, label, s->scene};
	s->y = TOP;
	scene_artifact(s->scene, "Footer");
	scene_line(s->scene, LEFT, 800, RIGHT, 800, COLOR_HAIR, 0.5, 0);
	scene_text(s->scene, s->fonts, body, RIGHT, 814, ALIGN_RIGHT, COLOR_INK3, label, NULL);
	scene_end(s->scene);
}

/* One line of tagged text; moves down. */
static void sheet_line(struct sheet *s, struct tag *tag, struct style st, double x,
		       const char *text)
{
	if (s->y > BOTTOM)
		sheet_page(s);
	s->y += st.size * 1.5;
	scene_begin(s->scene, tag);
	scene_text(s->scene, s->fonts, st, x, s->y, ALIGN_LEFT, COLOR_INK, text, NULL);
	scene_end(s->scene);
}

static struct tag *sheet_block(struct sheet *s, struct tag *parent, const char *type,
			       struct style st, const char *text)
{
	struct tag *t = tag_new(s->arena, parent, type);

	s->y += 6;
	sheet_line(s, t, st, LEFT, text);
	return t;
}

/* A word of the current line that links; its text is the tag's content. */
static double sheet_link(struct sheet *s, struct tag *parent, double x, const char *href,
			 const char *text)
{
	struct tag *t = tag_new(s->arena, parent, "Link");
	double width;

	t->alt = arena_printf(s->arena, "Link: %s", text);
	scene_begin(s->scene, t);
	width = scene_text(s->scene, s->fonts, body, x, s->y, ALIGN_LEFT, COLOR_ACCENT, text, NULL);
	scene_end(s->scene);
	scene_link(s->scene, x, s->y - 9, width, 12, href, t);
	return x + width;
}

static void sheet_linked_paragraph(struct sheet *s, struct tag *parent)
{
	struct tag *p = sheet_block(s, parent, "P", body, "Read the ");
	double x = LEFT + shape_width(s->arena, s->fonts, body, "Read the ", 9);

	x = sheet_link(s, p, x, "https://example.com/a?b=(1)&c=\xC3\xA9", "announcement");
	scene_begin(s->scene, p);
	x += scene_text(s->scene, s->fonts, body, x, s->y, ALIGN_LEFT, COLOR_INK, " or see ", NULL);
	scene_end(s->scene);
	x = sheet_link(s, p, x, "#table", "the table");
	scene_begin(s->scene, p);
	scene_text(s->scene, s->fonts, body, x, s->y, ALIGN_LEFT, COLOR_INK, ".", NULL);
	scene_end(s->scene);
}

static void sheet_contents(struct sheet *s, struct tag *parent)
{
	struct tag *toc = tag_new(s->arena, parent, "TOC");
	struct tag *entry = tag_new(s->arena, toc, "TOCI");

	s->y += body.size * 1.5;
	sheet_link(s, tag_new(s->arena, entry, "Reference"), LEFT, "#table",
		   "Ten lines of figures");
}

static void sheet_list(struct sheet *s, struct tag *parent)
{
	static const char *const items[] = {"Cloud services", "Artificial intelligence",
					    "Efficiency"};
	struct tag *list = tag_new(s->arena, parent, "L");

	list->list_numbering = "Disc";
	for (size_t i = 0; i < COUNT(items); i++) {
		struct tag *li = tag_new(s->arena, list, "LI");

		sheet_line(s, tag_new(s->arena, li, "Lbl"), body, LEFT, "\xE2\x80\xA2");
		s->y -= body.size * 1.5;
		sheet_line(s, tag_new(s->arena, li, "LBody"), body, LEFT + 12, items[i]);
	}
}

static void sheet_figure(struct sheet *s, struct tag *parent)
{
	static const double heights[] = {30, 44, 52, 61};
	struct tag *f = tag_new(s->arena, parent, "Figure");
	double base = s->y + 80;

	f->alt = "Revenue grew in each of the four years";
	f->box = NEW(s->arena, struct tag_box);
	*f->box = (struct tag_box){(int)s->pages.n - 1, {LEFT, s->y + 8, LEFT + 170, base + 2}};
	scene_begin(s->scene, f);
	for (size_t i = 0; i < COUNT(heights); i++)
		scene_rect(s->scene, LEFT + 40 * (double)i, base - heights[i], 28, heights[i],
			   i == 3 ? COLOR_ACTUAL : COLOR_PRIOR);
	scene_line(s->scene, LEFT, base, LEFT + 160, base, COLOR_INK2, 0.75, 0);
	scene_line(s->scene, LEFT, base - 50, LEFT + 160, base - 50, COLOR_GRID, 0.5, 2);
	scene_circle(s->scene, LEFT + 150, base - 65, 3, COLOR_ACCENT, COLOR_INK, 0.5);
	scene_end(s->scene);
	s->y = base + 4;
}

static void sheet_row(struct sheet *s, struct tag *section, int columns, int row, bool tagged)
{
	struct tag *tr = tagged ? tag_new(s->arena, section, "TR") : NULL;

	s->y += 14;
	for (int c = 0; c < columns; c++) {
		const char *text =
		    row < 0 ? arena_printf(s->arena, "%s %d", c ? "FY" : "Item", 2020 + c)
		    : c     ? arena_printf(s->arena, "%d,%03d.%d", row + c, row * 37 % 1000, c)
			    : arena_printf(s->arena, "Line %d", row + 1);

		if (tagged) {
			struct tag *cell = tag_new(s->arena, tr, row < 0 || !c ? "TH" : "TD");

			if (row < 0 || !c)
				cell->scope = row < 0 ? "Column" : "Row";
			scene_begin(s->scene, cell);
		} else {
			scene_artifact(s->scene, "Pagination");
		}
		scene_text(s->scene, s->fonts,
			   row < 0 ? strong
			   : c     ? number
				   : body,
			   c ? LEFT + (c + 1.0) * (RIGHT - LEFT) / (columns + 1) : LEFT, s->y,
			   c ? ALIGN_RIGHT : ALIGN_LEFT, COLOR_INK, text, NULL);
		scene_end(s->scene);
	}
	scene_artifact(s->scene, "Layout");
	scene_line(s->scene, LEFT, s->y + 4, RIGHT, s->y + 4, COLOR_HAIR, 0.5, 0);
	scene_end(s->scene);
}

/* A table whose head is repeated, untagged, on each further page. */
static void sheet_table(struct sheet *s, struct tag *parent, int columns, int rows)
{
	struct tag *table = tag_new(s->arena, parent, "Table");
	struct tag *head = tag_new(s->arena, table, "THead"),
		   *rest = tag_new(s->arena, table, "TBody");

	sheet_row(s, head, columns, -1, true);
	for (int row = 0; row < rows; row++) {
		if (s->y > BOTTOM) {
			sheet_page(s);
			sheet_row(s, head, columns, -1, false);
		}
		sheet_row(s, rest, columns, row, true);
	}
}

/* Column heads over column heads: cells name their heads by id. */
static void sheet_nested_table(struct sheet *s, struct tag *parent)
{
	static const struct {
		const char *type, *text, *scope, *id, *headers;
		int row, columns, rows;
		double x;
	} cells[] = {
	    {"TH", "Segment", "Column", "h0", NULL, 0, 1, 2, LEFT},
	    {"TH", "Revenue", "Column", "h1", NULL, 0, 2, 1, 200},
	    {"TH", "FY2025", "Column", "h3", "h1", 1, 1, 1, 200},
	    {"TH", "FY2024", "Column", "h4", "h1", 1, 1, 1, 300},
	    {"TH", "Cloud", "Row", "h5", "h0", 2, 1, 1, LEFT},
	    {"TD", "948", NULL, NULL, "h3", 2, 1, 1, 200},
	    {"TD", "781", NULL, NULL, "h4", 2, 1, 1, 300},
	};
	struct tag *table = tag_new(s->arena, parent, "Table"), *tr = NULL;

	s->y += 8;
	for (size_t i = 0; i < COUNT(cells); i++) {
		struct tag *cell;

		if (!i || cells[i].row != cells[i - 1].row) {
			tr = tag_new(s->arena, table, "TR");
			s->y += body.size * 1.5;
		}
		cell = tag_new(s->arena, tr, cells[i].type);
		cell->scope = cells[i].scope;
		cell->id = cells[i].id;
		cell->col_span = (uint16_t)cells[i].columns;
		cell->row_span = (uint16_t)cells[i].rows;
		if (cells[i].headers) {
			cell->headers = NEWS(s->arena, const char *, 2);
			cell->headers[0] = cells[i].headers;
		}
		s->y -= body.size * 1.5;
		sheet_line(s, cell, body, cells[i].x, cells[i].text);
	}
}

static const struct pdf_dest sample_dests[] = {{"top", 0, LEFT, TOP}, {"table", 0, LEFT, 300}};
static const struct pdf_outline sample_outline[] = {
    {"Results", 1, "top"},
    {"Table \xE8\xA1\xA8", 2, "table"},
    {"Second", 1, "table"},
};
static const struct pdf_attachment sample_files[] = {
    {"brief.json", "application/json", "The figures of this brief", "Data", "{\"a\": 1}\n", 9, 0},
    {"a&b.csv", "text/csv", NULL, "Source", "concept,value\n", 14, 0},
};

static void sheet_start(struct sheet *s, struct arena *a, const struct fonts *fonts,
			struct pdf *pdf)
{
	*s = (struct sheet){.arena = a, .fonts = fonts, .pdf = pdf};
	*pdf = (struct pdf){.fonts = fonts,
			    .palette = palette_light,
			    .root = tag_new(a, NULL, "Document"),
			    .title = SAMPLE_TITLE,
			    .author = "Acme Cloud & Co",
			    .subject = "A test",
			    .keywords = "results, cloud",
			    .producer = "irbrief test",
			    .lang = "en",
			    .created = 1774428300,
			    .offset_minutes = 480};
	sheet_page(s);
}

static void sheet_done(struct sheet *s)
{
	s->pdf->pages = s->pages.v;
	s->pdf->n_pages = s->pages.n;
}

/* One of everything. */
static struct pdf *sample_document(struct arena *a, const struct fonts *fonts)
{
	struct pdf *pdf = NEW(a, struct pdf);
	struct sheet s;
	struct tag *sect, *zh;

	sheet_start(&s, a, fonts, pdf);
	pdf->dests = (struct pdf_dest *)sample_dests;
	pdf->n_dests = COUNT(sample_dests);
	pdf->outline = (struct pdf_outline *)sample_outline;
	pdf->n_outline = COUNT(sample_outline);
	pdf->attachments = (struct pdf_attachment *)sample_files;
	pdf->n_attachments = COUNT(sample_files);
	sect = tag_new(a, pdf->root, "Sect");
	sheet_block(&s, sect, "H1", title, "Results for the year");
	sheet_block(&s, sect, "P", body,
		    "Efficiently, affiliates grew 22.8% \xE2\x88\x92 AVATAR To; a\xC2\xA0space.");
	sheet_linked_paragraph(&s, sect);
	sheet_contents(&s, sect);
	sheet_list(&s, sect);
	zh = sheet_block(
	    &s, sect, "P", body_zh,
	    "\xE4\xB8\x9A\xE7\xBB\xA9\xE5\xA2\x9E\xE9\x95\xBF\xEF\xBC\x8C\xE6\x94\xB6\xE5\x85\xA5"
	    "95.6\xE4\xBA\xBF\xE5\x85\x83\xE3\x80\x82\xF0\xA0\xAE\xB7");
	zh->lang = "zh-Hans";
	sheet_figure(&s, sect);
	sheet_block(&s, sect, "Caption", body, "Revenue by year");
	sheet_nested_table(&s, sect);
	sheet_block(&s, sect, "H2", strong, "Ten lines of figures");
	sheet_table(&s, sect, 5, 40);
	sheet_block(&s, sect, "Note", body, "1 Restated.");
	sheet_done(&s);
	return pdf;
}

/* Twelve pages of 50 rows of 10 cells. */
static struct pdf *long_document(struct arena *a, const struct fonts *fonts)
{
	struct pdf *pdf = NEW(a, struct pdf);
	struct sheet s;
	struct tag *sect;

	sheet_start(&s, a, fonts, pdf);
	sect = tag_new(a, pdf->root, "Sect");
	sheet_block(&s, sect, "H1", title, "A long table");
	sheet_block(&s, sect, "P", body_zh, "\xE4\xB8\x9A\xE7\xBB\xA9\xE5\xA2\x9E\xE9\x95\xBF");
	sheet_table(&s, sect, 10, 600);
	sheet_done(&s);
	return pdf;
}

#endif
