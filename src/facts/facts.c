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

bool facts_load(struct arena *a, struct diag *d, const char *folder, const char *shipped,
		const char *documents, struct facts *f)
{
	const char *data = path_join(a, shipped, "data");
	int before = d->errors;
	struct loader l;

	*f = (struct facts){.folder = folder, .shipped = shipped};
	init(&l, a, d, f);
	l.documents = documents;
	if (!dir_is_closed(a, d, folder))
		return false;
	f->literals = literals_load(a, d, folder, shipped);
	if (!load_issuer(&l))
		return false;
	load_documents(&l);
	load_concepts(&l, data, true);
	load_concepts(&l, folder, false);
	check_rate(&l);
	load_dimensions(&l);
	load_fact_files(&l);
	index_facts(&l);
	load_claims(&l);
	load_checks(&l, data, true);
	load_checks(&l, folder, false);
	load_waivers(&l);
	load_restatements(&l);
	load_corrections(&l);
	return d->errors == before;
}
