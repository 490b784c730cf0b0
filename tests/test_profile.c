/*
 * The conventions of a venue on a whole brief: what another profile prints otherwise, and that it
 * prints the same figures of the same values.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "project.h"
#include "report.h"

static const char facts[] = "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
			    "revenue,CNY,1000,1,\"8,000\",\"6,000\"\n"
			    "net_income,CNY,1000,2,\"(1,979)\",(943)\n"
			    "impairment_of_long_lived_assets,CNY,1000,3,919,\xE2\x80\x93\n";

static const char template[] =
    "title: {en: T}\nheadline: [{en: \"Revenue {{revenue | moved}}; the {{net_income | label}} "
    "{{net_income | moved}}\"}]\n"
    "scale: thousand\nsections:\n  - id: s\n    label: {en: S}\n    blocks:\n"
    "      - table: {id: t, name: {en: T}, columns: [prior, current, change], note: {en: "
    "\"{{convention.change}}\"}, "
    "rows: [revenue, net_income, net_margin, impairment_of_long_lived_assets]}\n";

struct venue {
	struct project *p;
	struct report r;
};

static struct venue read_as(const char *profile)
{
	struct venue v = {.p = project_new()};

	project_file(v.p, "issuer.yaml",
		     arena_printf(v.p->arena, "%sprofile: %s\n", project_issuer, profile));
	project_file(v.p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(v.p, "facts/a.csv", facts);
	project_file(v.p, "briefs/b.yaml", "template: t\nperiod: FY2025\nlanguages: [en]\n");
	project_file(v.p, "templates/briefs/t.yaml", template);
	report_start(&v.r);
	if (report_check(&v.r, &(struct report_options){.project = v.p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(v.r.diag, stderr);
		fail_msg("the project does not check");
	}
	return v;
}

static void end(struct venue *v)
{
	report_end(&v->r);
	project_free(v->p);
}

static const struct doc *doc_of(const struct venue *v)
{
	return v->r.briefs.v[0].editions.v[0].doc;
}

static const struct block *table_of(const struct venue *v)
{
	return doc_of(v)->first->first;
}

struct wanted {
	const char *revenue, *loss, *margin, *nil, *note;
};

static void assert_prints(const char *profile, struct wanted want)
{
	struct venue v = read_as(profile);
	const struct table *t = table_of(&v)->as.table;

	assert_string_equal(t->rows[0].cells[2].text, want.revenue);
	assert_string_equal(t->rows[1].cells[2].text, want.loss);
	assert_string_equal(t->rows[2].cells[1].text, want.margin);
	assert_string_equal(t->rows[3].cells[1].text, want.nil);
	assert_string_equal(text_plain(v.r.arena, &table_of(&v)->note), want.note);
	/* A sentence says it in words in each. */
	assert_string_equal(text_plain(v.r.arena, &doc_of(&v)->headline),
			    "Revenue fell 25.0%; the net loss narrowed by 52.3%");
	end(&v);
}

static void losses_and_signs_follow_the_profile(void **state)
{
	(void)state;
	assert_prints("hkex", (struct wanted){"(25.0)%", "(52.3)%", "(15.7)", "\xE2\x80\x93",
					      "A change in parentheses is a decrease of the "
					      "amount; of a loss, that it narrowed."});
	assert_prints("nasdaq",
		      (struct wanted){"-25.0%", "narrowed by 52.3%", "-15.7", "\xE2\x80\x94",
				      "A change with a minus sign is a decrease."});
}

/* "omit": both losses and no percentage, in sentences as in tables. */
static void a_loss_may_have_no_percentage(void **state)
{
	struct venue v = read_as("hkex\nconventions: {loss_change: omit}");

	(void)state;
	assert_string_equal(text_plain(v.r.arena, &doc_of(&v)->headline),
			    "Revenue fell 25.0%; the net loss narrowed");
	assert_null(strstr(table_of(&v)->as.table->rows[1].cells[2].text, "52.3"));
	assert_string_equal(text_plain(v.r.arena, &table_of(&v)->note),
			    "A change in parentheses is a decrease.");
	end(&v);
}

/* A profile prints; it does not compute. */
static void every_profile_has_the_same_figures(void **state)
{
	struct venue a = read_as("hkex"), b = read_as("nasdaq");
	const struct doc *x = doc_of(&a), *y = doc_of(&b);

	(void)state;
	assert_true(x->figures.n > 8);
	assert_int_equal(x->figures.n, y->figures.n);
	for (size_t i = 0; i < x->figures.n; i++) {
		assert_string_equal(x->figures.v[i].id, y->figures.v[i].id);
		assert_true(num_eq(x->figures.v[i].figure->value, y->figures.v[i].figure->value));
	}
	end(&a);
	end(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(losses_and_signs_follow_the_profile),
	    cmocka_unit_test(a_loss_may_have_no_percentage),
	    cmocka_unit_test(every_profile_has_the_same_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
