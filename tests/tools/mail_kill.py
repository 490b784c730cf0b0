"""1,000 recipients, irbrief mail killed at random moments and resumed: nobody skipped, nobody mailed twice,
but for those of whom it says itself that nobody knows.  KILLS and SEED may be set in the environment."""
import collections, os, random, re, subprocess, sys, time, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_case import MailCase, recipients

N, KILLS, SEED = 1000, int(os.environ.get("KILLS", 200)), int(os.environ.get("SEED", time.time()))


class Kill(MailCase):
    def killed(self, command, seconds):
        """True if the run was killed before its end."""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        ended = process.poll() is not None
        process.kill()
        process.wait()
        return not ended

    def test_kill_and_resume(self):
        chance = random.Random(SEED)
        print("seed %d" % SEED)
        self.put("recipients.csv", recipients(N))
        server = self.serve()
        address = ["--server", "smtp://127.0.0.1:%d" % server.port, "--no-tls"]
        start = time.time()
        self.mail("--dry-run", "-o", os.path.join(self.folder, "dry"), "--recipients", self.short_list())
        start_up = time.time() - start
        kills = 0
        while kills < KILLS and len(server.paths()) < N:
            kills += self.killed(self.command(*address, "--resume"), chance.uniform(0.5 * start_up, 1.5 * start_up + 0.1))
        status = self.mail_to(server, "--resume")
        unknown = set(re.findall(r"nobody knows.*?'(r\d+@example.com)'", self.output))
        counts = collections.Counter(server.taken())
        wanted = {"r%04d@example.com" % i for i in range(N)}
        skipped = wanted - set(counts) - unknown
        twice = [a for a, n in counts.items() if n > 1]
        print("%d kills, %d taken, %d unknown" % (kills, sum(counts.values()), len(unknown)))
        self.assertEqual((skipped, twice), (set(), []))
        self.assertEqual(status, 4 if unknown else 0, self.output)
        self.assertLessEqual(len(unknown), kills)

    def short_list(self):
        path = os.path.join(self.folder, "short.csv")
        with open(path, "w") as f:
            f.write(recipients(1))
        return path


if __name__ == "__main__":
    unittest.main()
