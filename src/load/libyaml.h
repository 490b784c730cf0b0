/*
 * libyaml, loaded when a file has more than plain YAML (yaml_plain.c) or a mistake: few have.
 */
#ifndef LOAD_LIBYAML_H
#define LOAD_LIBYAML_H

#include <yaml.h>

#include "base/diag.h"

struct libyaml {
	__typeof__(&yaml_parser_initialize) initialize;
	__typeof__(&yaml_parser_set_encoding) set_encoding;
	__typeof__(&yaml_parser_set_input_string) set_input_string;
	__typeof__(&yaml_parser_parse) parse;
	__typeof__(&yaml_parser_delete) delete;
	__typeof__(&yaml_event_delete) event_delete;
};

/* NULL if it is not installed (reported).  May be called from any thread. */
const struct libyaml *libyaml_load(struct diag *);

#endif
