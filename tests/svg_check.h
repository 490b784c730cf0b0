/* Whether a text is well-formed XML of the kind that our writers make: elements, attributes, text.
 */
#ifndef TESTS_SVG_CHECK_H
#define TESTS_SVG_CHECK_H

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static bool xml_name_char(char c)
{
	return isalnum((unsigned char)c) || strchr(":-_.", c);
}

static const char *xml_text(const char *s, char end)
{
	static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};

	while (*s && *s != end) {
		bool known = *s != '&';

		if (*s == '<' || ((unsigned char)*s < ' ' && !strchr("\t\n\r", *s)))
			return NULL;
		for (size_t i = 0; i < COUNT(entities); i++)
			known |= strncmp(s, entities[i], strlen(entities[i])) == 0;
		if (!known)
			return NULL;
		s++;
	}
	return s;
}

/* Past the attributes, at '>' or '/'; NULL if something is wrong. */
static const char *xml_attributes(const char *s)
{
	for (;;) {
		s += strspn(s, " \n");
		if (*s == '>' || *s == '/')
			return s;
		if (!xml_name_char(*s))
			return NULL;
		while (xml_name_char(*s) && *s)
			s++;
		if (strncmp(s, "=\"", 2) != 0 || !(s = xml_text(s + 2, '"')) || *s++ != '"')
			return NULL;
	}
}

static bool xml_well_formed(const struct buf *b)
{
	enum { DEPTH = 64, NAME = 32 };
	char open[DEPTH][NAME];
	int depth = 0, roots = 0;
	const char *s = b->p;

	if (!s || strlen(s) != b->n || utf8_check(s, b->n) != b->n)
		return false;
	while (*(s = depth ? xml_text(s, '<') : s + strspn(s, "\n"))) {
		bool close = s[1] == '/';
		const char *name = s + 1 + close;
		size_t n = 0;

		while (xml_name_char(name[n]) && name[n])
			n++;
		if (*s != '<' || !n || n >= NAME)
			return false;
		if (close) {
			if (!depth-- || strncmp(open[depth], name, n) != 0 || open[depth][n] ||
			    name[n] != '>')
				return false;
			s = name + n + 1;
			continue;
		}
		roots += depth == 0;
		if (!(s = xml_attributes(name + n)))
			return false;
		if (*s == '/') {
			s += 2;
			continue;
		}
		if (depth == DEPTH)
			return false;
		memcpy(open[depth], name, n);
		open[depth++][n] = '\0';
		s++;
	}
	return depth == 0 && roots == 1;
}

#endif
