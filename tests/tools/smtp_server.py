"""A scripted SMTP server on loopback, for the faults that a real server cannot be asked for.

	smtp_server.py --folder DIR [--port N] [--script FILE] [--cert FILE --key FILE] [--tls start|wrap]
	               [--user U --password P] [--delay SECONDS]

It prints its port, then serves until it is ended.  Each message that it acknowledges, or would have
acknowledged, is written to DIR/NNNNN.eml, with the envelope before it in lines X-Rcpt and X-Mail, and
synced before the reply, so that what a sender was told is on the disk.

The script is lines of `WHEN WHAT`, the first that matches a moment is taken (and used up, unless its
count is *):
	[COUNT] MOMENT[:ADDRESS] ACTION
MOMENT: connect, ehlo, starttls, auth, mail, rcpt, data (the command), within (inside the message), end
(after the last dot), after (the reply to the message was sent).  ACTION: a reply such as `451 try later`;
`raw BYTES` with Python's escapes, for what is no proper reply (no line end is added); `drop`; `reset` (the
connection breaks, what was read is lost); `drop-after-accept` (only at end: the message is kept, the reply is
not sent); `sleep SECONDS`.  Actions parted by ` / ` follow each other.
"""
import argparse, base64, os, socket, ssl, struct, threading, time

WITHIN_BYTES = 2000
ACTED = ("EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT")


class Dropped(Exception):
    pass


class Script:
    def __init__(self, path):
        self.lock = threading.Lock()
        self.rows = []
        for line in open(path) if path else []:
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            count = words.pop(0) if words[0] == "*" or words[0].isdigit() else "1"
            moment, _, address = words[0].partition(":")
            self.rows.append([-1 if count == "*" else int(count), moment, address, " ".join(words[1:])])

    def take(self, moment, address=""):
        with self.lock:
            for row in self.rows:
                if row[0] and row[1] == moment and row[2] in ("", address):
                    row[0] -= row[0] > 0
                    return row[3]
        return None


class Store:
    def __init__(self, folder):
        self.folder, self.lock = folder, threading.Lock()
        os.makedirs(folder, exist_ok=True)
        self.n = len([f for f in os.listdir(folder) if f.endswith(".eml")])

    def keep(self, sender, rcpts, body):
        with self.lock:
            self.n += 1
            path = os.path.join(self.folder, "%05d.eml" % self.n)
        with open(path + ".new", "wb") as f:
            f.write(("X-Mail: %s\r\nX-Rcpt: %s\r\n" % (sender, ",".join(rcpts))).encode() + body)
            f.flush()
            os.fsync(f.fileno())
        os.rename(path + ".new", path)


class Session:
    def __init__(self, sock, options, script, store, context):
        self.sock, self.o, self.script, self.store, self.context = sock, options, script, store, context
        self.tls = options.tls == "wrap"
        self.rest = b""
        self.authenticated = not options.user

    def say(self, line):
        self.sock.sendall(line.encode() + b"\r\n")

    def answer(self, reply):
        if reply:
            self.say(reply)

    def line(self):
        while b"\r\n" not in self.rest:
            got = self.sock.recv(65536)
            if not got:
                raise Dropped
            self.rest += got
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line.decode("utf-8", "replace")

    def act(self, moment, address=""):
        """What is left to do of the script's actions: a reply, drop-after-accept, "" (a reply was made), or None."""
        left = None
        for what in (self.script.take(moment, address) or "").split(" / "):
            if what == "drop":
                raise Dropped
            if what == "reset":
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise Dropped
            if what.startswith("sleep"):
                time.sleep(float(what.split()[1]))
            elif what.startswith("raw "):
                self.sock.sendall(what[4:].encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1"))
                left = ""
            elif what:
                left = what
        return left

    def body(self, address):
        self.say("354 go on")
        acted = False
        while not self.rest.startswith(b".\r\n") and b"\r\n.\r\n" not in self.rest:
            if not acted and len(self.rest) > WITHIN_BYTES:
                self.act("within", address)
                acted = True
            got = self.sock.recv(65536)
            if not got:
                raise Dropped
            self.rest += got
        body, self.rest = self.rest.split(b"\r\n.\r\n", 1)
        return b"\r\n".join(l[1:] if l.startswith(b".") else l for l in body.split(b"\r\n")) + b"\r\n"

    def message(self, sender, rcpts):
        reply = self.act("data", rcpts[-1])
        if reply is not None:
            return self.answer(reply)
        body = self.body(rcpts[-1])
        reply = self.act("end", rcpts[-1])
        if reply is not None and reply != "drop-after-accept":
            return self.answer(reply)
        self.store.keep(sender, rcpts, body)
        if reply:
            raise Dropped
        self.say("250 2.0.0 taken as %d" % self.store.n)
        self.answer(self.act("after", rcpts[-1]))

    def ehlo(self):
        self.say("250-scripted")
        if self.o.tls == "start" and not self.tls:
            self.say("250-STARTTLS")
        if self.o.user:
            self.say("250-AUTH PLAIN LOGIN")
        self.say("250 SIZE 50000000")

    def auth(self, words):
        given = words[2] if len(words) > 2 else None
        if given is None:
            self.say("334 ")
            given = self.line()
        _, user, password = base64.b64decode(given).decode().split("\0")
        self.authenticated = (user, password) == (self.o.user, self.o.password)
        self.say("235 2.7.0 welcome" if self.authenticated else "535 5.7.8 no such user or password")

    def run(self):
        sender, rcpts = "", []
        reply = self.act("connect")
        self.answer("220 scripted ESMTP" if reply is None else reply)
        while True:
            line = self.line()
            words = line.split(" ")
            verb = words[0].upper()
            address = line.partition("<")[2].partition(">")[0]
            rcpts += [address] * (verb == "RCPT")
            reply = self.act(verb.lower(), address) if verb in ACTED else None
            if reply is not None:
                self.answer(reply)
            elif verb in ("EHLO", "HELO"):
                self.ehlo()
            elif verb == "STARTTLS":
                self.say("220 go on")
                self.sock = self.context.wrap_socket(self.sock, server_side=True)
                self.tls = True
            elif verb == "AUTH":
                self.auth(words)
            elif verb == "MAIL":
                sender, rcpts = address, []
                self.say("250 2.1.0 ok" if self.authenticated else "530 5.7.0 authentication required")
            elif verb == "RCPT":
                self.say("250 2.1.5 ok")
            elif verb == "DATA":
                self.message(sender, rcpts)
            elif verb == "RSET":
                self.say("250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                raise Dropped
            else:
                self.say("502 what?")


def serve(sock, options, script, store, context):
    try:
        if options.tls == "wrap":
            sock = context.wrap_socket(sock, server_side=True)
        session = Session(sock, options, script, store, context)
        time.sleep(options.delay)
        session.run()
        sock = session.sock
    except (Dropped, OSError):
        pass
    finally:
        sock.close()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--folder", required=True)
    p.add_argument("--port", type=int, default=0)
    for name in ("script", "cert", "key", "tls", "user", "password"):
        p.add_argument("--" + name)
    p.add_argument("--delay", type=float, default=0)
    options = p.parse_args()
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    script, store = Script(options.script), Store(options.folder)
    listener = socket.create_server(("127.0.0.1", options.port), backlog=64)
    print(listener.getsockname()[1], flush=True)
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(sock, options, script, store, context), daemon=True).start()


main()
