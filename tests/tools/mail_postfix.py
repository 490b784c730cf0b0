"""irbrief mail through Postfix on loopback, with TLS and authentication: what arrives in the mailboxes, read by
Python's e-mail parser.  Postfix is started from a folder of its own and ended by its process id.  Needs root,
as Postfix does."""
import collections, email, email.policy, glob, html.parser, json, os, pwd, re, shutil, signal, socket, subprocess, sys, time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_case import IRBRIEF, MailCase, read, recipients

MAIN = """compatibility_level = 3.6
queue_directory = {f}/queue
data_directory = {f}/data
mail_owner = postfix
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {f}/log/mail.log
maillog_file_prefixes = {f}
virtual_mailbox_domains = example.com, xn--bcher-kva.example.com
virtual_mailbox_base = {f}/boxes
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
relay_domains =
alias_maps =
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_chain_files = {f}/key.pem, {f}/cert.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {f}/etc/sasl
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_peername_lookup = no
"""

MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

SASL = """pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {f}/etc/sasldb2
mech_list: PLAIN
"""


class Figures(html.parser.HTMLParser):
    """(figure id, text) of each figure marked in a page."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.open = dict(attributes).get("data-figure") or self.open

    def handle_data(self, data):
        if self.open:
            self.found.append((self.open, data))
            self.open = None


@unittest.skipUnless(os.geteuid() == 0 and shutil.which("postfix", path="/usr/sbin"), "needs root and Postfix")
class Postfix(MailCase):
    def setUp(self):
        super().setUp()
        f = self.postfix = os.path.join(self.folder, "postfix")
        user = pwd.getpwnam("nobody")
        for name in ("etc/sasl", "queue", "data", "log", "boxes"):
            os.makedirs(os.path.join(f, name))
        os.chmod(self.folder, 0o755)
        shutil.chown(f + "/data", "postfix")
        os.chown(f + "/boxes", user.pw_uid, user.pw_gid)
        with socket.create_server(("127.0.0.1", 0)) as s:
            self.port = s.getsockname()[1]
        values = {"f": f, "port": self.port, "uid": user.pw_uid, "gid": user.pw_gid}
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER), ("sasl/smtpd.conf", SASL)):
            with open("%s/etc/%s" % (f, name), "w") as out:
                out.write(text.format(**values))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                        "subjectAltName=IP:127.0.0.1", "-keyout", f + "/key.pem", "-out", f + "/cert.pem"],
                       check=True, capture_output=True)
        subprocess.run(["saslpasswd2", "-p", "-c", "-f", f + "/etc/sasldb2", "-u", "mail.example.com", "ir"],
                       input=b"secret", check=True)
        shutil.chown(f + "/etc/sasldb2", group="postfix")
        os.chmod(f + "/etc/sasldb2", 0o640)
        self.start()

    def start(self):
        etc = self.postfix + "/etc"
        subprocess.run(["postfix", "-c", etc, "start"], check=True, capture_output=True)
        self.addCleanup(self.stop)

    def stop(self):
        try:
            pid = int(read(self.postfix + "/queue/pid/master.pid").strip())
            os.kill(pid, signal.SIGTERM)
            while os.path.exists("/proc/%d" % pid):
                time.sleep(0.05)
        except (FileNotFoundError, ProcessLookupError):
            pass

    def send(self, *options, password="secret"):
        return self.mail("--server", "smtp://127.0.0.1:%d" % self.port, *options,
                         env={"SSL_CERT_FILE": self.postfix + "/cert.pem", "IRBRIEF_SMTP_USER": "ir@mail.example.com",
                              "IRBRIEF_SMTP_PASSWORD": password})

    def delivered(self, n):
        """address -> messages, once so many have arrived."""
        found = []
        for _ in range(600):
            found = glob.glob(self.postfix + "/boxes/all/new/*")
            if len(found) >= n:
                break
            time.sleep(0.1)
        boxes = collections.defaultdict(list)
        for path in found:
            message = email.message_from_bytes(read(path), policy=email.policy.default)
            boxes[message["delivered-to"]].append(message)
        return boxes

    def test_what_arrives(self):
        self.put("recipients.csv", "address,name,language,format\nli@example.com,李华,zh-Hans,attach\n"
                                   'anna@bücher.example.com,"Müller, Anna",en,\n')
        self.assertEqual(self.send(), 0, self.output)
        boxes = self.delivered(2)
        self.assertEqual({a: len(m) for a, m in boxes.items()},
                         {"li@example.com": 1, "anna@xn--bcher-kva.example.com": 1})
        subprocess.run([IRBRIEF, "build", self.project, "-o", self.folder + "/out"], check=True,
                       stdout=subprocess.DEVNULL)
        self.check_message(boxes["li@example.com"][0], "zh-Hans", "李华")
        self.check_message(boxes["anna@xn--bcher-kva.example.com"][0], "en", "Müller, Anna")

    def check_message(self, message, lang, name):
        brief = json.loads(read("%s/out/annual/%s/brief.json" % (self.folder, lang)))
        printed = {g: v["text"] for g, v in brief["figures"].items()}
        self.assertEqual(message.defects, [])
        self.assertEqual(message["to"].addresses[0].display_name, name)
        self.assertEqual(len(message["to"].addresses), 1)
        self.assertIsNone(message["bcc"])
        self.assertIsNone(message["cc"])
        self.assertEqual(message["auto-submitted"], "auto-generated")
        self.assertEqual(message["list-unsubscribe-post"], "List-Unsubscribe=One-Click")
        self.assertRegex(message["list-unsubscribe"], r"^<https://ir.example.com/unsubscribe\?token=[\w.-]+>$")
        self.assertIn(printed["revenue@FY2025:million-amount"], message["subject"])
        text, page = message.get_body(("plain",)), message.get_body(("html",))
        figures = Figures(page.get_content()).found
        self.assertGreater(len(figures), 8)
        for gid, value in figures:
            self.assertEqual(printed[gid], value, gid)
        known = set(re.findall(r"\d[\d,.]*\d|\d", json.dumps(brief["sections"], ensure_ascii=False)))
        for number in re.findall(r"(?<![A-Za-z0-9.,-])\d[\d,.]*\d", re.sub(r"https://\S+", "", text.get_content())):
            self.assertIn(number, known | {"9999"}, "a number in the text that the brief does not print")
        self.assertIn(brief["issuer"].get("notice") or "", text.get_content())
        self.assertLess(len(page.get_content().encode()), 95000)
        self.check_parts(message, page, lang)

    def check_parts(self, message, page, lang):
        image = [p for p in message.walk() if p.get_content_type() == "image/png"]
        pdf = [p for p in message.walk() if p.get_content_type() == "application/pdf"]
        self.assertEqual((len(image), len(pdf)), (2, 1))  # on paper and on dark paper
        for part in image:
            self.assertIn("cid:" + part["content-id"].strip("<>"), page.get_content())
            self.assertEqual(part.get_content()[:8], b"\x89PNG\r\n\x1a\n")
        self.assertRegex(page.get_content(), r'<img [^>]*alt="[^"]+"')
        self.assertEqual(pdf[0].get_content(), read("%s/out/annual/%s/brief.pdf" % (self.folder, lang)))
        raw = message.as_bytes()
        self.assertTrue(all(b < 128 for b in raw), "7-bit")

    def test_wrong_password(self):
        self.assertEqual(self.send(password="wrong"), 4)
        self.assertIn("535", self.output)
        self.assertEqual(self.delivered(0), {})

    def test_a_thousand(self):
        self.put("recipients.csv", recipients(1000))
        start = time.time()
        self.assertEqual(self.send(), 0, self.output)
        print("1,000 accepted by Postfix over TLS in %.1f s" % (time.time() - start))
        boxes = self.delivered(1000)
        self.assertEqual(len(boxes), 1000)
        self.assertEqual(max(len(m) for m in boxes.values()), 1)
        ids = {m[0]["message-id"] for m in boxes.values()}
        self.assertEqual(len(ids), 1000)


if __name__ == "__main__":
    unittest.main()
