/* The languages of a brief. */
#include "facts/lang.h"

#include "base/text.h"

const char *const lang_tags[LANG_COUNT] = {"en", "zh-Hans", "zh-Hant"};

int lang_find(const char *tag)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (streq(tag, lang_tags[i]))
			return i;
	return -1;
}

const char *names_in(const struct names *names, enum lang lang)
{
	return names->in[lang] ? names->in[lang] : names->in[LANG_EN];
}

bool names_complete(struct diag *d, const struct names *names, enum lang lang, const char *what)
{
	if (!names->at.file || names->in[lang])
		return true;
	return diag_error(d, names->at, "no text in this language: '%s' of '%s'", lang_tags[lang],
			  what);
}
