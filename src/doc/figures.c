/* From formulas in a template to printed figures that the document knows. */
#include "base/file.h"
#include "compute/print_words.h"
#include "doc/build.h"

#include <stdlib.h>

bool build_is_shipped(const struct build *b, const char *file)
{
	size_t n = strlen(b->facts->shipped);

	return strncmp(file, b->facts->shipped, n) == 0 && file[n] == '/' &&
	       strncmp(file, b->facts->folder, strlen(b->facts->folder)) != 0;
}

/* `each` in a formula is the member in hand. */
static const char *with_member(struct build *b, const char *text)
{
	static const char word[] = "each";
	const size_t n = sizeof word - 1;
	struct buf out = {0};

	for (const char *hit; b->each && (hit = strstr(text, word)); text = hit + n) {
		buf_add(&out, text, (size_t)(hit - text));
		buf_str(&out, b->each);
	}
	if (!out.n)
		return text;
	buf_str(&out, text);
	return buf_keep(&out, b->arena);
}

/* How much of s is a year of the brief (year, year-1, ...), as where a formula has a period; 0:
 * none.
 */
static size_t year_word(const char *text, const char *s)
{
	size_t n = strlen("year");

	if (strncmp(s, "year", n) != 0 || s == text || !strchr("@, ", s[-1]))
		return 0;
	if (s[n] == '-' && s[n + 1] >= '1' && s[n + 1] <= '9')
		n += 2;
	return strchr(",) ", s[n]) ? n : 0; /* also at the end */
}

/* year-2 in a formula is the label of that fiscal year, as in columns. */
static const char *with_years(struct build *b, const char *text)
{
	struct buf out = {0};
	const char *from = text;

	for (const char *s = text; (s = strstr(s, "year")); s++) {
		size_t n = year_word(text, s);
		struct value word = {.kind = VALUE_STRING};
		struct period year;

		word.text = str_of(arena_strn(b->arena, s, n));
		if (!n || !template_period(b, &word, &year))
			continue;
		buf_add(&out, from, (size_t)(s - from));
		buf_str(&out, period_label(b->arena, b->facts->issuer.calendar, year));
		from = s + n;
	}
	if (!out.n)
		return text;
	buf_str(&out, from);
	return buf_keep(&out, b->arena);
}

const struct formula *build_formula(struct build *b, const char *text, struct pos at)
{
	const char *known = build_any(b, with_years(b, with_member(b, text)));

	if (!known ||
	    (build_is_shipped(b, at.file) && !formula_names_known(b->arena, b->facts, known))) {
		b->missing = true;
		return NULL;
	}
	return compute_parse(b->compute, b->diag, known, at);
}

const struct figure *build_figure(struct build *b, const struct formula *f, struct period period)
{
	return compute_figure(b->compute, f, &(struct scope){.period = period});
}

const struct figure *build_wrapped(struct build *b, const char *wrap, const char *formula,
				   struct pos at, struct period period)
{
	const char *hole = strstr(wrap, "%s");
	struct buf text = {0};
	const struct formula *f;

	buf_add(&text, wrap, (size_t)(hole - wrap));
	buf_str(&text, formula);
	buf_str(&text, hole + 2);
	at.col -= (int)(hole - wrap); /* errors point at the formula as it was written */
	f = build_formula(b, buf_keep(&text, b->arena), at);
	return f ? build_figure(b, f, period) : NULL;
}

/* "licence_expiry[licence=one]" */
static const char *fact_formula(const struct build *b, const struct fact *f)
{
	struct buf out = {0};

	buf_str(&out, f->concept->id);
	for (size_t i = 0; i < f->dims->n; i++)
		buf_printf(&out, "%s%s=%s", i ? "," : "[", f->dims->v[i].dimension,
			   f->dims->v[i].member);
	buf_str(&out, f->dims->n ? "]" : "");
	return buf_keep(&out, b->arena);
}

const struct figure *build_fact(struct build *b, const struct fact *fact, struct pos at)
{
	const struct formula *f = compute_parse(b->compute, b->diag, fact_formula(b, fact), at);

	return f ? compute_figure(b->compute, f,
				  &(struct scope){.period = fact->period, .status = fact->status})
		 : NULL;
}

const struct figure *build_days(struct build *b, const struct fact *fact, int from)
{
	struct figure *f = NEW(b->arena, struct figure);
	struct unit *days = NEW(b->arena, struct unit);
	struct str wrong;

	unit_parse(b->arena, "d", days, &wrong);
	f->formula =
	    arena_printf(b->arena, "days from %s to %s", day_text(b->arena, from), fact->id);
	f->id = f->formula;
	f->period = fact->period;
	f->value = num_int(b->arena, fact->period.to - from);
	f->exact = true;
	f->unit = days;
	f->tolerance = num_int(b->arena, 0);
	f->lineage = NEW(b->arena, struct lineage);
	f->lineage[0] = (struct lineage){fact, num_int(b->arena, 0)};
	f->n = 1;
	return f;
}

const char *build_met(struct build *b, const struct figure *actual, const struct figure *target)
{
	const char *key = "print.not_disclosed";

	if (actual && target && actual->availability == AVAILABLE &&
	    target->availability == AVAILABLE)
		key = target_met(b->arena, actual, target->lineage[0].fact) ? "doc.met"
									    : "doc.not_met";
	return texts_word(b->printer.texts, key);
}

static bool is_money(const struct figure *f)
{
	return f->unit->currency && f->unit->n == 1;
}

const char *build_form(const struct build *b, const struct figure *f)
{
	static const char *const names[] = {"unit", "thousand", "million", "billion"};

	return is_money(f) ? names[b->style.scale / 3] : "";
}

/* "Revenue, Public cloud services": a concept, and the members that it is of. */
static const char *name_term(struct build *b, const struct concept *c, const struct dims *dims,
			     int sign)
{
	const char *name = print_label(&b->printer, c, sign);

	for (size_t i = 0; i < dims->n; i++)
		name = print_fill(
		    &b->printer, "doc.pair", name,
		    member_label(b->facts, dims->v[i].dimension, dims->v[i].member, b->doc->lang),
		    NULL);
	return name;
}

/* The name of one term; NULL for others. */
static const char *name_value(struct build *b, const struct figure *f)
{
	bool reported = f->n == 1 && f->lineage[0].fact->concept == f->concept;

	return f->concept ? name_term(b, f->concept,
				      reported ? f->lineage[0].fact->dims : b->facts->no_dims,
				      num_sign(f->value))
			  : NULL;
}

/* "Revenue, Public cloud services as a share of revenue", where each is one fact; else NULL. */
static const char *name_share(struct build *b, const struct figure *f)
{
	const struct lineage *part, *whole;

	if (f->n != 2 || strncmp(f->formula, "share(", 6) != 0)
		return NULL;
	part = num_sign(f->lineage[0].derivative) > 0 ? &f->lineage[0] : &f->lineage[1];
	whole = part == &f->lineage[0] ? &f->lineage[1] : &f->lineage[0];
	return print_fill(&b->printer, "doc.share_of",
			  name_term(b, part->fact->concept, part->fact->dims, 1),
			  name_term(b, whole->fact->concept, whole->fact->dims, 1), NULL);
}

/* What a figure is, in words, for its lineage and for blacklines: "Net loss, 2025", "Change of Net
 * loss, 2025 against 2024". */
static const char *describe(struct build *b, const struct figure *f)
{
	const char *of = NULL, *when = print_period_short(&b->printer, f->period);

	if (f->now && f->then) {
		of = name_value(b, f->now);
		when = print_fill(&b->printer, "doc.against", when,
				  print_period_short(&b->printer, f->then->period), NULL);
		of = of ? print_fill(&b->printer, "doc.change_of", of, NULL, NULL) : NULL;
	} else {
		of = f->kind == FIGURE_SHARE ? name_share(b, f) : name_value(b, f);
	}
	return of ? print_fill(&b->printer, "doc.pair", of, when, NULL) : f->formula;
}

static void add_derived(struct build *b, struct period p)
{
	for (size_t i = 0; i < b->derived.n; i++)
		if (period_eq(b->derived.v[i], p))
			return;
	*PUSH(b->arena, &b->derived) = p;
}

struct mark build_mark(struct build *b, const struct figure *f, const char *text, const char *form)
{
	const char *id = *form ? arena_printf(b->arena, "%s:%s", f->id, form) : f->id;
	const struct doc_figure *known = doc_figure(b->doc, id);

	for (size_t i = 0; i < f->n; i++)
		*PUSH(b->arena, &b->touched) = f->lineage[i].fact;
	if (f->availability == NOT_DISCLOSED)
		b->missing = true;
	if (f->derived_period && f->concept && f->kind == FIGURE_VALUE)
		add_derived(b, f->period);
	if (known && streq(known->text, text))
		return (struct mark){known->text, known->id};
	if (known) { /* the same unit in another form: say which */
		struct str number = printed_number(text);

		id = number.n ? arena_printf(b->arena, "%s:%.*s", id, (int)number.n, number.p)
			      : arena_printf(b->arena, "%s:%s", id, text);
		known = doc_figure(b->doc, id);
		if (known)
			return (struct mark){known->text, known->id};
	}
	doc_add_figure(b->arena, b->doc, (struct doc_figure){id, text, f, describe(b, f)});
	return (struct mark){text, id};
}

const char *build_qualified(struct build *b, enum qualifier qualifier, const char *number)
{
	static const char *const keys[] = {[ABOUT] = "doc.limit.about",
					   [OVER] = "doc.limit.over",
					   [UNDER] = "doc.limit.under",
					   [AT_MOST] = "doc.limit.at_most",
					   [AT_LEAST] = "doc.limit.at_least"};

	return qualifier == EXACTLY ? number
				    : print_fill(&b->printer, keys[qualifier], number, NULL, NULL);
}

struct mark build_number(struct build *b, const struct figure *f, bool percent_sign)
{
	const char *number = print_number(&b->printer, f, b->style, percent_sign);

	if (f->availability == AVAILABLE && !f->nil)
		number = build_qualified(b, f->qualifier, number);
	return build_mark(b, f, number, build_form(b, f));
}

static void keep_dims(void *ctx, const struct concept *c, const struct dims *dims)
{
	(void)c;
	*(const struct dims **)ctx = dims;
}

/* A name that the issuer gives in another language only is a mistake, reported once. */
static void need_label(struct build *b, const struct names *label, const char *name, struct pos at)
{
	enum lang lang = b->doc->lang;

	if (label->in[lang] ||
	    (lang == LANG_EN && !label->in[LANG_ZH_HANS] && !label->in[LANG_ZH_HANT]))
		return;
	for (size_t i = 0; i < b->unlabelled.n; i++)
		if (b->unlabelled.v[i] == label)
			return;
	*PUSH(b->arena, &b->unlabelled) = label;
	diag_error(b->diag, at, "no label in this language: '%s' of '%s'", lang_tags[lang], name);
}

const char *build_member_label(struct build *b, const char *dimension, const char *member)
{
	const struct dimension *d = dimension_find(b->facts, dimension);

	for (size_t i = 0; d && i < d->n; i++)
		if (streq(d->members[i].id, member))
			need_label(b, &d->members[i].label, member,
				   (struct pos){.file = path_join(b->arena, b->facts->folder,
								  "dimensions.csv")});
	return member_label(b->facts, dimension, member, b->doc->lang);
}

const char *build_label(struct build *b, const struct formula *f, const struct figure *figure)
{
	const struct concept *c = formula_concept(f);
	const struct dims *dims = NULL;

	if (!c)
		return NULL;
	formula_terms(f, keep_dims, &dims);
	if (dims && dims->n == 1)
		return build_member_label(b, dims->v[0].dimension, dims->v[0].member);
	need_label(b, &c->label, c->id, c->at);
	return print_label(&b->printer, c, num_sign(figure->value));
}

static int by_place(const void *x, const void *y)
{
	const struct fact *a = *(const struct fact *const *)x, *b = *(const struct fact *const *)y;

	if (a->document->primary != b->document->primary)
		return a->document->primary ? -1 : 1;
	if (a->document != b->document)
		return a->document < b->document ? -1 : 1;
	return a->line == b->line ? 0 : a->line < b->line ? -1 : 1;
}

/* The host of a document's address. */
static struct str host_of(const struct document *d)
{
	const char *address = d->url ? d->url : d->title, *scheme = strstr(address, "://");
	const char *host = scheme ? scheme + 3 : address;

	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	return (struct str){host, strcspn(host, "/")};
}

/* "staging.example.com" is one of the machines of "example.com". */
static bool is_under(struct str host, struct str other)
{
	size_t more = host.n - other.n;

	return other.n && host.n > other.n + 1 && host.p[more - 1] == '.' &&
	       memcmp(host.p + more, other.p, other.n) == 0 && memchr(other.p, '.', other.n);
}

const char *build_publisher(struct build *b, const struct document *d)
{
	struct str host = host_of(d);

	for (size_t i = 0; i < b->facts->documents.n; i++) {
		const struct document *other = &b->facts->documents.v[i];
		struct str name = host_of(other);

		if (!other->primary && is_under(host, name))
			host = name;
	}
	return arena_strn(b->arena, host.p, host.n);
}

/* A secondary source is named by its publisher; the list of sources says the rest. */
static const char *source_name(struct build *b, const struct document *d)
{
	return d->primary ? document_title(d, b->doc->lang) : build_publisher(b, d);
}

/* A document and its lines as ranges: "Form 6-K, lines 74–79, 104"; neighbours up to three lines
 * apart are one. */
static size_t put_document(struct build *b, struct buf *out, const char *name,
			   const struct fact *const *v, size_t n)
{
	enum { GAP = 3, RANGES = 4 };
	size_t i = 0, ranges = 0;
	const struct document *d = v[0]->document;
	const char *key = "doc.line_of";
	struct buf lines = {0};

	while (i < n && v[i]->document == d) {
		int from = v[i]->line, to = from;

		while (i < n && v[i]->document == d && v[i]->line <= to + GAP)
			to = v[i++]->line;
		if (from <= 0)
			continue;
		if (++ranges > RANGES) {
			key = "doc.lines_among";
			continue;
		}
		if (ranges > 1)
			buf_str(&lines, texts_word(b->printer.texts, "doc.list_separator"));
		buf_printf(&lines, from == to ? "%d" : "%d–%d", from, to);
		if (ranges > 1 || from != to)
			key = "doc.lines_of";
	}
	buf_str(out, ranges ? print_fill(&b->printer, key, name, buf_keep(&lines, b->arena), NULL)
			    : name);
	return i;
}

/* Did one of the first n facts come from a source of that name? */
static bool is_named(struct build *b, const struct fact *const *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if ((!i || v[i]->document != v[i - 1]->document) &&
		    streq(source_name(b, v[i]->document), name))
			return true;
	return false;
}

/* The documents of n facts, which are all primary or all secondary. */
static const char *put_documents(struct build *b, const struct fact *const *v, size_t n)
{
	struct buf out = {0};
	size_t i = 0;

	while (i < n) {
		const char *name = source_name(b, v[i]->document);

		if (is_named(b, v, i, name)) { /* another page of the same secondary source */
			do
				i++;
			while (i < n && v[i]->document == v[i - 1]->document);
			continue;
		}
		buf_str(&out, i ? texts_word(b->printer.texts, "doc.source_separator") : "");
		i += put_document(b, &out, name, v + i, n - i);
	}
	return buf_keep(&out, b->arena);
}

const char *build_source(struct build *b)
{
	size_t n = b->touched.n - b->first_touched, primary = 0;
	const struct fact **v = b->touched.v + b->first_touched;
	const char *first, *second;

	if (!n)
		return NULL;
	qsort(v, n, sizeof *v, by_place);
	while (primary < n && v[primary]->document->primary)
		primary++;
	first = put_documents(b, v, primary);
	if (primary == n)
		return first;
	second = print_fill(&b->printer, "doc.sources_secondary",
			    put_documents(b, v + primary, n - primary), NULL, NULL);
	return primary ? arena_printf(b->arena, "%s%s%s", first,
				      texts_word(b->printer.texts, "doc.source_separator"), second)
		       : second;
}
