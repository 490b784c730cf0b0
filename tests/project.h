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

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "facts/facts.h"

struct project {
	struct arena *arena;
	struct diag *diag;
	char folder[64];
	struct facts facts;
};

static const char project_issuer[] = "id: acme\n"
				     "names: {en: Acme Cloud Limited, zh-Hans: 顶点云有限公司}\n"
				     "fiscal_year_end: 12-31\n"
				     "currency: CNY\n"
				     "convenience: {currency: USD, rate: fx_cny_per_usd}\n";

static inline void project_file(struct project *p, const char *name, const char *text)
{
	char *path = path_join(p->arena, p->folder, name), *slash = strrchr(path, '/');

	*slash = '\0';
	assert_true(dir_make(p->diag, path));
	*slash = '/';
	assert_true(file_write(p->diag, path, text, strlen(text)));
}

/* With an issuer.yaml and an empty folder of facts. */
static inline struct project *project_new(void)
{
	struct arena *a = arena_new();
	struct project *p = NEW(a, struct project);

	p->arena = a;
	p->diag = diag_new(a);
	strcpy(p->folder, "/tmp/irbrief-test-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
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

static inline int project_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void project_free(struct project *p)
{
	nftw(p->folder, project_remove_one, 8, FTW_DEPTH | FTW_PHYS);
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
