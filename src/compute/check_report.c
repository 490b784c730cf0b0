/* The results as text for people and as JSON for programs, both worst first. */
#include "compute/check_run.h"

#include "load/json.h"

static const char *const verdict_words[] = {"ok", "rounding", "differs", "not_disclosed"};

static void put_where(struct buf *b, const struct check_result *r)
{
	if (r->document)
		buf_printf(b, ", '%s'", r->document->id);
	if (r->document && r->line)
		buf_printf(b, " line %d", r->line);
	if (r->at.file)
		buf_printf(b, " (%s:%d)", r->at.file, r->at.line);
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

void checks_print_text(const struct checks *c, struct buf *b)
{
	for (size_t i = 0; i < c->results.n; i++) {
		const struct check_result *r = &c->results.v[i];

		if (r->verdict == VERDICT_OK)
			continue;
		buf_printf(b, "%s: %s", headline(r), r->id);
		put_where(b, r);
		buf_printf(b, "\n    %s\n", r->note);
	}
	buf_printf(b,
		   "%zu figures, %zu checks: %zu ok, %zu rounding, %zu differ, %zu not disclosed, "
		   "%zu waived\n",
		   c->summary.figures, c->summary.checks, c->summary.ok, c->summary.rounding,
		   c->summary.differs, c->summary.not_disclosed, c->summary.waived);
}

static void put_text(struct buf *b, const char *key, const char *text)
{
	buf_printf(b, ",\"%s\":", key);
	if (text)
		json_put_string(b, str_of(text));
	else
		buf_str(b, "null");
}

static void put_line(struct buf *b, const char *key, int line)
{
	if (line)
		buf_printf(b, ",\"%s\":%d", key, line);
	else
		buf_printf(b, ",\"%s\":null", key);
}

static void put_result(struct buf *b, const struct check_result *r)
{
	buf_str(b, "{\"id\":");
	json_put_string(b, str_of(r->id));
	put_text(b, "kind", r->kind);
	put_text(b, "severity", severity_words[r->severity]);
	put_text(b, "verdict", verdict_words[r->verdict]);
	buf_printf(b, ",\"waived\":%s", r->waived ? "true" : "false");
	put_text(b, "formula", r->formula);
	put_text(b, "printed", r->printed);
	put_text(b, "recomputed", r->recomputed);
	put_text(b, "difference", r->difference);
	put_text(b, "tolerance", r->tolerance);
	put_text(b, "document", r->document ? r->document->id : NULL);
	put_line(b, "line", r->line);
	put_text(b, "file", r->at.file);
	put_line(b, "file_line", r->at.line);
	put_text(b, "note", r->note);
	buf_char(b, '}');
}

void checks_print_json(const struct checks *c, struct buf *b)
{
	buf_printf(b,
		   "{\"summary\":{\"figures\":%zu,\"checks\":%zu,\"ok\":%zu,\"rounding\":%zu,"
		   "\"differs\":%zu,\"not_disclosed\":%zu,\"waived\":%zu},\"results\":[",
		   c->summary.figures, c->summary.checks, c->summary.ok, c->summary.rounding,
		   c->summary.differs, c->summary.not_disclosed, c->summary.waived);
	for (size_t i = 0; i < c->results.n; i++) {
		buf_str(b, i ? ",\n" : "\n");
		put_result(b, &c->results.v[i]);
	}
	buf_str(b, "\n]}\n");
}
