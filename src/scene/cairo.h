/*
 * cairo, loaded when the first picture is painted: it brings some twenty libraries of its own, X11
 * among them, which a brief without pictures does not need.
 */
#ifndef SCENE_CAIRO_H
#define SCENE_CAIRO_H

#include <cairo-ft.h>

#include "base/diag.h"

/* A function more: a name more, without its "cairo_". */
#define CAIRO_FUNCTIONS(X) \
	X(clip) \
	X(close_path) \
	X(create) \
	X(curve_to) \
	X(destroy) \
	X(fill_preserve) \
	X(font_face_destroy) \
	X(font_face_set_user_data) \
	X(font_options_create) \
	X(font_options_destroy) \
	X(font_options_set_antialias) \
	X(font_options_set_hint_metrics) \
	X(font_options_set_hint_style) \
	X(ft_font_face_create_for_ft_face) \
	X(image_surface_create) \
	X(image_surface_get_data) \
	X(image_surface_get_stride) \
	X(line_to) \
	X(move_to) \
	X(new_path) \
	X(paint) \
	X(rectangle) \
	X(restore) \
	X(save) \
	X(scale) \
	X(set_dash) \
	X(set_font_face) \
	X(set_font_options) \
	X(set_font_size) \
	X(set_line_width) \
	X(set_source_rgb) \
	X(show_glyphs) \
	X(status) \
	X(stroke_preserve) \
	X(surface_destroy) \
	X(surface_flush) \
	X(surface_status)

struct cairo {
#define X(name) __typeof__(cairo_##name) *(name);
	CAIRO_FUNCTIONS(X)
#undef X
};

/* NULL if the library is not installed (reported).  May be called from any thread. */
const struct cairo *cairo_load(struct diag *);

#endif
