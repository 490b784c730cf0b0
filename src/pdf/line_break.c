/*
 * Where a line may end.  libunibreak knows the Unicode rules, Chinese included; what it cannot know
 * is that "6-K", "non-GAAP", "US$1.00" and "lines 356–399" read badly when torn.
 */
#include "pdf/line_break.h"

#include <ctype.h>
#include <linebreak.h>
#include <pthread.h>
#include <string.h>

#include "base/text.h"

static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

/* Letters and digits before a hyphen must be this many for a break after it, and after it too. */
enum { HYPHEN_LEAST = 4 };

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool short_around(const char *text, size_t n, size_t hyphen)
{
	size_t before = 0, after = 0;

	while (before < hyphen && before < HYPHEN_LEAST && word_char(text[hyphen - 1 - before]))
		before++;
	while (hyphen + 1 + after < n && after < HYPHEN_LEAST &&
	       word_char(text[hyphen + 1 + after]))
		after++;
	return before < HYPHEN_LEAST || after < HYPHEN_LEAST;
}

/* The dash of "lines 356–399": its last byte is at i. */
static bool range_dash(const char *text, size_t n, size_t i)
{
	return i >= 3 && i + 1 < n && memcmp(text + i - 2, "–", 3) == 0 &&
	       isdigit((unsigned char)text[i - 3]) && isdigit((unsigned char)text[i + 1]);
}

static bool token_char(char c)
{
	return c > ' ' && c < 127;
}

/* Between two bytes of "US$1.00": such a token breaks only after a hyphen or in an address. */
static bool inside_token(const char *text, size_t n, size_t i)
{
	return i + 1 < n && token_char(text[i]) && token_char(text[i + 1]) &&
	       !strchr("-/?&=", text[i]);
}

/* The space of "(up 15.0%)": a parenthesis does not open at the end of a line. */
static bool opening_word(const char *text, size_t i)
{
	enum { SHORT_WORD = 3 };
	size_t n = 0;

	while (n < i && n <= SHORT_WORD && isalpha((unsigned char)text[i - 1 - n]))
		n++;
	return text[i] == ' ' && n > 0 && n <= SHORT_WORD && n < i && text[i - 1 - n] == '(';
}

/* Between "Form", "lines", "March" or 第 and the number meant, which begins behind byte i. */
static bool before_reference(const char *text, size_t n, size_t i)
{
	static const char *const words[] = {
	    " line ",   " lines ",    " Form ",   " Exhibit ", " page ",   " pages ", "第",
	    "January ", "February ",  "March ",   "April ",    "May ",     "June ",   "July ",
	    "August ",  "September ", "October ", "November ", "December "};

	if (i + 1 == n || !isdigit((unsigned char)text[i + 1]))
		return false;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
		size_t length = strlen(words[k]);

		if (i + 1 >= length && memcmp(text + i + 1 - length, words[k], length) == 0)
			return true;
	}
	return false;
}

/* Bytes from .. to are kept whole, or end a line only if need be. */
static void keep(char *breaks, size_t from, size_t to, enum line_break kind)
{
	for (size_t i = from; i < to; i++)
		if (kind == BREAK_NEVER || breaks[i] == BREAK_MAY)
			breaks[i] = (char)kind;
}

/* A word of Chinese, bytes from .. to.  In running text a long one may be torn before its last two
 * characters, 數據|中心, or three, 複合年|增長率, and each before 的. */
static void keep_word(const char *text, char *breaks, size_t from, size_t to, bool running)
{
	static const char of[] = "的", rate[] = "率";
	enum { HAN = 3, LONG = 4 * HAN };
	size_t tail = 2 * HAN;

	if (to < from + 2 * HAN)
		return;
	if (running && memcmp(text + to - HAN, of, HAN) == 0) {
		to -= HAN;
		keep(breaks, to - 1, to, BREAK_TORN);
	}
	if (to - from > LONG && memcmp(text + to - HAN, rate, HAN) == 0)
		tail += HAN;
	if (running && to - from >= LONG)
		keep(breaks, to - tail - 1, to - tail, BREAK_TORN);
	for (size_t end = from + HAN; end < to; end += HAN)
		if (breaks[end - 1] != BREAK_TORN)
			breaks[end - 1] = BREAK_NEVER;
}

/* Chinese may break between any two characters; common words of reports are kept whole, and numbers
 * with what they count. */
static void keep_words(const char *text, size_t n, bool running, char *breaks)
{
	static const uint32_t colon = 0xFF1A; /* words that lead in, as 資料來源：, are not torn */
	uint32_t before = 0, c;
	size_t word = 0;
	bool counted = false;

	for (size_t at = 0, next; at < n; at = next, before = c) {
		bool clings;

		next = at + 1;
		c = (unsigned char)text[at];
		if (before < 0x80 && c < 0x80)
			continue;
		next = at;
		c = utf8_next(text, n, &next);
		clings = han_clings(before, c);
		if (clings && is_ideograph(before) && is_ideograph(c))
			continue;
		if (before >= 0x80)
			keep_word(text, breaks, word, at, running && !counted && c != colon);
		counted = clings && before < 0x80 && isdigit((int)before);
		if (clings)
			keep(breaks, at - 1, at, running && !counted ? BREAK_POOR : BREAK_NEVER);
		word = at;
	}
	if (before >= 0x80)
		keep_word(text, breaks, word, n, running && !counted);
}

static bool is_city(const char *text)
{
	static const char *const cities[] = {"上海", "北京", "天津", "广州", "廣州", "杭州", "武汉",
					     "武漢", "深圳", "香港", "成都", "南京", "珠海"};
	enum { WORD = 6 };

	for (size_t i = 0; i < sizeof cities / sizeof *cities; i++)
		if (memcmp(text, cities[i], WORD) == 0)
			return true;
	return false;
}

/* The name of a company stays whole, from its city to its kind: 深圳某某科技. */
static void keep_companies(const char *text, size_t n, enum line_break kind, char *breaks)
{
	static const char *const kinds[] = {"科技", "集团", "集團", "银行", "銀行"};
	enum { HAN = 3, WORD = 2 * HAN, MOST = 4 * HAN };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (const char *at = text;
		     (at = memmem(at, (size_t)(text + n - at), kinds[i], WORD)); at += WORD)
			for (size_t own = HAN; own <= MOST; own += HAN)
				if ((size_t)(at - text) >= own + WORD && is_city(at - own - WORD))
					keep(breaks, (size_t)(at - text) - own - WORD,
					     (size_t)(at - text) + WORD - 1, kind);
}

/* A remark in brackets may begin a line, also behind a letter or a number.  A short one stays
 * whole, 經調整淨虧損|（非公認會計準則）, and one of a word, （二手來源）, always. */
static void keep_remarks(const char *text, size_t n, enum line_break kind, char *breaks)
{
	enum { MARK = 3, WORD = 5 * MARK, SHORT = 10 * MARK };
	const char *from = text, *to;

	while ((from = memmem(from, (size_t)(text + n - from), "（", MARK))) {
		if (from > text && (isalnum((unsigned char)from[-1]) || from[-1] == '%'))
			breaks[from - text - 1] = BREAK_MAY;
		to = memmem(from, (size_t)(text + n - from), "）", MARK);
		if (to && to - from <= SHORT)
			keep(breaks, (size_t)(from - text), (size_t)(to - text),
			     to - from <= WORD ? BREAK_NEVER : kind);
		from += MARK;
	}
}

/* The letters of flags end libunibreak 1.1 in an assertion; other pictures of as many bytes take
 * their place. */
static void unicode_breaks(const char *text, size_t n, enum lang lang, char *breaks)
{
	static const char flag[] = "\xF0\x9F\x87", picture[] = "\xF0\x9F\x98";
	struct buf safe = {0};

	buf_add(&safe, text, n);
	for (char *at = safe.p; (at = memmem(at, (size_t)(safe.p + n - at), flag, 3)); at += 3)
		memcpy(at, picture, 3);
	set_linebreaks_utf8((const utf8_t *)safe.p, n, lang == LANG_EN ? "en" : "zh", breaks);
	buf_free(&safe);
}

static bool reads_badly(const char *text, size_t n, size_t i)
{
	return range_dash(text, n, i) || inside_token(text, n, i) || opening_word(text, i) ||
	       before_reference(text, n, i) || (text[i] == '-' && short_around(text, n, i));
}

void line_breaks(const char *text, size_t n, enum lang lang, enum line_text kind, char *breaks)
{
	bool running = kind == TEXT_RUNNING;

	if (!n)
		return;
	pthread_once(&tables_once, init_linebreak);
	unicode_breaks(text, n, lang, breaks);
	for (size_t i = 0; i < n; i++)
		if (breaks[i] == LINEBREAK_INSIDEACHAR ||
		    (breaks[i] == BREAK_MAY && reads_badly(text, n, i)))
			breaks[i] = BREAK_NEVER;
	keep_words(text, n, running, breaks);
	keep_companies(text, n, running ? BREAK_TORN : BREAK_NEVER, breaks);
	keep_remarks(text, n, running ? BREAK_POOR : BREAK_NEVER, breaks);
	breaks[n - 1] = BREAK_MUST;
}

void line_break_dates(const char *text, size_t n, char *breaks)
{
	static const char year[] = "年", ordinal[] = "第";
	enum { HAN = 3 };
	const char *at = text;

	while ((at = memmem(at, (size_t)(text + n - at), year, HAN))) {
		size_t after = (size_t)(at - text) + HAN;

		if (at > text && isdigit((unsigned char)at[-1]) && after < n &&
		    breaks[after - 1] == BREAK_MAY &&
		    (isdigit((unsigned char)text[after]) ||
		     (n - after >= HAN && memcmp(text + after, ordinal, HAN) == 0)))
			breaks[after - 1] = BREAK_POOR;
		at += HAN;
	}
}

/* ---- figures ---- */

/* A word before a number ("about") that may end a line: not a sign, not "c.", not a month, and not
 * the name of a currency (人民币). */
static bool words(const char *text, size_t from, size_t to)
{
	enum { LETTERS = 3 };

	for (size_t i = from; i < from + LETTERS; i++)
		if (i >= to || !islower((unsigned char)text[i]))
			return false;
	return true;
}

static size_t token_end(const char *text, size_t from, size_t to)
{
	while (from < to && text[from] != ' ')
		from++;
	return from;
}

/* Up to where a number and what it counts cannot be torn: with the first word of its unit, or with
 * all of it if that word is short or Chinese. */
static size_t unit_end(const char *text, size_t number, size_t to)
{
	enum { SHORT_UNIT = 8 }; /* "million", but not "percentage" of points */
	size_t end = token_end(text, number, to), next;

	if (end == to)
		return to;
	next = token_end(text, end + 1, to);
	return next - end - 1 < SHORT_UNIT ? to : next;
}

/* "by", "to" and the like before a figure at `from`: they do not end a line. */
static bool after_particle(const char *text, size_t from)
{
	static const char particles[] = "至由为為约約达達按";
	enum { ONE = 3 };

	return from >= ONE && memmem(particles, sizeof particles - 1, text + from - ONE, ONE);
}

static bool ends_with(const char *text, size_t n, const char *word)
{
	size_t length = strlen(word);

	return n >= length && memcmp(text + n - length, word, length) == 0 &&
	       (n == length || !isalpha((unsigned char)text[n - length - 1]));
}

/* Does a form of "make up " end here? */
static bool makes_up(const char *text, size_t n)
{
	static const char *const forms[] = {"made up ", "make up ", "makes up "};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (ends_with(text, n, forms[i]))
			return true;
	return false;
}

/* "up" and "down" go with the figure at `from`; the "up" of "made up 69.4%" goes with its verb: at
 * the head of a line it would read as a rise. */
static void keep_direction(const char *text, char *breaks, size_t from)
{
	if (makes_up(text, from))
		breaks[from - sizeof "up "] = BREAK_NEVER;
	else if (ends_with(text, from, "up ") || ends_with(text, from, "down "))
		breaks[from - 1] = BREAK_NEVER;
}

/* The "2" of "2 data centers", up to byte `to`. */
static bool counts_few(const char *text, size_t n, size_t from, size_t to)
{
	enum { DIGITS = 2 };

	if (to - from > DIGITS || to + 1 >= n || text[to] != ' ' ||
	    !islower((unsigned char)text[to + 1]))
		return false;
	while (from < to && isdigit((unsigned char)text[from]))
		from++;
	return from == to;
}

/* Between words of a long unit: 吨|二氧化碳当量/|人民币|百万元, and if need be 碳|当量.  `may`:
 * other breaks in it are between words. */
static enum line_break in_unit(const char *text, size_t end, size_t to, bool may)
{
	static const char *const ends[] = {"吨二氧", "噸二氧", "碳当量", "碳當量"};
	enum { HAN = 3, TONNES = 2 };

	for (size_t i = 0; i < COUNT(ends); i++)
		if (to - end >= 2 * HAN && memcmp(text + end - HAN, ends[i], 3 * HAN) == 0)
			return i < TONNES ? BREAK_POOR : BREAK_TORN;
	return may ? BREAK_POOR : BREAK_NEVER;
}

/* Where a Chinese amount may end a line if need be: 人民币|9,558.6百万元, 增长|22.8%. */
static void poor_breaks(const char *text, char *breaks, size_t from, size_t start)
{
	static const char rise[] = "长長加升降少", money[] = "币幣元";
	enum { HAN = 3 };

	if (start >= HAN && memmem(rise, sizeof rise - 1, text + start - HAN, HAN))
		breaks[start - 1] = BREAK_POOR;
	if (start >= from + HAN && memmem(money, sizeof money - 1, text + start - HAN, HAN))
		breaks[start - 1] = BREAK_POOR;
}

/* Where a long unit of Chinese begins in a figure whose number begins at `start`; else `to`. */
static size_t long_unit(const char *text, size_t start, size_t to)
{
	enum { LEAST = 5 * 3 };

	while (start < to && (unsigned char)text[start] < 0x80)
		start++;
	return to - start >= LEAST ? start : to;
}

void line_break_protect(const char *text, size_t n, char *breaks, size_t from, size_t to,
			enum line_text kind)
{
	bool whole = kind == TEXT_TITLE;
	size_t number = from, start, unit, end;

	if (after_particle(text, from))
		keep(breaks, from - 1, from, kind == TEXT_RUNNING ? BREAK_POOR : BREAK_NEVER);
	keep_direction(text, breaks, from);
	if (counts_few(text, n, from, to))
		breaks[to] = BREAK_NEVER;
	while (number < to && !isdigit((unsigned char)text[number]))
		number++;
	for (start = number; start > from && token_char(text[start - 1]);)
		start--;
	end = whole ? to : unit_end(text, number, to);
	unit = whole ? to : long_unit(text, number, to);
	for (size_t i = from; i + 1 < end; i++)
		if (i > unit)
			breaks[i] = (char)in_unit(text, i + 1, to, breaks[i] == BREAK_MAY);
		else if (whole || number == to || i + 1 != start || !words(text, from, start))
			breaks[i] = BREAK_NEVER;
	if (!whole && number < to)
		poor_breaks(text, breaks, from, start);
}
