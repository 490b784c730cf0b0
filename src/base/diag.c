/* Messages at file:line:column. */
#include "base/diag.h"

#include <stdarg.h>

struct diag *diag_new(struct arena *a)
{
	struct diag *d = NEW(a, struct diag);

	d->arena = a;
	return d;
}

void diag_source(struct diag *d, const char *file, struct str text)
{
	*PUSH(d->arena, &d->sources) = (struct source){file, text};
}

struct str diag_known(const struct diag *d, const char *file)
{
	for (d = d->earlier; d; d = d->earlier)
		for (size_t i = 0; i < d->sources.n; i++)
			if (streq(d->sources.v[i].file, file))
				return d->sources.v[i].text;
	return (struct str){0};
}

struct pos diag_find(const struct diag *d, const char *text, size_t n)
{
	for (size_t i = 0; n && i < d->sources.n; i++) {
		const struct source *s = &d->sources.v[i];

		for (size_t k = 0; k + n <= s->text.n; k++) {
			const char *at = memchr(s->text.p + k, text[0], s->text.n - n + 1 - k);

			if (!at)
				break;
			k = (size_t)(at - s->text.p);
			if (memcmp(at, text, n) == 0)
				return pos_at(s->file, s->text, k);
		}
	}
	return (struct pos){0};
}

/* Several briefs and languages meet the same mistake: it counts, and is told once. */
static bool is_told(const struct diag *d, enum level level, struct pos at, const char *text)
{
	for (size_t i = 0; at.line && i < d->messages.n; i++) {
		const struct message *m = &d->messages.v[i];

		if (m->level == level && m->at.line == at.line && m->at.col == at.col &&
		    m->at.file && strcmp(m->at.file, at.file) == 0 && strcmp(m->text, text) == 0)
			return true;
	}
	return false;
}

/* False if there is no room for its text. */
static bool count(struct diag *d, enum level level)
{
	d->errors += level == LEVEL_ERROR;
	d->warnings += level == LEVEL_WARNING;
	d->unkept += diag_is_full(d);
	return !diag_is_full(d);
}

__attribute__((format(printf, 4, 0))) static void add(struct diag *d, enum level level,
						      struct pos at, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int n;

	if (!count(d, level))
		return;
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	if (n < 0)
		n = 0;
	text = arena_alloc(d->arena, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	if (!is_told(d, level, at, text))
		*PUSH(d->arena, &d->messages) = (struct message){level, at, text};
}

void diag_join(struct diag *d, const struct diag *from)
{
	for (size_t i = 0; i < from->sources.n; i++)
		*PUSH(d->arena, &d->sources) = from->sources.v[i];
	for (size_t i = 0; i < from->messages.n; i++) {
		const struct message *m = &from->messages.v[i];

		if (count(d, m->level) && !is_told(d, m->level, m->at, m->text))
			*PUSH(d->arena, &d->messages) = *m;
	}
}

bool diag_error(struct diag *d, struct pos at, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add(d, LEVEL_ERROR, at, fmt, args);
	va_end(args);
	return false;
}

void diag_warn(struct diag *d, struct pos at, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add(d, LEVEL_WARNING, at, fmt, args);
	va_end(args);
}

void diag_note(struct diag *d, struct pos at, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add(d, LEVEL_NOTE, at, fmt, args);
	va_end(args);
}

struct pos pos_at(const char *file, struct str text, size_t offset)
{
	struct pos at = {file, 1, 1};
	size_t start = 0;

	if (offset > text.n)
		offset = text.n;
	for (size_t i = 0; i < offset; i++)
		if (text.p[i] == '\n') {
			at.line++;
			start = i + 1;
		}
	at.col = 1 + (int)utf8_count(text.p + start, offset - start);
	return at;
}

static struct str line_of(struct str text, int line)
{
	struct str rest = text;

	for (;;) {
		const char *end = rest.n ? memchr(rest.p, '\n', rest.n) : NULL;
		size_t n = end ? (size_t)(end - rest.p) : rest.n;

		if (--line == 0) {
			if (n && rest.p[n - 1] == '\r')
				n--;
			return (struct str){rest.p, n};
		}
		if (!end)
			return (struct str){0};
		rest.p += n + 1;
		rest.n -= n + 1;
	}
}

/* One character of somebody else's text: what could steer the terminal or fake a line is not shown.
 */
static void print_char(FILE *f, const char *p, size_t n, uint32_t c)
{
	if (c < 0x20 || is_unsafe(c) || (c >= 0x200B && c <= 0x200F))
		fputc(' ', f);
	else if (c == 0xFFFD)
		fputc('?', f);
	else
		fwrite(p, 1, n, f);
}

static void print_text(FILE *f, const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0, start; i < n;) {
		uint32_t c;

		start = i;
		c = utf8_next(s, n, &i);
		print_char(f, s + start, i - start, c);
	}
}

/* The line and a caret under the column.  A long line is shown around the column only. */
static void print_line(FILE *f, struct str line, int col)
{
	enum { BEFORE = 60, SHOWN = 100 };
	int at = 0, first = col > BEFORE ? col - BEFORE : 1;

	fputs("    ", f);
	for (size_t i = 0; i < line.n;) {
		size_t start = i;
		uint32_t c = utf8_next(line.p, line.n, &i);

		if (++at < first)
			continue;
		if (at >= first + SHOWN)
			break;
		print_char(f, line.p + start, i - start, c);
	}
	fputs("\n    ", f);
	at = 0;
	for (size_t i = 0; i < line.n && at + 1 < col;) {
		uint32_t c = utf8_next(line.p, line.n, &i);

		if (++at >= first)
			fputs(is_han(c) ? "  " : " ", f);
	}
	fputs("^\n", f);
}

void diag_print(const struct diag *d, FILE *f)
{
	static const char *const words[] = {"note", "warning", "error"};

	for (size_t i = 0; i < d->messages.n; i++) {
		const struct message *m = &d->messages.v[i];

		print_text(f, m->at.file ? m->at.file : "irbrief");
		if (m->at.file && m->at.line > 0)
			fprintf(f, ":%d:%d", m->at.line, m->at.col > 0 ? m->at.col : 1);
		fprintf(f, ": %s: ", words[m->level]);
		print_text(f, m->text);
		fputc('\n', f);
		if (!m->at.file || m->at.line < 1 || m->at.col < 1)
			continue;
		for (size_t k = 0; k < d->sources.n; k++)
			if (streq(d->sources.v[k].file, m->at.file)) {
				print_line(f, line_of(d->sources.v[k].text, m->at.line), m->at.col);
				break;
			}
	}
	if (d->unkept)
		fprintf(f, "irbrief: note: %d more messages are not shown\n", d->unkept);
}
