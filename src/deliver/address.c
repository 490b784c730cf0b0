/* E-mail addresses: RFC 5321's dot-atom local parts, domains by libidn2. */
#include "deliver/address.h"

#include <idn2.h>

#include "base/library.h"

/* RFC 5321, 4.5.3.1. */
enum { LOCAL_MAX = 64, ADDRESS_MAX = 254 };

static bool fail(const char **why, const char *what)
{
	*why = what;
	return false;
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322, atext. */
static bool is_atext(char c)
{
	return is_alnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool is_local(struct str s)
{
	bool after_dot = true;

	for (size_t i = 0; i < s.n; i++) {
		bool dot = s.p[i] == '.';

		if (dot ? after_dot : !is_atext(s.p[i]))
			return false;
		after_dot = dot;
	}
	return !after_dot && s.n <= LOCAL_MAX;
}

/* Letters, digits and hyphens in two labels or more: what a name in the DNS may be. */
static bool is_host(const char *s)
{
	size_t labels = 0;

	while (*s) {
		size_t n = strcspn(s, ".");

		if (!n || s[0] == '-' || s[n - 1] == '-')
			return false;
		for (size_t i = 0; i < n; i++)
			if (!is_alnum(s[i]) && s[i] != '-')
				return false;
		labels++;
		s += n;
		if (*s == '.' && !*++s)
			return false;
	}
	return labels >= 2;
}

static char *lower(struct arena *a, const char *s)
{
	char *copy = arena_str(a, s);

	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

struct idn2 { /* libidn2 */
	__typeof__(idn2_to_ascii_8z) *to_ascii;
	__typeof__(idn2_free) *free;
};

static bool idn2_load(struct diag *d, struct idn2 *to)
{
	static struct idn2 found;
	static const struct library_function functions[] = {{"idn2_to_ascii_8z", &found.to_ascii},
							    {"idn2_free", &found.free}};
	static struct library library = {"libidn2.so.0", functions, COUNT(functions), false};

	if (!library_load(d, &library))
		return false;
	*to = found;
	return true;
}

/* The domain in lower-case ASCII; NULL, and why, if it is none. */
static const char *domain_ascii(struct arena *a, struct str domain, const char **why)
{
	const char *s = arena_strn(a, domain.p, domain.n), *kept = NULL;
	struct diag *d = diag_new(a);
	char *ascii = NULL;
	struct idn2 idn2;

	if (!idn2_load(d, &idn2)) {
		*why = d->messages.v[0].text;
		return NULL;
	}
	*why = "not an address: the part after '@' is not a domain";
	if (idn2.to_ascii(s, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	kept = lower(a, ascii);
	idn2.free(ascii);
	return is_host(kept) ? kept : NULL;
}

bool address_parse(struct arena *a, struct str s, struct address *out, const char **why)
{
	const char *at = s.n ? memrchr(s.p, '@', s.n) : NULL, *domain;
	struct str local;

	if (!header_text_ok(s))
		return fail(why, "control character or line break in an address");
	if (!at)
		return fail(why, "not an address: no '@'");
	local = (struct str){s.p, (size_t)(at - s.p)};
	if (!is_local(local))
		return fail(
		    why, "not an address: the part before '@' takes ASCII letters, digits, single "
			 "dots and !#$%&'*+-/=?^_`{|}~");
	domain = domain_ascii(a, (struct str){at + 1, s.n - local.n - 1}, why);
	if (!domain)
		return false;
	out->mailbox = arena_printf(a, "%.*s@%s", (int)local.n, local.p, domain);
	if (strlen(out->mailbox) > ADDRESS_MAX)
		return fail(why, "the address is too long");
	out->key = lower(a, out->mailbox);
	return true;
}

/* A display name may come in quotes, as mail programs write it. */
static struct str unquoted(struct str name)
{
	if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		return (struct str){name.p + 1, name.n - 2};
	return name;
}

bool mailbox_parse(struct arena *a, struct str s, struct mailbox *out, const char **why)
{
	const char *open;
	struct str name = {0};

	s = str_trim(s);
	open = s.n ? memrchr(s.p, '<', s.n) : NULL;
	if (open && s.p[s.n - 1] == '>') {
		name = unquoted(str_trim((struct str){s.p, (size_t)(open - s.p)}));
		s = (struct str){open + 1, s.n - (size_t)(open - s.p) - 2};
	}
	if (!header_text_ok(name))
		return fail(why, "control character or line break in a name");
	out->name = arena_strn(a, name.n ? name.p : "", name.n);
	return address_parse(a, s, &out->address, why);
}

static bool is_forbidden(uint32_t c)
{
	bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfffd ||
	       turns;
}

bool header_text_ok(struct str s)
{
	for (size_t i = 0; i < s.n;)
		if (is_forbidden(utf8_next(s.p, s.n, &i)))
			return false;
	return true;
}
