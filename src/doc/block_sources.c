/* The documents behind the brief: each that a figure printed so far came from, primary ones first.
 */
#include "compute/print_words.h"
#include "doc/build.h"

struct documents {
	const struct document **v;
	size_t n, cap;
};

static void add_document(struct build *b, struct documents *out, const struct document *d)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] == d)
			return;
	*PUSH(b->arena, out) = d;
}

static struct text document_text(struct build *b, const struct document *d)
{
	struct text t = {0};

	text_add(b, &t, (struct span){.text = d->title, .strong = d->primary});
	if (d->date)
		text_add(
		    b, &t,
		    (struct span){.text = print_fill(&b->printer, "doc.source_day",
						     print_day(&b->printer, d->date), NULL, NULL)});
	if (!d->primary)
		text_add(
		    b, &t,
		    (struct span){.text = texts_word(b->printer.texts, "doc.source_secondary")});
	return t;
}

bool block_sources(struct build *b, const struct value *v)
{
	struct documents documents = {0};
	struct {
		struct text *v;
		size_t n, cap;
	} out = {0};

	TEMPLATE_KEYS(b, v, BLOCK_KEYS);
	b->block->kind = BLOCK_NOTES;
	for (size_t i = 0; i < b->touched.n; i++)
		add_document(b, &documents, b->touched.v[i]->document);
	for (int secondary = 0; secondary < 2; secondary++)
		for (size_t i = 0; i < documents.n; i++)
			if (documents.v[i]->primary == !secondary)
				*PUSH(b->arena, &out) = document_text(b, documents.v[i]);
	b->block->as.prose.v = out.v;
	b->block->as.prose.n = out.n;
	return out.n > 0;
}
