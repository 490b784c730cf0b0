/* Which part of a list is ours: from the command line, or from the scheduler that started us. */
#include "batch/shard.h"

#include <stdlib.h>
#include <string.h>

/* A whole number and nothing else. */
static bool read_count(const char *s, char end, size_t *out)
{
	char *rest;

	if (!s || *s < '0' || *s > '9')
		return false;
	*out = strtoul(s, &rest, 10);
	return *rest == end;
}

static bool in_range(const struct shard *s)
{
	return s->k >= 1 && s->k <= s->n;
}

/* --array=0-9, 1-10 or 10-100:10 number the same ten tasks. */
static bool from_slurm(struct shard *s)
{
	size_t id, first, step;

	if (!read_count(getenv("SLURM_ARRAY_TASK_ID"), '\0', &id) ||
	    !read_count(getenv("SLURM_ARRAY_TASK_COUNT"), '\0', &s->n))
		return false;
	if (!read_count(getenv("SLURM_ARRAY_TASK_MIN"), '\0', &first))
		first = 1;
	if (!read_count(getenv("SLURM_ARRAY_TASK_STEP"), '\0', &step) || !step)
		step = 1;
	s->k = id < first ? 0 : (id - first) / step + 1;
	return in_range(s);
}

static bool from_kubernetes(struct shard *s)
{
	if (!read_count(getenv("JOB_COMPLETION_INDEX"), '\0', &s->k) ||
	    !read_count(getenv("JOB_COMPLETIONS"), '\0', &s->n))
		return false;
	s->k++;
	return in_range(s);
}

bool shard_parse(const char *text, struct shard *s)
{
	const char *slash = strchr(text, '/');

	if (strcmp(text, "auto") == 0)
		return from_slurm(s) || from_kubernetes(s);
	return slash && read_count(text, '/', &s->k) && read_count(slash + 1, '\0', &s->n) &&
	       in_range(s);
}

bool shard_holds(struct shard s, size_t index)
{
	return index % s.n == s.k - 1;
}
