/*
 * Columns of a table: which there are, what stands in them, what stands over them.
 *
 * To add a way to fill a column: a word in shows[], a case in column_figure().
 */
#include "compute/print_words.h"
#include "doc/table.h"

static const char *const shows[] = {"value",    "change", "sequential", "points", "share", "cagr",
				    "forecast", "target", "met",        "days",   "when"};

/* ---- which ---- */

/* Words that stand for the usual columns; others are periods. */
static bool short_column(struct build *b, const struct value *v, struct spec *s)
{
	const char *word = value_text(v);

	*s = (struct spec){.at = b->brief->period};
	if (!word)
		return diag_error(b->diag, v->at, "expected a column");
	if (streq(word, "change"))
		return s->show = SHOW_CHANGE, true;
	if (streq(word, "sequential"))
		return s->show = SHOW_SEQUENTIAL, true;
	if (streq(word, "points"))
		return s->show = SHOW_POINTS, true;
	if (streq(word, "convenience"))
		return s->in = b->facts->issuer.convenience, s->in != NULL;
	return template_period(b, v, &s->at);
}

static bool long_column(struct build *b, const struct value *v, struct spec *s)
{
	const struct value *at = value_at(v, "at"), *from = value_at(v, "from"),
			   *of = value_at(v, "of");

	if (!TEMPLATE_KEYS(b, v, "show", "at", "from", "in", "of", "head", "unit", "group"))
		return false;
	*s = (struct spec){.at = b->brief->period};
	s->show =
	    (enum show)template_choice(b, value_at(v, "show"), shows, COUNT(shows), SHOW_VALUE);
	if (at && !template_period(b, at, &s->at))
		return false;
	if (s->show == SHOW_CAGR && !from)
		return diag_error(b->diag, v->at, "a growth rate needs 'from'");
	if (from && !template_period(b, from, &s->from))
		return false;
	if (s->show == SHOW_CAGR && s->from.to >= s->at.to)
		return false; /* the history is too short */
	s->in = value_text(value_at(v, "in"));
	if (of && s->show == SHOW_VALUE) {
		s->beside = of;
	} else if (of) {
		s->of = value_text(of);
		s->of_at = of->at;
	}
	if (s->show == SHOW_SHARE && !s->of)
		return diag_error(b->diag, v->at, "a share needs 'of'");
	s->head = build_plain(b, value_at(v, "head"));
	s->unit = build_plain(b, value_at(v, "unit"));
	s->group = build_plain(b, value_at(v, "group"));
	return true;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && streq(a, b));
}

/* The year of the brief may be one of its last years, too: a column stands once. */
static bool known(const struct specs *specs, const struct spec *s)
{
	for (size_t i = 0; i < specs->n; i++) {
		const struct spec *one = &specs->v[i];

		if (one->show == s->show && period_eq(one->at, s->at) &&
		    same_text(one->in, s->in) && same_text(one->of, s->of) &&
		    one->beside == s->beside && period_eq(one->from, s->from))
			return true;
	}
	return false;
}

void table_columns(struct build *b, const struct value *list, const struct value *table,
		   struct specs *out)
{
	if (!list || list->kind != VALUE_LIST) {
		diag_error(b->diag, list ? list->at : table->at, "expected a list under 'columns'");
		return;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct value *v = list->items[i];
		struct spec s;

		if ((v->kind == VALUE_MAP ? long_column(b, v, &s) : short_column(b, v, &s)) &&
		    !known(out, &s))
			*PUSH(b->arena, out) = s;
	}
}

/* ---- what stands in them ---- */

static const struct figure *in_scope(struct build *b, const struct line *line, struct period at,
				     enum status status)
{
	const struct formula *f = build_formula(b, line->formula, line->at);

	return f ? compute_figure(b->compute, f, &(struct scope){.period = at, .status = status})
		 : NULL;
}

/* The same facts of another concept: the grant beside the expiry of a licence. */
static const struct fact *fact_beside(const struct build *b, const char *concept,
				      const struct fact *fact)
{
	const struct concept *c = concept_find(b->facts, concept);

	for (const struct fact *f = c ? c->facts : NULL; f; f = f->sibling)
		if (f->dims == fact->dims)
			return f;
	return NULL;
}

static const struct fact *fact_of(const struct build *b, const struct spec *s,
				  const struct line *line)
{
	return s->of && line->fact ? fact_beside(b, s->of, line->fact) : line->fact;
}

/* The issue price beside the number of shares: of the first of the concepts that has such a fact.
 */
static const struct figure *figure_beside(struct build *b, const struct spec *s,
					  const struct line *line)
{
	size_t n = s->beside->kind == VALUE_LIST ? s->beside->n : 1;

	for (size_t i = 0; line->fact && i < n; i++) {
		const struct value *v =
		    s->beside->kind == VALUE_LIST ? s->beside->items[i] : s->beside;
		const struct fact *fact =
		    value_text(v) ? fact_beside(b, value_text(v), line->fact) : NULL;

		if (fact)
			return build_fact(b, fact, v->at);
	}
	return NULL;
}

static const struct figure *value_figure(struct build *b, const struct spec *s,
					 const struct line *line)
{
	const char *wrap = line->negated ? "-%s" : "%s";
	const struct formula *f = s->in ? build_formula(b, line->formula, line->at) : NULL;

	if (s->beside)
		return figure_beside(b, s, line);
	if (line->fact)
		return build_fact(b, line->fact, line->at);
	/* What is not money (shares, persons) is the same in every currency. */
	if (f && formula_unit(f)->currency)
		wrap =
		    arena_printf(b->arena, "%sconvert(%%s, %s)", line->negated ? "-" : "", s->in);
	return build_wrapped(b, wrap, line->formula, line->at, s->at);
}

static const struct figure *growth_figure(struct build *b, const struct spec *s,
					  const struct line *line)
{
	struct calendar calendar = b->facts->issuer.calendar;
	const char *wrap =
	    arena_printf(b->arena, "cagr(%%s, %s, %s)", period_label(b->arena, calendar, s->from),
			 period_label(b->arena, calendar, s->at));

	return build_wrapped(b, wrap, line->formula, line->at, s->at);
}

/* What is in percent changes in percentage points. */
static const struct figure *change_figure(struct build *b, const struct spec *s,
					  const struct line *line)
{
	const struct formula *f = build_formula(b, line->formula, line->at);
	bool rate = f && formula_unit(f)->percent;

	return build_wrapped(b, rate ? "pp(%s)" : "change(%s)", line->formula, line->at, s->at);
}

const struct figure *column_figure(struct build *b, const struct spec *s, const struct line *line)
{
	const struct fact *fact;

	switch (s->show) {
	case SHOW_VALUE:
		return value_figure(b, s, line);
	case SHOW_CHANGE:
		return change_figure(b, s, line);
	case SHOW_SEQUENTIAL:
		return build_wrapped(b, "qoq(%s)", line->formula, line->at, s->at);
	case SHOW_POINTS:
		return build_wrapped(b, "pp(%s)", line->formula, line->at, s->at);
	case SHOW_SHARE:
		return build_wrapped(b, arena_printf(b->arena, "share(%%s, %s)", s->of),
				     line->formula, line->at, s->at);
	case SHOW_CAGR:
		return growth_figure(b, s, line);
	case SHOW_FORECAST:
		return in_scope(b, line, s->at, STATUS_GUIDANCE);
	case SHOW_TARGET:
		return in_scope(b, line, s->at, STATUS_TARGET);
	case SHOW_DAYS:
		fact = fact_of(b, s, line);
		return fact ? build_days(b, fact, s->at.to) : NULL;
	case SHOW_MET:
	case SHOW_WHEN:
		break;
	}
	return NULL;
}

bool column_is_words(enum show show)
{
	return show == SHOW_MET || show == SHOW_WHEN;
}

/* "2019 to 2021" for several fiscal years. */
static const char *when_words(struct build *b, struct period p)
{
	struct calendar calendar = b->facts->issuer.calendar;
	struct period last = period_fiscal_year(calendar, fiscal_year(calendar, p)), first = last;

	while (first.from > p.from)
		first = period_prior(first);
	if (p.instant || first.from != p.from || last.to != p.to || period_eq(first, last))
		return print_period_short(&b->printer, p);
	return print_fill(&b->printer, "print.from_to", print_period_short(&b->printer, first),
			  print_period_short(&b->printer, last), NULL);
}

const char *column_words(struct build *b, const struct spec *s, const struct line *line)
{
	const struct fact *fact;

	if (s->show == SHOW_MET)
		return build_met(b, in_scope(b, line, s->at, STATUS_ACTUAL),
				 in_scope(b, line, s->at, STATUS_TARGET));
	fact = fact_of(b, s, line);
	return fact ? when_words(b, fact->period)
		    : texts_word(b->printer.texts, "print.not_disclosed");
}

/* ---- what stands over them ---- */

static const char *head_words(struct build *b, const struct spec *s)
{
	const char *when = print_period_short(&b->printer, s->at);

	switch (s->show) {
	case SHOW_CHANGE:
	case SHOW_POINTS:
		return period_eq(s->at, b->brief->period)
			   ? texts_word(b->printer.texts, "doc.change_head")
			   : print_fill(&b->printer, "doc.change_in", when, NULL, NULL);
	case SHOW_SEQUENTIAL:
		return texts_word(b->printer.texts, "doc.sequential_head");
	case SHOW_CAGR:
		return print_fill(&b->printer, "doc.cagr_head",
				  print_period_short(&b->printer, s->from), when, NULL);
	case SHOW_TARGET:
		return print_fill(&b->printer, "doc.target_head", when, NULL, NULL);
	case SHOW_FORECAST:
		return print_fill(&b->printer, "doc.forecast_head", when, NULL, NULL);
	case SHOW_MET:
		return print_fill(&b->printer, "doc.met_head", when, NULL, NULL);
	case SHOW_DAYS:
		return print_fill(&b->printer, "doc.days_head", print_day(&b->printer, s->at.to),
				  NULL, NULL);
	case SHOW_WHEN:
		return texts_word(b->printer.texts, "doc.when_head");
	case SHOW_VALUE:
	case SHOW_SHARE:
		break;
	}
	return when;
}

static const char *head_unit(struct build *b, const struct spec *s, const struct head *h)
{
	const struct figure *sample = h->sample;

	if (h->points)
		return texts_word(b->printer.texts, "print.pp");
	switch (s->show) {
	case SHOW_SHARE:
		return texts_word(b->printer.texts, "doc.share_head");
	case SHOW_VALUE:
	case SHOW_FORECAST:
	case SHOW_TARGET:
	case SHOW_DAYS:
		return h->percent || sample->unit->n
			   ? print_unit(&b->printer, sample->unit, FIGURE_VALUE, b->style)
			   : NULL;
	case SHOW_POINTS:
	case SHOW_CHANGE:
	case SHOW_SEQUENTIAL:
	case SHOW_CAGR:
	case SHOW_MET:
	case SHOW_WHEN:
		break;
	}
	return NULL;
}

/* The head names the period that the column shows: of a year up to a quarter's end, not the
 * quarter.
 */
static const char *trailing_words(struct build *b, const struct spec *s)
{
	struct buf day = {0};

	/* A date is not broken in a head. */
	for (const char *c = print_period_short(&b->printer, period_close(s->at)); *c; c++)
		buf_printf(&day, "%.*s", *c == ' ' ? 2 : 1, *c == ' ' ? "\xC2\xA0" : c);
	return print_fill(&b->printer, "doc.trailing_head", buf_keep(&day, b->arena), NULL, NULL);
}

void column_head(struct build *b, struct column *col, const struct spec *s, const struct head *h)
{
	const char *words = h->trailing ? trailing_words(b, s) : head_words(b, s);

	col->kind = column_is_words(s->show) ? COLUMN_TEXT : COLUMN_NUMBER;
	col->head = s->head ? s->head : words;
	col->unit = s->unit;
	col->group = s->group;
	col->rate = h->percent ||
		    (s->show != SHOW_VALUE && s->show != SHOW_FORECAST && s->show != SHOW_TARGET);
	col->current = s->show == SHOW_VALUE && !s->in && period_eq(s->at, b->brief->period);
	if (!col->unit && h->sample && !s->beside)
		col->unit = head_unit(b, s, h);
	if (col->unit && !s->unit && says_unit(col->head, col->unit))
		col->unit = NULL;
}
