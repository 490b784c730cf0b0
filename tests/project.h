/*
 * A project folder for one test: files written from strings into a folder of their own, loaded, and
 * removed again.  A header because the tests of several modules start from such a folder.
 */
#ifndef TESTS_PROJECT_H
#define TESTS_PROJECT_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "facts/facts.h"
#include "folder.h"

struct project {
	struct arena *arena;
	struct diag *diag;
	const char *folder;
	struct facts facts;
};

static const char project_issuer[] = "id: acme\n"
				     "names: {en: Acme Cloud Limited, zh-Hans: 顶点云有限公司, "
				     "zh-Hant: 頂點雲有限公司}\n"
				     "fiscal_year_end: 12-31\n"
				     "currency: CNY\n";

static inline void project_file(struct project *p, const char *name, const char *text)
{
	folder_put(p->arena, p->folder, name, text);
}

/* With an issuer.yaml and an empty folder of facts. */
static inline struct project *project_new(void)
{
	struct arena *a = arena_new();
	struct project *p = NEW(a, struct project);

	p->arena = a;
	p->diag = diag_new(a);
	p->folder = folder_make(a);
	assert_true(dir_make(p->diag, path_join(a, p->folder, "facts")));
	project_file(p, "issuer.yaml", project_issuer);
	return p;
}

/* The project is its own shipped folder too: what it has under data/ is the shipped list. */
static inline bool project_load(struct project *p)
{
	return facts_load(p->arena, p->diag, p->folder, p->folder, NULL, &p->facts);
}

static inline void project_must_load(struct project *p)
{
	if (!project_load(p)) {
		diag_print(p->diag, stderr);
		fail_msg("the project does not load");
	}
}

static inline void project_free(struct project *p)
{
	folder_remove(p->folder);
	arena_free(p->arena);
}

/* The fact of an id, or NULL. */
static inline const struct fact *project_fact(const struct project *p, const char *id)
{
	for (size_t i = 0; i < p->facts.facts.n; i++)
		if (streq(p->facts.facts.v[i]->id, id))
			return p->facts.facts.v[i];
	return NULL;
}

/* True if some message says this. */
static inline bool project_says(const struct project *p, const char *text)
{
	for (size_t i = 0; i < p->diag->messages.n; i++)
		if (strstr(p->diag->messages.v[i].text, text))
			return true;
	return false;
}

#endif
