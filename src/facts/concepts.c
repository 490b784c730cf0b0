/*
 * concepts.csv and dimensions.csv: the names under which facts may come.  The shipped list is read
 * first; a row of the project replaces the cells that it fills in and adds its aliases, so that a
 * project can map its own name for a concept in one short row.
 */
#include "facts/loader.h"

#include <ctype.h>

#include "base/file.h"

enum {
	C_ID,
	C_FORMULA,
	C_UNIT,
	C_PERIOD_TYPE,
	C_AGGREGATION,
	C_BETTER,
	C_GAAP,
	C_COMPARABLE,
	C_TAXONOMY,
	C_ALIAS,
	C_LABEL,
	C_COUNT = C_LABEL + LANG_COUNT
};
static const char *const concept_columns[C_COUNT] = {
    "id",         "formula",  "unit",  "period_type", "aggregation",   "better",       "gaap",
    "comparable", "taxonomy", "alias", "label.en",    "label.zh-Hans", "label.zh-Hant"};

enum { M_DIMENSION, M_MEMBER, M_COMPLETE, M_ALIAS, M_LABEL, M_COUNT = M_LABEL + LANG_COUNT };
static const char *const member_columns[M_COUNT] = {
    "dimension", "member", "complete", "alias", "label.en", "label.zh-Hans", "label.zh-Hant"};

static const char *const period_types[] = {"duration", "instant"};
static const char *const aggregations[] = {"sum", "average", "last", "none"};
static const char *const betters[] = {"none", "higher", "lower"};
static const char *const gaaps[] = {"none", "gaap", "non_gaap"};

struct cells {
	struct cell *v;
	size_t n, cap;
};

enum { NAME_LONGEST = 128, TWO_CONCEPTS = 0x7fffffff };

/* "us-gaap:IncomeTaxExpense", "income tax expense" and income_tax_expense fold to one text; "" if
 * the name is too long to be one. */
static const char *fold(const char *name, char folded[NAME_LONGEST])
{
	const char *colon = strrchr(name, ':');
	size_t n = 0;

	for (const char *p = colon ? colon + 1 : name; *p && n < NAME_LONGEST - 1; p++)
		if (*p != '_' && *p != ' ' && *p != '-')
			folded[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	folded[n == NAME_LONGEST - 1 ? 0 : n] = '\0';
	return folded;
}

static void set_name(struct loader *l, const char *name, size_t concept)
{
	map_set(l->arena, &l->facts->index->concept_names, name, concept);
	l->facts->index->folded_names = (struct map){0};
}

/* Few texts ask for it, so it is made when one does. */
static void fold_names(const struct facts *f)
{
	const struct map *names = &f->index->concept_names;
	struct map *folds = &f->index->folded_names;
	char folded[NAME_LONGEST];

	for (size_t i = 0; i < names->cap; i++) {
		size_t means = names->slots[i].value, known;

		if (!names->slots[i].key)
			continue;
		known = map_find(folds, fold(names->slots[i].key, folded));
		if (known != MAP_NONE && known != means)
			means = TWO_CONCEPTS;
		map_set(f->arena, folds, arena_str(f->arena, folded), means);
	}
}

struct concept *concept_named(const struct facts *f, const char *name)
{
	size_t i = map_find(&f->index->concept_names, name);
	char folded[NAME_LONGEST];

	if (i == MAP_NONE) {
		if (!f->index->folded_names.n)
			fold_names(f);
		i = map_find(&f->index->folded_names, fold(name, folded));
	}
	return i == MAP_NONE || i == TWO_CONCEPTS ? NULL : f->concepts.v[i];
}

const struct concept *concept_find(const struct facts *f, const char *id)
{
	return concept_named(f, id);
}

bool report_unknown_concept(struct loader *l, struct pos at, const char *name)
{
	const struct map *names = &l->facts->index->concept_names;
	const char **words;
	size_t n = 0;

	if (diag_is_full(l->diag))
		return report_unknown(l->diag, at, "concept", name, NULL, 0);
	words = NEWS(l->arena, const char *, names->n);
	for (size_t i = 0; i < names->cap; i++)
		if (names->slots[i].key)
			words[n++] = names->slots[i].key;
	return report_unknown(l->diag, at, "concept", name, words, n);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* snake_case, so that it can stand in a formula. */
static bool is_name(const char *s)
{
	if (!is_letter(*s))
		return false;
	while (is_letter(*s) || (*s >= '0' && *s <= '9'))
		s++;
	return !*s;
}

/* "CET1" and "SG-2" are names: the number hangs on letters. */
static bool hangs_on_letters(const char *text, const char *number)
{
	const char *before = number;

	while (before > text && strchr("-_", before[-1]))
		before--;
	return before > text && isalpha((unsigned char)before[-1]);
}

/* A label is a name, and names may have numbers ("Tier 1 ratio"); an editor looks at them once. */
static const char *label_text(struct loader *l, const struct table *t, int column)
{
	struct cell cell = table_cell(l, t, column);
	struct str number = literals_unbound(l->facts->literals, str_of(cell.text), 0);
	struct pos at = cell.at;

	if (number.n && !hangs_on_letters(cell.text, number.p)) {
		at.col += (int)utf8_count(cell.text, (size_t)(number.p - cell.text));
		diag_warn(l->diag, at,
			  "the label has the number '%.*s'; [[%.*s]] says that it is a name",
			  (int)number.n, number.p, (int)number.n, number.p);
	}
	return *cell.text ? literals_plain(l->arena, cell.text) : NULL;
}

/* The part before a bar is the label for zero and above, the part behind it for negative values. */
static void read_label(struct loader *l, struct concept *c, const char *text, int lang)
{
	const char *bar = text ? strchr(text, '|') : NULL;

	if (!text)
		return;
	c->label.in[lang] = bar ? arena_strn(l->arena, text, (size_t)(bar - text)) : text;
	c->label_negative.in[lang] = bar ? bar + 1 : NULL;
}

/* A project may take an alias away from a shipped concept, but not from its own ones. */
static bool alias_is_free(struct loader *l, const struct concept *c, size_t other,
			  const char *alias, struct pos at)
{
	const struct concept *has = l->facts->concepts.v[other];

	if (has == c)
		return true;
	if (streq(has->id, alias))
		return diag_error(l->diag, at, "the alias is a concept of its own: '%s'", alias);
	if (streq(has->at.file, at.file))
		return diag_error(l->diag, at, "the alias '%s' already means '%s'", alias, has->id);
	return true;
}

static void read_aliases(struct loader *l, struct concept *c, struct cell cell)
{
	struct map *names = &l->facts->index->concept_names;
	struct str rest = str_of(cell.text);

	while (rest.n) {
		const char *end = memchr(rest.p, ';', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n, other;
		struct str word = str_trim((struct str){rest.p, n});
		const char *alias = arena_strn(l->arena, word.p, word.n);

		n += end != NULL;
		rest = (struct str){rest.p + n, rest.n - n};
		if (!word.n)
			continue;
		other = map_find(names, alias);
		if (other == MAP_NONE || alias_is_free(l, c, other, alias, cell.at))
			set_name(l, alias, (size_t)c->index);
	}
}

static void read_words(struct loader *l, struct concept *c, const struct table *t)
{
	int period_type = cell_choice(l, table_cell(l, t, C_PERIOD_TYPE), "period type",
				      period_types, COUNT(period_types), (int)c->period_type);
	int aggregation = cell_choice(l, table_cell(l, t, C_AGGREGATION), "aggregation",
				      aggregations, COUNT(aggregations), (int)c->aggregation);
	int better = cell_choice(l, table_cell(l, t, C_BETTER), "direction", betters,
				 COUNT(betters), (int)c->better);
	int gaap = cell_choice(l, table_cell(l, t, C_GAAP), "GAAP flag", gaaps, COUNT(gaaps),
			       (int)c->gaap);

	if (period_type >= 0)
		c->period_type = (enum period_type)period_type;
	if (aggregation >= 0)
		c->aggregation = (enum aggregation)aggregation;
	if (better >= 0)
		c->better = (enum better)better;
	if (gaap >= 0)
		c->gaap = (enum gaap)gaap;
}

static void read_cells(struct loader *l, struct concept *c, const struct table *t)
{
	struct cell formula = table_cell(l, t, C_FORMULA), unit = table_cell(l, t, C_UNIT);
	const char *comparable = table_text(l, t, C_COMPARABLE);
	const char *taxonomy = table_text(l, t, C_TAXONOMY);

	if (*formula.text) {
		c->formula = formula.text;
		c->formula_at = formula.at;
	}
	if (*unit.text)
		c->unit = loader_unit(l, unit);
	read_words(l, c, t);
	if (comparable)
		c->comparable = comparable;
	if (taxonomy)
		c->taxonomy = taxonomy;
	for (int i = 0; i < LANG_COUNT; i++)
		read_label(l, c, label_text(l, t, C_LABEL + i), i);
	read_aliases(l, c, table_cell(l, t, C_ALIAS));
}

static struct concept *concept_new(struct loader *l, const char *id)
{
	struct facts *f = l->facts;
	struct concept *c = NEW(l->arena, struct concept);

	c->id = id;
	c->aggregation = AGGREGATE_NONE;
	c->index = (int)f->concepts.n;
	*PUSH(l->arena, &f->concepts) = c;
	set_name(l, id, (size_t)c->index);
	return c;
}

static void read_concept(struct loader *l, const struct table *t, bool shipped)
{
	struct cell id = table_cell(l, t, C_ID);
	size_t known = map_find(&l->facts->index->concept_names, id.text);
	struct concept *c = known == MAP_NONE ? NULL : l->facts->concepts.v[known];

	if (!is_name(id.text)) {
		diag_error(l->diag, id.at, "not a concept name (letters, digits and _): '%s'",
			   id.text);
		return;
	}
	if (c && !streq(c->id, id.text))
		c = NULL; /* an alias until now: from here on a concept of its own */
	if (c && (shipped || streq(c->at.file, id.at.file))) {
		diag_error(l->diag, id.at, "the concept stands twice: '%s' (first on line %d)",
			   id.text, c->at.line);
		return;
	}
	if (!c)
		c = concept_new(l, id.text);
	c->at = id.at;
	read_cells(l, c, t);
}

/* After the list: a comparable may stand anywhere in it. */
static void check_comparables(struct loader *l, const struct cells *comparables)
{
	for (size_t i = 0; i < comparables->n; i++) {
		struct cell cell = comparables->v[i];

		if (!concept_named(l->facts, cell.text))
			report_unknown_concept(l, cell.at, cell.text);
	}
}

void load_concepts(struct loader *l, const char *folder, bool shipped)
{
	struct cells comparables = {0};
	struct table t;

	if (!table_open(l, folder, "concepts.csv", concept_columns, C_COUNT, 1, &t))
		return;
	while (table_next(l, &t)) {
		struct cell comparable = table_cell(l, &t, C_COMPARABLE);

		if (*comparable.text)
			*PUSH(l->arena, &comparables) = comparable;
		read_concept(l, &t, shipped);
	}
	check_comparables(l, &comparables);
}

/* Each project has its own: its cells may replace theirs, and its facts hang on them. */
void copy_concepts(struct loader *l, const struct facts *shipped)
{
	struct facts *f = l->facts;
	size_t n = shipped->concepts.n;
	struct concept *copies = NEWS(l->arena, struct concept, n);

	f->concepts.v = NEWS(l->arena, struct concept *, n);
	f->concepts.n = f->concepts.cap = n;
	for (size_t i = 0; i < n; i++) {
		copies[i] = *shipped->concepts.v[i];
		f->concepts.v[i] = &copies[i];
	}
	map_copy(l->arena, &f->index->concept_names, &shipped->index->concept_names);
}

static size_t dimension_index(const struct facts *f, const char *id)
{
	for (size_t i = 0; i < f->dimensions.n; i++)
		if (streq(f->dimensions.v[i].id, id))
			return i;
	return MAP_NONE;
}

const struct dimension *dimension_find(const struct facts *f, const char *id)
{
	size_t i = dimension_index(f, id);

	return i == MAP_NONE ? NULL : &f->dimensions.v[i];
}

static struct dimension *push_dimension(struct loader *l, const char *id)
{
	struct dimension *d = PUSH(l->arena, &l->facts->dimensions);

	*d = (struct dimension){.id = id};
	return d;
}

size_t dimension_named(struct loader *l, const char *name)
{
	size_t i = dimension_index(l->facts, name);

	if (i != MAP_NONE || !l->open_dimensions)
		return i;
	push_dimension(l, name)->open = true;
	return l->facts->dimensions.n - 1;
}

bool report_unknown_dimension(struct loader *l, struct pos at, const char *name)
{
	const char **words = NEWS(l->arena, const char *, l->facts->dimensions.n);

	for (size_t i = 0; i < l->facts->dimensions.n; i++)
		words[i] = l->facts->dimensions.v[i].id;
	return report_unknown(l->diag, at, "dimension", name, words, l->facts->dimensions.n);
}

static char plain_letter(char c)
{
	return c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "Public cloud" and "public_cloud" name one member. */
static bool same_member(struct str x, const char *y)
{
	size_t i = 0;

	while (i < x.n && y[i] && plain_letter(x.p[i]) == plain_letter(y[i]))
		i++;
	return i == x.n && !y[i];
}

/* alias: names with ";" between them, or NULL. */
static bool same_alias(const char *alias, const char *text)
{
	while (alias && *alias) {
		size_t n = strcspn(alias, ";");

		if (n && same_member(str_trim((struct str){alias, n}), text))
			return true;
		alias += n + (alias[n] == ';');
	}
	return false;
}

static const struct member *member_find(const struct dimension *d, const char *text)
{
	for (size_t i = 0; i < d->n; i++)
		if (same_member(str_of(d->members[i].id), text) ||
		    same_alias(d->members[i].alias, text))
			return &d->members[i];
	return NULL;
}

char *normal_name(struct arena *a, struct str s)
{
	char *name = arena_strn(a, s.p, s.n);

	for (char *p = name; *p; p++)
		*p = *p == ' ' ? '_' : *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p;
	return name;
}

/* The members of one dimension lie together, in the order in which they were declared. */
static struct member *push_member(struct loader *l, struct dimension *d, const char *id)
{
	bool full = (d->n & (d->n - 1)) == 0; /* there is room for a power of two */

	if (full) {
		struct member *grown = NEWS(l->arena, struct member, d->n ? d->n * 2 : 1);

		if (d->n)
			memcpy(grown, d->members, d->n * sizeof *grown);
		d->members = grown;
	}
	d->members[d->n].id = id;
	return &d->members[d->n++];
}

const char *member_named(struct loader *l, size_t dimension, const char *text, struct pos at)
{
	struct dimension *d = &l->facts->dimensions.v[dimension];
	const struct member *m = member_find(d, text);
	const char **words;

	if (m)
		return m->id;
	if (l->open_dimensions)
		return push_member(l, d, normal_name(l->arena, str_of(text)))->id;
	if (diag_is_full(l->diag)) {
		report_unknown(l->diag, at, "member", text, NULL, 0);
		return NULL;
	}
	words = NEWS(l->arena, const char *, d->n);
	for (size_t i = 0; i < d->n; i++)
		words[i] = d->members[i].id;
	report_unknown(l->diag, at, arena_printf(l->arena, "member of '%s'", d->id), text, words,
		       d->n);
	return NULL;
}

const char *member_label(const struct facts *f, const char *dimension, const char *member,
			 enum lang lang)
{
	const struct dimension *d = dimension_find(f, dimension);
	const struct member *m = d ? member_find(d, member) : NULL;
	const char *label = m ? names_in(&m->label, lang) : NULL;

	return label ? label : member;
}

static void add_member(struct loader *l, struct dimension *d, const struct table *t)
{
	struct cell cell = table_cell(l, t, M_MEMBER);
	struct member *member;

	if (!*cell.text) {
		diag_error(l->diag, cell.at, "the member has no name");
		return;
	}
	if (member_find(d, cell.text)) {
		diag_error(l->diag, cell.at, "the member stands twice: '%s'", cell.text);
		return;
	}
	member = push_member(l, d, cell.text);
	member->alias = table_text(l, t, M_ALIAS);
	for (int i = 0; i < LANG_COUNT; i++)
		member->label.in[i] = label_text(l, t, M_LABEL + i);
}

static void read_member(struct loader *l, const struct table *t)
{
	static const char *const yes_no[] = {"no", "yes"};
	struct cell id = table_cell(l, t, M_DIMENSION), complete = table_cell(l, t, M_COMPLETE);
	size_t known = dimension_index(l->facts, id.text);
	int yes = cell_choice(l, complete, "answer", yes_no, COUNT(yes_no), 0);
	struct dimension *d;

	if (!is_name(id.text)) {
		diag_error(l->diag, id.at, "not a dimension name (letters, digits and _): '%s'",
			   id.text);
		return;
	}
	d = known == MAP_NONE ? push_dimension(l, id.text) : &l->facts->dimensions.v[known];
	if (known == MAP_NONE)
		d->complete = yes > 0;
	else if (*complete.text && d->complete != (yes > 0))
		diag_error(l->diag, complete.at, "'%s' is complete in one row and not in another",
			   id.text);
	add_member(l, d, t);
}

void load_dimensions(struct loader *l)
{
	struct table t;

	l->open_dimensions = !path_exists(path_join(l->arena, l->facts->folder, "dimensions.csv"));
	if (!table_open(l, l->facts->folder, "dimensions.csv", member_columns, M_COUNT, 2, &t))
		return;
	while (table_next(l, &t))
		read_member(l, &t);
}
