/* The mail server of a dry run: a thread that knows as much of SMTP as libcurl says to it. */
#include "deliver/outbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "deliver/smtp.h"

struct outbox {
	struct diag *diag;
	struct smtp *smtp;
	int listener;
	pthread_t server;
	struct buf message; /* the server's, until it has answered the last dot */
};

/* ---- the server ---- */

static void say(int to, const char *line)
{
	send(to, line, strlen(line), MSG_NOSIGNAL);
}

/* True: the message follows. */
static bool answer(struct outbox *o, int to, const char *command)
{
	bool data = strncmp(command, "DATA", 4) == 0;

	if (data)
		buf_clear(&o->message);
	say(to, data ? "354 go on\r\n" : "250 yes\r\n");
	return data;
}

/* A line of the message, without the dot that SMTP puts before a line's own.  True: it goes on. */
static bool keep_line(struct outbox *o, int to, const char *line, size_t n)
{
	bool last = strcmp(line, ".\r\n") == 0;
	size_t dot = line[0] == '.';

	if (last)
		say(to, "250 kept\r\n");
	else
		buf_add(&o->message, line + dot, n - dot);
	return !last;
}

/* Until the client hangs up. */
static void converse(struct outbox *o, int client)
{
	FILE *in = fdopen(client, "r");
	bool within = false;
	char *line = NULL;
	size_t room = 0;

	if (!in)
		out_of_memory();
	say(client, "220 nothing leaves this machine\r\n");
	for (ssize_t n; (n = getline(&line, &room, in)) > 0;)
		within = within ? keep_line(o, client, line, (size_t)n) : answer(o, client, line);
	free(line);
	fclose(in);
}

/* Others of this machine may connect, and are not listened to. */
static bool is_own(int client)
{
	struct ucred peer = {0};
	socklen_t n = sizeof peer;

	return getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && peer.pid == getpid();
}

static void *serve(void *ctx)
{
	struct outbox *o = ctx;

	for (int client; (client = accept4(o->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0;)
		if (is_own(client))
			converse(o, client);
		else
			close(client);
	return NULL;
}

/* ---- its client ---- */

static bool cannot(struct diag *d, const char *why)
{
	return diag_error(d, (struct pos){0}, "messages cannot be written: %s", why);
}

/* Listens; the kernel makes up the name, of an abstract socket. */
static bool listen_somewhere(struct outbox *o, struct sockaddr_un *name)
{
	socklen_t n = sizeof *name;

	*name = (struct sockaddr_un){.sun_family = AF_UNIX};
	o->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return o->listener >= 0 &&
	       bind(o->listener, (struct sockaddr *)name, sizeof name->sun_family) == 0 &&
	       listen(o->listener, 1) == 0 &&
	       getsockname(o->listener, (struct sockaddr *)name, &n) == 0;
}

struct outbox *outbox_open(struct arena *a, struct diag *d, const char *from)
{
	struct outbox *o = NEW(a, struct outbox);
	struct sockaddr_un name;
	int error;

	o->diag = d;
	error = listen_somewhere(o, &name) ? pthread_create(&o->server, NULL, serve, o) : errno;
	if (error) {
		if (o->listener >= 0)
			close(o->listener);
		cannot(d, strerror(error));
		return NULL;
	}
	o->smtp = smtp_open(a, d,
			    &(struct smtp_options){.url = "smtp://localhost",
						   .no_tls = true,
						   .from = from,
						   .local = name.sun_path + 1});
	if (o->smtp)
		return o;
	outbox_close(o);
	return NULL;
}

void outbox_close(struct outbox *o)
{
	if (!o)
		return;
	smtp_close(o->smtp);
	shutdown(o->listener, SHUT_RDWR); /* wakes the server */
	pthread_join(o->server, NULL);
	close(o->listener);
	buf_free(&o->message);
}

bool outbox_take(struct outbox *o, const struct parcel *p, struct str *message)
{
	struct transport t = smtp_transport(o->smtp);
	struct reply r;

	t.send(t.self, p, &r);
	*message = (struct str){buf_cstr(&o->message), o->message.n};
	return r.outcome == OUTCOME_ACCEPTED || cannot(o->diag, r.text);
}
