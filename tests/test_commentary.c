/* Commentary: the examples of its page, sentences whose signs flip, and every mistake where it
 * stands. */
#include "project.h"

#include "compute/figure.h"
#include "doc/brief.h"

static const char issuer[] = "id: acme\n"
			     "names: {en: Acme, zh-Hans: 顶点, zh-Hant: 頂點}\n"
			     "fiscal_year_end: 12-31\n"
			     "currency: CNY\n"
			     "languages: [en, zh-Hans, zh-Hant]\n";
static const char concepts[] =
    "id,formula,unit,aggregation,label.en,label.zh-Hans,label.zh-Hant\n"
    "revenue,,,sum,Revenue,营业收入,收入\n"
    "gross_profit,,,sum,Gross profit|Gross loss,毛利|毛损,毛利|毛損\n"
    "gross_margin,gross_profit / revenue,percent,none,Gross margin,毛利率,毛利率\n"
    "operating_income,,,sum,Operating income|Operating loss,营业利润|营业亏损,經營利潤|經營虧損\n"
    "net_income,,,sum,Net income|Net loss,净利润|净亏损,淨利潤|淨虧損\n"
    "net_margin,net_income / revenue,percent,none,Net margin|Net loss margin,净利率,淨利潤率\n"
    "cash_flow,,,sum,Net cash generated|Net cash "
    "used,现金净流入|现金净流出,現金淨流入|現金淨流出\n";
static const char layout[] = "title: {en: Results, zh-Hans: 业绩, zh-Hant: 業績}\n"
			     "headline: [{en: Results, zh-Hans: 业绩, zh-Hant: 業績}]\n"
			     "scale: million\n"
			     "sections:\n"
			     "  - id: all\n"
			     "    label: {en: All, zh-Hans: 全部, zh-Hant: 全部}\n"
			     "    blocks: [{commentary: {}}]\n";

static int setup(void **state)
{
	struct project *p = project_new();

	project_file(p, "issuer.yaml", issuer);
	project_file(p, "concepts.csv", concepts);
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,Report,2026-01-31,en,,\n");
	project_file(p, "literals.txt", "ISO 27001\n");
	project_file(p, "templates/briefs/t.yaml", layout);
	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\nlanguages: [en]\n");
	project_file(p, "facts/f.csv",
		     "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
		     "revenue,CNY,1000,1,\"7,785,180\",\"9,558,619\"\n"
		     "gross_profit,CNY,1000,2,\"1,340,926\",\"1,503,408\"\n"
		     "operating_income,CNY,1000,3,\"(60,000)\",\"12,000\"\n"
		     "net_income,CNY,1000,4,\"(1,979,042)\",\"(943,692)\"\n");
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	project_free(*state);
	return 0;
}

/* The brief's document in a language, or NULL with messages in p->diag. */
static const struct doc *build(struct project *p, enum lang lang)
{
	struct brief *brief = NEW(p->arena, struct brief);
	struct texts *texts;

	project_must_load(p);
	brief_read(p->arena, p->diag, p->folder, ".", "b", brief);
	if (!brief_load(p->arena, p->diag, &p->facts, brief))
		return NULL;
	texts = texts_load(p->arena, p->diag, p->folder, ".", lang);
	return doc_build(p->arena, p->diag, &p->facts, compute_new(p->arena, p->arena, &p->facts),
			 texts, brief, false);
}

static char *with_marks(struct arena *a, const struct text *t)
{
	struct buf b = {0};

	for (size_t i = 0; i < t->n; i++)
		buf_str(&b, t->v[i].text);
	return buf_keep(&b, a);
}

/* The blocks as lines: "# title", "- item", paragraph. */
static const char *lines_of(struct project *p, const struct doc *d)
{
	struct buf out = {0};

	for (const struct block *b = d->first ? d->first->first : NULL; b; b = b->next) {
		if (b->title.n)
			buf_printf(&out, "# %s\n", text_plain(p->arena, &b->title));
		for (size_t i = 0; i < b->as.prose.n; i++)
			buf_printf(&out, "%s%s\n", b->kind == BLOCK_HIGHLIGHTS ? "- " : "",
				   with_marks(p->arena, &b->as.prose.v[i]));
	}
	return buf_keep(&out, p->arena);
}

static const char *written(struct project *p, enum lang lang, const char *markdown)
{
	const struct doc *d;

	project_file(p, arena_printf(p->arena, "commentary/b.%s.md", lang_tags[lang]), markdown);
	d = build(p, lang);
	if (!d) {
		diag_print(p->diag, stderr);
		fail_msg("the commentary does not build");
	}
	return lines_of(p, d);
}

/* The text between the line that begins a fenced block and its end; *from moves behind it. */
static const char *fenced(struct project *p, const char **from, const char *kind, char tag[16])
{
	const char *start = strstr(*from, arena_printf(p->arena, "\n```%s", kind)), *body, *end;
	size_t n;

	if (!start)
		return NULL;
	body = strchr(start + 1, '\n') + 1;
	start += 4 + strlen(kind);
	n = (size_t)(body - 1 - start);
	assert_true(n < 16);
	memcpy(tag, start, n);
	tag[n] = '\0';
	end = strstr(body, "```");
	assert_non_null(end);
	*from = end;
	return arena_strn(p->arena, body, (size_t)(end - body));
}

static void examples_of_the_page(void **state)
{
	struct project *p = *state;
	struct str page;
	const char *at, *source, *want;
	char tag[16];
	int n = 0;

	assert_true(file_read(p->arena, p->diag, "docs/commentary.md", &page));
	for (at = page.p; (source = fenced(p, &at, "markdown", tag)); n++) {
		want = fenced(p, &at, "text", tag);
		assert_non_null(want);
		assert_true(lang_find(tag + 1) >= 0);
		assert_string_equal(written(p, (enum lang)lang_find(tag + 1), source), want);
	}
	assert_int_equal(n, 5);
}

static void the_verb_follows_the_signs(void **state)
{
	static const struct {
		const char *then, *now, *want[LANG_COUNT];
	} cases[] = {
	    {"-200",
	     "-50",
	     {"Net loss narrowed by 75.0%, from RMB200.0 million to RMB50.0 million.\n",
	      "净亏损收窄75.0%，由人民币200.0百万元减至人民币50.0百万元。\n",
	      "淨虧損收窄75.0%，由人民幣200.0百萬元減至人民幣50.0百萬元。\n"}},
	    {"-50",
	     "-200",
	     {"Net loss widened by 300.0%, from RMB50.0 million to RMB200.0 million.\n",
	      "净亏损扩大300.0%，由人民币50.0百万元增至人民币200.0百万元。\n",
	      "淨虧損擴大300.0%，由人民幣50.0百萬元增至人民幣200.0百萬元。\n"}},
	    {"-50",
	     "80",
	     {"Net income was RMB80.0 million, after a loss of RMB50.0 million.\n",
	      "净利润为人民币80.0百万元，而前期为亏损人民币50.0百万元，实现扭亏为盈。\n",
	      "淨利潤為人民幣80.0百萬元，而前期為虧損人民幣50.0百萬元，實現轉虧為盈。\n"}},
	    {"80",
	     "-50",
	     {"Net loss was RMB50.0 million, after a profit of RMB80.0 million.\n",
	      "净亏损为人民币50.0百万元，而前期为盈利人民币80.0百万元。\n",
	      "淨虧損為人民幣50.0百萬元，而前期為盈利人民幣80.0百萬元。\n"}},
	    {"50",
	     "80",
	     {"Net income rose 60.0%, from RMB50.0 million to RMB80.0 million.\n",
	      "净利润增长60.0%，由人民币50.0百万元增至人民币80.0百万元。\n",
	      "淨利潤增加60.0%，由人民幣50.0百萬元增至人民幣80.0百萬元。\n"}},
	    {"80",
	     "80",
	     {"Net income did not change, at RMB80.0 million.\n",
	      "净利润持平，为人民币80.0百万元。\n", "淨利潤持平，為人民幣80.0百萬元。\n"}},
	    {"1",
	     "80",
	     {"Net income rose from RMB1.0 million to RMB80.0 million.\n",
	      "净利润由人民币1.0百万元增至人民币80.0百万元。\n",
	      "淨利潤由人民幣1.0百萬元增至人民幣80.0百萬元。\n"}},
	};
	static const char *const patterns[] = {"{{net_income | name}} {{net_income | movement}}.",
					       "{{net_income | name}}{{net_income | movement}}。",
					       "{{net_income | name}}{{net_income | movement}}。"};
	struct project *p = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		project_file(p, "facts/f.csv",
			     arena_printf(p->arena,
					  "concept,unit,scale,source,FY2024 #d,FY2025 "
					  "#d\nnet_income,CNY,1000000,1,%s.0,%s.0\n",
					  cases[i].then, cases[i].now));
		for (int l = 0; l < LANG_COUNT; l++)
			assert_string_equal(written(p, (enum lang)l, patterns[l]),
					    cases[i].want[l]);
	}
}

/* A ratio below zero that is named a loss narrows; one that keeps its name rises. */
static void a_margin_below_zero_goes_by_its_name(void **state)
{
	static const char *const patterns[] = {"The {{net_margin | label}} {{net_margin | moved}}.",
					       "{{net_margin | label}}{{net_margin | movement}}。",
					       "{{net_margin | label}}{{net_margin | movement}}。"};
	static const char *const want[] = {
	    "The net loss margin narrowed by 15.0 percentage points.\n",
	    "净利率上升15.0个百分点，由(25.0)%升至(10.0)%。\n",
	    "淨利潤率上升15.0個百分點，由(25.0)%升至(10.0)%。\n"};
	struct project *p = *state;

	project_file(p, "facts/f.csv",
		     "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
		     "net_income,CNY,1000000,1,-25,-10\nrevenue,CNY,1000000,1,100,100\n");
	for (int l = 0; l < LANG_COUNT; l++)
		assert_string_equal(written(p, (enum lang)l, patterns[l]), want[l]);
}

static void a_cash_flow_turns_no_profit(void **state)
{
	struct project *p = *state;

	project_file(
	    p, "facts/f.csv",
	    "concept,unit,scale,source,FY2024 #d,FY2025 #d\ncash_flow,CNY,1000000,1,-5,7\n");
	assert_string_equal(
	    written(p, LANG_EN,
		    "{{cash_flow | name}} {{cash_flow | moved}}, {{cash_flow | changed}}."),
	    "Net cash generated turned positive, turned positive.\n");
}

static void marks_of_a_formula_are_no_markdown(void **state)
{
	struct project *p = *state;

	assert_string_equal(written(p, LANG_EN,
				    "Twice {{2 * revenue | number}} * {{3 * revenue | number}} "
				    "[[*c*]] **{{revenue | number}}**"),
			    "Twice 19,117.2 * 28,675.9 *c* 9,558.6\n");
}

static void line_ends(void **state)
{
	struct project *p = *state;

	assert_string_equal(written(p, LANG_EN, "one\ntwo {{revenue}}\nthree"),
			    "one two RMB9,558.6 million three\n");
	assert_string_equal(written(p, LANG_ZH_HANS, "收入\n为{{revenue}}\n，增长\n"),
			    "收入为人民币9,558.6百万元，增长\n");
}

/* Builds a wrong commentary; the message and where it must stand. */
static void assert_mistake(struct project *p, const char *markdown, const char *text, int line,
			   int col)
{
	project_file(p, "commentary/b.en.md", markdown);
	p->diag = diag_new(p->arena);
	assert_null(build(p, LANG_EN));
	for (size_t i = 0; i < p->diag->messages.n; i++) {
		const struct message *m = &p->diag->messages.v[i];

		if (strstr(m->text, text)) {
			assert_non_null(strstr(m->at.file, "commentary/b.en.md"));
			assert_int_equal(m->at.line, line);
			assert_int_equal(m->at.col, col);
			return;
		}
	}
	diag_print(p->diag, stderr);
	fail_msg("no such message: %s", text);
}

static void mistakes(void **state)
{
	struct project *p = *state;

	assert_mistake(p, "Fine.\n\nRevenue rose 22.8% to {{revenue}}.", "unbound number: '22.8'",
		       3, 14);
	assert_mistake(p, "收入增长３%", "unbound number: '３'", 1, 5);
	assert_mistake(p, "a\n{{revenu}}", "revenu", 2, 3);
	assert_mistake(p, "x {{revenue | movd}}", "unknown filter: 'movd'", 1, 5);
	assert_mistake(p, "x {{revenue", "'{{' is not closed on its line", 1, 3);
	assert_mistake(p, "a <b>x</b>", "not possible in a commentary: 'html_inline'", 1, 0);
	assert_mistake(p, "\n<script>x</script>\n", "not possible in a commentary: 'html_block'", 2,
		       0);
	assert_mistake(p, "![alt](x.png)", "not possible in a commentary: 'image'", 1, 0);
	assert_mistake(p, "> quoted", "not possible in a commentary: 'block_quote'", 1, 0);
	assert_mistake(p, "1. one\n2. two", "a numbered list: use bullets", 1, 0);
	assert_mistake(p, "[x](javascript:y)",
		       "not an address like #id or https://...: 'javascript:y'", 1, 0);
	assert_mistake(p, "[x](#a \"title 5\")", "a link has no title here", 1, 0);
	assert_mistake(p, "[{{revenue}}](#a)", "a figure cannot stand in a link: 'revenue'", 1, 4);
	assert_mistake(p, "**董事会。**邹涛", "'**' is not closed", 1, 0);
	assert_mistake(p, "## A {#a}\n\nx\n\n## B {#a}\n\ny", "the part stands twice: 'a'", 5, 0);
	assert_mistake(p, "x\xEE\x80\x80y", "a private-use character", 1, 2);
	assert_mistake(p, "ok\nx\xFFy", "not UTF-8", 2, 2);
	assert_mistake(p, "ok\nx\u202Ey", "a control character in the text", 2, 2);
}

static void a_language_without_a_commentary(void **state)
{
	struct project *p = *state;

	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\nlanguages: [en, zh-Hant]\n");
	project_file(p, "commentary/b.en.md", "Words.");
	assert_non_null(build(p, LANG_EN));
	assert_null(build(p, LANG_ZH_HANT));
	assert_true(project_says(p, "no commentary in this language: 'zh-Hant'"));
}

static void a_part_alone(void **state)
{
	struct project *p = *state;
	const struct doc *d;

	project_file(p, "templates/briefs/t.yaml",
		     "title: T\nheadline: [T]\nsections:\n"
		     "  - {id: s, label: B, blocks: [{commentary: {part: b, id: c}}]}\n");
	project_file(p, "commentary/b.en.md",
		     "## A {#a}\nfirst\n## B {#b}\nsecond\n### C {#c}\nthird\n## D\nfourth\n");
	d = build(p, LANG_EN);
	assert_non_null(d);
	assert_string_equal(lines_of(p, d), "second\n# C\nthird\n");
	assert_string_equal(d->first->first->id, "c");
	assert_string_equal(d->first->first->next->id, "c-2");
	assert_true(project_says(p, "no block of the template places this part: 'a'"));
	assert_true(project_says(p, "no block of the template places this text"));
	assert_int_equal(p->diag->warnings, 2);
}

static void what_is_not_disclosed_is_a_warning(void **state)
{
	struct project *p = *state;

	assert_string_equal(written(p, LANG_EN, "Cash {{cash_flow}}."), "Cash n.d..\n");
	assert_true(project_says(p, "the commentary speaks of what is not disclosed: 'cash_flow'"));
}

static void a_number_typed_in_a_template(void **state)
{
	struct project *p = *state;
	const struct message *m;

	project_file(p, "templates/briefs/t.yaml",
		     "title: \"Results [[2030]] of 2025\"\nheadline: [{en: T}]\nsections:\n"
		     "  - {id: s, label: B, blocks: [{prose: {texts: [Up 5%]}}]}\n");
	assert_null(build(p, LANG_EN));
	assert_int_equal(p->diag->errors, 2);
	m = p->diag->messages.v;
	assert_string_equal(m[0].text, "unbound number: '2025'");
	assert_int_equal(m[0].at.line, 1);
	assert_int_equal(m[0].at.col, 29);
	assert_string_equal(m[1].text, "unbound number: '5'");
	assert_int_equal(m[1].at.line, 4);
}

/* Both editions of one commentary, compared. */
static bool agree(struct project *p, const char *english, const char *chinese)
{
	struct brief brief;
	const struct doc *docs[2];

	p->diag = diag_new(p->arena);
	project_file(p, "commentary/b.en.md", english);
	project_file(p, "commentary/b.zh-Hans.md", chinese);
	docs[0] = build(p, LANG_EN);
	docs[1] = build(p, LANG_ZH_HANS);
	brief_read(p->arena, p->diag, p->folder, ".", "b", &brief);
	assert_true(brief_load(p->arena, p->diag, &p->facts, &brief));
	return editions_agree(p->diag, &brief, docs, 2);
}

static void editions_must_agree_or_say_why(void **state)
{
	struct project *p = *state;

	assert_true(agree(p, "{{revenue}}, {{net_income}}", "{{revenue}}，{{net_income}}"));
	assert_false(agree(p, "{{revenue}}, {{net_income}}", "{{net_income}}，{{revenue}}"));
	assert_true(project_says(p, "the languages differ at figure 1: en has revenue@FY2025"));
	assert_false(agree(p, "{{revenue}}, {{net_income}}", "{{revenue}}"));
	assert_true(project_says(p, "the languages differ: en has 2 figures, zh-Hans has 1"));
	assert_false(agree(p, "{{revenue}}", "{{revenue | number}}"));
	project_file(p, "briefs/b.yaml",
		     "template: t\nperiod: FY2025\nlanguages: [en]\ndiffers: shorter in Chinese\n");
	assert_true(agree(p, "{{revenue}}, {{net_income}}", "{{revenue}}"));
	assert_true(project_says(p, "the languages are not compared: shorter in Chinese"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(examples_of_the_page, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_verb_follows_the_signs, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_margin_below_zero_goes_by_its_name, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_cash_flow_turns_no_profit, setup, teardown),
	    cmocka_unit_test_setup_teardown(marks_of_a_formula_are_no_markdown, setup, teardown),
	    cmocka_unit_test_setup_teardown(line_ends, setup, teardown),
	    cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_language_without_a_commentary, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_part_alone, setup, teardown),
	    cmocka_unit_test_setup_teardown(what_is_not_disclosed_is_a_warning, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_number_typed_in_a_template, setup, teardown),
	    cmocka_unit_test_setup_teardown(editions_must_agree_or_say_why, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
