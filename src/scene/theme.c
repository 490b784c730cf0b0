/* The theme's accent, on paper and on dark paper. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"

static bool parse_color(const char *s, uint32_t *rgb)
{
	if (!s || s[0] != '#' || strlen(s) != 7 || strspn(s + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	*rgb = (uint32_t)strtoul(s + 1, NULL, 16);
	return true;
}

static double channel(uint32_t rgb, int shift)
{
	double c = (double)(rgb >> shift & 0xFF) / 255;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* WCAG 2.2: relative luminance. */
static double luminance(uint32_t rgb)
{
	return 0.2126 * channel(rgb, 16) + 0.7152 * channel(rgb, 8) + 0.0722 * channel(rgb, 0);
}

static uint32_t toward_white(uint32_t rgb, unsigned percent)
{
	uint32_t out = 0;

	for (int shift = 0; shift < 24; shift += 8) {
		unsigned c = rgb >> shift & 0xFF;

		out |= (uint32_t)(c + (255 - c) * percent / 100) << shift;
	}
	return out;
}

/* The accent for dark pages: the theme's, lightened until it stands out from the wash by 7 to 1. */
static uint32_t dark_accent(uint32_t rgb)
{
	double wash = luminance(palette_dark.rgb[COLOR_WASH]) + 0.05;
	unsigned percent = 0;

	while (percent < 100 && (luminance(toward_white(rgb, percent)) + 0.05) / wash < 7)
		percent++;
	return toward_white(rgb, percent);
}

struct palette palette_themed(const struct palette *base, const char *accent)
{
	struct palette p = *base;
	uint32_t rgb;

	if (parse_color(accent, &rgb) && rgb != palette_light.rgb[COLOR_ACCENT])
		p.rgb[COLOR_ACCENT] = base == &palette_dark ? dark_accent(rgb) : rgb;
	return p;
}
