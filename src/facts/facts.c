/* Loading a project folder: the order of its files, in which each name is known before it is used.
 */
#include "facts/loader.h"

#include "base/file.h"

static void init(struct loader *l, struct arena *a, struct diag *d, struct facts *f)
{
	*l = (struct loader){.arena = a, .diag = d, .facts = f};
	f->arena = a;
	f->index = NEW(a, struct facts_index);
	f->no_dims = dims_of(f, NULL, 0);
	f->labels = period_texts_new(a);
}

/* The issuer's file is read before the concepts that it names. */
static void check_rate(struct loader *l)
{
	const char *rate = l->facts->issuer.convenience_rate;

	/* A warning only: the rate is needed when a translation is asked for, and that then says
	 * so. */
	if (rate && *rate && !concept_named(l->facts, rate))
		diag_warn(l->diag, l->rate_at, "the convenience rate is not a known concept: '%s'",
			  rate);
}

static const char *shipped_data(struct arena *a, const struct facts *f)
{
	return path_join(a, f->shipped, "data");
}

const struct facts *facts_shipped(struct arena *a, struct diag *d, const char *shipped)
{
	struct facts *f = NEW(a, struct facts);
	struct loader l;

	f->shipped = shipped;
	init(&l, a, d, f);
	f->literals = literals_load(a, d, NULL, shipped);
	load_concepts(&l, shipped_data(a, f), true);
	return f;
}

bool facts_over(struct arena *a, struct diag *d, const char *folder, const struct facts *shipped,
		const char *documents, struct facts *f)
{
	int before = d->errors;
	struct loader l;

	*f = (struct facts){.folder = folder, .shipped = shipped->shipped};
	init(&l, a, d, f);
	l.documents = documents;
	if (!dir_is_closed(a, d, folder))
		return false;
	f->literals = literals_load(a, d, folder, f->shipped);
	if (!load_issuer(&l))
		return false;
	load_documents(&l);
	copy_concepts(&l, shipped);
	load_concepts(&l, folder, false);
	check_rate(&l);
	load_dimensions(&l);
	load_fact_files(&l);
	index_facts(&l);
	load_claims(&l);
	load_checks(&l, shipped_data(a, f), true);
	load_checks(&l, folder, false);
	load_waivers(&l);
	load_restatements(&l);
	load_corrections(&l);
	return d->errors == before;
}

bool facts_load(struct arena *a, struct diag *d, const char *folder, const char *shipped,
		const char *documents, struct facts *f)
{
	int before = d->errors;
	const struct facts *all = facts_shipped(a, d, shipped);

	return facts_over(a, d, folder, all, documents, f) && d->errors == before;
}
