/*
 * The text alternative of a chart: one sentence with its message, made from the printed figures:
 * where it begins and ends, what is highest and lowest, how it changed, whether a target is met.
 * All values stand in the data table that goes with a chart.
 */
#include "doc/build.h"

/* {0} {1} ... in a pattern. */
static const char *fill(struct build *b, const char *key, const char *const *args, size_t n)
{
	const char *s = texts_word(b->printer.texts, key);
	struct buf out = {0};

	while (*s) {
		if (s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}') {
			size_t i = (size_t)(s[1] - '0');

			buf_str(&out, i < n ? args[i] : "");
			s += 3;
		} else {
			buf_char(&out, *s++);
		}
	}
	return buf_keep(&out, b->arena);
}

static void add_part(struct build *b, struct buf *out, const char *part)
{
	if (out->n)
		buf_str(out, texts_word(b->printer.texts, "doc.alt.separator"));
	buf_str(out, part);
}

struct extremes {
	size_t first, last, high, low, known;
};

static struct extremes extremes_of(const struct point *points, size_t n)
{
	struct extremes e = {0};

	for (size_t i = 0; i < n; i++) {
		if (!points[i].there || !points[i].text || !*points[i].text)
			continue;
		if (!e.known++)
			e.first = e.high = e.low = i;
		e.last = i;
		if (points[i].value > points[e.high].value)
			e.high = i;
		if (points[i].value < points[e.low].value)
			e.low = i;
	}
	return e;
}

/* "highest 1,310 in 2024, lowest 820 in 2022" */
static void add_extremes(struct build *b, struct buf *out, const struct chart *c,
			 const struct point *points, const struct extremes *e)
{
	buf_str(out, fill(b, "doc.alt.extremes",
			  (const char *[]){points[e->high].text, c->categories[e->high],
					   points[e->low].text, c->categories[e->low]},
			  4));
}

/* First and last value of a series over periods, and the extremes if something lies between. */
static void add_series(struct build *b, struct buf *out, const struct chart *c, const char *label,
		       const struct point *points)
{
	struct extremes e = extremes_of(points, c->n_categories);

	if (!e.known)
		return;
	if (e.known == 1) {
		add_part(b, out,
			 fill(b, "doc.alt.one",
			      (const char *[]){label, points[e.first].text, c->categories[e.first]},
			      3));
		return;
	}
	add_part(b, out,
		 fill(b, "doc.alt.from_to",
		      (const char *[]){label, points[e.first].text, c->categories[e.first],
				       points[e.last].text, c->categories[e.last]},
		      5));
	if (e.known > 2 && points[e.high].value > points[e.low].value)
		add_extremes(b, out, c, points, &e);
}

/* The change of the last period, which the row below the periods prints. */
static void add_change(struct build *b, struct buf *out, const struct chart *c)
{
	size_t last = c->n_categories;

	while (last > 0 && c->row && !(c->row[last - 1] && *c->row[last - 1]))
		last--;
	if (c->row && last)
		add_part(
		    b, out,
		    fill(b, "doc.alt.one",
			 (const char *[]){c->row_label, c->row[last - 1], c->categories[last - 1]},
			 3));
}

/* "Revenue 9,558.6 (22.8%)": a row with its value and its change or verdict. */
static void add_row(struct build *b, struct buf *out, const struct chart *c, size_t i)
{
	const char *change = c->row && c->row[i] && *c->row[i] ? c->row[i] : NULL;
	const struct point *now = &c->series[c->n_series - 1].points[i];
	struct buf part = {0};

	if (streq(c->kind, "bullet"))
		now = &c->series[0].points[i];
	if (streq(c->kind, "variance")) {
		now = &c->series[1].points[i];
		change = c->series[2].points[i].text;
	}
	for (const char *s = c->categories[i]; *s; s++) /* a name may have two lines */
		buf_char(&part, *s == '\n' ? ' ' : *s);
	buf_printf(&part, " %s", now->text);
	if (change)
		buf_str(&part, fill(b, "doc.alt.remark", &change, 1));
	add_part(b, out, buf_keep(&part, b->arena));
}

/* Each row; of many the highest and the lowest. */
static void add_rows(struct build *b, struct buf *out, const struct chart *c)
{
	enum { MOST = 12 };
	struct extremes e = extremes_of(c->series[c->n_series - 1].points, c->n_categories);

	if (c->n_categories > MOST && !streq(c->kind, "bridge") && e.known) {
		add_row(b, out, c, e.high);
		add_row(b, out, c, e.low);
		return;
	}
	for (size_t i = 0; i < c->n_categories; i++)
		add_row(b, out, c, i);
}

const char *chart_alt(struct build *b, const struct chart *c)
{
	struct buf out = {0};

	if (c->is_total || streq(c->kind, "bullet")) {
		add_rows(b, &out, c);
	} else {
		if (c->totals)
			add_series(b, &out, c, texts_word(b->printer.texts, "doc.alt.total"),
				   c->totals);
		for (size_t s = 0; s < c->n_series; s++)
			add_series(b, &out, c, c->series[s].label, c->series[s].points);
		add_change(b, &out, c);
	}
	buf_str(&out, texts_word(b->printer.texts, "doc.alt.end"));
	return buf_keep(&out, b->arena);
}
