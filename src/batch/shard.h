/* One of N equal parts of a list of projects, so that any scheduler can spread them over machines.
 */
#ifndef BATCH_SHARD_H
#define BATCH_SHARD_H

#include <stdbool.h>
#include <stddef.h>

struct shard {
	size_t k, n; /* part k of n, from 1; the projects k, k + n, k + 2n ... */
};

/* "2/8", or "auto": from the variables of a Slurm array (SLURM_ARRAY_TASK_*) or of an indexed job
 * of Kubernetes (JOB_COMPLETION_INDEX, with JOB_COMPLETIONS from the job's own description).  False
 * if it is neither, or out of range. */
bool shard_parse(const char *, struct shard *);
/* Does the part hold the project of this index (from 0)? */
bool shard_holds(struct shard, size_t index);

#endif
