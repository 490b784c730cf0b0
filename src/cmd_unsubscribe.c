/*
 * irbrief unsubscribe: what a web server runs when a recipient follows the link of a message.  It
 * adds the address to the suppression list if the token is genuine.
 */
#include "cmd.h"

#include "deliver/secret.h"
#include "facts/settings.h"
#include "deliver/suppression.h"
#include "deliver/token.h"
#include "facts/facts.h"
#include "load/yaml.h"
#include "base/file.h"

/* The issuer's id is all that is needed of the project, so the facts are not loaded. */
static const char *issuer_id(struct arena *a, struct diag *d, const char *project)
{
	const char *path = path_join(a, project, "issuer.yaml");
	const struct value *root;
	struct str bytes;

	if (!file_read(a, d, path, &bytes) || !(root = yaml_read(a, d, path, bytes)))
		return NULL;
	if (!value_text(value_at(root, "id")))
		diag_error(d, (struct pos){.file = path}, "missing key: 'id'");
	return value_text(value_at(root, "id"));
}

static enum exit_status unsubscribe(struct arena *a, struct diag *d, const char *project,
				    const char *token)
{
	const char *issuer = issuer_id(a, d, project), *text, *why;
	struct settings settings;
	struct address address;
	struct str key;
	bool added;

	if (!issuer || !settings_load(a, d, project, &settings) ||
	    !secret_unsubscribe_key(a, d, project, false, &key))
		return EXIT_INPUT;
	if (!token_read(a, key, issuer, token, &text) ||
	    !address_parse(a, str_of(text), &address, &why)) {
		diag_error(d, (struct pos){0}, "the token is not genuine");
		return EXIT_REFUSED;
	}
	if (!suppression_add(a, d, suppression_file(a, project, settings.mail.suppression.text),
			     &address, &added))
		return EXIT_WRITE;
	printf("%s: %s\n", address.mailbox,
	       added ? "will not be mailed again" : "was unsubscribed before");
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	enum exit_status status;
	struct arena *a;
	struct diag *d;

	if (argc != 3 || argv[1][0] == '-' || argv[2][0] == '-')
		return usage_error(&cmd_unsubscribe, "expected a project folder and a token");
	a = arena_new();
	d = diag_new(a);
	status = unsubscribe(a, d, argv[1], argv[2]);
	diag_print(d, stderr);
	arena_free(a);
	return (int)status;
}

const struct command cmd_unsubscribe = {
    .name = "unsubscribe",
    .run = run,
    .usage = "unsubscribe PROJECT TOKEN",
    .summary = "Add the address of a message's token to the suppression list",
    .help = "For the web server behind mail.unsubscribe_url: run it on POST only, with the token "
	    "of the\n"
	    "address.  A GET must show a page with a button, because scanners follow links (RFC "
	    "8058).\n"
	    "The same token may come again.\n"
	    "\n"
	    "Exit status: 0 done, now or before; 2 usage; 3 bad input; 4 the list could not be "
	    "written;\n"
	    "5 the token is not genuine.\n"
	    "\n"
	    "Example: irbrief unsubscribe data/kingsoft-cloud \"$token\"\n",
};
