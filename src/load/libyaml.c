/* Finds the functions of libyaml by name. */
#include "load/libyaml.h"

#include <pthread.h>

#include "base/library.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct libyaml yaml;
static bool loaded;

const struct libyaml *libyaml_load(struct diag *d)
{
	const struct library_function functions[] = {
	    {"yaml_parser_initialize", &yaml.initialize},
	    {"yaml_parser_set_encoding", &yaml.set_encoding},
	    {"yaml_parser_set_input_string", &yaml.set_input_string},
	    {"yaml_parser_parse", &yaml.parse},
	    {"yaml_parser_delete", &yaml.delete},
	    {"yaml_event_delete", &yaml.event_delete},
	};
	bool ok;

	pthread_mutex_lock(&lock);
	ok = loaded = loaded || library_load(d, "libyaml-0.so.2", functions, COUNT(functions));
	pthread_mutex_unlock(&lock);
	return ok ? &yaml : NULL;
}
