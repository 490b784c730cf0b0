/*
 * SMTP and MIME by libcurl.  What libcurl does not tell is read from the dialogue as it passes:
 * which command was sent last, and the server's words.  From these follows what a failure means for
 * the message: not accepted, or not known.
 */
#include "deliver/smtp.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "deliver/libcurl.h"

enum stage {
	STAGE_CONNECT,  /* up to MAIL: greeting, TLS, authentication */
	STAGE_ENVELOPE, /* MAIL was sent */
	STAGE_RCPT,     /* RCPT was sent */
	STAGE_DATA,     /* the recipient was taken */
	STAGE_MESSAGE   /* the server waits for the message */
};

struct smtp {
	struct libcurl lib;
	CURL *curl;
	const struct parcel *parcel;
	enum stage stage;
	int socket;
	bool stopped; /* by before_data */
	struct reply *reply;
	struct reply farewell; /* what the server says while no message is on its way */
	char error[CURL_ERROR_SIZE];
};

static bool starts(const char *s, size_t n, const char *prefix)
{
	return n >= strlen(prefix) && memcmp(s, prefix, strlen(prefix)) == 0;
}

/* After QUIT, which follows a failure, the server's words are about no message. */
static void follow_command(struct smtp *s, const char *data, size_t n)
{
	if (starts(data, n, "MAIL FROM"))
		s->stage = STAGE_ENVELOPE;
	else if (starts(data, n, "RCPT TO"))
		s->stage = STAGE_RCPT;
	else if (starts(data, n, "QUIT"))
		s->reply = &s->farewell;
}

static bool has_hung_up(const struct smtp *s)
{
	char byte;
	ssize_t n = recv(s->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	return n == 0 || (n < 0 && errno == ECONNRESET);
}

/*
 * What libcurl has just sent.  A server that has hung up before the last dot cannot accept the
 * message: asking after each piece of it, and so between the last piece and the dot, turns an
 * outcome that nobody would know into one that is known, since what is then left cannot be sent.
 * (Where a newer libcurl sends the dot with the last piece, reading the reply fails: not known.)
 */
static int on_dialogue(CURL *curl, curl_infotype type, char *data, size_t n, void *ctx)
{
	struct smtp *s = ctx;

	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		follow_command(s, data, n);
	else if (type == CURLINFO_DATA_OUT && has_hung_up(s))
		shutdown(s->socket, SHUT_RDWR);
	return 0;
}

/* The last line of a reply: three digits and no hyphen.  A reply that breaks off before it says
 * nothing. */
static bool ends_reply(const char *line, size_t n)
{
	return n >= 3 && strspn(line, "0123456789") == 3 && (n == 3 || strchr(" \r\n", line[3]));
}

/* The code is that of a whole reply, and 0 before its last line. */
static void keep_line(struct reply *r, const char *line, size_t n)
{
	r->code = ends_reply(line, n) ? atoi(line) : 0;
	while (n && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	if (n >= sizeof r->text)
		n = sizeof r->text - 1;
	for (size_t i = 0; i < n; i++)
		r->text[i] = (unsigned char)line[i] < ' ' ? ' ' : line[i];
	r->text[n] = '\0';
}

/*
 * A line of the server.  The last line of the reply to RCPT comes before libcurl sends DATA: this
 * is the moment for before_data.  The reply to DATA says nothing of the message.
 */
static size_t on_reply(char *line, size_t size, size_t n, void *ctx)
{
	enum { GO_ON = 354 };
	struct smtp *s = ctx;

	(void)size;
	keep_line(s->reply, line, n);
	if (s->stage == STAGE_RCPT && s->reply->code / 100 == 2) {
		s->stage = STAGE_DATA;
		s->stopped = !s->parcel->before_data(s->parcel->ctx);
	} else if (s->stage == STAGE_DATA && s->reply->code == GO_ON) {
		s->stage = STAGE_MESSAGE;
		s->reply->code = 0;
	}
	return s->stopped ? 0 : n;
}

static int on_socket(void *ctx, curl_socket_t socket, curlsocktype purpose)
{
	struct smtp *s = ctx;

	(void)purpose;
	s->socket = socket;
	return CURL_SOCKOPT_OK;
}

/*
 * libcurl keeps the connection of a transfer that ran out of time.  A reply that comes late would
 * be read as one to the next message, so the connection of a failed one is never used again; and
 * without waiting for a reply to QUIT.
 */
static void break_connection(struct smtp *s)
{
	curl_socket_t socket = CURL_SOCKET_BAD;

	if (s->lib.get(s->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
	    socket != CURL_SOCKET_BAD)
		shutdown(socket, SHUT_RDWR);
}

/* An error that the next attempt would meet again. */
static bool is_hopeless(CURLcode code)
{
	switch (code) {
	case CURLE_LOGIN_DENIED:
	case CURLE_USE_SSL_FAILED:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		return true;
	default:
		return false;
	}
}

/* What a failure before MAIL means for all messages. */
static enum outcome judge_connection(CURLcode result, int code)
{
	bool later = code / 100 == 4;

	return code / 100 == 5 || (!later && is_hopeless(result)) ? OUTCOME_HOPELESS : OUTCOME_DOWN;
}

/*
 * What a failed transfer means.  Nobody knows only if all was handed over: what libcurl could not
 * send lacks the last dot, and it reads no reply before that.
 */
static enum outcome judge(const struct smtp *s, CURLcode result, int code)
{
	enum { SERVICE_CLOSES = 421, NOT_AUTHENTICATED = 530 };

	if (s->stopped)
		return OUTCOME_STOPPED;
	if (s->stage == STAGE_CONNECT)
		return judge_connection(result, code);
	if (code == SERVICE_CLOSES)
		return OUTCOME_DOWN;
	if (code == NOT_AUTHENTICATED)
		return OUTCOME_HOPELESS;
	if (code / 100 == 4)
		return OUTCOME_DEFERRED;
	if (code / 100 == 5)
		return s->stage == STAGE_ENVELOPE ? OUTCOME_UNWELCOME : OUTCOME_REJECTED;
	if (s->stage != STAGE_MESSAGE || result == CURLE_SEND_ERROR)
		return OUTCOME_DOWN;
	return code / 100 == 2 ? OUTCOME_ACCEPTED : OUTCOME_UNKNOWN;
}

/* In place of the server's words, when it said nothing or something else. */
static const char *words_for(const struct smtp *s, CURLcode result)
{
	if (s->stage != STAGE_CONNECT && (result == CURLE_RECV_ERROR || result == CURLE_SEND_ERROR))
		return "the connection broke";
	return s->error[0] ? s->error : s->lib.words(result);
}

/* ---- a message ---- */

/* What fails in libcurl's lists and parts is memory. */
static void must(bool ok)
{
	if (!ok)
		out_of_memory();
}

static struct curl_slist *append(const struct smtp *s, struct curl_slist *list, const char *line)
{
	list = s->lib.append(list, line);
	must(list);
	return list;
}

/* libcurl makes the header of an attached file; one that is shown within the text is inline. */
static void set_file(const struct smtp *s, curl_mimepart *to, const struct part *p, struct arena *a)
{
	struct curl_slist *own = NULL;

	must(s->lib.mime.filename(to, p->name) == CURLE_OK);
	if (!p->id)
		return;
	own = append(s, own, arena_printf(a, "Content-ID: <%s>", p->id));
	own = append(s, own,
		     arena_printf(a, "Content-Disposition: inline; filename=\"%s\"", p->name));
	must(s->lib.mime.headers(to, own, true) == CURLE_OK);
}

/* libcurl's form of p.  It copies the bytes: what lies in its memory it encodes and sends in pieces
 * as large as its buffer, what a callback hands over in pieces of 256 bytes. */
static curl_mime *mime_of(const struct smtp *s, const struct part *p, struct arena *a)
{
	curl_mime *m = s->lib.mime.init(s->curl);

	must(m);
	for (size_t i = 0; i < p->n; i++) {
		const struct part *from = &p->parts[i];
		curl_mimepart *to = s->lib.mime.add(m);

		must(to && s->lib.mime.type(to, from->type) == CURLE_OK);
		if (from->n)
			must(s->lib.mime.subparts(to, mime_of(s, from, a)) == CURLE_OK);
		else
			must(s->lib.mime.data(to, from->bytes.p, from->bytes.n) == CURLE_OK &&
			     s->lib.mime.encoder(to, from->encoding) == CURLE_OK);
		if (from->name)
			set_file(s, to, from, a);
	}
	return m;
}

/* The type of the whole is one of the headers. */
static struct curl_slist *headers_of(const struct smtp *s, const struct parcel *p, struct arena *a)
{
	struct curl_slist *list =
	    append(s, NULL, arena_printf(a, "Content-Type: %s", p->body->type));

	for (size_t i = 0; i < p->headers.n; i++)
		list = append(s, list, p->headers.v[i]);
	return list;
}

static CURLcode perform(struct smtp *s, const struct parcel *p)
{
	__typeof__(s->lib.set) set = s->lib.set;
	struct arena *a = arena_new();
	struct curl_slist *to = append(s, NULL, p->to), *headers = headers_of(s, p, a);
	curl_mime *body = mime_of(s, p->body, a);
	CURLcode result;

	arena_free(a);
	set(s->curl, CURLOPT_MAIL_RCPT, to);
	set(s->curl, CURLOPT_HTTPHEADER, headers);
	set(s->curl, CURLOPT_MIMEPOST, body);
	result = s->lib.perform(s->curl);
	set(s->curl, CURLOPT_MAIL_RCPT, NULL);
	set(s->curl, CURLOPT_HTTPHEADER, NULL);
	set(s->curl, CURLOPT_MIMEPOST, NULL);
	s->lib.mime.free(body);
	s->lib.free_all(headers);
	s->lib.free_all(to);
	return result;
}

static void send_parcel(void *self, const struct parcel *p, struct reply *r)
{
	struct smtp *s = self;
	CURLcode result;

	*r = (struct reply){0};
	s->parcel = p;
	s->reply = r;
	s->stage = STAGE_CONNECT;
	s->stopped = false;
	s->error[0] = '\0';
	result = perform(s, p);
	if (result != CURLE_OK)
		break_connection(s);
	r->outcome = result == CURLE_OK ? OUTCOME_ACCEPTED : judge(s, result, r->code);
	if (r->outcome != OUTCOME_ACCEPTED && r->code / 100 < 4)
		snprintf(r->text, sizeof r->text, "%s", words_for(s, result));
	s->reply = &s->farewell;
	s->stage = STAGE_CONNECT;
}

/* 127.0.0.0/8, ::1 and localhost. */
bool smtp_is_local(const char *url)
{
	const char *host = strstr(url, "://");

	if (!host)
		return false;
	host += strlen("://");
	return strncmp(host, "127.", 4) == 0 || strncmp(host, "[::1]", 5) == 0 ||
	       (strncmp(host, "localhost", 9) == 0 &&
		(!host[9] || host[9] == ':' || host[9] == '/'));
}

static bool url_ok(struct diag *d, const struct smtp_options *o)
{
	bool tls = strncmp(o->url, "smtps://", 8) == 0;

	if (!tls && strncmp(o->url, "smtp://", 7) != 0)
		return diag_error(d, (struct pos){0},
				  "the server must begin with smtp:// or smtps://: '%s'", o->url);
	if (strchr(o->url, '@'))
		return diag_error(
		    d, (struct pos){0},
		    "no credentials in the server's address: the environment or a file holds them");
	if (o->no_tls && !tls && o->user && !smtp_is_local(o->url))
		return diag_error(d, (struct pos){0}, "credentials are not sent without TLS");
	return true;
}

static void set_options(struct smtp *s, const struct smtp_options *o)
{
	__typeof__(s->lib.set) set = s->lib.set;
	CURL *c = s->curl;

	set(c, CURLOPT_URL, o->url);
	set(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	set(c, CURLOPT_PROXY, "");
	set(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	set(c, CURLOPT_USE_SSL, (long)(o->no_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	set(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (o->ca_file)
		set(c, CURLOPT_CAINFO, o->ca_file);
	if (o->user) {
		set(c, CURLOPT_USERNAME, o->user);
		set(c, CURLOPT_PASSWORD, o->password);
	}
	set(c, CURLOPT_MAIL_FROM, o->from);
	set(c, CURLOPT_CONNECTTIMEOUT, (long)SMTP_CONNECT_SECONDS);
	set(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    o->reply_seconds ? o->reply_seconds : SMTP_REPLY_SECONDS);
	if (o->local) {
		set(c, CURLOPT_ABSTRACT_UNIX_SOCKET, o->local);
		/* libcurl 7.88 would leave the connection open and open another one. */
		set(c, CURLOPT_FORBID_REUSE, 1L);
	}
	set(c, CURLOPT_SOCKOPTFUNCTION, on_socket);
	set(c, CURLOPT_SOCKOPTDATA, s);
	/* An upload is never begun again by libcurl itself. */
	set(c, CURLOPT_UPLOAD, 1L);
	set(c, CURLOPT_HEADERFUNCTION, on_reply);
	set(c, CURLOPT_HEADERDATA, s);
	set(c, CURLOPT_VERBOSE, 1L);
	set(c, CURLOPT_DEBUGFUNCTION, on_dialogue);
	set(c, CURLOPT_DEBUGDATA, s);
	set(c, CURLOPT_ERRORBUFFER, s->error);
}

struct smtp *smtp_open(struct arena *a, struct diag *d, const struct smtp_options *o)
{
	struct smtp *s = NEW(a, struct smtp);

	if (!url_ok(d, o) || !libcurl_load(d, &s->lib))
		return NULL;
	s->curl = s->lib.init();
	if (!s->curl)
		out_of_memory();
	s->reply = &s->farewell;
	set_options(s, o);
	return s;
}

void smtp_close(struct smtp *s)
{
	if (s)
		s->lib.cleanup(s->curl);
}

struct transport smtp_transport(struct smtp *s)
{
	return (struct transport){send_parcel, s};
}
