/* The results as text for people and as JSON for programs, both worst first. */
#include "compute/check_run.h"

#include "base/json_write.h"

static const char *const verdict_words[] = {"ok", "rounding", "differs", "not_disclosed"};

static void put_where(struct buf *b, const struct check_result *r)
{
	if (r->document)
		buf_printf(b, ", '%s'", r->document->id);
	if (r->document && r->line)
		buf_printf(b, " line %d", r->line);
	if (r->at.file && r->at.line)
		buf_printf(b, " (%s:%d)", r->at.file, r->at.line);
	else if (r->at.file)
		buf_printf(b, " (%s)", r->at.file);
}

static const char *headline(const struct check_result *r)
{
	if (r->waived)
		return "waived";
	switch (r->verdict) {
	case VERDICT_OK:
		return "ok";
	case VERDICT_ROUNDING:
		return "rounding";
	case VERDICT_NOT_DISCLOSED:
		return "not disclosed";
	case VERDICT_DIFFERS:
		break;
	}
	return r->severity == SEVERITY_NOTE      ? "note"
	       : r->severity == SEVERITY_WARNING ? "warning"
						 : "DIFFERS";
}

/* The cells that no check covers, by file, as they were loaded. */
static void put_uncovered(const struct checks *c, struct buf *b)
{
	const char *file = NULL;
	int line = 0;

	if (c->uncovered.n)
		buf_printf(b, "no check covers %zu cells:", c->uncovered.n);
	for (size_t i = 0; i < c->uncovered.n; i++) {
		struct pos at = c->uncovered.v[i]->at;

		if (!file || !streq(file, at.file))
			buf_printf(b, "\n    %s lines", at.file);
		else if (line == at.line)
			continue;
		buf_printf(b, " %d", at.line);
		file = at.file;
		line = at.line;
	}
	buf_str(b, c->uncovered.n ? "\n" : "");
}

static bool is_uncovered_cell(const struct check_result *r)
{
	return r->verdict == VERDICT_NOT_DISCLOSED && streq(r->kind, "source");
}

/* " (1 error, 2 warnings, 29 notes)" */
static void put_severities(const struct checks *c, struct buf *b)
{
	const char *before = " (";

	for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
		size_t n = c->by_severity[severity];

		if (!n)
			continue;
		buf_printf(b, "%s%zu %s%s", before, n, severity_words[severity], n > 1 ? "s" : "");
		before = ", ";
	}
	buf_char(b, ')');
}

void checks_print_text(const struct checks *c, struct buf *b)
{
	for (size_t i = 0; i < c->results.n; i++) {
		struct check_result *r = c->results.v[i];

		if (r->verdict == VERDICT_OK || is_uncovered_cell(r))
			continue;
		check_word(c->arena, r);
		buf_printf(b, "%s: %s", headline(r), r->id);
		put_where(b, r);
		/* What is merely not there takes one line. */
		buf_printf(b, "%s%s\n", r->verdict == VERDICT_NOT_DISCLOSED ? ": " : "\n    ",
			   r->note);
	}
	put_uncovered(c, b);
	buf_printf(b, "%zu figures, %zu checks: %zu ok, %zu rounding, %zu differ",
		   c->summary.figures, c->summary.checks, c->summary.ok, c->summary.rounding,
		   c->summary.differs);
	if (c->summary.differs)
		put_severities(c, b);
	buf_printf(b, ", %zu not disclosed, %zu waived\n", c->summary.not_disclosed,
		   c->summary.waived);
}

static void put_line(struct buf *b, const char *key, int line)
{
	if (line)
		json_field_int(b, key, line);
	else
		json_field(b, key, NULL);
}

static void put_result(struct buf *b, const struct check_result *r)
{
	json_line(b);
	json_open(b, '{');
	json_field(b, "id", r->id);
	json_field(b, "kind", r->kind);
	json_field(b, "severity", severity_words[r->severity]);
	json_field(b, "verdict", verdict_words[r->verdict]);
	json_key(b, "waived");
	json_bool(b, r->waived);
	json_field(b, "formula", r->formula);
	json_field(b, "printed", r->printed);
	json_field(b, "recomputed", r->recomputed);
	json_field(b, "difference", r->difference);
	json_field(b, "tolerance", r->tolerance);
	json_field(b, "document", r->document ? r->document->id : NULL);
	put_line(b, "line", r->line);
	json_field(b, "file", r->at.file);
	put_line(b, "file_line", r->at.line);
	json_field(b, "note", r->note);
	json_close(b, '}');
}

static void put_count(struct buf *b, const char *key, size_t n)
{
	json_field_int(b, key, (long)n);
}

void checks_put_json(const struct checks *c, struct buf *b)
{
	json_key(b, "summary");
	json_open(b, '{');
	put_count(b, "figures", c->summary.figures);
	put_count(b, "checks", c->summary.checks);
	put_count(b, "ok", c->summary.ok);
	put_count(b, "rounding", c->summary.rounding);
	put_count(b, "differs", c->summary.differs);
	put_count(b, "not_disclosed", c->summary.not_disclosed);
	put_count(b, "waived", c->summary.waived);
	json_close(b, '}');
	json_key(b, "results");
	json_open(b, '[');
	for (size_t i = 0; i < c->results.n; i++) {
		check_word(c->arena, c->results.v[i]);
		put_result(b, c->results.v[i]);
	}
	json_line(b);
	json_close(b, ']');
}

void checks_print_json(const struct checks *c, struct buf *b)
{
	json_open(b, '{');
	checks_put_json(c, b);
	json_close(b, '}');
	buf_char(b, '\n');
}
