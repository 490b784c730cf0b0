/* Numbers as they are printed in accounts. */
#include "facts/printed.h"

#include "base/text.h"

static const char *const dashes[] = {"-", "\u2013", "\u2014", "\u2212", "--"};

static bool eat(struct str *s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (!str_starts(*s, prefix))
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

static bool eat_end(struct str *s, char c)
{
	if (!s->n || s->p[s->n - 1] != c)
		return false;
	s->n--;
	*s = str_trim(*s);
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Copies the digits without their group separators; false if the groups are not of three. */
static bool ungroup(struct str s, char *out, size_t *n)
{
	size_t run = 0;
	bool grouped = false, after_point = false;

	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			run++;
		} else if (s.p[i] == ',' && !after_point) {
			if (run == 0 || run > 3 || (grouped && run != 3))
				return false;
			grouped = true;
			run = 0;
			continue;
		} else if (s.p[i] == '.' && !after_point) {
			if (grouped && run != 3)
				return false;
			after_point = true;
		} else {
			return false;
		}
		out[(*n)++] = s.p[i];
	}
	return after_point || !grouped || run == 3;
}

static bool digits_parse(struct arena *a, struct str s, struct printed *out)
{
	char few[32], *digits = s.n < sizeof few ? few : arena_alloc(a, s.n + 1);
	size_t n;

	return ungroup(s, digits, &n) && num_parse(a, digits, n, &out->value, &out->decimals);
}

bool printed_parse(struct arena *a, const char *text, struct printed *out)
{
	struct str s = str_trim(str_of(text));
	bool negative = false;

	*out = (struct printed){0};
	if (s.n && is_digit(s.p[0]) && is_digit(s.p[s.n - 1])) /* as most are */
		return digits_parse(a, s, out);
	for (size_t i = 0; i < COUNT(dashes); i++)
		if (str_is(s, dashes[i])) {
			out->nil = true;
			return true;
		}
	out->percent = eat_end(&s, '%');
	if (eat(&s, "(")) {
		if (!eat_end(&s, ')'))
			return false;
		negative = true;
		out->percent |= eat_end(&s, '%');
		s = str_trim(s);
	} else if (eat(&s, "-") || eat(&s, "\u2212") || eat(&s, "\u2013")) {
		negative = true;
	} else {
		eat(&s, "+");
	}
	if (!s.n || !digits_parse(a, s, out))
		return false;
	if (negative)
		out->value = num_neg(a, out->value);
	return true;
}

int place_decimals(struct arena *a, struct num place)
{
	int decimals = 0;

	while (num_cmp(num_pow10(a, -decimals), place) > 0)
		decimals++;
	while (num_cmp(num_pow10(a, -decimals + 1), place) <= 0)
		decimals--;
	return decimals;
}
