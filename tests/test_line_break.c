/* Where lines may end: what reads badly when torn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "pdf/line_break.h"

/* shown: the text with '|' where a line may end. */
static void assert_breaks(enum lang lang, const char *text, const char *shown)
{
	char breaks[128], got[256];
	size_t n = strlen(text), at = 0;

	line_breaks(text, n, lang, TEXT_LABEL, breaks);
	for (size_t i = 0; i < n; i++) {
		got[at++] = text[i];
		if (i + 1 < n && breaks[i] != BREAK_NEVER)
			got[at++] = '|';
	}
	got[at] = '\0';
	assert_string_equal(got, shown);
}

static void what_reads_badly_is_not_torn(void **state)
{
	(void)state;
	assert_breaks(LANG_EN, "a Form 6-K of 2025", "a |Form 6-K |of |2025");
	assert_breaks(LANG_EN, "non-GAAP, long-term (US$1.00)", "non-GAAP, |long-|term |(US$1.00)");
	assert_breaks(LANG_EN, "see lines 356–399", "see |lines 356–399");
	assert_breaks(LANG_EN, "see Exhibit 99.1", "see |Exhibit 99.1");
	assert_breaks(LANG_EN, "from July 27, 2022", "from |July 27, |2022");
	assert_breaks(LANG_EN, "costs (up 15.0%)", "costs |(up 15.0%)");
	assert_breaks(LANG_ZH_HANS, "见第35行", "见|第35行");
	assert_breaks(LANG_EN, "https://a.org/b?c=d", "https://|a.org/|b?|c=d");
	assert_breaks(LANG_ZH_HANS, "收入100百万元", "收入|100百万元");
	assert_breaks(LANG_ZH_HANS, "第三季度，增长。", "第三季度，|增长。");
}

/* Chinese breaks between its words, not in them; the remark of a label stays whole. */
static void words_are_not_torn(void **state)
{
	(void)state;
	assert_breaks(LANG_ZH_HANT, "2021年複合年增長率", "2021年|複合年增長率");
	assert_breaks(LANG_ZH_HANT, "未經審核收入環比增加", "未經審核|收入|環比|增加");
	assert_breaks(LANG_ZH_HANS, "归属于股东的净亏损", "归属于|股东的|净亏损");
	assert_breaks(LANG_ZH_HANT, "自2022年7月27日起", "自|2022年|7月27日|起");
	assert_breaks(LANG_ZH_HANT, "經調整淨虧損（非公認會計準則）",
		      "經調整|淨虧損|（非公認會計準則）");
	assert_breaks(LANG_ZH_HANT, "自深圳風火科技之", "自|深圳風火科技|之");
	assert_breaks(LANG_ZH_HANT, "自風火科技之", "自|風|火|科技|之");
	assert_breaks(LANG_ZH_HANS, "（未闭合之非", "（未|闭|合|之|非");
	assert_breaks(LANG_ZH_HANT, "至經調整EBITDA人民幣", "至|經調整EBITDA人民幣");
	assert_breaks(LANG_ZH_HANS, "客户A由One支付", "客户A由One|支付");
	assert_breaks(LANG_ZH_HANS, "（一二三五六七八九十之）",
		      "（一|二|三|五|六|七|八|九|十|之）");
	assert_breaks(LANG_ZH_HANS, "（见前文）", "（见前文）");
}

/* The same with a figure; '-' where a line may end only if it would else be short, '+' where that
 * tears a word. */
static void assert_kinds(enum line_text kind, const char *text, const char *figure,
			 const char *shown)
{
	static const char marks[BREAK_KINDS] = {'|', '|', 0, '-', '+'};
	char breaks[128], got[256];
	size_t n = strlen(text), from = (size_t)(strstr(text, figure) - text), at = 0;

	line_breaks(text, n, strchr(text, ' ') ? LANG_EN : LANG_ZH_HANS, kind, breaks);
	if (*figure)
		line_break_protect(text, n, breaks, from, from + strlen(figure), kind);
	for (size_t i = 0; i < n; i++) {
		got[at++] = text[i];
		if (i + 1 < n && breaks[i] != BREAK_NEVER)
			got[at++] = marks[(size_t)breaks[i]];
	}
	got[at] = '\0';
	assert_string_equal(got, shown);
}

static void assert_figure(const char *text, const char *figure, const char *shown)
{
	assert_kinds(TEXT_LABEL, text, figure, shown);
}

/* In running text a word of more than three characters may be torn at its seam; nothing else is
 * kept whole there but shorter words, numbers with what they count, and remarks of one word. */
static void running_text_tears_long_words(void **state)
{
	(void)state;
	assert_kinds(TEXT_RUNNING, "各數據中心之能耗", "", "各|數據+中心|之|能耗");
	assert_kinds(TEXT_RUNNING, "复合年增长率", "", "复合年+增长率");
	assert_kinds(TEXT_RUNNING, "经审计的净亏损", "", "经审计+的|净亏损");
	assert_kinds(TEXT_RUNNING, "股东的毛利率", "", "股东+的|毛利率");
	assert_kinds(TEXT_RUNNING, "某1.5个百分点", "", "某|1.5个百分点");
	assert_kinds(TEXT_RUNNING, "自7月27日起", "", "自|7月-27日|起");
	assert_kinds(TEXT_RUNNING, "经调整EBITDA为", "", "经调整-EBITDA-为");
	assert_kinds(TEXT_RUNNING, "「業務」一節", "", "「業務」-一節");
	assert_kinds(TEXT_RUNNING, "自深圳風火科技之", "", "自|深圳+風+火+科技|之");
	assert_kinds(TEXT_RUNNING, "（非公认会计准则）（二手来源）", "",
		     "（非-公认会计+准则）|（二手来源）");
	assert_kinds(TEXT_RUNNING, "資料來源：數據", "", "資料來源：|數據");
	assert_kinds(TEXT_RUNNING, "增至人民币9百万元", "人民币9百万元", "增至-人民币-9百万元");
}

/* In labels, a year is parted from its quarter or month only if need be. */
static void periods_are_not_torn(void **state)
{
	static const char text[] = "至2024年第三季度";
	char breaks[sizeof text];

	(void)state;
	line_breaks(text, sizeof text - 1, LANG_ZH_HANS, TEXT_LABEL, breaks);
	line_break_dates(text, sizeof text - 1, breaks);
	assert_int_equal(breaks[sizeof "至2024年" - 2], BREAK_POOR);
}

/* A remark begins a line also behind a letter or a number, which the Unicode rules do not allow. */
static void remarks_begin_lines(void **state)
{
	(void)state;
	assert_breaks(LANG_ZH_HANS, "EBITDA（见前文）", "EBITDA|（见前文）");
	assert_breaks(LANG_ZH_HANT, "增至5%（見前文）", "增至|5%|（見前文）");
}

static void a_particle_goes_with_its_figure(void **state)
{
	(void)state;
	assert_figure("增加至人民幣9百萬元", "人民幣9百萬元", "增加|至人民幣-9百萬元");
	assert_figure("由25%降至10%", "25%", "由25%|降至|10%");
	assert_figure("收入人民幣9百萬元", "人民幣9百萬元", "收入|人民幣-9百萬元");
}

static void figures_stay_with_their_words(void **state)
{
	(void)state;
	assert_figure("now up 7.4% on it", "7.4%", "now |up 7.4% |on |it");
	assert_figure("was down 7.4%", "7.4%", "was |down 7.4%");
	assert_figure("it made up 69.4% of it", "69.4%", "it |made up |69.4% |of |it");
	assert_figure("and 2 data centers", "2", "and |2 data |centers");
	assert_figure("and 110 data centers", "110", "and |110 |data |centers");
	assert_figure("收入人民币9.6百万元", "人民币9.6百万元", "收入|人民币-9.6百万元");
	assert_figure("至56.5吨二氧化碳当量", "56.5吨二氧化碳当量", "至56.5吨-二氧化碳+当量");
	assert_figure("至6噸二氧化碳當量/人民幣百萬元", "6噸二氧化碳當量/人民幣百萬元",
		      "至6噸-二氧化碳+當量/-人民幣-百萬元");
	assert_figure("至6千瓦时/人民币百万元", "6千瓦时/人民币百万元", "至6千瓦时/-人民币-百万元");
	assert_figure("变动1.5个百分点", "1.5个百分点", "变动|1.5个百分点");
	assert_figure("收入增长22.8%", "22.8%", "收入|增长-22.8%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_reads_badly_is_not_torn),
	    cmocka_unit_test(words_are_not_torn),
	    cmocka_unit_test(running_text_tears_long_words),
	    cmocka_unit_test(periods_are_not_torn),
	    cmocka_unit_test(remarks_begin_lines),
	    cmocka_unit_test(a_particle_goes_with_its_figure),
	    cmocka_unit_test(figures_stay_with_their_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
