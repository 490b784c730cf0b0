/*
 * The sRGB output intent that PDF/A demands, made from the standard's own numbers (IEC 61966-2-1),
 * so that no profile file has to be shipped or found.  ICC.1:2001 (version 2): a header, a table of
 * tags, a matrix of primaries adapted to D50, and one curve that the three channels share.
 */
#include "pdf/pdf_icc.h"

#include <math.h>

enum { HEADER = 128, CURVE_POINTS = 128 };

static void u16(struct buf *b, unsigned v)
{
	buf_char(b, (char)(v >> 8));
	buf_char(b, (char)v);
}

static void u32(struct buf *b, unsigned v)
{
	u16(b, v >> 16);
	u16(b, v & 0xFFFF);
}

static void xyz(struct buf *b, double x, double y, double z)
{
	u32(b, (unsigned)lround(x * 65536));
	u32(b, (unsigned)lround(y * 65536));
	u32(b, (unsigned)lround(z * 65536));
}

static void xyz_tag(struct buf *b, double x, double y, double z)
{
	buf_add(b, "XYZ \0\0\0\0", 8);
	xyz(b, x, y, z);
}

static void text_tag(struct buf *b, const char *s)
{
	buf_add(b, "text\0\0\0\0", 8);
	buf_add(b, s, strlen(s) + 1);
}

/* ASCII, then an empty Unicode and an empty Macintosh form. */
static void description_tag(struct buf *b, const char *s)
{
	static const char empty[4 + 4 + 2 + 1 + 67] = {0};

	buf_add(b, "desc\0\0\0\0", 8);
	u32(b, (unsigned)strlen(s) + 1);
	buf_add(b, s, strlen(s) + 1);
	buf_add(b, empty, sizeof empty);
}

static void curve_tag(struct buf *b)
{
	buf_add(b, "curv\0\0\0\0", 8);
	u32(b, CURVE_POINTS);
	for (int i = 0; i < CURVE_POINTS; i++) {
		double v = i / (double)(CURVE_POINTS - 1);
		double light = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);

		u16(b, (unsigned)lround(light * 65535));
	}
}

struct icc_tag {
	char name[5];
	size_t at, n;
};

static void close_tag(struct buf *data, struct icc_tag *t, const char *name, size_t at)
{
	memcpy(t->name, name, sizeof t->name);
	t->at = at;
	t->n = data->n - at;
	while (data->n % 4)
		buf_char(data, '\0');
}

/* Fills data and the table of nine tags; offsets count from the start of data. */
static void write_tags(struct buf *data, struct icc_tag tags[9])
{
	static const struct {
		char name[5];
		double x, y, z;
	} points[] = {
	    {"wtpt", 0.9642, 1.0, 0.8249}, /* D50 */
	    {"rXYZ", 0.43607, 0.22249, 0.01392},
	    {"gXYZ", 0.38515, 0.71687, 0.09708},
	    {"bXYZ", 0.14307, 0.06061, 0.71410},
	};
	size_t at = data->n, n = 0;

	description_tag(data, "sRGB IEC61966-2.1");
	close_tag(data, &tags[n++], "desc", at);
	at = data->n;
	text_tag(data, "No copyright, use freely");
	close_tag(data, &tags[n++], "cprt", at);
	for (size_t i = 0; i < COUNT(points); i++) {
		at = data->n;
		xyz_tag(data, points[i].x, points[i].y, points[i].z);
		close_tag(data, &tags[n++], points[i].name, at);
	}
	at = data->n;
	curve_tag(data);
	for (const char *name = "rTRC\0gTRC\0bTRC"; n < 9; name += 5) {
		close_tag(data, &tags[n], name, at);
		n++;
	}
}

static void write_header(struct buf *b, size_t total)
{
	static const char zeros[HEADER] = {0};
	size_t start = b->n;

	u32(b, (unsigned)total);
	u32(b, 0);                  /* no colour engine preferred */
	u32(b, 0x02100000);         /* version 2.1 */
	buf_str(b, "mntrRGB XYZ "); /* a display; its colours; connection space */
	for (int i = 0; i < 6; i++) /* a fixed date: 2000-01-01 */
		u16(b, i == 0 ? 2000 : i < 3);
	buf_str(b, "acsp");
	buf_add(b, zeros, 28);       /* platform to rendering intent: perceptual */
	xyz(b, 0.9642, 1.0, 0.8249); /* D50 */
	buf_add(b, zeros, HEADER - (b->n - start));
}

void icc_srgb(struct buf *b)
{
	struct buf data = {0};
	struct icc_tag tags[9];
	size_t start = HEADER + 4 + COUNT(tags) * 12;

	write_tags(&data, tags);
	write_header(b, start + data.n);
	u32(b, COUNT(tags));
	for (size_t i = 0; i < COUNT(tags); i++) {
		buf_str(b, tags[i].name);
		u32(b, (unsigned)(start + tags[i].at));
		u32(b, (unsigned)tags[i].n);
	}
	buf_add(b, data.p, data.n);
	buf_free(&data);
}
