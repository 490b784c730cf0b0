/* Which digits may stand in words: dates, and the names in literals.txt. */
#include "facts/literals.h"

#include "base/file.h"

struct literals {
	struct arena *arena;
	struct str *v;
	size_t n, cap;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- literals.txt ---- */

static void add_lines(struct literals *l, struct str bytes)
{
	while (bytes.n) {
		const char *end = memchr(bytes.p, '\n', bytes.n);
		size_t n = end ? (size_t)(end - bytes.p) : bytes.n;
		size_t taken = n + (end != NULL);
		struct str line = str_trim((struct str){bytes.p, n});

		if (line.n && !str_starts(line, "# ") && !str_is(line, "#"))
			*PUSH(l->arena, l) = line;
		bytes.p += taken;
		bytes.n -= taken;
	}
}

struct literals *literals_load(struct arena *a, struct diag *d, const char *folder,
			       const char *shipped)
{
	const char *paths[] = {path_join(a, shipped, "data/literals.txt"),
			       folder ? path_join(a, folder, "literals.txt") : NULL};
	struct literals *l = NEW(a, struct literals);
	struct str bytes;

	*l = (struct literals){.arena = a};
	for (size_t i = 0; i < COUNT(paths); i++)
		if (paths[i] && path_exists(paths[i]) && file_read(a, d, paths[i], &bytes))
			add_lines(l, bytes);
	return l;
}

/* A literal is whole words: "Scope 1" does not stand in "Scope 12". */
static bool stands_at(struct str s, size_t i, struct str literal)
{
	size_t end = i + literal.n;

	if (end > s.n || memcmp(s.p + i, literal.p, literal.n) != 0)
		return false;
	if (i && is_alnum(s.p[i - 1]) && is_alnum(literal.p[0]))
		return false;
	return end == s.n || !is_alnum(s.p[end]) || !is_alnum(literal.p[literal.n - 1]);
}

/* Where the literal that has the digit at i ends; i if there is none. */
static size_t literal_end(const struct literals *l, struct str s, size_t i)
{
	for (size_t k = 0; k < l->n; k++)
		for (size_t back = 0; back < l->v[k].n && back <= i; back++)
			if (is_digit(l->v[k].p[back]) && stands_at(s, i - back, l->v[k]))
				return i - back + l->v[k].n;
	return i;
}

/* ---- dates ---- */

/* Past least to most digits at i, or 0. */
static size_t skip_digits(struct str s, size_t i, size_t least, size_t most)
{
	size_t end = i;

	while (end < s.n && is_digit(s.p[end]))
		end++;
	return end - i >= least && end - i <= most ? end : 0;
}

static size_t skip_word(struct str s, size_t i, const char *word)
{
	size_t n = strlen(word);

	return i && i + n <= s.n && memcmp(s.p + i, word, n) == 0 ? i + n : 0;
}

static const char *const months[] = {
    "January",   "February", "March",    "April",    "May", "June", "July", "August",
    "September", "October",  "November", "December", "Jan", "Feb",  "Mar",  "Apr",
    "Jun",       "Jul",      "Aug",      "Sep",      "Oct", "Nov",  "Dec"};

static size_t skip_month(struct str s, size_t i)
{
	for (size_t m = 0; m < COUNT(months); m++) {
		size_t end = skip_word(s, i, months[m]);

		if (end && (end == s.n || !is_alnum(s.p[end])))
			return end;
	}
	return 0;
}

static bool after_month(struct str s, size_t i)
{
	for (size_t m = 0; m < COUNT(months); m++) {
		size_t n = strlen(months[m]) + 1;

		if (i >= n && s.p[i - 1] == ' ' && memcmp(s.p + i - n, months[m], n - 1) == 0 &&
		    (i == n || !is_alnum(s.p[i - n - 1])))
			return true;
	}
	return false;
}

/* 2025-12-31 */
static size_t iso_date(struct str s, size_t i)
{
	size_t end = skip_digits(s, i, 4, 4);

	end = skip_word(s, end, "-");
	end = end ? skip_digits(s, end, 2, 2) : 0;
	end = skip_word(s, end, "-");
	return end ? skip_digits(s, end, 2, 2) : 0;
}

/* 2025年12月31日, 2025年12月, 12月31日 */
static size_t chinese_date(struct str s, size_t i)
{
	size_t year = skip_word(s, skip_digits(s, i, 4, 4), "年");
	size_t month = skip_word(s, skip_digits(s, year ? year : i, 1, 2), "月");
	size_t day = month ? skip_word(s, skip_digits(s, month, 1, 2), "日") : 0;

	return day ? day : year ? month : 0;
}

/* The 31, 2025 or the 2025 behind a month. */
static size_t behind_month(struct str s, size_t i)
{
	size_t year = skip_digits(s, i, 4, 4), day = skip_digits(s, i, 1, 2);
	size_t space = skip_word(s, day, ", ");

	if (year)
		return year;
	year = space ? skip_digits(s, space, 4, 4) : 0;
	return year ? year : day;
}

/* 31 December, 31 December 2025 */
static size_t day_first(struct str s, size_t i)
{
	size_t space = skip_word(s, skip_digits(s, i, 1, 2), " ");
	size_t month = space ? skip_month(s, space) : 0;
	size_t year = skip_word(s, month, " ");

	year = year ? skip_digits(s, year, 4, 4) : 0;
	return year ? year : month;
}

/* Where the date that begins (its digits) at i ends; i if it is none. */
static size_t date_end(struct str s, size_t i)
{
	size_t end = iso_date(s, i);

	if (!end)
		end = chinese_date(s, i);
	if (!end && after_month(s, i))
		end = behind_month(s, i);
	if (!end)
		end = day_first(s, i);
	return end ? end : i;
}

/* ---- numbers ---- */

/* Bytes of a digit at i, full-width ones too; 0 if there is none. */
static size_t digit_at(struct str s, size_t i)
{
	if (i >= s.n)
		return 0;
	if (is_digit(s.p[i]))
		return 1;
	/* U+FF10 to U+FF19 */
	if (s.n - i >= 3 && memcmp(s.p + i, "\xEF\xBC", 2) == 0 &&
	    (unsigned char)s.p[i + 2] >= 0x90 && (unsigned char)s.p[i + 2] <= 0x99)
		return 3;
	return 0;
}

/* The whole numeral, with marks between its digits: 9,558.6 and 2024-25. */
static size_t number_end(struct str s, size_t i)
{
	size_t n;

	for (;;) {
		while ((n = digit_at(s, i)))
			i += n;
		if (i >= s.n || !strchr(".,-/:", s.p[i]) || !digit_at(s, i + 1))
			return i;
		i++;
	}
}

/* Past the [[2030]] at i, or 0. */
static size_t skip_escape(struct str s, size_t i)
{
	const char *end;

	if (s.n - i < 4 || s.p[i + 1] != '[')
		return 0;
	end = memmem(s.p + i, s.n - i, "]]", 2);
	return end ? (size_t)(end - s.p) + 2 : 0;
}

/* May begin a digit or an escape: other bytes are passed over quickly. */
static bool is_looked_at(char c)
{
	return is_digit(c) || c == '[' || c == '\xEF';
}

struct str literals_unbound(const struct literals *l, struct str s, size_t from)
{
	size_t i = from, end;

	while (i < s.n) {
		if (!is_looked_at(s.p[i])) {
			i++;
			continue;
		}
		if (s.p[i] == '[' && skip_escape(s, i)) {
			i = skip_escape(s, i);
			continue;
		}
		if (!digit_at(s, i)) {
			i++;
			continue;
		}
		end = literal_end(l, s, i);
		if (end == i)
			end = date_end(s, i);
		if (end == i)
			return (struct str){s.p + i, number_end(s, i) - i};
		i = end;
	}
	return (struct str){s.p + s.n, 0};
}

bool literals_check(const struct literals *l, struct diag *d, struct str s, struct pos at)
{
	bool ok = true;
	struct str number;

	for (size_t i = 0; (number = literals_unbound(l, s, i)).n;
	     i = (size_t)(number.p - s.p) + number.n) {
		struct pos here = {at.file, at.line,
				   at.col + (int)utf8_count(s.p, (size_t)(number.p - s.p))};

		ok = diag_error(d, here, "unbound number: '%.*s'", (int)number.n, number.p);
	}
	return ok;
}

const char *literals_plain(struct arena *a, const char *text)
{
	struct str s = str_of(text);
	struct buf out = {0};
	size_t end;

	if (!strstr(text, "[["))
		return text;
	for (size_t i = 0; i < s.n;) {
		if (s.p[i] == '[' && (end = skip_escape(s, i))) {
			buf_add(&out, s.p + i + 2, end - i - 4);
			i = end;
		} else {
			buf_char(&out, s.p[i++]);
		}
	}
	return buf_keep(&out, a);
}
