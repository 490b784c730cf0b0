"""irbrief mail against a scripted server: each fault, what was taken, what the ledger and the sender say."""
import os, re, subprocess, sys, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_case import FILES, IRBRIEF, NOW, MailCase, read, recipients

ALL = ["r0000@example.com", "r0001@example.com", "r0002@example.com"]
CORRECTION = "brief,version,date,reason.en,reason.zh-Hans\nannual,2,2026-03-25,A wrong digit.,一位数字有误。\n"


class Replies(MailCase):
    def test_everyone_gets_one_and_twice_is_once(self):
        server = self.serve()
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(self.mail_to(server, "--resume"), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_deferred_is_tried_again(self):
        server = self.serve("rcpt:r0001@example.com 451 4.3.0 later\nmail 452 4.3.1 full\nend 450 4.2.0 busy\n")
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_deferred_for_good_is_listed(self):
        server = self.serve("* rcpt:r0001@example.com 451 4.3.0 come later\n")
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), [ALL[0], ALL[2]])
        self.assertRegex(self.output, r"recipients.csv:3:1: error: deferred.*r0001@example.com.*come later")

    def test_rejected_is_recorded_with_its_reply(self):
        server = self.serve("rcpt:r0000@example.com 550 5.1.1 no such user\nend:r0002@example.com 554 5.6.0 no\n")
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), [ALL[1]])
        self.assertRegex(self.output, r"r0000@example.com.*550 5.1.1 no such user")
        self.assertRegex(self.output, r"r0002@example.com.*554 5.6.0 no")
        self.assertEqual(self.states(), {ALL[0]: "rejected", ALL[1]: "accepted", ALL[2]: "rejected"})
        self.assertEqual(self.mail_to(server), 4, "the same command does not try them again")
        self.assertEqual(server.taken(), [ALL[1]])
        self.assertEqual(self.mail_to(server, "--resume"), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_data_refused(self):
        server = self.serve("data:r0001@example.com 554 5.5.0 no\ndata:r0000@example.com 451 wait\n")
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), [ALL[0], ALL[2]])
        self.assertEqual(self.states()[ALL[1]], "rejected")

    def test_replies_of_many_lines_long_ones_and_garbage(self):
        server = self.serve(r"rcpt raw 250-a\r\n250-b\r\n250 c\r\n" "\n"
                            r"rcpt:r0001@example.com raw 550-5.1.1 no\r\n550 5.1.1 such \x1b[31muser\xff %s\r\n" "\n"
                            r"rcpt:r0002@example.com raw what is this\r\n / drop" "\n" % ("x" * 3000))
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), [ALL[0], ALL[2]])
        self.assertRegex(self.output, r"recipients.csv:3:1: error: rejected: 'r0001@example.com': 550 5.1.1 such \S* *\[31muser")
        self.assertNotIn("\x1b", self.output)

    def test_a_server_that_refuses_the_sender_stops_the_run(self):
        for reply, states in (("550 5.7.1 not you", {a: "rejected" for a in ALL[:2]}),
                              ("530 5.7.0 who are you", {})):
            with self.subTest(reply):
                self.setUp()
                self.put("recipients.csv", recipients(20))
                server = self.serve("* mail %s\n" % reply)
                self.assertEqual(self.mail_to(server), 4)
                self.assertIn("the run stopped: " + reply, self.output)
                self.assertEqual(self.states(), states)
                server.stop()
                self.assertEqual(self.mail_to(self.serve(), "--resume"), 0, self.output)

    def test_slow_server(self):
        server = self.serve("ehlo sleep 1\nrcpt sleep 1\nwithin sleep 1\nend sleep 2\n")
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_service_not_available(self):
        server = self.serve("2 connect 421 4.3.2 closing\nmail 421 4.3.2 closing\n")
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_nobody_there(self):
        server = self.serve()
        server.stop()
        self.assertEqual(self.mail_to(server), 4)
        for address in ALL:
            self.assertIn(address, self.output)
        again = self.serve()
        self.assertEqual(self.mail_to(again), 0, self.output)
        self.assertEqual(again.taken(), ALL)


class Drops(MailCase):
    def test_before_the_message(self):
        for moment in ("ehlo", "mail", "rcpt", "data"):
            with self.subTest(moment):
                self.setUp()
                server = self.serve("2 %s drop\n" % moment)
                self.assertEqual(self.mail_to(server), 0, self.output)
                self.assertEqual(server.taken(), ALL)

    def test_within_the_message(self):
        server = self.serve("within:r0001@example.com drop\n")
        status = self.mail_to(server)
        unknown = "nobody knows" in self.output
        # Whether all had left the machine when the server hung up is a race; both endings are honest.
        self.assertEqual(status, 4 if unknown else 0, self.output)
        self.assertEqual(server.taken(), [ALL[0], ALL[2]] if unknown else ALL)
        self.assertEqual(self.states()[ALL[1]], "attempted" if unknown else "accepted")

    def check_unknown(self, action, taken):
        server = self.serve("end:r0001@example.com %s\n" % action)
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), taken)
        self.assertRegex(self.output, r"recipients.csv:3:1: error: .*nobody knows.*r0001@example.com")
        self.assertEqual(self.states(), {ALL[0]: "accepted", ALL[1]: "attempted", ALL[2]: "accepted"})
        self.assertEqual(self.mail_to(server, "--resume"), 4)
        self.assertEqual(server.taken(), taken, "resume does not send it again")
        self.assertIn("r0001@example.com", self.output)
        self.assertEqual(self.mail_to(server, "--resume", "--resend-unknown"), 0, self.output)
        self.assertEqual(server.taken(), sorted(taken + [ALL[1]]))

    def test_after_the_message_taken(self):
        self.check_unknown("drop-after-accept", ALL)

    def test_after_the_message_not_taken(self):
        self.check_unknown("drop", [ALL[0], ALL[2]])

    def test_a_reply_that_breaks_off_is_none(self):
        self.check_unknown(r"raw 250-half\r\n / drop", [ALL[0], ALL[2]])

    def test_a_reset_after_the_message(self):
        self.check_unknown("reset", [ALL[0], ALL[2]])

    def test_a_server_that_hangs_up_between_messages(self):
        for action in ("drop", r"raw 421 4.4.2 idle\r\n / drop"):
            with self.subTest(action):
                self.setUp()
                server = self.serve("* after %s\n" % action)
                self.assertEqual(self.mail_to(server), 0, self.output)
                self.assertEqual(server.taken(), ALL)

    def test_closing_in_the_middle_of_a_message(self):
        server = self.serve(r"within:r0001@example.com raw 421 4.3.2 closing\r\n / sleep 0.2 / drop" + "\n")
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_a_server_that_never_answers_stops_the_run(self):
        self.put("recipients.csv", recipients(20))
        server = self.serve("* end drop-after-accept\n")
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(len(server.taken()), 2)
        self.assertEqual(self.output.count("not attempted"), 18 + 1)


class Tls(MailCase):
    def certificate(self, name):
        cert, key = os.path.join(self.folder, "cert.pem"), os.path.join(self.folder, "key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=%s" % name, "-addext", "subjectAltName=%s" % name,
                        "-keyout", key, "-out", cert], check=True, capture_output=True)
        return ["--cert", cert, "--key", key], {"SSL_CERT_FILE": cert}

    def send(self, server, *options, env=None, scheme="smtp"):
        return self.mail("--server", "%s://127.0.0.1:%d" % (scheme, server.port), *options, env=env)

    def test_starttls(self):
        files, env = self.certificate("IP:127.0.0.1")
        server = self.serve("", "--tls", "start", *files)
        self.assertEqual(self.send(server, env=env), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_smtps(self):
        files, env = self.certificate("IP:127.0.0.1")
        server = self.serve("", "--tls", "wrap", *files)
        self.assertEqual(self.send(server, env=env, scheme="smtps"), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_certificate_of_nobody_known(self):
        files, _ = self.certificate("IP:127.0.0.1")
        server = self.serve("", "--tls", "start", *files)
        self.assertEqual(self.send(server), 4)
        self.assertEqual(server.taken(), [])
        self.assertIn("certificate", self.output)

    def test_certificate_of_another_host(self):
        files, env = self.certificate("DNS:other.example.com")
        server = self.serve("", "--tls", "start", *files)
        self.assertEqual(self.send(server, env=env), 4)
        self.assertEqual(server.taken(), [])

    def test_tls_is_required(self):
        server = self.serve()
        self.assertEqual(self.send(server), 4)
        self.assertEqual(server.taken(), [])

    def test_a_clear_answer_behind_starttls(self):
        files, env = self.certificate("IP:127.0.0.1")
        server = self.serve(r"starttls raw 220 go on\r\n250 not by TLS\r\n / drop" + "\nstarttls 454 4.7.0 later\n",
                            "--tls", "start", *files)
        self.assertEqual(self.send(server, env=env), 0, self.output)
        self.assertEqual(server.taken(), ALL)
        server = self.serve("* starttls 501 5.5.1 no\n", "--tls", "start", *files)
        self.put("recipients.csv", "address\nnew@example.com\n")
        self.assertEqual(self.send(server, env=env), 4)
        self.assertEqual(server.taken(), ALL, "nothing in the clear")

    def test_credentials(self):
        files, env = self.certificate("IP:127.0.0.1")
        server = self.serve("", "--tls", "start", "--user", "ir", "--password", "secret", *files)
        wrong = {**env, "IRBRIEF_SMTP_USER": "ir", "IRBRIEF_SMTP_PASSWORD": "wrong"}
        self.assertEqual(self.send(server, env=wrong), 4)
        self.assertEqual(server.taken(), [])
        self.assertIn("535", self.output)
        right = {**env, "IRBRIEF_SMTP_USER": "ir", "IRBRIEF_SMTP_PASSWORD": "secret"}
        self.assertEqual(self.send(server, env=right), 0, self.output)
        self.assertEqual(server.taken(), ALL)

    def test_credentials_file_must_be_private(self):
        files, env = self.certificate("IP:127.0.0.1")
        server = self.serve("", "--tls", "start", "--user", "ir", "--password", "secret", *files)
        self.put(".irbrief/smtp", "ir\nsecret\n")
        path = os.path.join(self.project, ".irbrief/smtp")
        os.chmod(path, 0o644)
        self.assertEqual(self.send(server, env=env), 3)
        os.chmod(path, 0o600)
        self.assertEqual(self.send(server, env=env), 0, self.output)
        self.assertEqual(server.taken(), ALL)


class Gates(MailCase):
    def check_refused(self, status, *options, env=None):
        server = self.serve()
        self.assertEqual(self.mail_to(server, *options, env=env), status, self.output)
        self.assertEqual(server.taken(), [])

    def test_embargo(self):
        self.check_refused(5, "--now", "2026-03-25T16:44:59+08:00")
        self.assertIn("embargo", self.output)

    def test_late(self):
        self.check_refused(5, "--now", "2026-03-26T16:45:00+08:00")
        server = self.serve()
        self.assertEqual(self.mail_to(server, "--now", "2026-03-26T16:45:00+08:00", "--late"), 0, self.output)

    def test_failed_checks(self):
        self.put("facts/more.csv", "concept,segment,unit,scale,source,FY2025 #ar2025\n"
                                   'revenue,public_cloud,CNY,1000,400,"6,633,500"\n')
        self.check_refused(1)

    def test_not_published(self):
        self.check_refused(5, "--site", os.path.join(self.folder, "site"))

    def publish(self, site):
        subprocess.run([IRBRIEF, "publish", self.project, "--site", site, "--now", NOW], check=True,
                       stdout=subprocess.DEVNULL)

    def test_links_lead_to_what_is_published(self):
        site = os.path.join(self.folder, "site")
        self.put("recipients.csv", "address,format\nli@example.com,link\n")
        self.publish(site)
        server = self.serve()
        self.assertEqual(self.mail_to(server, "--site", site), 0, self.output)
        message = server.messages()[0]
        self.assertEqual([p for p in message.walk() if p.get_content_type() == "application/pdf"], [])
        text = message.get_body(("plain",)).get_content()
        for path in re.findall(r"https://ir\.example\.com/(2\S+)", text):
            path = os.path.join(site, "current", path)
            self.assertTrue(os.path.exists(path), path)
        self.assertIn("https://ir.example.com/2025/annual/en/brief.pdf", text)

    def test_site_shows_other_figures(self):
        site = os.path.join(self.folder, "site")
        self.publish(site)
        self.put("facts/annual.csv", FILES["facts/annual.csv"].replace("(943,692)", "(943,792)"))
        self.check_refused(5, "--site", site)
        self.put("corrections.csv", CORRECTION)
        self.check_refused(5, "--site", site)
        self.publish(site)
        server = self.serve()
        self.assertEqual(self.mail_to(server, "--site", site), 0, self.output)

    def test_rehearsal_stays_on_this_machine(self):
        self.assertEqual(self.mail("--now", "2999-01-01T00:00:00Z", "--late", "--server",
                                   "smtp://mail.example.com"), 5, self.output)
        self.assertIn("rehearsal", self.output)

    def test_injection(self):
        for row in ('"li@example.com\r\nBcc: x@example.com",,,', 'li@example.com,"Li\nBcc: x@example.com",,',
                    '"li@example.com>\nRCPT TO:<x@example.com",,,'):
            self.put("recipients.csv", "address,name,language,format\n" + row + "\n")
            self.check_refused(3)
            self.assertRegex(self.output, r"recipients.csv:2:\d+: error: control character or line break")

    def test_a_wrong_template(self):
        for name in ("subject", "text", "html"):
            self.put("templates/mail/%s.mustache" % name, "x\n{{no_such_name}}\n")
            self.check_refused(3)
            self.assertRegex(self.output, name + r".mustache:2:\d+: error: ")
            self.put("templates/mail/%s.mustache" % name, "{{headline}}\n")
        server = self.serve()
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertEqual(server.messages()[0]["subject"], "Revenue rose 22.8% to RMB9,558.6 million")

    def test_link_without_site(self):
        self.put("recipients.csv", "address,format\nli@example.com,link\n")
        self.check_refused(5)

    def test_two_senders(self):
        self.put("recipients.csv", recipients(30))
        server = self.serve("* rcpt sleep 0.1\n")
        address = ["--server", "smtp://127.0.0.1:%d" % server.port, "--no-tls"]
        both = [subprocess.Popen(self.command(*address), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for _ in range(2)]
        self.assertEqual(sorted(p.wait() for p in both), [0, 5])
        self.assertEqual(len(server.taken()), 30)
        self.assertEqual(len(set(server.taken())), 30)

    def test_other_figures_of_the_same_version(self):
        server = self.serve("rcpt:r0002@example.com 550 no\n")
        self.assertEqual(self.mail_to(server), 4)
        facts = FILES["facts/annual.csv"].replace("(943,692)", "(943,792)")
        self.put("facts/annual.csv", facts)
        self.assertEqual(self.mail_to(server, "--resume"), 5, self.output)
        self.put("corrections.csv", CORRECTION)
        self.assertEqual(self.mail_to(server), 0, self.output)
        self.assertTrue(server.messages()[-1]["subject"].startswith(("Corrected:", "更正：")))


class DryRun(MailCase):
    def test_its_files_are_what_is_sent(self):
        self.assertEqual(self.mail("--dry-run", "-o", os.path.join(self.folder, "dry")), 0, self.output)
        server = self.serve()
        self.assertEqual(self.mail_to(server), 0, self.output)
        boundary = re.compile(rb"-{24}[0-9a-f]{16}")
        for n, path in enumerate(server.paths(), 1):
            sent = read(path).split(b"\r\n", 2)[2]
            written = read(os.path.join(self.folder, "dry/%05d.eml" % n))
            self.assertEqual(boundary.sub(b"B", sent), boundary.sub(b"B", written))
            self.assertEqual(len(set(boundary.findall(written))), 3)
            self.assertNotEqual(sent, written)
            self.assertEqual(written.replace(b"\r\n", b"").count(b"\n"), 0)
            self.assertLess(max(map(len, written.split(b"\r\n"))), 998)
            self.assertLess(max(written), 128)


class Memory(MailCase):
    def peak(self, n):
        """Kilobytes of a dry run."""
        self.put("recipients.csv", recipients(n).replace("attach", "link"))
        child = subprocess.Popen(self.command("--dry-run", "-o", os.path.join(self.folder, "dry")),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 0)
        return usage.ru_maxrss

    def test_a_thousand_more_take_hardly_more_memory(self):
        self.assertLess(self.peak(1100) - self.peak(100), 700)
        page = read(os.path.join(self.folder, "dry/index.html")).decode()
        self.assertEqual(page.count('.eml">'), 100)
        self.peak(101)
        self.assertIn("<p>1 more lie", read(os.path.join(self.folder, "dry/index.html")).decode())


class Suppression(MailCase):
    def test_unsubscribed_are_not_mailed_also_on_resume(self):
        server = self.serve("rcpt:r0001@example.com 550 no\n")
        self.put("suppression.txt", "# who asked\nR0002@Example.COM, 2026-01-01\n")
        self.assertEqual(self.mail_to(server), 4)
        self.assertEqual(server.taken(), [ALL[0]])
        url = server.messages()[0]["list-unsubscribe"]
        token = re.search(r"token=([^>]+)", url).group(1)
        run = lambda t: subprocess.run([IRBRIEF, "unsubscribe", self.project, t], capture_output=True).returncode
        self.assertEqual(run(token[:-1] + ("A" if token[-1] != "A" else "B")), 5)
        self.assertEqual(run(token), 0)
        self.assertEqual(run(token), 0)
        lines = read(os.path.join(self.project, "suppression.txt")).decode().splitlines()
        self.assertEqual(lines[2:], [ALL[0]])
        self.put("suppression.txt", "r0001@example.com\n")
        self.assertEqual(self.mail_to(server, "--resume"), 0, self.output)
        self.assertNotIn(ALL[1], server.taken())


if __name__ == "__main__":
    unittest.main()
