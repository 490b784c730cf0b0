/*
 * The template engine: the official suite (lambdas through the C interface), and what the suite
 * does not say: messages, strict mode, limits, folders, threads.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "html/mustache.h"
#include "load/json.h"
#include "shared.h"

/* Partials from a map of texts. */
static bool load_from_map(void *ctx, const char *name, struct str *text, const char **file)
{
	const struct value *v = value_at(ctx, name);

	if (!v)
		return false;
	*text = v->text;
	*file = name;
	return true;
}

struct fixture {
	struct arena *a;
	struct diag *d;
	struct mustache_loader loader;
	struct buf out;
	bool strict;
};

static struct fixture fixture_new(void)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	return f;
}

static void fixture_end(struct fixture *f)
{
	buf_free(&f->out);
	arena_free(f->a);
}

static bool render_value(struct fixture *f, struct str template, const struct value *view)
{
	struct mustache *m = mustache_compile(f->a, f->d, "t.mustache", template, &f->loader);

	buf_clear(&f->out);
	return m && mustache_render(m, f->d, view, f->strict, mustache_escape_html, &f->out);
}

static bool render(struct fixture *f, const char *template, const char *json, const char *partials)
{
	struct diag *quiet = diag_new(f->a);

	if (partials)
		f->loader = (struct mustache_loader){
		    load_from_map, json_read(f->a, quiet, "partials.json", str_of(partials))};
	return render_value(f, str_of(template), json_read(f->a, quiet, "data.json", str_of(json)));
}

/* The lambdas of the suite, by the name of their test. */
struct suite_lambda {
	const char *test, *result; /* result NULL: the section's text between the two others */
	const char *before, *after;
};

static const struct suite_lambda suite_lambdas[] = {
    {.test = "Interpolation", .result = "world"},
    {.test = "Interpolation - Expansion", .result = "{{planet}}"},
    {.test = "Interpolation - Alternate Delimiters", .result = "|planet| => {{planet}}"},
    {.test = "Interpolation - Multiple Calls"},
    {.test = "Escaping", .result = ">"},
    {.test = "Section"},
    {.test = "Section - Expansion", .before = "", .after = "{{planet}}"},
    {.test = "Section - Alternate Delimiters", .before = "", .after = "{{planet}} => |planet|"},
    {.test = "Section - Multiple Calls", .before = "__", .after = "__"},
    {.test = "Inverted Section", .result = ""},
};

struct calls {
	const struct suite_lambda *lambda;
	int n;
};

static struct str call(void *ctx, struct arena *a, struct str raw)
{
	struct calls *calls = ctx;
	const struct suite_lambda *l = calls->lambda;

	calls->n++;
	if (l->result)
		return str_of(l->result);
	if (streq(l->test, "Interpolation - Multiple Calls"))
		return str_of(arena_printf(a, "%d", calls->n));
	if (streq(l->test, "Section"))
		return str_is(raw, "{{x}}") ? STR("yes") : STR("no");
	if (streq(l->before, "__"))
		return str_of(arena_printf(a, "__%.*s__", (int)raw.n, raw.p));
	return str_of(
	    arena_printf(a, "%.*s%s%.*s", (int)raw.n, raw.p, l->after, (int)raw.n, raw.p));
}

static void add_lambda(struct arena *a, struct value *data, const char *test)
{
	const struct value *marked = value_at(data, "lambda");

	if (!marked || !value_at(marked, "__tag__"))
		return;
	for (size_t i = 0; i < COUNT(suite_lambdas); i++) {
		struct calls *calls;
		struct lambda *lambda;
		struct value *v;

		if (!streq(suite_lambdas[i].test, test))
			continue;
		calls = NEW(a, struct calls);
		lambda = NEW(a, struct lambda);
		v = NEW(a, struct value);
		calls->lambda = &suite_lambdas[i];
		*lambda = (struct lambda){call, calls};
		v->kind = VALUE_LAMBDA;
		v->lambda = lambda;
		value_set(a, data, "lambda", v);
	}
}

static bool suite_test(struct fixture *f, const struct value *test)
{
	const struct value *want = value_at(test, "expected");
	struct value *data = (struct value *)value_at(test, "data");

	if (data->kind == VALUE_MAP)
		add_lambda(f->a, data, value_text(value_at(test, "name")));
	f->loader = (struct mustache_loader){load_from_map, (void *)value_at(test, "partials")};
	if (render_value(f, value_at(test, "template")->text, data) && f->out.n == want->text.n &&
	    memcmp(buf_cstr(&f->out), want->text.p, want->text.n) == 0)
		return true;
	print_error("%s\n want: %s\n got:  %s\n", value_text(value_at(test, "name")), want->text.p,
		    buf_cstr(&f->out));
	return false;
}

static void official_suite(void **state)
{
	struct fixture f = fixture_new();
	const char *folder = shared_path(f.a, "mustache-spec/specs"), **names;
	size_t n, tests = 0, passed = 0;

	(void)state;
	if (!folder) {
		fixture_end(&f);
		skip();
	}
	assert_true(dir_list(f.a, f.d, folder, ".json", &names, &n));
	for (size_t i = 0; i < n; i++) {
		const char *path = path_join(f.a, folder, names[i]);
		const struct value *list;
		struct str text;

		assert_true(file_read(f.a, f.d, path, &text));
		list = value_at(json_read(f.a, f.d, path, text), "tests");
		assert_non_null(list);
		for (size_t k = 0; k < list->n; k++, tests++)
			passed += suite_test(&f, list->items[k]);
	}
	print_message("official suite: %zu of %zu\n", passed, tests);
	assert_int_equal(tests, 194);
	assert_int_equal(passed, tests);
	fixture_end(&f);
}

static void renders(void **state)
{
	static const struct rendered {
		const char *template, *json, *partials, *want;
	} cases[] = {
	    {"{{a.1.b}}", "{\"a\":[0,{\"b\":7}]}", NULL, "7"},
	    {"{{#a.0}}{{#a}}<{{.}}>{{/a}}{{/a.0}}", "{\"a\":[1,2]}", NULL, "<1><2>"},
	    {"{{#a}}x{{/a}}{{^a}}none{{/a}}", "{\"a\":\"\"}", NULL, "none"},
	    {"{{#a}}zero{{/a}}", "{\"a\":0}", NULL, "zero"},
	    {"{{a}}{{b}}|{{c}}", "{\"a\":[1],\"b\":{},\"c\":1.50}", NULL, "|1.50"},
	    {"{{a}}&{{{a}}}", "{\"a\":\"<'\\\">&\"}", NULL, "&lt;&#39;&quot;&gt;&amp;&<'\">&"},
	    {"  {{>p}}\n", "{}", "{\"p\":\"{{#no}}x{{/no}}\\n{{<q}}{{/q}}\",\"q\":\"a\\nb\\n\"}",
	     "  \n  a\n  b\n"},
	    {"  {{>p}}\n", "{\"l\":[1,2]}", "{\"p\":\"{{#l}}\\n- {{.}}\\n{{/l}}\\n\"}",
	     "  - 1\n  - 2\n"},
	    {" {{<p}}{{$b}}\none\n two\n{{/b}}{{/p}}\nend", "{}",
	     "{\"p\":\"<\\n {{$b}}{{/b}}\\n>\\n\"}", " <\n  one\n   two\n \n >\nend"},
	    {"{{<p}}{{$b}}{{$b}}in{{/b}}{{/b}}{{/p}}", "{}", "{\"p\":\"{{$b}}{{/b}}\"}", "in"},
	    {"{{<*p}}{{$b}}x{{/b}}{{/*p}}", "{\"p\":\"q\"}", "{\"q\":\"[{{$b}}{{/b}}]\"}", "[x]"},
	    {"{{<p}}{{$b}}x{{/b}}{{/p}}", "{}", "{\"p\":\"{{>q}}\",\"q\":\"{{$b}}own{{/b}}\"}",
	     "own"},
	    {"{{!\n}}  {{#a}}\nx\n  {{/a}}\n", "{\"a\":1}", NULL, "  \nx\n"},
	    {"{{=<% %>=}}<%{a}%>|<%&a%>|<%a%>", "{\"a\":\"<\"}", NULL, "<|<|&lt;"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = fixture_new();

		assert_true(render(&f, cases[i].template, cases[i].json, cases[i].partials));
		assert_string_equal(buf_cstr(&f.out), cases[i].want);
		fixture_end(&f);
	}
}

/* Items 0, 1, 2 ... as lists of one item, each in an arena that holds nothing else by then. */
static const struct value *made_item(const void *ctx, struct arena *a, size_t i)
{
	struct value *list = value_list(a);

	(void)ctx;
	assert_true(arena_used(a) <= 2 * sizeof(struct value));
	value_add(a, list, value_string(a, arena_printf(a, "%zu", i)));
	return list;
}

static void items_are_made_one_at_a_time(void **state)
{
	static const struct value_source source = {made_item, NULL};
	struct fixture f = fixture_new();
	struct value *view = value_map(f.a);
	struct mustache *m =
	    mustache_compile(f.a, f.d, "main",
			     STR("{{#many}}{{#.}}{{#few}}{{#.}}{{.}}{{/.}}{{/few}}"
				 "-{{.}} {{/.}}{{/many}}{{^none}}{{few.1.0}}{{/none}}"),
			     &f.loader);

	(void)state;
	value_set(f.a, view, "many", value_list_of(f.a, &source, 300));
	value_set(f.a, view, "few", value_list_of(f.a, &source, 3));
	value_set(f.a, view, "none", value_list_of(f.a, &source, 0));
	assert_true(mustache_render(m, f.d, view, true, mustache_escape_html, &f.out));
	assert_int_equal(f.out.n, 10 * 6 + 90 * 7 + 200 * 8 + 1);
	assert_memory_equal(f.out.p, "012-0 012-1 ", 12);
	assert_string_equal(f.out.p + f.out.n - 9, "012-299 1");
	fixture_end(&f);
}

static const struct value *made_text(const void *ctx, struct arena *a, size_t i)
{
	++*(int *)(uintptr_t)ctx;
	return value_string(a, arena_printf(a, "<%zu>", i));
}

static void texts_are_made_when_they_are_printed(void **state)
{
	int made = 0;
	const struct value_source source = {made_text, &made};
	struct fixture f = fixture_new();
	struct value *view = value_map(f.a);
	struct mustache *m = mustache_compile(
	    f.a, f.d, "main", STR("{{#no}}{{a}}{{/no}}{{#a}}{{a}}{{{b}}}{{/a}}"), &f.loader);

	(void)state;
	value_set(f.a, view, "no", value_bool(f.a, false));
	value_set(f.a, view, "a", value_later(f.a, &source, 7));
	value_set(f.a, view, "b", value_later(f.a, &source, 8));
	assert_int_equal(made, 0);
	assert_true(mustache_render(m, f.d, view, true, mustache_escape_html, &f.out));
	assert_string_equal(buf_cstr(&f.out), "&lt;7&gt;<8>");
	assert_int_equal(made, 2);
	fixture_end(&f);
}

struct wrong {
	const char *template, *json, *partials, *message;
	int line, col;
};

static void fails_with(const struct wrong *w, bool strict)
{
	struct fixture f = fixture_new();

	f.strict = strict;
	assert_false(render(&f, w->template, w->json, w->partials));
	assert_int_equal(f.d->errors, 1);
	assert_string_equal(f.d->messages.v[0].text, w->message);
	assert_int_equal(f.d->messages.v[0].at.line, w->line);
	assert_int_equal(f.d->messages.v[0].at.col, w->col);
	fixture_end(&f);
}

static void malformed_templates(void **state)
{
	static const struct wrong cases[] = {
	    {"a\n {{b", "{}", NULL, "a tag without its end: '{{'", 2, 2},
	    {"{{{b}}", "{}", NULL, "a tag without its end: '{{'", 1, 1},
	    {"{{ }}", "{}", NULL, "a tag without a name: '{{'", 1, 1},
	    {"{{>* }}", "{}", NULL, "a tag without a name: '{{'", 1, 1},
	    {"{{a b}}", "{}", NULL, "a blank in a name: 'a b'", 1, 1},
	    {"\xE9\xA1\xB6{{#a}}", "{}", NULL, "not closed: 'a'", 1, 2},
	    {"x{{/a}}", "{}", NULL, "nothing is open that could be closed: 'a'", 1, 2},
	    {"{{#a}}\n{{/b}}", "{}", NULL, "'a' is open since line 1, closed as: 'b'", 2, 1},
	    {"{{=a=}}", "{}", NULL, "not a pair of delimiters: 'a'", 1, 1},
	    {"{{=a b c=}}", "{}", NULL, "not a pair of delimiters: 'a b c'", 1, 1},
	    {"{{>p}}", "{}", "{\"p\":\"\\n{{#x}}\"}", "not closed: 'x'", 2, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails_with(&cases[i], false);
}

static void strict_mode(void **state)
{
	static const struct wrong cases[] = {
	    {"\n{{revenu}}", "{\"revenue\":1,\"cost\":2}", NULL,
	     "no such name: 'revenu' (near: 'revenue')", 2, 1},
	    {"{{#a}}{{tilte}}{{/a}}", "{\"a\":{\"x\":1},\"title\":2,\"tile\":3}", NULL,
	     "no such name: 'tilte' (near: 'tile', 'title')", 1, 7},
	    {"{{a.tex}}", "{\"a\":{\"text\":1},\"tex\":2}", NULL,
	     "no such name: 'a.tex' (near: 'text')", 1, 1},
	    {"{{#rows}}{{/rows}}", "{}", NULL, "no such name: 'rows'", 1, 1},
	    {"{{^rows}}{{/rows}}", "{}", NULL, "no such name: 'rows'", 1, 1},
	    {"{{a}}", "{\"a\":null}", NULL, "not a text to print but nothing: 'a'", 1, 1},
	    {"{{a}}", "{\"a\":[]}", NULL, "not a text to print but a list: 'a'", 1, 1},
	    {"{{#l}}{{x}}{{/l}}", "{\"l\":[1,2,3]}", NULL, "no such name: 'x' (near: 'l')", 1, 7},
	    {" {{>p}}", "{}", NULL, "no such partial: 'p'", 1, 2},
	    {"{{>*p}}", "{\"p\":\"q\"}", NULL, "no such partial: 'p'", 1, 1},
	};
	struct fixture f = fixture_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails_with(&cases[i], true);
	f.strict = true;
	assert_true(render(&f, "{{a}}{{#b}}x{{/b}}{{^c}}y{{/c}}{{#d}}{{/d}}",
			   "{\"a\":\"\",\"b\":false,\"c\":null,\"d\":[]}", NULL));
	assert_string_equal(buf_cstr(&f.out), "y");
	fixture_end(&f);
}

static void recursion_is_limited(void **state)
{
	static const struct wrong cases[] = {
	    {"{{>p}}", "{}", "{\"p\":\"x{{>p}}\"}", "templates nested too deep: 'p'", 1, 2},
	    {"{{>p}}", "{}", "{\"p\":\"{{>p}}{{>p}}\"}", "templates nested too deep: 'p'", 1, 1},
	    {"{{>p}}", "{\"l\":[1,2]}",
	     "{\"p\":\"{{#l}}{{>q}}{{/l}}\",\"q\":\"{{<p}}{{/p}}{{>p}}\"}",
	     "templates nested too deep: 'p'", 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		fails_with(&cases[i], false);
}

/* 40 levels of two calls each would be a million million steps. */
static void work_is_limited(void **state)
{
	struct fixture f = fixture_new();
	struct buf partials = {0};

	(void)state;
	buf_char(&partials, '{');
	for (int i = 0; i < 40; i++)
		buf_printf(&partials, "\"p%d\":\"{{>p%d}}{{>p%d}}\",", i, i + 1, i + 1);
	buf_str(&partials, "\"p40\":\"\"}");
	assert_false(render(&f, "{{>p0}}", "{}", buf_cstr(&partials)));
	assert_int_equal(f.d->errors, 1);
	buf_free(&partials);
	fixture_end(&f);
}

static void nesting_is_limited(void **state)
{
	struct fixture f = fixture_new();
	struct buf b = {0};

	(void)state;
	for (int i = 0; i <= MUSTACHE_DEPTH; i++)
		buf_str(&b, "{{#a}}");
	for (int i = 0; i <= MUSTACHE_DEPTH; i++)
		buf_str(&b, "{{/a}}");
	assert_false(render(&f, buf_cstr(&b), "{}", NULL));
	assert_int_equal(f.d->errors, 1);
	assert_string_equal(f.d->messages.v[0].text, "nested too deep: 'a'");
	buf_free(&b);
	fixture_end(&f);
}

static void write_text(struct fixture *f, const char *dir, const char *name, const char *text)
{
	assert_true(file_write(f->d, path_join(f->a, dir, name), text, strlen(text)));
}

static void folder_partials(void **state)
{
	struct fixture f = fixture_new();
	char root[] = "/tmp/irbrief-test-XXXXXX";
	const char *folders[2];

	(void)state;
	assert_non_null(mkdtemp(root));
	folders[0] = path_join(f.a, root, "own");
	folders[1] = path_join(f.a, root, "shipped");
	assert_true(dir_make(f.d, path_join(f.a, folders[0], "sub")));
	assert_true(dir_make(f.d, folders[1]));
	write_text(&f, root, "secret.mustache", "secret");
	write_text(&f, folders[0], "a.mustache", "own a");
	write_text(&f, folders[0], "sub/c.mustache", "own c");
	write_text(&f, folders[1], "a.mustache", "shipped a");
	write_text(&f, folders[1], "b.mustache", "shipped b");
	assert_int_equal(symlink("../secret.mustache", path_join(f.a, folders[0], "link.mustache")),
			 0);
	assert_int_equal(symlink("..", path_join(f.a, folders[0], "up")), 0);
	f.loader = mustache_folder_loader(f.a, f.d, folders, 2, NULL, NULL);

	assert_true(render(&f, "{{>a}}, {{>b}}, {{>sub/c}}", "{}", NULL));
	assert_string_equal(buf_cstr(&f.out), "own a, shipped b, own c");
	for (int i = 0; i < 6; i++) {
		static const char *const names[] = {"../secret", "/etc/passwd", "link",
						    "up/secret", "sub//c",      "a.mustache"};
		int before = f.d->errors;
		const char *json = arena_printf(f.a, "{\"n\":\"%s\"}", names[i]);

		render(&f, "{{>*n}}", json, NULL);
		assert_int_equal(f.out.n, 0);
		assert_int_equal(f.d->errors, before + 1);
	}
	for (int i = 0; i < 9; i++) {
		static const char *const names[] = {
		    "own/up",  "own/link.mustache",  "own/a.mustache",     "own/sub/c.mustache",
		    "own/sub", "shipped/a.mustache", "shipped/b.mustache", "own",
		    "shipped"};

		assert_true(path_remove(f.d, path_join(f.a, root, names[i])));
	}
	assert_true(path_remove(f.d, path_join(f.a, root, "secret.mustache")));
	assert_true(path_remove(f.d, root));
	fixture_end(&f);
}

struct job {
	struct mustache *m;
	const struct value *view;
	struct buf out;
	bool good;
};

static void *render_job(void *arg)
{
	struct job *job = arg;
	struct arena *a = arena_new();

	job->good = true;
	for (int i = 0; i < 50; i++) {
		buf_clear(&job->out);
		job->good &= mustache_render(job->m, diag_new(a), job->view, true,
					     mustache_escape_html, &job->out);
	}
	arena_free(a);
	return NULL;
}

/* Threads share a compiled template whose dynamic partials are first compiled while it renders. */
static void threads_share_a_template(void **state)
{
	struct fixture f = fixture_new();
	struct job jobs[4] = {0};
	pthread_t threads[COUNT(jobs)];

	(void)state;
	f.loader = (struct mustache_loader){
	    load_from_map,
	    json_read(f.a, f.d, "p",
		      STR("{\"x\":\"[{{v}}{{>y}}]\",\"y\":\"!\",\"z\":\"({{v}})\"}"))};
	for (size_t i = 0; i < COUNT(jobs); i++) {
		jobs[i].m =
		    i ? jobs[0].m
		      : mustache_compile(f.a, f.d, "t", STR("{{#l}}{{>*p}}{{/l}}"), &f.loader);
		jobs[i].view = json_read(
		    f.a, f.d, "v", STR("{\"l\":[{\"p\":\"x\",\"v\":1},{\"p\":\"z\",\"v\":2}]}"));
	}
	for (size_t i = 0; i < COUNT(jobs); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, render_job, &jobs[i]), 0);
	for (size_t i = 0; i < COUNT(jobs); i++) {
		pthread_join(threads[i], NULL);
		assert_true(jobs[i].good);
		assert_string_equal(buf_cstr(&jobs[i].out), "[1!](2)");
		buf_free(&jobs[i].out);
	}
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(official_suite),
	    cmocka_unit_test(renders),
	    cmocka_unit_test(malformed_templates),
	    cmocka_unit_test(strict_mode),
	    cmocka_unit_test(recursion_is_limited),
	    cmocka_unit_test(work_is_limited),
	    cmocka_unit_test(nesting_is_limited),
	    cmocka_unit_test(folder_partials),
	    cmocka_unit_test(threads_share_a_template),
	    cmocka_unit_test(items_are_made_one_at_a_time),
	    cmocka_unit_test(texts_are_made_when_they_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
