/*
 * A scene is a display list: plain data, laid out once, painted as SVG, PNG or PDF, printable as
 * text for golden tests.  Units are points; x to the right, y down from the top left corner.
 *
 * Colours are roles of the theme, not values, so that one scene serves light, dark and print.
 */
#ifndef SCENE_SCENE_H
#define SCENE_SCENE_H

#include "scene/font.h"

enum color { /* look/README: token names */
	     COLOR_PAPER,
	     COLOR_WASH,
	     COLOR_INK,
	     COLOR_INK2,
	     COLOR_INK3,
	     COLOR_HAIR,
	     COLOR_GRID,
	     COLOR_ACTUAL,
	     COLOR_PRIOR,
	     COLOR_STEP,
	     COLOR_ZONE,
	     COLOR_ACCENT,
	     COLOR_BETTER,
	     COLOR_WORSE,
	     COLOR_ON_ACTUAL, /* text on actual and accent */
	     COLOR_COUNT,
	     COLOR_NONE = -1
};
struct palette {
	uint32_t rgb[COLOR_COUNT]; /* 0xRRGGBB */
};
extern const struct palette palette_light, palette_dark;
/* One of the two with the theme's accent ("#0B5CAB"; NULL: as it is); on dark paper it is
 * lightened. */
struct palette palette_themed(const struct palette *, const char *accent);
extern const char *const color_names[COLOR_COUNT]; /* "paper", "ink-2", "on-actual" ... :
						    * CSS custom properties --paper ... */

enum op_kind { OP_RECT, OP_LINE, OP_PATH, OP_TEXT, OP_CLIP, OP_UNCLIP, OP_BEGIN, OP_END, OP_LINK };

enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };
struct path {
	unsigned char *verbs;
	double *xy; /* 2 numbers for move and line, 6 for curve, 0 for close */
	size_t n_verbs;
};

struct tag; /* pdf/tag.h: a structure element; a scene only carries it */

struct op {
	enum op_kind kind;
	int fill, stroke;  /* enum color, or COLOR_NONE */
	bool repeat;       /* TEXT: a declared repeat of a figure printed elsewhere */
	double x, y, w, h; /* RECT, CLIP, LINK; LINE: from x,y to w,h; TEXT: origin x,y on the
			      baseline; PATH with w > 0: a circle of radius w around x,y */
	union {
		struct {             /* RECT, LINE, PATH */
			double line; /* stroke width */
			double dash; /* dash and gap length, 0: solid */
			struct path path;
		};
		struct { /* TEXT */
			const struct run *run;
			const char *figure; /* GID of the figure it prints, or NULL */
		};
		struct {                      /* BEGIN, LINK */
			struct tag *tag;      /* LINK: the Link element */
			const char *artifact; /* BEGIN without tag: artifact type "Pagination",
						 "Layout", "Header", "Footer" */
			const char *href; /* LINK: "https://...", or "#dest" inside the document */
		};
	};
};

struct scene {
	struct arena *arena;
	double width, height;
	struct {
		struct op *v;
		size_t n, cap;
	} ops;
	const char *title, *desc; /* SVG title and description */
	uint32_t missing;         /* first character without a glyph, 0 if none */
};

struct scene *scene_new(struct arena *, double width, double height);
void scene_rect(struct scene *, double x, double y, double w, double h, int fill);
void scene_box(struct scene *, double x, double y, double w, double h, int fill, int stroke,
	       double line);
void scene_line(struct scene *, double x1, double y1, double x2, double y2, int stroke, double line,
		double dash);
void scene_circle(struct scene *, double x, double y, double r, int fill, int stroke, double line);
/* A closed or open polygon line: n points. */
void scene_poly(struct scene *, const double *xy, size_t n, bool close, int fill, int stroke,
		double line);

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
/* Shapes and places text with its baseline at y; returns the width. */
double scene_text(struct scene *, const struct fonts *, struct style, double x, double y,
		  enum align, int color, const char *text, const char *figure);
/* The run is shared. */
void scene_run(struct scene *, double x, double y, const struct run *, int color,
	       const char *figure);
/* Between the two, nothing is painted outside the rectangle. */
void scene_clip(struct scene *, double x, double y, double w, double h);
void scene_unclip(struct scene *);
void scene_begin(struct scene *, struct tag *);        /* tagged content ... */
void scene_artifact(struct scene *, const char *type); /* ... or decoration; both closed by: */
void scene_end(struct scene *);
void scene_link(struct scene *, double x, double y, double w, double h, const char *href,
		struct tag *);
/* Appends another scene, moved by x, y. */
void scene_append(struct scene *, const struct scene *, double x, double y);

void scene_print(const struct scene *, struct buf *); /* one op a line, two decimals */
/* A length as text painters write it: two decimals at most, no needless zeros, no locale. */
void scene_number(struct buf *, double);
/* An SVG with real text.  Inlined in a page: colours are the page's custom properties with
 * fallbacks, fill="var(--ink,#14181C)", the family is the page's, and id_prefix keeps ids unique.
 * As a file of its own: plain colours on paper and families, as other programs know no custom
 * properties. */
void scene_svg(const struct scene *, const struct palette *, bool inlined, const char *id_prefix,
	       struct buf *);
/* PNG at pixels per point (2.0: double size of 72 dpi); false on failure, reported if the library
 * is missing. */
bool scene_png(struct diag *, const struct scene *, const struct palette *, double scale,
	       struct buf *);

#endif
