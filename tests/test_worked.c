/* The worked example of docs/templates.md, built as it stands there. */
#include "project.h"
#include "report.h"

#include "base/file.h"

/* Writes each fenced block that names a file; returns the last block, of kind text. */
static const char *write_files(struct project *p, const char *page)
{
	const char *at = strstr(page, "## A worked example"),
		   *end = strstr(at, "\n## What is checked");
	int files = 0;

	assert_non_null(at);
	while ((at = strstr(at, "\n```")) && at < end) {
		const char *head = at + 4, *body = strchr(head, '\n') + 1,
			   *close = strstr(body, "```");
		const char *name = memchr(head, ' ', (size_t)(body - head));
		const char *text = arena_strn(p->arena, body, (size_t)(close - body));

		if (!name) {
			assert_int_equal(files, 5);
			return text;
		}
		project_file(p, arena_strn(p->arena, name + 1, (size_t)(body - name - 2)), text);
		files++;
		at = close + 3;
	}
	fail_msg("the page does not say what the example prints");
	return NULL;
}

static const char *what_it_says(struct project *p, const struct doc *d)
{
	const struct table *t = d->first->first->as.table;
	struct buf out = {0};

	buf_printf(&out, "%s\n%s\n", text_plain(p->arena, &d->headline),
		   text_plain(p->arena, &d->first->title));
	for (size_t r = 0; r < t->n_rows; r++) {
		buf_printf(&out, "%s%s:", t->rows[r].label, t->rows[r].unit ? t->rows[r].unit : "");
		for (size_t c = 0; c + 1 < t->n_columns; c++)
			buf_printf(&out, "%s %s", c ? " |" : "", t->rows[r].cells[c].text);
		buf_char(&out, '\n');
	}
	return buf_keep(&out, p->arena);
}

static void the_page_is_true(void **state)
{
	struct project *p = project_new();
	struct report r;
	struct str page;
	const char *want;

	(void)state;
	assert_true(file_read(p->arena, p->diag, "docs/templates.md", &page));
	want = write_files(p, page.p);
	report_start(&r);
	if (report_check(&r, &(struct report_options){.project = p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(r.diag, stderr);
		fail_msg("the example does not check");
	}
	assert_string_equal(what_it_says(p, r.briefs.v[0].editions.v[0].doc), want);
	report_end(&r);
	project_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_is_true),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
