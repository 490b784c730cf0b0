/*
 * What the files of layout share; private to pdf/layout*.c.
 *
 * Layout has four steps.  Blocks are cut into pieces, each a small display list that no page break
 * divides (a line, a table row, a chart).  Pieces are placed on pages, close together, so that it
 * takes few of them; which blocks begin a page is chosen for the whole document at once.  What is
 * left of a page opens the spaces between its blocks and makes its charts taller.  Placed pieces
 * are drawn: only then are page numbers known, so a piece may hold "the page of #income" as text.
 *
 * Lengths are points.  Leading and vertical space are multiples of GRID, blocks start on UNIT.
 */
#ifndef PDF_LAYOUT_PART_H
#define PDF_LAYOUT_PART_H

#include "pdf/layout.h"

#define MM (72 / 25.4)
#define UNIT 4.5
#define GRID 2.25
#define COLUMN_COUNT 12
#define GUTTER (4 * MM)
#define APART 18.0 /* between blocks side by side, and columns of text */
#define DENSITY_COUNT 3
#define REMAINDER 0.4 /* of a page: less is not worth a page of its own */
#define RULE_BLOCK 0.75
#define RULE_SUM 0.56
#define RULE_ROW 0.38

/* ---- type ---- */

enum type_role {
	TYPE_HEADLINE,
	TYPE_SECTION,
	TYPE_KPI,
	TYPE_NAME, /* the issuer in the masthead */
	TYPE_OTHER_NAME,
	TYPE_TICKERS,
	TYPE_KICKER,
	TYPE_TITLE,    /* of a block */
	TYPE_SUBTITLE, /* of a section */
	TYPE_BODY,
	TYPE_TABLE,
	TYPE_SMALL,  /* chart subtitle, table head, notes */
	TYPE_SOURCE, /* source line, disclaimer, footer */
	TYPE_COUNT
};

struct type {
	double size, leading;
	enum weight weight;
	double tracking; /* em */
	int color;
};

/* ---- what is on a page ---- */

struct item {
	struct op op;                 /* relative to the top left corner of its piece */
	struct tag *tag;              /* NULL: an artifact */
	const char *artifact;         /* its type, if tag is NULL */
	const struct scene *scene;    /* a whole chart in place of op, at op.x, op.y */
	const char *page_of;          /* a destination: its page number in place of op's text */
	const struct type *page_type; /* of that number */
	bool below_top;               /* left out at the top of a page */
};

struct columns;
struct rows;
enum dest_kind { DEST_SECTION, DEST_BLOCK, DEST_COUNT };

struct piece {
	double space; /* before it; none at the top of a page */
	double label; /* part of that space which the small name over a title takes */
	double height;
	bool keep;                 /* no page break between this piece and the next */
	bool is_head;              /* of a table */
	const struct chart *chart; /* that it is, without its title and note; or NULL */
	struct {
		struct item *v;
		size_t n, cap;
	} items;
	const struct rows *rows; /* those of a long table: its items are made when it is drawn */
	size_t row;              /* of these rows */
	const struct piece
	    *head; /* stands again at the top of a page that begins with this piece */
	const struct piece *group; /* and below it; or NULL */
	struct columns *columns; /* text that flows through columns; height is then the whole one */
	struct foot_note *notes; /* whose marks stand in it */
	struct tag *starred;     /* "*" stands in it or its notes: what holds its note; or NULL */
	bool explains;           /* it says what "*" means */
	const char *dest[DEST_COUNT]; /* destinations here, or NULL */
};

struct flow { /* pieces one below the other */
	struct piece *v;
	size_t n, cap;
};

struct foot_note { /* stands at the foot of the page of its mark */
	const struct footnote *note;
	struct flow lines;
	double height;
	struct foot_note *next;
};

struct columns {
	struct flow lines;
	size_t n; /* columns */
	double width, gap;
};

struct band {             /* blocks side by side */
	struct flow lead; /* over several: a section's title; stays with their first lines */
	struct flow column[COLUMN_COUNT];
	double x[COLUMN_COUNT];
	size_t n;
	bool new_page;
	bool landscape;
	const struct section *section;
};

struct bands {
	struct band *v;
	size_t n, cap;
};

struct page_size {
	double width, height;
	double left, top; /* of the text */
	double text_width;
	double body_top, body_bottom; /* below the running head, above the footer */
	bool verso;                   /* a left page: its outer edge is the left one */
};

struct placed {
	const struct piece *piece;
	double x, y;
};

struct seam {         /* where a band begins below another */
	size_t at;    /* its first piece in placed */
	double tight; /* what its space was set closer by */
	double most;  /* what it may be opened by, with that */
};

struct page {
	struct page_size size;
	const struct section *section; /* the first on the page, which the running head names */
	const struct section *last;    /* on the page; NULL: nothing stands there yet */
	struct {
		struct placed *v;
		size_t n, cap;
	} placed;
	struct {
		const struct foot_note **v;
		size_t n, cap;
	} notes;
	struct {
		struct seam *v;
		size_t n, cap;
	} seams;
	struct tag *starred; /* of its first "*", which no block on it explains; or NULL */
	bool explained;      /* a block does */
	double give;         /* what its seams and charts can grow by, about */
	double notes_height; /* of the notes and their rule */
	double reserve;      /* kept free for notes that are still to come */
};

struct pages {
	struct page *v;
	size_t n, cap;
};

/* ---- a table that is being measured ---- */

enum { SHRINK_COUNT = 3 }; /* sizes of type that are tried */

struct numeral {
	double width;          /* in a column of numbers */
	double body, fraction; /* up to the last digit; of that, from the decimal point on */
	double lacks;          /* room behind the last digit, where numbers align on the point */
	bool digits, percent;
};

struct track {                 /* a column of a table */
	double x, width;       /* without the gutter at its left */
	double natural, least; /* widths it asks for */
	double roomy;          /* numbers: more than natural, with a long head on one line */
	double middle;         /* numbers: between them, with the head in two lines */
	double number;         /* numbers: the widest with its room behind */
	double behind;         /* room at the right of the digits, where signs hang */
	bool wide;             /* more room than ")" needs, as for ")%" */
};

struct measured { /* at one size of type, whatever the width */
	struct track *tracks;
	struct numeral *cells;
	double labels; /* the label column without the table's name */
};

struct fitted {
	const struct table *table;
	struct measured at[SHRINK_COUNT]; /* no tracks yet: not measured */
};

/* ---- state of one layout ---- */

struct layout {
	struct arena *arena;
	struct arena *measured; /* what is shaped to be measured only; emptied when it is enough */
	struct fitted fitted;   /* the table that was fitted last */
	struct diag *diag;
	const struct doc *doc;
	const struct layout_options *options;
	const struct type *types;  /* by enum type_role: of the language */
	const struct terms *terms; /* of the project */
	struct page_size upright, landscape;
	int density;                     /* 0: as designed; up to DENSITY_COUNT - 1: closer */
	size_t longest;                  /* rows of the longest open table of the section */
	double size_most;                /* no type of a table is larger; 0: as designed */
	double size_least, size_largest; /* of the tables that were set: the least, the largest */
	double tallest;                  /* a piece higher than this is split */
	double widest;                   /* a note at the foot */
	struct tag *root;
	struct {
		struct pdf_dest *v;
		size_t n, cap;
	} dests;
	struct {
		struct pdf_outline *v;
		size_t n, cap;
	} outline;
	int notes, heads;         /* counts, for the ids of Note and TH elements */
	struct tag *notes_parent; /* where Note elements go */
	struct {
		const char *text; /* "* Non-GAAP financial measure."; NULL: none */
		double height;    /* of its lines at the foot of a page */
	} star;
	struct flow late; /* notes too long for a foot: behind their block */
	uint32_t missing; /* the last character reported as missing */
	bool failed;
};

/* ---- layout_shape.c ---- */

/* Shapes n bytes; a character without a glyph is reported. */
struct shaped layout_shape(struct layout *, struct arena *, struct style, const char *text,
			   size_t n);

/* The same only to be measured: what it gives is there until the next call of one of these. */
struct shaped measured_shape(struct layout *, struct style, const char *text, size_t n);
struct arena *measured(struct layout *);

/* Where a character first stands in the files of the project. */
struct pos place_of(const struct layout *, uint32_t character);

/* ---- layout_text.c ---- */

struct frag { /* part of a line: one run */
	struct run run;
	double x;
	int color;
	const char *figure;
	const char *href;
	const struct footnote *note; /* of which it is the mark */
	struct tag *tag; /* Link or Span inside the paragraph's element; NULL: that element */
};

struct line {
	struct frag *v;
	size_t n;
	double width; /* without the space at its end */
};

struct lines {
	struct line *v;
	size_t n, cap;
};

struct setting { /* how a paragraph is set */
	const struct type *type;
	double width;
	bool balance; /* lines of about equal length */
	bool running; /* text whose lines should be full, even where that tears a Chinese word */
	bool tabular;
	struct tag *tag; /* parent of the Link elements; NULL: links are plain text */
};

const struct type *type_of(const struct layout *, enum type_role);
extern const struct type types_latin[TYPE_COUNT], types_han[TYPE_COUNT];
struct style type_style(const struct layout *, const struct type *, bool tabular);
struct text text_of(struct layout *, const char *); /* NULL: no text */
/* Breaks a text into lines that fit the setting's width. */
struct lines text_lines(struct layout *, const struct text *, const struct setting *);
/* The least width that holds it in two lines. */
double text_two_lines(struct layout *, const struct text *, const struct type *, bool tabular);
/* The width of the widest word: no column should be narrower. */
double text_widest_word(struct layout *, const struct text *, const struct type *, bool tabular);
/* The baseline in a line box of this leading, from its top. */
double baseline(double size, double leading);
double type_baseline(const struct type *);
double grid_up(double length, double step); /* to the next multiple of step */
/* The pattern with {0} and {1} filled in. */
char *label_fill(struct arena *, const char *pattern, const char *first, const char *second);

/* ---- layout_piece.c ---- */

struct piece *flow_piece(struct layout *, struct flow *, double space, double height);
void piece_reserve(struct layout *, struct piece *, size_t items);
struct item *piece_item(struct layout *, struct piece *, struct tag *);
void piece_rule(struct layout *, struct piece *, double x, double y, double width, int color,
		double line);
/* A line of text in a box: x, width for alignment, y is the top of the line box. */
void piece_line(struct layout *, struct piece *, const struct line *, double x, double y,
		double width, enum align, const struct type *, struct tag *);
void piece_shaped(struct layout *, struct piece *, const struct shaped *, double x, double base,
		  int color, const char *figure, struct tag *);
/* One piece for each line; the first and last two stay together. */
void flow_lines(struct layout *, struct flow *, const struct lines *, double x, double space,
		const struct type *, struct tag *);
/* text_lines and flow_lines in one, at the setting's tag; nothing for an empty text. */
void flow_text(struct layout *, struct flow *, const struct text *, const struct setting *,
	       double x, double space);
void flow_keep(struct flow *, size_t from); /* pieces from there stay with the next one */
double flow_height(const struct flow *, size_t from, size_t to);
/* Makes the heads of tables that begin at one height equally high, so that their rows align. */
void flows_align_heads(struct flow *, size_t n);
/* Sets charts under titles at one height, so that their scales compare. */
void flows_align_charts(struct flow *, size_t n);
/* Does a place of this height hold the piece, its notes and that on "*", which it may have? */
bool piece_fits(const struct layout *, const struct piece *, double tallest);
/* Cuts the last piece between lines of text if a place of this height, half a page at least, does
 * not hold it. */
void flow_split_last(struct layout *, struct flow *, double tallest);
/* Names the place where the flow begins. */
void flow_dest(struct flow *, enum dest_kind, const char *name);
void flow_append(struct layout *, struct flow *, const struct flow *);
/* The end of the column of this height that begins with line `from`; at least one line. */
size_t column_end(const struct flow *lines, size_t from, double height);
/* Adds lines that flow through n columns of this width. */
void columns_piece(struct layout *, struct flow *, struct flow lines, size_t n, double width,
		   double space);
/* The least height at which the lines from `from` on fit the columns. */
double columns_balance(const struct columns *, size_t from);

/* ---- layout_notes.c ---- */

/* The mark of a note stands in this piece: the note goes with it. */
void piece_note(struct layout *, struct piece *, const struct footnote *);
double notes_height(const struct piece *);
/* Height of the foot with these notes, and that on "*". */
double notes_foot(const struct layout *, double notes, bool star);
/* Finds the words in which the notes of blocks say what "*" means, for pages without such a note.
 * Where they differ, or are too long for a foot, there are none. */
void star_find(struct layout *);
/* Marks the pieces in which, or in whose notes, "*" stands, and those that explain it; notes go to
 * `parent`. */
void star_mark(const struct layout *, struct flow *, struct tag *parent);
/* Adds the notes that are too long for a foot. */
void flow_late(struct layout *, struct flow *);
struct tag *note_tag(struct layout *, struct tag *parent);
/* Sets the notes of each page at its foot. */
void place_notes(struct layout *, struct pages *);
/* Height of the rule over the notes of a page. */
extern const double notes_rule;

/* ---- layout_fit.c, layout_table.c ---- */

struct grid { /* a table that is being fitted to a width */
	const struct table *table;
	const char *name;           /* in the head of the label column, or NULL */
	double width, size, gutter; /* size: of the type */
	struct track *tracks;       /* one for each column */
	struct numeral *cells;      /* row by row, one for each column after the label */
	double labels;              /* the widest label */
	double code; /* width of the codes that labels begin with, and the gap; or 0 */
	bool totals; /* some rows are sums */
	bool name_wraps, unit_in_name; /* that of all columns, behind the name and in no head */
	bool fits;                     /* without going under the floor of the type */
};

static inline struct numeral *numeral_at(const struct grid *g, size_t row, size_t column)
{
	return &g->cells[row * (g->table->n_columns - 1) + column - 1];
}
/* The number of a cell as it is set. */
struct shaped number_shape(struct layout *, const struct grid *, size_t row, size_t column);
struct grid table_fit(struct layout *, const struct table *, const char *name, double width);
/* Right edge of the last digit in a column of numbers, and of its head and of words in it; signs
 * that follow digits hang beyond it, inside the column. */
double track_edge(const struct track *);
enum weight cell_weight(const struct grid *, const struct table_row *, const struct column *);
enum weight row_weight(const struct table_row *);
bool row_is_sum(const struct table_row *);
void table_flow(struct layout *, struct flow *, const struct table *, const char *name,
		double width, struct tag *parent);
/* Makes the items of a piece that is a row. */
void row_draw(struct layout *, struct piece *);
/* How many they are, about. */
size_t piece_items(const struct piece *);
/* The label of a row whose items are not made yet, or NULL. */
const char *piece_label(const struct piece *);

/* ---- layout_chart.c, layout_blocks.c, layout_contents.c ---- */

/* rule: the line over the block; heading: "H2" or "H3". */
struct frame {
	double width;
	bool rule;
	const char *heading;
	const char *above; /* the section's title if it stands directly above, or NULL */
	struct tag *parent;
};

/* space: before it. */
void chart_flow(struct layout *, struct flow *, const struct block *, const struct frame *,
		double space);
/* The same chart with a taller drawing. */
struct piece *chart_taller(struct layout *, const struct piece *, double share);
#define CHART_LEAST (-0.15) /* share by which a chart is first made lower, */
#define CHART_MOST 0.15     /* and may be made taller */
struct flow block_flow(struct layout *, const struct block *, const struct frame *);
/* True if the block can be set at this width without type under its floor. */
bool block_fits(struct layout *, const struct block *, double width);
/* The contents list, to stand before the second section. */
struct band contents_band(struct layout *, struct tag *parent);

/* ---- layout_section.c ---- */

/* Adds the bands of a section, its elements to sect. */
void section_bands(struct layout *, struct bands *, const struct section *, struct tag *sect);
/* What contents and bookmarks call a section: its heading, or its label where that is printed
 * nowhere or is a sentence with figures. */
const char *section_name(struct layout *, const struct section *);
/* Moves the children of `from` behind those of parent. */
void tag_adopt(struct tag *parent, struct tag *from);
double body_height(const struct page_size *);
/* The blocks that follow stand on pages of this size. */
void layout_turn(struct layout *, const struct page_size *);
/* label: what the contents call it, if the title says something else; or NULL. */
void section_title(struct layout *, struct flow *, const char *label, const struct text *title,
		   const char *subtitle, struct tag *parent);

/* ---- layout_place.c, layout_break.c, layout_cover.c, layout_page.c ---- */

struct placer { /* fills pages; all zero: none is begun */
	struct layout *l;
	struct pages *pages;
	const struct band *band; /* that is placed */
	bool cover;
	double first_foot;
	size_t page;
	double y;
	bool at_top; /* nothing of the flow stands on this page yet */
};

/* Places the band that p names, on the next page if new_page, or as much of it as does not fit. */
void place_band(struct placer *p, bool new_page);
/* Whether band i must begin a page where p stands. */
bool begins_page(const struct placer *p, const struct bands *, size_t i);
/* How much of a page the flow has not filled, as a share of its body. */
double placer_empty(const struct placer *);
double page_empty(const struct page *);
/* Opens the seams of pages that are not full and makes their charts taller. */
void stretch_pages(struct layout *, struct pages *);
/* The bands that begin a page, where a page does not break by itself: as flags. */
bool *best_breaks(struct layout *, const struct bands *, bool cover, double first_foot);

/* cover: page one has no running head; first_foot: height kept free at the foot of page one;
 * breaks: which bands begin a page where none breaks by itself, or NULL: each page takes what it
 * can. */
struct pages place_bands(struct layout *, const struct bands *, bool cover, double first_foot,
			 const bool *breaks);
/* Masthead, kicker, headline and strip: the top of page one. */
void cover_flow(struct layout *, struct flow *, struct tag *parent);
/* Notice and disclaimer: the foot of page one. */
struct flow foot_flow(struct layout *, struct tag *parent);
/* The page, from 0, of a destination, or -1; known once the pages are drawn. */
int dest_page(const struct layout *, const char *name);
/* Makes what only the placed pages tell (destinations, page numbers in words, places of charts),
 * and the pages themselves, which are drawn when the writer asks for them.  The layout must live as
 * long. */
void draw_pages(struct layout *, const struct pages *, const struct flow *foot, struct pdf *out);

#endif
