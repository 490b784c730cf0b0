/*
 * deliver.yaml: how a project publishes and mails.
 *
 *	site:
 *	  base_url: https://ir.example.com          # where SITE/current is served; no query
 *	  title: {en: Investor relations, zh-Hans: 投资者关系}     # or one text
 *	  keep: 10                                  # releases kept for --rollback
 *	  grace: 15                                 # minutes after an embargo without --late
 *	  venue: HKEX                               # whose clock binds; default: all listings
 *	  rehearsal: false                          # true: a trial site, marked so, never indexed
 *	mail:
 *	  server: smtps://mail.example.com          # also smtp://HOST:PORT
 *	  from: Acme IR <ir@example.com>
 *	  reply_to: ir@example.com
 *	  unsubscribe_url: https://ir.example.com/unsubscribe
 *	  suppression: suppression.txt              # below the project folder, or absolute
 *	  rate: 60                                  # messages a minute; 0: as fast as it goes
 *
 * Every key may be absent: a command names the ones that it cannot do without.
 */
#ifndef FACTS_SETTINGS_H
#define FACTS_SETTINGS_H

#include "base/diag.h"
#include "facts/lang.h"

/* A text of the file and where it stands; text is NULL if the key is absent. */
struct setting {
	const char *text;
	struct pos at;
};

enum { KEEP_DEFAULT = 10, GRACE_DEFAULT = 15, RATE_DEFAULT = 0 };

struct site_settings {
	struct setting base_url; /* without a slash at the end */
	struct names title;      /* all NULL if absent */
	int keep;                /* releases, at least 2: the one served and one to go back to */
	int grace;               /* minutes */
	struct setting venue;
	bool rehearsal;
};

struct mail_settings {
	struct setting server;          /* smtp:// or smtps:// */
	struct setting from, reply_to;  /* as written; their syntax is the mail's business */
	struct setting unsubscribe_url; /* https:// or http:// */
	struct setting suppression;     /* a path that can be opened as it stands */
	int rate;                       /* messages a minute; 0: no limit */
};

struct settings {
	const char *file; /* FOLDER/deliver.yaml */
	struct site_settings site;
	struct mail_settings mail;
};

/* Reads FOLDER/deliver.yaml; every mistake is reported, unknown keys too.  No file: the defaults,
 * and true. */
bool settings_load(struct arena *, struct diag *, const char *folder, struct settings *);
/* False, and reported, if a setting that a command needs is absent; name is like "site.base_url".
 */
bool setting_needed(struct diag *, const struct settings *, const struct setting *,
		    const char *name);

#endif
