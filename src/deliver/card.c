/* Cards: what lists show of an edition. */
#include "deliver/card.h"

#include "base/json_write.h"
#include "load/json.h"

static void put_text(struct arena *a, struct buf *out, const char *key, const struct text *t)
{
	json_field(out, key, text_plain(a, t));
}

static void put_figures(struct arena *a, struct buf *out, const struct block *b)
{
	json_field(out, "figures_head", b && b->aside ? b->aside : "");
	json_key(out, "figures");
	json_open(out, '[');
	for (size_t i = 0; b && i < b->as.kpis.n; i++) {
		const struct kpi *k = &b->as.kpis.v[i];

		json_open(out, '{');
		json_field(out, "label", k->label);
		json_field(out, "value", k->value.text);
		put_text(a, out, "change", &k->change);
		put_text(a, out, "base", &k->base);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

const char *card_make(struct arena *a, const struct doc *d, const char *period, const char *issued,
		      const char *reason)
{
	struct buf out = {0};

	json_open(&out, '{');
	json_field(&out, "title", or_empty(d->title));
	json_field(&out, "kicker", or_empty(d->kicker));
	put_text(a, &out, "headline", &d->headline);
	json_field(&out, "status", or_empty(d->status));
	json_field(&out, "period", or_empty(period));
	json_field(&out, "issued", or_empty(issued));
	put_figures(a, &out, doc_first(d, BLOCK_KPIS));
	if (reason)
		json_field(&out, "reason", reason);
	json_close(&out, '}');
	return buf_keep(&out, a);
}

struct value *card_read(struct arena *a, struct diag *d, const char *card)
{
	return json_read(a, d, "the ledger", str_of(card));
}
