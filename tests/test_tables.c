/*
 * Tables of the shipped briefs, in every language: the unit of each cell is said, in one place, and
 * nothing beside it says another; what is nil is a dash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compute/print_words.h"
#include "project.h"
#include "report.h"

/* ---- all of the example ---- */

struct place { /* a cell, and what is said over and beside it */
	const struct printer *printer;
	const char *block, *head, *unit; /* of the column; unit: "" for none */
	const char *label, *own;         /* of the row; own: what the row or its group says */
	const char *group;               /* its name, or "" */
	const char *text;
	const struct figure *figure;
};

static const char *or_none(const char *s)
{
	return s ? s : "";
}

static bool says(const char *words, const char *unit)
{
	size_t n = strlen(unit);

	for (; n && *words; words++)
		if (strncasecmp(words, unit, n) == 0)
			return true;
	return false;
}

/* In the row, or in the head of a row that says nothing else; words of a label may say it, too. */
static bool said(const struct place *p, const char *unit)
{
	enum { SHORTEST = 4 };
	bool word = strlen(unit) >= SHORTEST;

	if (*p->own)
		return says(p->own, unit);
	return says(p->unit, unit) ||
	       (word && (says(p->head, unit) || says(p->label, unit) || says(p->group, unit)));
}

static void wrong(const struct place *p, const char *what)
{
	fail_msg("%s: %s, '%s' (%s) under '%s/%s' beside '%s%s' in '%s'", what, p->block, p->text,
		 p->figure->id, p->head, p->unit, p->label, p->own, p->group);
}

/* Once: at the number, or beside it, or over it. */
static void check_percent(const struct place *p)
{
	bool sign = strchr(p->text, '%') != NULL;

	if (sign ? says(p->own, "%") && p->figure->kind != FIGURE_CHANGE : !said(p, "%"))
		wrong(p, sign ? "in percent twice" : "not said to be in percent");
	if (sign && says(p->unit, "%"))
		wrong(p, "in percent twice");
}

static void check_points(const struct place *p)
{
	const char *pp = texts_word(p->printer->texts, "print.pp");

	if (says(p->text, pp) == says(p->unit, pp))
		wrong(p, "points are not said once");
	if (strchr(p->text, '%'))
		wrong(p, "points in percent");
}

static void check_money(const struct place *p, const struct unit *money)
{
	for (int scale = 0; scale <= 9; scale += 3) {
		const char *unit = print_unit(p->printer, money, FIGURE_VALUE,
					      (struct print_style){.scale = scale});

		/* In the words of amounts: the price of a share. */
		if (said(p, unit) || (scale == 0 && says(p->text, unit)))
			return;
	}
	wrong(p, "currency is not said");
}

/* What has no unit stands under none, or says so. */
static void check_bare(const struct place *p)
{
	if (*p->unit && !*p->own)
		wrong(p, "under a unit that is not its own");
}

static const struct unit *money_of(struct arena *a, const struct unit *u)
{
	struct unit *money = NEW(a, struct unit);

	*money = unit_pure;
	money->n = 1;
	money->parts[0] = (struct unit_part){u->currency, 1};
	money->currency = u->currency;
	return money;
}

static bool is_money(const struct unit *u)
{
	return u->currency && u->parts[0].power == 1 && streq(u->parts[0].base, u->currency);
}

static void check_unit(const struct place *p)
{
	const struct figure *f = p->figure;
	const char *unit = print_unit(p->printer, f->unit, f->kind, (struct print_style){0});

	if (f->kind == FIGURE_POINTS)
		check_points(p);
	else if (f->kind != FIGURE_VALUE || f->unit->percent)
		check_percent(p);
	else if (is_money(f->unit))
		check_money(p, money_of(p->printer->arena, f->unit));
	else if (!*unit)
		check_bare(p);
	else if (!said(p, unit) && !said(p, print_row_unit(p->printer, f, (struct print_style){0})))
		wrong(p, "unit is not said");
}

static void check_nil(const struct place *p)
{
	const struct figure *f = p->figure;
	const char *nil = p->printer->facts->issuer.conventions.nil;
	bool amount = f->kind == FIGURE_SHARE ||
		      (f->kind == FIGURE_VALUE && f->unit->n == 1 && f->unit->currency);

	if (num_sign(f->value) == 0 && (amount || f->nil)) {
		if (!streq(p->text, nil))
			wrong(p, "nil is not a dash");
	} else if (streq(p->text, nil)) {
		wrong(p, "a dash that is not nil");
	}
}

static const struct table_row *group_of(const struct table *t, size_t row)
{
	for (size_t r = row; r-- > 0;)
		if (t->rows[r].kind == ROW_GROUP && t->rows[r].level < t->rows[row].level)
			return &t->rows[r];
	return NULL;
}

static size_t check_row(struct place p, const struct doc *d, const struct table *t, size_t row)
{
	const struct table_row *r = &t->rows[row], *group = group_of(t, row);
	size_t n = 0;

	p.label = r->label;
	p.group = group ? group->label : "";
	p.own = or_none(r->unit ? r->unit : group ? group->unit : NULL);
	for (size_t c = 1; r->cells && c < t->n_columns; c++) {
		const char *gid = r->cells[c - 1].figure;

		if (!gid || doc_figure(d, gid)->figure->availability != AVAILABLE)
			continue;
		p.head = or_none(t->columns[c].head);
		p.unit = or_none(t->columns[c].unit);
		p.text = r->cells[c - 1].text;
		p.figure = doc_figure(d, gid)->figure;
		check_nil(&p);
		if (!streq(p.text, p.printer->facts->issuer.conventions.nil))
			check_unit(&p);
		n++;
	}
	return n;
}

static size_t check_tables(const struct printer *printer, const struct doc *d)
{
	size_t n = 0;

	for (const struct section *s = d->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			for (size_t r = 0; b->kind == BLOCK_TABLE && r < b->as.table->n_rows; r++)
				n += check_row((struct place){.printer = printer, .block = b->id},
					       d, b->as.table, r);
	return n;
}

static void every_cell_has_one_unit(void **state)
{
	struct report r;
	struct report_options o = {.project = "data/kingsoft-cloud", .shipped = ".", .draft = true};

	(void)state;
	report_start(&r);
	if (report_check(&r, &o) > EXIT_CHECKS) {
		diag_print(r.diag, stderr);
		fail_msg("the example does not build");
	}
	for (size_t i = 0; i < r.briefs.n; i++)
		for (size_t e = 0; e < r.briefs.v[i].editions.n; e++) {
			const struct edition *edition = &r.briefs.v[i].editions.v[e];
			struct printer printer = {
			    .arena = r.arena, .facts = &r.facts, .texts = edition->texts};

			assert_true(check_tables(&printer, edition->doc) > 50);
		}
	report_end(&r);
}

/* ---- a table of ours ---- */

static const char facts[] = "concept,site,unit,scale,source,FY2024 #d,FY2025 #d\n"
			    "revenue,,CNY,1000,1,\"1,000\",\"1,200\"\n"
			    "interest_income,,CNY,1000,2,0,3\n"
			    "income_tax_expense,,CNY,1000,2,–,0\n"
			    "effective_tax_rate,,percent,,3,20,22.5\n"
			    "site_rate,one,percent,,3,25,25\n"
			    "site_rate,two,percent,,3,16.5,15\n"
			    "eps_basic,,CNY/share,1,4,0.50,0.60\n"
			    "weighted_average_shares_basic,,shares,1,5,\"2,000\",\"2,000\"\n"
			    "employees,,persons,1,6,10,0\n"
			    "water_consumption,,t,1,7,5.0,6.5\n";

static const struct table *table_of(struct project *p, struct report *r, const char *rows)
{
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-03-01,en,,\n");
	project_file(p, "facts/f.csv", facts);
	project_file(
	    p, "concepts.csv",
	    "id,unit,period_type,aggregation,label.en\nsite_rate,percent,duration,none,Rate\n");
	project_file(p, "dimensions.csv",
		     "dimension,member,complete,label.en\nsite,one,,One\nsite,two,,Two\n");
	assert_true(dir_make(p->diag, path_join(p->arena, p->folder, "briefs")));
	assert_true(dir_make(p->diag, path_join(p->arena, p->folder, "templates")));
	assert_true(dir_make(p->diag, path_join(p->arena, p->folder, "templates/briefs")));
	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\ncompare: [FY2024]\n");
	project_file(
	    p, "templates/briefs/t.yaml",
	    arena_printf(p->arena,
			 "title: {en: T}\nkicker: {en: K}\nscale: thousand\nheadline: [{en: H}]\n"
			 "sections:\n  - id: s\n    label: {en: S}\n    blocks:\n      - table:\n"
			 "          id: t\n          name: {en: N}\n%s",
			 rows));
	report_start(r);
	if (report_check(
		r, &(struct report_options){.project = p->folder, .shipped = ".", .draft = true}) >
	    EXIT_CHECKS) {
		diag_print(r->diag, stderr);
		fail_msg("the project does not build");
	}
	return r->briefs.v[0].editions.v[0].doc->first->first->as.table;
}

static void assert_row(const struct table_row *r, const char *label, const char *unit,
		       const char *last)
{
	assert_string_equal(r->label, label);
	assert_string_equal(or_none(r->unit), unit);
	if (last)
		assert_string_equal(r->cells[2].text, last);
}

static void rows_under_another_unit_name_their_own(void **state)
{
	struct project *p = project_new();
	struct report r;
	const struct table *t =
	    table_of(p, &r,
		     "          columns: [prior, current, change]\n"
		     "          rows:\n"
		     "            - revenue\n            - interest_income\n            - "
		     "income_tax_expense\n"
		     "            - effective_tax_rate\n            - eps_basic\n"
		     "            - weighted_average_shares_basic\n            - employees\n"
		     "            - group: {en: Rates}\n"
		     "            - {members: \"site_rate[site=*]\", level: 1}\n"
		     "            - group: {en: Water in t or kg}\n"
		     "            - {row: water_consumption, level: 1, label: {en: Water}}\n");

	(void)state;
	assert_string_equal(t->columns[1].unit, "RMB’000");
	assert_null(t->columns[3].unit);
	assert_row(&t->rows[0], "Revenue", "", "20.0%");
	assert_string_equal(t->rows[1].cells[0].text, "–"); /* however it was stated */
	assert_string_equal(t->rows[2].cells[0].text, "–");
	assert_string_equal(t->rows[2].cells[1].text, "–");
	assert_row(&t->rows[3], "Effective tax rate", ", %", "2.5 pp");
	assert_string_equal(t->rows[3].cells[1].text, "22.5");
	assert_string_equal(t->rows[4].unit, ", RMB");
	assert_string_equal(t->rows[5].unit, ", number");
	assert_row(&t->rows[6], "Employees", ", persons", NULL);
	assert_string_equal(t->rows[6].cells[1].text, "0"); /* a count of none is a number */
	assert_row(&t->rows[7], "Rates", ", %", NULL);
	assert_row(&t->rows[8], "One", "", "0.0 pp");
	assert_row(&t->rows[9], "Two", "", "(1.5) pp");
	assert_row(&t->rows[10], "Water in t or kg", ", t", NULL);
	assert_true(t->unlike);
	report_end(&r);
	project_free(p);
}

/* All rates: their unit is in the head, and so is that of their changes. */
static void one_unit_stands_in_the_head(void **state)
{
	struct project *p = project_new();
	struct report r;
	const struct table *t =
	    table_of(p, &r,
		     "          units: rows\n          columns: [prior, current, change]\n"
		     "          rows:\n            - effective_tax_rate\n"
		     "            - {members: \"site_rate[site=*]\"}\n");

	(void)state;
	assert_string_equal(t->columns[2].unit, "%");
	assert_string_equal(t->columns[3].unit, "pp");
	assert_row(&t->rows[0], "Effective tax rate", "", "2.5");
	assert_row(&t->rows[2], "Two", "", "(1.5)");
	assert_false(t->unlike);
	report_end(&r);
	project_free(p);
}

/* A table knows whether it is of days, of what is longer, or of both. */
static void tables_know_their_time(void **state)
{
	static const char *const rows[] = {"", "            - employees\n",
					   "            - revenue\n",
					   "            - employees\n            - revenue\n"};

	(void)state;
	for (unsigned i = 1; i < COUNT(rows); i++) {
		struct project *p = project_new();
		struct report r;
		const struct table *t =
		    table_of(p, &r,
			     arena_printf(p->arena,
					  "          columns: [prior, current, change]\n"
					  "          rows:\n%s",
					  rows[i]));

		assert_int_equal(t->at_close, i & 1);
		assert_int_equal(t->over_time, i >> 1);
		report_end(&r);
		project_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_cell_has_one_unit),
	    cmocka_unit_test(rows_under_another_unit_name_their_own),
	    cmocka_unit_test(one_unit_stands_in_the_head),
	    cmocka_unit_test(tables_know_their_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
