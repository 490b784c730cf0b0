/* Numbers and arithmetic of checks as a finance person writes them: grouped, scaled, with units. */
#include "compute/check_run.h"

#include "facts/printed.h"

const char *decimal_text(struct arena *a, struct num x)
{
	enum { DIGITS = 15 };

	return num_decimal(a, x, DIGITS);
}

/* Money is told in thousands or millions as it was printed, all else in the unit it came in. */
static struct num money_scale(struct arena *a, struct num half, const char **word)
{
	int decimals = num_sign(half) ? place_decimals(a, num_add(a, half, half)) : 0;

	*word = decimals <= -4 ? " million" : decimals <= -1 ? " thousand" : "";
	return num_int(a, decimals <= -4 ? 1000000 : decimals <= -1 ? 1000 : 1);
}

struct check_scale scale_for(struct arena *a, const struct unit *unit, struct num half,
			     struct num example)
{
	struct check_scale s = {unit->factor, 0, unit->name, unit->percent};
	const char *word = "";

	if (unit->currency && unit->n == 1) {
		s.one = money_scale(a, half, &word);
		s.unit = arena_printf(a, "%s%s", unit->currency, word);
	}
	if (unit->n == 0)
		s.unit = "";
	if (num_sign(half))
		s.decimals = place_decimals(a, num_div(a, num_add(a, half, half), s.one));
	else if (!num_is_decimal(num_div(a, example, s.one), &s.decimals))
		s.decimals = 2;
	if (s.decimals < 0)
		s.decimals = 0;
	return s;
}

const char *scaled_text(struct arena *a, const struct check_scale *s, struct num x)
{
	const char *digits = num_text(a, num_abs(a, num_div(a, x, s->one)), s->decimals);
	size_t whole = strcspn(digits, ".");
	bool negative = num_sign(x) < 0 && digits[strspn(digits, "0.")] != '\0';
	struct buf b = {0};

	buf_str(&b, negative ? "(" : "");
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			buf_char(&b, ',');
		buf_char(&b, digits[i]);
	}
	buf_printf(&b, "%s%s%s", digits + whole, negative ? ")" : "", s->percent ? "%" : "");
	return buf_keep(&b, a);
}

/* The result of arithmetic: as fine as it is printed if that is all of it, else two digits more. */
static const char *result_text(struct arena *a, const struct check_scale *s, struct num x)
{
	struct check_scale fine = *s;
	struct num scaled = num_div(a, x, s->one);

	if (!num_eq(num_round(a, scaled, s->decimals), scaled))
		fine.decimals += 2;
	return scaled_text(a, &fine, x);
}

static bool is_sum(struct arena *a, const struct recomputed *r)
{
	struct num sum = {0};

	for (size_t i = 0; i < r->n; i++) {
		int whole =
		    num_sign(num_sub(a, num_abs(a, r->lineage[i].derivative), num_int(a, 1)));

		if (whole != 0)
			return false;
		sum = num_add(a, sum,
			      num_mul(a, r->lineage[i].derivative, r->lineage[i].fact->value));
	}
	return r->n > 0 && num_eq(sum, r->value);
}

static void put_sum(struct arena *a, struct buf *b, const struct check_scale *s,
		    const struct recomputed *r)
{
	for (size_t i = 0; i < r->n; i++) {
		bool minus = num_sign(r->lineage[i].derivative) < 0;

		buf_str(b, i ? (minus ? " - " : " + ") : minus ? "-" : "");
		buf_str(b, scaled_text(a, s, r->lineage[i].fact->value));
	}
	if (r->n > 1)
		buf_printf(b, " = %s", scaled_text(a, s, r->value));
}

/* A fact in its own unit: "7,785,180 CNY thousand".  A year is not grouped. */
static const char *fact_text(struct arena *a, const struct fact *fact)
{
	struct check_scale s = scale_for(a, fact->unit, fact->half, fact->value);

	if (check_is_year(fact))
		return fact->printed;
	return arena_printf(a, "%s%s%s", scaled_text(a, &s, fact->value), *s.unit ? " " : "",
			    s.unit);
}

static const char *figure_text(struct arena *a, const struct figure *f)
{
	struct check_scale s = scale_for(a, f->unit, f->tolerance, f->value);

	if (f->n == 1)
		return fact_text(a, f->lineage[0].fact);
	if (num_sign(f->tolerance) && s.decimals > 4)
		s.decimals = 4;
	return arena_printf(a, "%s%s%s", scaled_text(a, &s, f->value), *s.unit ? " " : "", s.unit);
}

static bool is_quotient(struct arena *a, const struct recomputed *r)
{
	return r->n == 2 && num_sign(r->lineage[1].fact->value) &&
	       num_eq(num_div(a, r->lineage[0].fact->value, r->lineage[1].fact->value), r->value);
}

static void put_name(struct buf *b, const struct fact *f)
{
	buf_str(b, f->concept->id);
	for (size_t i = 0; i < f->dims->n; i++)
		buf_printf(b, "%c%s=%s", i ? ',' : '[', f->dims->v[i].dimension,
			   f->dims->v[i].member);
	buf_str(b, f->dims->n ? "] " : " ");
}

/* The formula and what its terms stand for. */
static void put_terms(struct arena *a, struct buf *b, const struct recomputed *r)
{
	enum { SHOWN = 8 };

	buf_str(b, r->formula ? r->formula : "the facts");
	for (size_t i = 0; i < r->n && i < SHOWN; i++) {
		buf_str(b, i ? ", " : " with ");
		put_name(b, r->lineage[i].fact);
		buf_str(b, fact_text(a, r->lineage[i].fact));
	}
	if (r->n > SHOWN)
		buf_printf(b, " and %zu more", r->n - SHOWN);
}

const char *arithmetic_text(struct arena *a, const struct check_scale *s,
			    const struct recomputed *r)
{
	struct buf b = {0};

	if (r->now && r->then) {
		buf_printf(&b, "from %s to %s is %s", figure_text(a, r->then),
			   figure_text(a, r->now), result_text(a, s, r->value));
	} else if (is_sum(a, r)) {
		put_sum(a, &b, s, r);
	} else if (is_quotient(a, r)) {
		buf_printf(&b, "%s / %s = %s", fact_text(a, r->lineage[0].fact),
			   fact_text(a, r->lineage[1].fact), result_text(a, s, r->value));
	} else {
		put_terms(a, &b, r);
		buf_printf(&b, " = %s", result_text(a, s, r->value));
	}
	return buf_keep(&b, a);
}
