/*
 * A small project folder for tests, written from strings, read by the real loader and removed.
 *
 *	struct project *p = project_open((struct project_text){.facts = "concept,...\n..."});
 *	const struct figure *f = figure(p, "change(revenue)", "FY2025");
 *	project_close(p);
 */
#ifndef TESTS_FACT_BUILDER_H
#define TESTS_FACT_BUILDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "compute/figure.h"

struct project_text { /* whole files; NULL: no such file */
	const char *issuer, *documents, *concepts, *dimensions, *facts, *facts2;
};

struct project {
	struct arena *arena;
	struct diag *diag;
	struct facts facts;
	struct compute *compute;
};

static const char issuer_cny[] =
    "id: acme\nnames: {en: Acme}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
    "convenience: {currency: USD, rate: fx_cny_per_usd}\n";

/* True if any message holds the words. */
static inline bool said(const struct diag *d, const char *words)
{
	for (size_t i = 0; i < d->messages.n; i++)
		if (strstr(d->messages.v[i].text, words))
			return true;
	return false;
}

static inline void project_write(struct project *p, const char *folder, const char *name,
				 const char *text)
{
	if (text)
		assert_true(
		    file_write(p->diag, path_join(p->arena, folder, name), text, strlen(text)));
}

static inline void project_remove(struct project *p, const char *folder)
{
	static const char *const names[] = {
	    "facts/a.csv",   "facts/b.csv",  "facts",          "issuer.yaml",
	    "documents.csv", "concepts.csv", "dimensions.csv", ""};

	for (size_t i = 0; i < COUNT(names); i++)
		path_remove(p->diag, path_join(p->arena, folder, names[i]));
}

/* The project lies in its own arena: the evaluator points into it. */
static inline struct project *project_open(struct project_text text)
{
	struct arena *arena = arena_new();
	struct project *p = NEW(arena, struct project);
	char folder[] = "/tmp/irbrief-test-XXXXXX";
	bool ok;

	p->arena = arena;
	p->diag = diag_new(arena);
	assert_non_null(mkdtemp(folder));
	assert_true(dir_make(p->diag, path_join(p->arena, folder, "facts")));
	project_write(p, folder, "issuer.yaml", text.issuer ? text.issuer : issuer_cny);
	project_write(p, folder, "documents.csv", text.documents);
	project_write(p, folder, "concepts.csv", text.concepts);
	project_write(p, folder, "dimensions.csv", text.dimensions);
	project_write(p, folder, "facts/a.csv", text.facts);
	project_write(p, folder, "facts/b.csv", text.facts2);
	ok = facts_load(p->arena, p->diag, arena_str(p->arena, folder), folder, NULL, &p->facts);
	if (!ok)
		diag_print(p->diag, stderr);
	assert_true(ok);
	project_remove(p, folder);
	p->compute = compute_new(p->arena, p->arena, &p->facts);
	return p;
}

static inline void project_close(struct project *p)
{
	arena_free(p->arena);
}

static inline struct period period_of(const struct project *p, const char *label)
{
	struct period period = {0};

	assert_true(period_parse(p->facts.issuer.calendar, label, &period));
	return period;
}

static inline const struct formula *formula(struct project *p, const char *text)
{
	const struct formula *f =
	    formula_parse(p->arena, p->diag, &p->facts, text, (struct pos){"claims.csv", 7, 5});

	if (!f)
		diag_print(p->diag, stderr);
	assert_non_null(f);
	return f;
}

static inline const struct figure *figure_in(struct project *p, const char *text,
					     struct scope scope)
{
	return compute_figure(p->compute, formula(p, text), &scope);
}

static inline const struct figure *figure(struct project *p, const char *text, const char *period)
{
	return figure_in(p, text, (struct scope){.period = period_of(p, period)});
}

/* The value of an available figure as exact text. */
static inline const char *exact(struct project *p, const struct figure *f)
{
	if (f->availability != AVAILABLE)
		print_error("%s: %s\n", f->id, f->reason);
	assert_int_equal(f->availability, AVAILABLE);
	return num_exact(p->arena, f->value);
}

#define assert_value(p, text, period, want) \
	assert_string_equal(exact((p), figure((p), (text), (period))), (want))
#define assert_missing(p, text, period, why) \
	do { \
		const struct figure *missing_ = figure((p), (text), (period)); \
		assert_int_not_equal(missing_->availability, AVAILABLE); \
		assert_string_equal(missing_->reason, (why)); \
	} while (0)

#endif
