/* Actual against target. */
#include "compute/figure.h"

#include <limits.h>

bool target_met(struct arena *arena, const struct figure *actual, const struct fact *target)
{
	struct num value = actual->value;
	int order;

	if (actual->availability != AVAILABLE || !unit_agree(actual->unit, target->unit))
		return false;
	if (target->decimals != INT_MAX)
		value = num_round(arena, value, target->decimals);
	order = num_cmp(value, target->value);
	switch (target->qualifier) {
	case AT_MOST:
		return order <= 0;
	case UNDER:
		return order < 0;
	case AT_LEAST:
		return order >= 0;
	case OVER:
		return order > 0;
	case EXACTLY:
	case ABOUT:
		break;
	}
	switch (target->concept->better) {
	case BETTER_LOWER:
		return order <= 0;
	case BETTER_HIGHER:
		return order >= 0;
	case BETTER_NONE:
		break;
	}
	return order == 0;
}
