/*
 * What a build reads, as one digest.  The digest stands in the manifest of what was built, so that
 * a brief whose inputs are the same is not built again.
 */
#ifndef BATCH_INPUTS_H
#define BATCH_INPUTS_H

#include "base/hash.h"
#include "report.h"

/* Of what all projects of a run share: the tool, its options, the shipped files, the texts of
 * source documents, the fonts.  False: something cannot be read, so nothing can be said.  *shipped
 * keeps the shipped files in the arena, for the reports that read them; it may be NULL. */
bool inputs_shared(struct arena *, const struct report_options *, char digest[HASH_TEXT],
		   const struct diag **shipped);
/* Of a project (options->project) and the shared digest.  What lies below `out` is no input.  kept
 * takes the files as sources, as far as they are not large, so that a build reads the bytes that
 * the digest is of; it may be NULL. */
bool inputs_digest(struct arena *, const struct report_options *, const char *out,
		   const char *shared, struct diag *kept, char digest[HASH_TEXT]);
/* The ids of the briefs that a build of the project makes, without loading it. */
bool inputs_briefs(struct arena *, const struct report_options *, const char *const **ids,
		   size_t *n);
/* Is there a manifest of each brief, so that it is worth while to look what it was made from? */
bool inputs_built(struct arena *, const struct report_options *, const char *out);
/* Were all briefs of the project made from this, and is each of their files there in its size? */
bool inputs_unchanged(struct arena *, const struct report_options *, const char *out,
		      const char *digest);

#endif
