/*
 * recipients.csv and the texts of a letter from any bytes: up to the first NUL a list of
 * recipients, then a line for each text.  Whoever is let in gets a message whose lines are short
 * ASCII, whose header fields are one to a line, and whose header has one To, the recipient's own.
 */
#include "fuzz.h"
#include "lines.h"

#include "../doc_sample.h"
#include "../folder.h"
#include "base/file.h"
#include "deliver/message.h"
#include "deliver/outbox.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct {
	struct arena *arena;
	const char *folder, *file;
	const struct fonts *fonts;
	struct texts *texts;
} base;

static void remove_folder(void)
{
	folder_remove(base.folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct diag *d;

	(void)argc, (void)argv;
	base.arena = arena_new();
	d = diag_new(base.arena);
	base.folder = folder_make(base.arena);
	base.file = path_join(base.arena, base.folder, "recipients.csv");
	base.fonts = fonts_open(d);
	base.texts = texts_load(base.arena, d, "", ".", LANG_EN);
	atexit(remove_folder);
	return 0;
}

/* Lines of at most 998 printable ASCII bytes that end in CRLF. */
static void check_lines(struct str s)
{
	size_t at = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n') {
			at = i + 2;
			i++;
		} else if ((c < 0x20 && c != '\t') || c > 0x7E || i - at > 998) {
			abort();
		}
	}
	if (at != s.n)
		abort();
}

/* A field is a name, a colon and what follows; a line that begins with a blank goes on with it. */
static void check_header(struct str message, const char *address)
{
	const char *close = memmem(message.p, message.n, "\r\n\r\n", 4);
	struct str head = {message.p, close ? (size_t)(close - message.p) + 2 : 0};
	int to = 0;

	for (size_t i = 0; i < head.n;) {
		const char *end = memmem(head.p + i, head.n - i, "\r\n", 2);
		struct str line = {head.p + i, (size_t)(end - head.p) - i};
		const char *colon = memchr(line.p, ':', line.n);

		if (*line.p != ' ' && *line.p != '\t' &&
		    (!colon || memchr(line.p, ' ', (size_t)(colon - line.p))))
			abort();
		to += str_starts(line, "To:");
		i += line.n + 2;
	}
	if (to != 1 || !memmem(head.p, head.n, address, strlen(address)))
		abort();
}

static bool yes(void *ctx)
{
	(void)ctx;
	return true;
}

static void check_mail(struct outbox *outbox, const struct mail *m, const char *address)
{
	struct str sent;

	if (!outbox ||
	    !outbox_take(outbox, &(struct parcel){address, m->headers, &m->body, yes, NULL}, &sent))
		abort();
	check_header(sent, address);
	check_lines(sent);
}

static struct doc_sample *fill(struct lines *l)
{
	struct doc_sample *s = doc_sample_new();

	s->doc.headline = sample_text(s->arena, next_line(l), "change", "22.8%", next_line(l));
	s->doc.title = next_line(l);
	s->doc.name = next_line(l);
	s->doc.status = next_line(l);
	s->doc.notice = next_line(l);
	return s;
}

static void write_mails(struct fuzz *f, struct lines *l, const struct recipients *to)
{
	struct doc_sample *s = fill(l);
	struct letter_options o = {.folder = base.folder,
				   .shipped = ".",
				   .texts = base.texts,
				   .fonts = base.fonts,
				   .from = {"Acme IR", {"ir@example.com", "ir@example.com"}},
				   .pdf = STR("%PDF-1.7"),
				   .page_url = "https://ir.example.com/2025/annual/en/",
				   .correction = next_line(l),
				   .unsubscribe_url = "https://ir.example.com/u",
				   .unsubscribe_key = STR("0123456789abcdef")};
	struct letter *letter = letter_new(f->arena, f->diag, &s->doc, &o);
	struct outbox *outbox = outbox_open(f->arena, f->diag, "ir@example.com");

	for (size_t i = 0; letter && i < to->n && i < 3; i++) {
		struct mail m;

		if (letter_message(letter, f->arena, f->diag, &to->v[i], &m))
			check_mail(outbox, &m, to->v[i].address.mailbox);
	}
	outbox_close(outbox);
	doc_sample_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	const char *nul = n ? memchr(f.input.p, '\0', n) : NULL;
	size_t list = nul ? (size_t)(nul - f.input.p) : n;
	struct lines l = {f.arena, {nul ? nul + 1 : "", nul ? n - list - 1 : 0}};
	struct recipients to = {0};

	if (nul && utf8_check(l.rest.p, l.rest.n) < l.rest.n) {
		fuzz_end(&f);
		return -1; /* what a document holds is UTF-8 */
	}
	if (!file_write(f.diag, base.file, f.input.p, list))
		abort();
	if (recipients_load(f.arena, f.diag, base.file, &to))
		write_mails(&f, &l, &to);
	return fuzz_end(&f);
}
