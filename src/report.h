/*
 * The whole flow, from a project folder to the files of its briefs:
 * project files -> values -> facts -> figures -> checks -> document -> HTML, PDF, data.
 */
#ifndef REPORT_H
#define REPORT_H

#include "cmd.h"
#include "compute/check.h"
#include "doc/brief.h"
#include "html/html.h"
#include "scene/font.h"

enum output { OUTPUT_HTML, OUTPUT_PDF, OUTPUT_JSON, OUTPUT_SVG, OUTPUT_CARD, OUTPUT_COUNT };
extern const char *const output_names[OUTPUT_COUNT]; /* "html" ... */

struct report_options {
	const char *project;
	const char *shipped;       /* folder of templates/, assets/ and data/ */
	const char *documents;     /* $IRBRIEF_DOCUMENTS, or NULL */
	const char *const *briefs; /* ids; n_briefs == 0: all */
	size_t n_briefs;
	unsigned langs;   /* a bit 1 << enum lang for each wanted; 0: all of the brief */
	unsigned outputs; /* a bit 1 << enum output for each wanted; 0: all */
	bool draft;
	bool beside;             /* no other report is made at the time: threads may help */
	const char *inputs;      /* digest of all that is read, for the manifest; NULL, "": none */
	struct task *hashing;    /* makes it, and is waited for before it is read; or NULL */
	const struct diag *read; /* keeps files that were read already; or NULL */
	const struct fonts *fonts; /* shared */
};

struct file {             /* an output, in memory */
	const char *path; /* below the brief's folder: "en/brief.pdf" */
	struct str bytes;
	bool parked; /* a large one: in a temporary file (base/file.h) */
};

struct edition { /* a brief in one language */
	enum lang lang;
	const struct texts *texts;
	struct doc *doc; /* NULL if it could not be made (reported) */
	size_t pages;    /* of its PDF, and what stands where in it */
	struct html_place *places;
	size_t n_places;
};

struct brief_files {
	const struct brief *brief;
	struct {
		struct file *v;
		size_t n, cap;
	} files;
	struct {
		struct edition *v;
		size_t n, cap;
	} editions;
};

struct report {
	struct arena *arena;   /* owns everything here */
	struct arena *scratch; /* of the step that is being taken */
	struct shape_memory *shapes;
	struct subset_memory *subsets;
	struct arena *lasting; /* of what is shipped, read for the first report that asks for it */
	const struct texts *shipped_texts[LANG_COUNT];
	const struct facts *shipped_facts;
	const struct diag *shipped_diag; /* what is wrong with those facts */
	struct fonts fonts;              /* the shared ones, with that memory */
	struct diag *diag;
	struct facts facts;
	struct compute *compute; /* until the last figure is made */
	struct checks *checks;
	const struct texts *texts_ahead[LANG_COUNT]; /* shipped ones that a thread has read */
	const struct texts *texts[LANG_COUNT];       /* those that were asked for */
	const char *base_url; /* of the site, from deliver.yaml; NULL: it names none */
	struct {
		struct brief_files *v;
		size_t n, cap;
	} briefs;
};

/* Loads and checks the facts, makes the documents and checks those; EXIT_DONE, EXIT_CHECKS or
 * EXIT_INPUT. */
enum exit_status report_check(struct report *, const struct report_options *);
/* report_check, then the files of every brief in memory.  With draft, failed checks do not stop it.
 */
enum exit_status report_build(struct report *, const struct report_options *);
/* Writes the files of all briefs below out, manifest.json last. */
enum exit_status report_write(struct report *, const char *out);

void report_start(struct report *);
/* Forgets the report, and keeps its memory for the next one. */
void report_empty(struct report *);
void report_end(struct report *);

#endif
