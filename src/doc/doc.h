/*
 * The report as sections and blocks of final text: what every output is made from.  Nothing here is
 * computed or formatted again; a renderer that wants another number has found a bug.
 *
 * Every printed figure is a span, cell or point that names its GID; doc->figures has each GID once.
 * doc_walk gives the sequence of (GID, text) that every output must carry.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "chart/chart.h"
#include "compute/figure.h"
#include "facts/facts.h"
#include "facts/map.h"

enum span_kind { SPAN_TEXT, SPAN_FIGURE, SPAN_LINK };

struct footnote {         /* words only: a figure in them would stand out of order */
	int number;       /* from 1 through the document */
	const char *mark; /* "¹" */
	const char *text;
	const char *href;            /* "#note-1": of the note */
	const char *back;            /* "#ref-1": of its mark */
	const struct footnote *next; /* of the section */
};

struct span {
	enum span_kind kind;
	const char *text;
	const char *figure; /* FIGURE: GID */
	const char *href;   /* LINK: "https://..." or "#section-id" */
	bool strong;
	bool muted;            /* a unit behind a label: lighter than it */
	struct footnote *note; /* LINK: the mark of a note; its text is the mark's */
};

struct text { /* n == 0: no text */
	struct span *v;
	size_t n, cap;
};

struct mark { /* a printed figure in a cell; text is never empty in a number column */
	const char *text;
	const char *figure; /* GID, or NULL for plain text */
};

struct kpi {
	const char *label;
	struct mark value;       /* "9,558.6" */
	bool missing;            /* it is not disclosed: said, but not displayed */
	struct text change;      /* "up 22.8%" */
	struct text base;        /* "from 7,785.2" */
	struct text convenience; /* "US$1,366.9 million"; may be empty */
};

enum column_kind { COLUMN_LABEL, COLUMN_NUMBER, COLUMN_NOTE, COLUMN_TEXT };

struct column {
	enum column_kind kind;
	const char *head;  /* "2024", or the table's name in the label column */
	const char *unit;  /* second line of the head: "RMB’000"; NULL: none */
	bool current;      /* the period the brief is about beside others: heavier */
	const char *group; /* head over it and its neighbours of the same group, or NULL */
	bool rate;         /* changes, shares, ratios: a total of the rows does not add them up */
};

enum row_kind {
	ROW_PLAIN,
	ROW_GROUP,    /* a name over its children: no cells */
	ROW_SUBTOTAL, /* rule above the numbers */
	ROW_TOTAL,    /* the same, heavier */
	ROW_FINAL     /* double rule below */
};

struct table_row {
	enum row_kind kind;
	int level; /* indent: 0, 1, 2 */
	bool strong;
	const char *label;
	const char *unit;      /* ", MWh": its own, behind the label; or NULL */
	struct mark *cells;    /* one for each column after the label column; NULL in ROW_GROUP */
	bool keep;             /* stays on the page of the row before it */
	struct footnote *note; /* its mark stands behind the label; or NULL */
};

struct table {
	const char *caption;    /* what a screen reader hears first; also the name in the head */
	struct column *columns; /* columns[0] is the label column */
	size_t n_columns;
	struct table_row *rows;
	size_t n_rows;
	bool dense;     /* rows of 13.5 pt, else 18 pt */
	bool wash;      /* the current column on a wash; dense: no lines between rows */
	bool unlike;    /* rows have units of their own: no point in common to align on */
	bool over_time; /* some figure is of more than a day */
	bool at_close;  /* some figure is of the last day of the brief's period */
	const struct table_row *astray; /* indented under a row of which it is no part; or NULL */
	const char **links; /* by row: id of the section or block that the last cell names, which is
			       a column of text, or NULL; NULL: no such rows */
};

struct definition {
	const char *term;
	struct text meaning;
	const char *remark;        /* right column, or NULL */
	const struct concept **of; /* the measures that it defines */
	size_t n_of;
};

enum block_kind {
	BLOCK_PROSE,      /* paragraphs */
	BLOCK_HIGHLIGHTS, /* a list of sentences, each beginning with a strong subject */
	BLOCK_KPIS,
	BLOCK_TABLE,
	BLOCK_CHART,
	BLOCK_DEFINITIONS,
	BLOCK_NOTES /* small text in columns */
};

struct block {
	enum block_kind kind;
	const char *id; /* unique in the document */
	struct text
	    title; /* may be empty; a chart's is its message (chart->title is its plain form) */
	struct text subtitle; /* charts: who, what, unit, when; may be empty */
	const char *aside;    /* right of the title: "RMB million", or NULL */
	int span; /* columns of 12: blocks in a row whose spans add up to 12 stand side by side */
	struct text note;   /* below: "* Non-GAAP financial measure" */
	const char *source; /* "Form 6-K, March 2026, Exhibit 99.1, lines 363–367", or NULL */
	union {
		struct {
			struct text *v;
			size_t n;
		} prose; /* PROSE, HIGHLIGHTS, NOTES */
		struct {
			struct kpi *v;
			size_t n;
		} kpis;
		struct table *table;
		struct chart *chart;
		struct {
			struct definition *v;
			size_t n;
		} definitions;
	} as;
	struct block *next;
};

struct section {
	const char *id;
	const char *label; /* short, for navigation, and contents where the title has figures */
	struct text title; /* a sentence that the figures prove; the label where no rule applies */
	const char *subtitle; /* or NULL */
	const char *units;    /* under the title in HTML: "Thousands, except per share data" */
	bool new_page;
	struct block *first;
	const struct footnote *notes; /* those whose marks stand in it */
	struct section *next;
};

struct strip_item { /* facts under the headline: Period, Basis, Convenience rate, Issued */
	const char *label;
	struct text value;
};

struct doc_figure {
	const char
	    *id; /* GID: figure id, and the printed unit where one figure is printed in several */
	const char *text;
	const struct figure *figure;
	const char *label; /* what it is, in words: "Change of net loss, 2025 against 2024" */
};

struct doc {
	struct arena *arena;
	const struct facts *facts;
	enum lang lang;
	const char *brief; /* id */
	int version;
	struct period period;
	const char *period_label;      /* "FY2025" */
	const char *period_long;       /* "Year ended December 31, 2025", or NULL */
	const char *close;             /* its last day, "December 31, 2025", or NULL */
	const char *name, *other_name; /* issuer in this language, and in the other script */
	const char *short_name;
	const char *tickers; /* "NASDAQ: KC  HKEX: 3896" */
	const char *title;   /* "Annual results 2025" */
	const char *kicker;  /* "Annual results 2025, unaudited" */
	const char *status;  /* "Unaudited" */
	struct text headline;
	struct strip_item *strip;
	size_t n_strip;
	const char *notice; /* sample notice, or NULL */
	const char
	    *disclaimer; /* the issuer's statutory words or our sentence in their place, or NULL */
	bool draft;
	int issued; /* day; 0 if unknown */
	struct block
	    *changes; /* where the blackline against an earlier brief stands, or NULL ... */
	struct table *changes_table; /* ... and its table, without rows until it is known */
	struct section
	    *first; /* the first section has no title page: its blocks follow the strip */
	struct {
		struct doc_figure *v;
		size_t n, cap;
	} figures;               /* n may fall again: what is not shown goes */
	struct map figure_index; /* doc_figure's: from GID to place, also of what went */
};

/* The end of the columns that stand with column c under one head; c + 1 if it has no group. */
size_t table_group_end(const struct table *, size_t c);
/* Do heads stand over heads? */
bool table_has_groups(const struct table *);
void doc_add_figure(struct arena *, struct doc *, struct doc_figure);
const struct doc_figure *doc_figure(const struct doc *, const char *gid);
/* The first block of a kind, or NULL. */
const struct block *doc_first(const struct doc *, enum block_kind);
char *text_plain(struct arena *, const struct text *); /* without marks of notes */
/* Numbers the notes in reading order and lists them by section. */
void doc_number_notes(struct doc *);
/* The label of a row with its unit and the mark of its note. */
struct text row_label_text(struct arena *, const struct table_row *);
/* Calls back for each printed figure in reading order; false from `each` stops. */
bool doc_walk(const struct doc *, bool (*each)(void *, const char *gid, const char *text), void *);

#endif
