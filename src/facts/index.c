/*
 * The index of the store: interned dimensions, and facts by key.  Facts of one key are linked as
 * formats.md says: within a document as occurrences, the most precise first; over documents as
 * vintages, the oldest first.
 */
#include "facts/loader.h"

#include <stdlib.h>

static int by_dimension(const void *x, const void *y)
{
	const struct dim_value *a = x, *b = y;

	return strcmp(a->dimension, b->dimension);
}

/* "a=x,b=y" of sorted pairs. */
static void put_dims(struct buf *b, const struct dim_value *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_str(b, i ? "," : "");
		buf_str(b, pairs[i].dimension);
		buf_char(b, '=');
		buf_str(b, pairs[i].member);
	}
}

/* Sorts the pairs in place; gives the index in dims, or MAP_NONE. */
static size_t find_sorted(const struct facts *f, struct dim_value *pairs, size_t n)
{
	struct buf b = {0};
	size_t i;

	if (n > 1)
		qsort(pairs, n, sizeof *pairs, by_dimension);
	put_dims(&b, pairs, n);
	i = map_find(&f->index->dims_texts, buf_cstr(&b));
	buf_free(&b);
	return i;
}

const struct dims *dims_find(const struct facts *f, const struct dim_value *pairs, size_t n)
{
	struct dim_value few[8], *sorted = few;
	size_t i;

	if (!n)
		return f->no_dims;
	if (n > COUNT(few))
		sorted = NEWS(f->arena, struct dim_value, n);
	memcpy(sorted, pairs, n * sizeof *pairs);
	i = find_sorted(f, sorted, n);
	return i == MAP_NONE ? NULL : f->index->dims.v[i];
}

const struct dims *dims_of(struct facts *f, const struct dim_value *pairs, size_t n)
{
	const struct dims *known = dims_find(f, pairs, n);
	struct buf b = {0};
	struct dims *made;

	if (known)
		return known;
	made = arena_alloc(f->arena, sizeof *made + n * sizeof *pairs);
	made->n = n;
	if (n)
		memcpy(made->v, pairs, n * sizeof *pairs);
	if (n > 1)
		qsort(made->v, n, sizeof *made->v, by_dimension);
	put_dims(&b, made->v, n);
	map_set(f->arena, &f->index->dims_texts, buf_keep(&b, f->arena), f->index->dims.n);
	*PUSH(f->arena, &f->index->dims) = made;
	return made;
}

struct key {
	const struct concept *concept;
	const struct dims *dims;
	struct period period;
	const char *currency; /* "" for none */
	enum status status;
};

static uint64_t key_hash(const struct key *k)
{
	int numbers[] = {k->concept->index, k->period.from, k->period.to, k->period.instant,
			 (int)k->status};
	uint64_t hash = hash_bytes(HASH_START, numbers, sizeof numbers);

	hash = hash_bytes(hash, &k->dims, sizeof k->dims);
	hash = hash_bytes(hash, k->currency, strlen(k->currency));
	return hash ^ hash >> 32;
}

static struct key fact_key(const struct fact *fact)
{
	return (struct key){fact->concept, fact->dims, fact->period,
			    fact->unit->currency ? fact->unit->currency : "", fact->status};
}

static bool has_key(const struct fact *fact, const struct key *k)
{
	return fact->concept == k->concept && fact->dims == k->dims &&
	       period_eq(fact->period, k->period) && fact->status == k->status &&
	       streq(fact->unit->currency ? fact->unit->currency : "", k->currency);
}

/* Where the facts of a key are, or would go. */
static const struct fact **slot_of(const struct facts_index *x, const struct key *k)
{
	size_t i = (size_t)key_hash(k) & (x->n_keys - 1);

	while (x->keys[i] && !has_key(x->keys[i], k))
		i = (i + 1) & (x->n_keys - 1);
	return &x->keys[i];
}

const struct fact *facts_find(const struct facts *f, const struct concept *concept,
			      const struct dims *dims, struct period period, const char *currency,
			      enum status status)
{
	struct key k = {concept, dims, period, currency ? currency : "", status};

	if (!dims || !f->index->n_keys)
		return NULL;
	return *slot_of(f->index, &k);
}

/* Exact words before "about", then the smaller last place, then the order of the files. */
static bool more_precise(const struct fact *a, const struct fact *b)
{
	int order;

	if ((a->qualifier == EXACTLY) != (b->qualifier == EXACTLY))
		return a->qualifier == EXACTLY;
	order = num_cmp(a->half, b->half);
	return order != 0 ? order < 0 : a->order < b->order;
}

static bool is_older(const struct document *a, const struct document *b)
{
	return a->date != b->date ? a->date < b->date : a < b;
}

/* Each is held against the others. */
enum { OCCURRENCE_LIMIT = 1000 };

static void report_twice(struct loader *l, const struct fact *fact, const struct fact *first)
{
	diag_error(l->diag, fact->at,
		   "'%s' stands twice with the source line %s:%d (first at %s:%d:%d)",
		   fact->concept->id, fact->document->id, fact->line, first->at.file,
		   first->at.line, first->at.col);
}

/* Puts a fact among the occurrences of its key in its document; gives the new most precise one. */
static struct fact *add_occurrence(struct loader *l, struct fact *head, struct fact *fact)
{
	struct fact **link;
	int n = 1;

	for (const struct fact *o = head; o; o = o->occurrence, n++)
		if (o->line && o->line == fact->line)
			report_twice(l, fact, o);
	if (n > OCCURRENCE_LIMIT) {
		diag_error(l->diag, fact->at, "'%s' stands more than %d times in one document",
			   fact->concept->id, OCCURRENCE_LIMIT);
		return head;
	}
	if (more_precise(fact, head)) {
		fact->occurrence = head;
		fact->vintage = head->vintage;
		head->vintage = NULL;
		return fact;
	}
	for (link = &head->occurrence; *link && !more_precise(fact, *link);
	     link = &(*link)->occurrence)
		;
	fact->occurrence = *link;
	*link = fact;
	return head;
}

static void add_fact(struct loader *l, struct fact *fact)
{
	struct key k = fact_key(fact);
	const struct fact **slot = slot_of(l->facts->index, &k);
	struct fact *head = (struct fact *)*slot, **link = &head;

	while (*link && is_older((*link)->document, fact->document))
		link = &(*link)->vintage;
	if (*link && (*link)->document == fact->document) {
		*link = add_occurrence(l, *link, fact);
	} else {
		fact->vintage = *link;
		*link = fact;
	}
	*slot = head;
}

const char *facts_period_label(const struct facts *f, struct period period)
{
	const char **known = period_text(f->labels, period);

	if (!*known)
		*known = period_label(f->arena, f->issuer.calendar, period);
	return *known;
}

/* "revenue@FY2025[segment=public_cloud] CNY #ar2025", " target" behind it if it is one. */
static const char *fact_id(struct loader *l, const struct fact *fact)
{
	struct buf b = {0};

	buf_str(&b, fact->concept->id);
	buf_char(&b, '@');
	buf_str(&b, facts_period_label(l->facts, fact->period));
	if (fact->dims->n) {
		buf_char(&b, '[');
		put_dims(&b, fact->dims->v, fact->dims->n);
		buf_char(&b, ']');
	}
	if (fact->unit->currency) {
		buf_char(&b, ' ');
		buf_str(&b, fact->unit->currency);
	}
	buf_str(&b, " #");
	buf_str(&b, fact->document->id);
	if (fact->status != STATUS_ACTUAL) {
		buf_char(&b, ' ');
		buf_str(&b, status_words[fact->status]);
	}
	return buf_keep(&b, l->arena);
}

/* Later occurrences are numbered, so that every fact has an id of its own. */
static void name_facts(struct loader *l, struct fact *head)
{
	int number = 1;

	head->id = fact_id(l, head);
	for (struct fact *o = head->occurrence; o; o = o->occurrence)
		o->id = arena_printf(l->arena, "%s (%d)", head->id, ++number);
}

/* A concept of no stated unit has that of its facts, those in the reporting currency first. */
static void take_units(struct loader *l, bool foreign)
{
	for (size_t i = 0; i < l->facts->facts.n; i++) {
		const struct fact *fact = l->facts->facts.v[i];
		struct concept *c = l->facts->concepts.v[fact->concept->index];
		const char *currency = fact->unit->currency;

		if (c->unit ||
		    (!foreign && currency && !streq(currency, l->facts->issuer.currency)))
			continue;
		c->unit = fact->unit;
	}
}

static bool same_part(const struct unit_part *a, const struct unit_part *b)
{
	return a->power == b->power && (streq(a->base, b->base) || (is_currency(str_of(a->base)) &&
								    is_currency(str_of(b->base))));
}

/* Units that agree but for the currency: a fact may be a translation. */
static bool unit_fits(const struct unit *a, const struct unit *b)
{
	for (int i = 0; i < a->n; i++) {
		int k = 0;

		while (k < b->n && !same_part(&a->parts[i], &b->parts[k]))
			k++;
		if (k == b->n)
			return false;
	}
	return a->n == b->n;
}

/* A plain number of things may stand for persons, shares and the like. */
static bool is_plain_number(const struct unit *u)
{
	return !u->percent && (u->n == 0 || (u->n == 1 && streq(u->parts[0].base, "count")));
}

static void check_unit(struct loader *l, struct fact *fact)
{
	const struct unit *stated = fact->concept->unit;
	struct unit *counted;

	if (unit_fits(fact->unit, stated))
		return;
	if (!is_plain_number(fact->unit) || stated->n != 1 || stated->currency) {
		diag_error(l->diag, fact->at, "'%s' is measured in '%s', not in '%s'",
			   fact->concept->id, stated->name, fact->unit->name);
		return;
	}
	counted = NEW(l->arena, struct unit);
	*counted = *stated;
	counted->name = unit_text(l->arena, stated);
	counted->factor = fact->unit->factor;
	fact->unit = counted;
}

static void link_siblings(struct facts *f)
{
	for (size_t i = f->facts.n; i-- > 0;) {
		struct fact *fact = f->facts.v[i];
		struct concept *concept = f->concepts.v[fact->concept->index];

		fact->sibling = concept->facts;
		concept->facts = fact;
	}
}

void index_facts(struct loader *l)
{
	struct facts *f = l->facts;
	struct facts_index *x = f->index;

	x->n_keys = 64;
	while (x->n_keys < f->facts.n * 2)
		x->n_keys *= 2;
	x->keys = NEWS(l->arena, const struct fact *, x->n_keys);
	take_units(l, false);
	take_units(l, true);
	for (size_t i = 0; i < f->facts.n; i++) {
		f->facts.v[i]->document = &f->documents.v[l->document_of.v[i]];
		check_unit(l, f->facts.v[i]);
		add_fact(l, f->facts.v[i]);
	}
	for (size_t i = 0; i < x->n_keys; i++)
		for (const struct fact *v = x->keys[i]; v; v = v->vintage)
			name_facts(l, (struct fact *)v);
	link_siblings(f);
}
