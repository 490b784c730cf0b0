/* Who gets the brief: addresses, recipients.csv, the suppression list, tokens, secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "deliver/recipients.h"
#include "deliver/secret.h"
#include "deliver/suppression.h"
#include "deliver/token.h"
#include "facts/lang.h"
#include "folder.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	char *folder;
};

static int set_up(void **state)
{
	static struct fixture f;

	f.a = arena_new();
	f.d = diag_new(f.a);
	f.folder = folder_make(f.a);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	folder_remove(f->folder);
	arena_free(f->a);
	return 0;
}

static void addresses_have_one_key(void **state)
{
	static const struct {
		const char *text, *mailbox, *key;
	} rows[] = {
	    {"li@example.com", "li@example.com", "li@example.com"},
	    {"Li.Hua+IR@Example.COM", "Li.Hua+IR@example.com", "li.hua+ir@example.com"},
	    {"anna@B\xC3\xBC"
	     "cher.example",
	     "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"},
	    {"anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example",
	     "anna@xn--bcher-kva.example"},
	    {"o'neil@\xE4\xBE\x8B\xE5\xAD\x90.example", "o'neil@xn--fsqu00a.example",
	     "o'neil@xn--fsqu00a.example"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address;
		const char *why;

		assert_true(address_parse(f->a, str_of(rows[i].text), &address, &why));
		assert_string_equal(address.mailbox, rows[i].mailbox);
		assert_string_equal(address.key, rows[i].key);
	}
}

static void what_is_no_address(void **state)
{
	static const char *const texts[] = {
	    "",
	    "li",
	    "@example.com",
	    "li@",
	    "li@localhost",
	    "li..hua@example.com",
	    ".li@example.com",
	    "li.@example.com",
	    "li hua@example.com",
	    "li@exa mple.com",
	    "li@-example.com",
	    "li@example-.com",
	    "li@example..com",
	    "li@example.com.",
	    "\"li\"@example.com",
	    "li@[127.0.0.1]",
	    "<li@example.com>",
	    "li@example.com,x@example.com",
	    "\xE6\x9D\x8E@example.com",
	    "li@example.com\r\nBcc: x@example.com",
	    "li\t@example.com",
	    "a234567890123456789012345678901234567890123456789012345678901234x@example.com",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct address address;
		const char *why = NULL;

		if (address_parse(f->a, str_of(texts[i]), &address, &why))
			fail_msg("taken as an address: '%s'", texts[i]);
		assert_non_null(why);
	}
}

static void mailboxes_have_names(void **state)
{
	struct fixture *f = *state;
	struct mailbox m;
	const char *why;

	assert_true(mailbox_parse(f->a, STR("Acme IR <ir@example.com>"), &m, &why));
	assert_string_equal(m.name, "Acme IR");
	assert_string_equal(m.address.mailbox, "ir@example.com");
	assert_true(mailbox_parse(f->a, STR(" \"Acme, IR\" <ir@example.com> "), &m, &why));
	assert_string_equal(m.name, "Acme, IR");
	assert_true(mailbox_parse(f->a, STR("ir@example.com"), &m, &why));
	assert_string_equal(m.name, "");
	assert_false(
	    mailbox_parse(f->a, STR("Acme\nBcc: x@example.com <ir@example.com>"), &m, &why));
	assert_false(mailbox_parse(f->a, STR("Acme <ir@example.com> x"), &m, &why));
}

static struct recipients load(struct fixture *f, const char *csv, bool want)
{
	struct recipients list = {0};

	folder_put(f->a, f->folder, "recipients.csv", csv);
	assert_int_equal(
	    recipients_load(f->a, f->d, path_join(f->a, f->folder, "recipients.csv"), &list), want);
	return list;
}

static void recipients_are_read(void **state)
{
	struct recipients list = load(*state,
				      "\xEF\xBB\xBF"
				      "address,name,language,format\r\n"
				      "li@example.com,\xE6\x9D\x8E\xE5\x8D\x8E,zh-Hans,link\r\n"
				      " ann@example.com ,\"Smith, Ann\",,\r\n",
				      true);

	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0].address.mailbox, "li@example.com");
	assert_string_equal(list.v[0].name, "\xE6\x9D\x8E\xE5\x8D\x8E");
	assert_int_equal(list.v[0].lang, LANG_ZH_HANS);
	assert_true(list.v[0].link);
	assert_int_equal(list.v[0].at.line, 2);
	assert_string_equal(list.v[1].address.mailbox, "ann@example.com");
	assert_string_equal(list.v[1].name, "Smith, Ann");
	assert_int_equal(list.v[1].lang, -1);
	assert_false(list.v[1].link);
}

static void only_the_address_must_be_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "address\nli@example.com\n", true).n, 1);
	assert_int_equal(load(f, "name\nLi\n", false).n, 0);
	assert_int_equal(f->d->errors, 1);
}

static void a_mailbox_counts_once(void **state)
{
	struct fixture *f = *state;
	struct recipients list = load(f,
				      "address,name\nb@example.com,B\nA@B\xC3\xBC"
				      "cher.example,first\n"
				      "a@xn--bcher-kva.example,second\nc@example.com,C\n",
				      true);

	assert_int_equal(list.n, 3);
	assert_string_equal(list.v[0].name, "B");
	assert_string_equal(list.v[1].name, "first");
	assert_string_equal(list.v[2].name, "C");
	assert_int_equal(f->d->warnings, 1);
	assert_int_equal(f->d->messages.v[0].at.line, 4);
}

static void every_mistake_is_reported(void **state)
{
	static const struct {
		int line, col;
		const char *text;
	} want[] = {
	    {2, 2, "control character or line break"},
	    {4, 17, "control character or line break"},
	    {6, 1, "not an address"},
	    {7, 17, "unknown language: 'fr'"},
	    {8, 17, "expected attach or link: 'pdf'"},
	};
	struct fixture *f = *state;

	load(f,
	     "address,name,language,format\n"
	     "\"li@example.com\nBcc: x@example.com\",,,\n"
	     "li@example.com,\"Li\nBcc: x@example.com\",,\n"
	     "li.example.com,,,\n"
	     "li@example.com,,fr,\n"
	     "li@example.com,,,pdf\n",
	     false);
	assert_int_equal(f->d->errors, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		const struct message *m = &f->d->messages.v[i];

		assert_int_equal(m->at.line, want[i].line);
		assert_non_null(strstr(m->text, want[i].text));
	}
	assert_int_equal(f->d->messages.v[0].at.col, want[0].col);
	assert_int_equal(f->d->messages.v[1].at.col, want[1].col);
}

static struct address address_of(struct fixture *f, const char *text)
{
	struct address address;
	const char *why;

	assert_true(address_parse(f->a, str_of(text), &address, &why));
	return address;
}

static void suppression_is_by_key(void **state)
{
	struct fixture *f = *state;
	struct suppression list = {0};
	struct address li = address_of(f, "li@example.com"), ann = address_of(f, "ann@example.com");
	const char *path = path_join(f->a, f->folder, "no.txt");
	bool added;

	assert_true(suppression_load(f->a, f->d, path, &list));
	assert_false(suppression_has(&list, &li));
	folder_put(f->a, f->folder, "no.txt",
		   "address\n# asked by telephone\n LI@Example.com , 2026-01-01\n\nx@example.com");
	assert_true(suppression_load(f->a, f->d, path, &list));
	assert_true(suppression_has(&list, &li));
	assert_false(suppression_has(&list, &ann));
	assert_true(suppression_add(f->a, f->d, path, &ann, &added));
	assert_true(added);
	assert_true(suppression_add(f->a, f->d, path, &ann, &added));
	assert_false(added);
	list = (struct suppression){0};
	assert_true(suppression_load(f->a, f->d, path, &list));
	assert_int_equal(list.n, 3);
	assert_true(suppression_has(&list, &ann));
}

static void a_line_that_is_no_address_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct suppression list = {0};

	folder_put(f->a, f->folder, "no.txt", "li@example.com\nann example.com\n");
	assert_false(suppression_load(f->a, f->d, path_join(f->a, f->folder, "no.txt"), &list));
	assert_int_equal(f->d->messages.v[0].at.line, 2);
}

static void tokens_prove_their_address(void **state)
{
	struct fixture *f = *state;
	struct str key = STR("0123456789abcdef");
	char *token = token_make(f->a, key, "acme", "li@example.com");
	const char *address;

	assert_int_equal(
	    strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."),
	    strlen(token));
	assert_true(token_read(f->a, key, "acme", token, &address));
	assert_string_equal(address, "li@example.com");
	assert_false(token_read(f->a, key, "other", token, &address));
	assert_false(token_read(f->a, STR("0123456789abcdeg"), "acme", token, &address));
	assert_false(token_read(f->a, key, "acme", "", &address));
	assert_false(token_read(f->a, key, "acme", ".", &address));
	assert_false(token_read(f->a, key, "acme", "bGlAZXhhbXBsZS5jb20.", &address));
	/* Any one character changed is another token; the last of a part may hold bits that do not
	 * count. */
	for (size_t i = 0; token[i]; i++) {
		char was = token[i];

		if (token[i + 1] == '.' || !token[i + 1])
			continue;
		token[i] = was == 'A' ? 'B' : 'A';
		assert_false(token_read(f->a, key, "acme", token, &address));
		token[i] = was;
	}
}

static void secrets_are_private(void **state)
{
	struct fixture *f = *state;
	struct credentials c;
	const char *path = path_join(f->a, f->folder, ".irbrief/smtp");

	unsetenv("IRBRIEF_SMTP_USER");
	assert_true(secret_credentials(f->a, f->d, f->folder, &c));
	assert_null(c.user);
	folder_put(f->a, f->folder, ".irbrief/smtp", "ir\nopen sesame\n");
	assert_int_equal(chmod(path, 0644), 0);
	assert_false(secret_credentials(f->a, f->d, f->folder, &c));
	assert_int_equal(chmod(path, 0600), 0);
	assert_true(secret_credentials(f->a, f->d, f->folder, &c));
	assert_string_equal(c.user, "ir");
	assert_string_equal(c.password, "open sesame");
	setenv("IRBRIEF_SMTP_USER", "other", 1);
	setenv("IRBRIEF_SMTP_PASSWORD", "words", 1);
	assert_true(secret_credentials(f->a, f->d, f->folder, &c));
	assert_string_equal(c.user, "other");
	unsetenv("IRBRIEF_SMTP_USER");
	unsetenv("IRBRIEF_SMTP_PASSWORD");
}

static void a_key_is_made_once(void **state)
{
	struct fixture *f = *state;
	struct str first, second;
	struct stat st;

	unsetenv("IRBRIEF_UNSUBSCRIBE_KEY");
	assert_false(secret_unsubscribe_key(f->a, f->d, f->folder, false, &first));
	assert_true(secret_unsubscribe_key(f->a, f->d, f->folder, true, &first));
	assert_true(secret_unsubscribe_key(f->a, f->d, f->folder, false, &second));
	assert_int_equal(first.n, 64);
	assert_memory_equal(first.p, second.p, 64);
	assert_int_equal(stat(path_join(f->a, f->folder, ".irbrief/unsubscribe.key"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	setenv("IRBRIEF_UNSUBSCRIBE_KEY", "short", 1);
	assert_false(secret_unsubscribe_key(f->a, f->d, f->folder, false, &first));
	unsetenv("IRBRIEF_UNSUBSCRIBE_KEY");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(addresses_have_one_key),
	    TEST(what_is_no_address),
	    TEST(mailboxes_have_names),
	    TEST(recipients_are_read),
	    TEST(only_the_address_must_be_there),
	    TEST(a_mailbox_counts_once),
	    TEST(every_mistake_is_reported),
	    TEST(suppression_is_by_key),
	    TEST(a_line_that_is_no_address_is_an_error),
	    TEST(tokens_prove_their_address),
	    TEST(secrets_are_private),
	    TEST(a_key_is_made_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
