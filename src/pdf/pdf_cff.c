/*
 * Reads as much of a CFF font (Adobe Technical Note 5176) as says which code selects which glyph:
 *
 *	header, INDEX of names, INDEX of one top DICT: operands before operators, among them
 *	ROS (12 30), first if the font is CID-keyed, and charset (15): offset of the CIDs
 *
 * A file of its own because it is the one place that reads a binary font format by hand.
 */
#include "pdf/pdf_cff.h"

struct bytes {
	const unsigned char *p;
	size_t n;
};

enum { OP_CHARSET = 15, OP_ESCAPE = 12, OP_ROS = 12 << 8 | 30 };

/* Big-endian; reading past the end gives zeros, which no valid font needs. */
static unsigned be(struct bytes b, size_t at, int width)
{
	unsigned value = 0;

	for (int i = 0; i < width; i++, at++)
		value = value << 8 | (at < b.n ? b.p[at] : 0);
	return value;
}

/* The first object of the INDEX at *at; moves *at past the INDEX. */
static struct bytes index_first(struct bytes b, size_t *at)
{
	unsigned count = be(b, *at, 2);
	int width = (int)be(b, *at + 2, 1);
	size_t offsets = *at + 3, data = offsets + (size_t)(count + 1) * (size_t)width - 1;
	size_t from, to;

	if (!count) {
		*at += 2;
		return (struct bytes){0};
	}
	from = data + be(b, offsets, width);
	to = data + be(b, offsets + (size_t)width, width);
	*at = data + be(b, offsets + (size_t)count * (size_t)width, width);
	if (from > to || to > b.n)
		return (struct bytes){0};
	return (struct bytes){b.p + from, to - from};
}

/* Past the DICT operand that begins at `at`; *value is set if it is a whole number. */
static size_t operand(struct bytes dict, size_t at, int *value)
{
	unsigned first = be(dict, at, 1);

	if (first == 28) {
		*value = (int16_t)be(dict, at + 1, 2);
		return at + 3;
	}
	if (first == 29) {
		*value = (int32_t)be(dict, at + 1, 4);
		return at + 5;
	}
	if (first == 30) { /* real: half bytes up to 15 */
		do
			at++;
		while (at < dict.n && (dict.p[at] & 15) != 15);
		return at + 1;
	}
	if (first <= 246) {
		*value = (int)first - 139;
		return at + 1;
	}
	*value = first <= 250 ? (int)((first - 247) * 256 + be(dict, at + 1, 1) + 108)
			      : -(int)((first - 251) * 256 + be(dict, at + 1, 1) + 108);
	return at + 2;
}

/* The last operand of an operator, or -1 if the DICT does not have it. */
static int dict_find(struct bytes dict, unsigned wanted)
{
	int value = 0;

	for (size_t at = 0; at < dict.n;) {
		unsigned op = dict.p[at];

		if (op > 21) {
			at = operand(dict, at, &value);
			continue;
		}
		at++;
		if (op == OP_ESCAPE)
			op = op << 8 | be(dict, at++, 1);
		if (op == wanted)
			return value;
	}
	return -1;
}

/* Format 0 lists the CIDs; 1 and 2 give runs: the first, and how many follow it. */
static void charset_codes(struct bytes b, size_t at, unsigned *codes, size_t n)
{
	unsigned format = be(b, at++, 1);
	size_t i = 1;

	codes[0] = 0;
	while (i < n && at < b.n) {
		unsigned first = be(b, at, 2), follow = 0;

		at += 2;
		if (format) {
			int width = format == 1 ? 1 : 2;

			follow = be(b, at, width);
			at += (size_t)width;
		}
		for (unsigned k = 0; k <= follow && i < n; k++)
			codes[i++] = first + k;
	}
}

bool cff_codes(const void *cff, size_t n, unsigned *codes, size_t n_glyphs)
{
	struct bytes b = {cff, n}, top;
	size_t at = be(b, 2, 1);
	int charset;

	index_first(b, &at);
	top = index_first(b, &at);
	charset = dict_find(top, OP_CHARSET);
	for (size_t i = 0; i < n_glyphs; i++)
		codes[i] = (unsigned)i;
	if (!top.n || dict_find(top, OP_ROS) < 0)
		return top.n > 0;
	if (charset < 0 || (size_t)charset >= n)
		return false;
	charset_codes(b, (size_t)charset, codes, n_glyphs);
	return true;
}
