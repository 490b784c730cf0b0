/* The text alternative of a chart: one sentence with its message, made from the printed figures. */
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

/* First and last value of a series over periods, or that nothing is known. */
static void add_series(struct build *b, struct buf *out, const struct chart *c, const char *label,
		       const struct point *points)
{
	size_t first = 0, last = c->n_categories;

	while (first < c->n_categories && !points[first].there)
		first++;
	while (last > first && !points[last - 1].there)
		last--;
	if (first == c->n_categories)
		return;
	if (out->n)
		buf_str(out, texts_word(b->printer.texts, "doc.alt.separator"));
	if (first + 1 == last)
		buf_str(out,
			fill(b, "doc.alt.one",
			     (const char *[]){label, points[first].text, c->categories[first]}, 3));
	else
		buf_str(out, fill(b, "doc.alt.from_to",
				  (const char *[]){label, points[first].text, c->categories[first],
						   points[last - 1].text, c->categories[last - 1]},
				  5));
}

/* Rows: each with its value of the last series. */
static void add_rows(struct build *b, struct buf *out, const struct chart *c)
{
	const struct point *points = c->series[c->n_series - 1].points;

	for (size_t i = 0; i < c->n_categories; i++) {
		if (i)
			buf_str(out, texts_word(b->printer.texts, "doc.alt.separator"));
		buf_printf(out, "%s %s", c->categories[i], points[i].text);
	}
}

const char *chart_alt(struct build *b, const struct chart *c)
{
	struct buf out = {0};

	if (c->is_total) {
		add_rows(b, &out, c);
	} else {
		if (c->totals)
			add_series(b, &out, c, texts_word(b->printer.texts, "doc.alt.total"),
				   c->totals);
		for (size_t s = 0; s < c->n_series; s++)
			add_series(b, &out, c, c->series[s].label, c->series[s].points);
	}
	buf_str(&out, texts_word(b->printer.texts, "doc.alt.end"));
	return buf_keep(&out, b->arena);
}
