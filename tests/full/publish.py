"""See publish.sh.  Every check prints one line; the status is the number of failures, at most 1."""
import gzip
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.getcwd()
IRBRIEF = os.environ.get("IRBRIEF", os.path.join(ROOT, "irbrief"))
KILLS = int(os.environ.get("IRBRIEF_KILLS", "40"))
EMBARGO = "2020-03-25T16:45:00+08:00"
AT = "2020-03-25T16:46:00+08:00"
CHANGING = ("openat,write,pwrite64,rename,symlink,mkdir,unlink,unlinkat,rmdir,fchmod,chmod,fchmodat,fsync,fdatasync,"
            "syncfs,utimensat,ftruncate,flock")
os.environ.setdefault("IRBRIEF_NPM", "build/npm")      # where html-check.sh puts what it fetches
failures = 0


def check(good, what):
    global failures
    failures += not good
    print(("ok    " if good else "FAILED ") + what, flush=True)
    return good


def skip(what):
    print("skipped: " + what, flush=True)


class Site:
    """A copy of the small project, and the site that is made of it."""

    def __init__(self, top):
        self.top, self.project, self.site = top, os.path.join(top, "project"), os.path.join(top, "site")
        shutil.copytree(os.path.join(ROOT, "tests/cases/publish/acme"), self.project)

    def edit(self, name, old, new):
        path = os.path.join(self.project, name)
        text = open(path, encoding="utf-8").read()
        assert old in text, (name, old)
        open(path, "w", encoding="utf-8").write(text.replace(old, new))

    def correct(self):
        self.edit("facts/income.csv", "9,559", "9,569")
        self.edit("facts/income.csv", "1,504", "1,514")
        with open(os.path.join(self.project, "corrections.csv"), "w", encoding="utf-8") as f:
            f.write("brief,version,date,reason.en,reason.zh-Hans\nannual-2019,2,2020-03-26,Revenue was misstated.,收入有误。\n")

    def command(self, *options):
        return [IRBRIEF, "publish", self.project, "--site", self.site, *options]

    def publish(self, *options):
        return subprocess.run(self.command(*options), capture_output=True, text=True).returncode

    def start(self, *options):
        return subprocess.Popen(self.command(*options), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def state(self):
        """Digest of the sums of what is served, after a look at every file; None: nothing is served."""
        root = os.path.join(self.site, "current")
        if not os.path.lexists(root):
            return None
        sums = open(os.path.join(root, "SHA256SUMS"), "rb").read()
        for line in sums.decode().splitlines():
            digest, path = line.split("  ", 1)
            with open(os.path.join(root, path), "rb") as f:
                if hashlib.sha256(f.read()).hexdigest() != digest:
                    raise AssertionError("another file than SHA256SUMS says: " + path)
            if os.stat(os.path.join(root, path)).st_mode & 0o444 != 0o444:
                raise AssertionError("not readable by a server: " + path)
        return hashlib.sha256(sums).hexdigest()


def with_site(function):
    top = tempfile.mkdtemp(prefix="irbrief-publish-")
    os.chmod(top, 0o755)
    try:
        function(Site(top))
    finally:
        shutil.rmtree(top, ignore_errors=True)


def first_and_corrected(site):
    """Digests of the site before and after the correction, from a dry run beside it."""
    assert site.publish("--now", AT) == 0
    old = site.state()
    copy = site.site + ".copy"
    subprocess.run(["cp", "-a", site.site, copy], check=True)
    site.correct()
    assert site.publish("--now", AT) == 0
    new = site.state()
    shutil.rmtree(site.site)
    os.rename(copy, site.site)
    assert site.state() == old and old != new
    return old, new


def restore(site, saved):
    shutil.rmtree(site.site, ignore_errors=True)
    subprocess.run(["cp", "-a", saved, site.site], check=True)


# ---- SIGKILL ----

def kill_at_random_points(site):
    old, new = first_and_corrected(site)
    saved = site.site + ".saved"
    subprocess.run(["cp", "-a", site.site, saved], check=True)
    begin = time.monotonic()
    assert site.publish("--now", AT) == 0
    whole = time.monotonic() - begin
    seen = {old: 0, new: 0}
    for i in range(KILLS):
        restore(site, saved)
        p = site.start("--now", AT)
        time.sleep(whole * (0.4 + 0.6 * (i + 0.5) / KILLS))      # before that it reads and draws
        p.kill()
        p.communicate()
        seen[site.state()] = seen.get(site.state(), 0) + 1
        if site.publish("--now", AT) or site.state() != new:
            check(False, f"a run after a kill at {i}/{KILLS} of the time")
    check(set(seen) == {old, new}, f"{KILLS} kills at random: old {seen[old]}, new {seen[new]}, all finished by the next run")


def kill_at_every_change(site):
    old, new = first_and_corrected(site)
    saved = site.site + ".saved"
    subprocess.run(["cp", "-a", site.site, saved], check=True)
    bad, points, seen = [], 0, {old: 0, new: 0}
    # The calls that read the project come first; they are skipped by counting a run that only checks.
    first = calls_before_the_site(site)
    for n in range(first, 100000):
        restore(site, saved)
        run = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + CHANGING, "-e",
                              f"inject={CHANGING}:signal=SIGKILL:when={n}", *site.command("--now", AT)],
                             capture_output=True)
        if run.returncode == 0:
            break
        points += 1
        state = site.state()
        seen[state] = seen.get(state, 0) + 1
        if state not in (old, new) or site.publish("--now", AT) or site.state() != new:
            bad.append(n)
    check(not bad and set(seen) == {old, new},
          f"SIGKILL at each of {points} system calls: old {seen[old]}, new {seen[new]}, never a mix; bad: {bad}")


def calls_before_the_site(site):
    """Number of traced calls before the lock is taken."""
    log = os.path.join(site.top, "calls")
    copy = site.site + ".count"
    subprocess.run(["cp", "-a", site.site, copy], check=True)
    subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=" + CHANGING, IRBRIEF, "publish", site.project,
                    "--site", copy, "--now", AT], capture_output=True, check=True)
    shutil.rmtree(copy)
    lines = [l for l in open(log, errors="replace") if re.match(r"\d+ +\w+\(", l)]
    return next(i for i, l in enumerate(lines, 1) if "flock(" in l)


# ---- failing disks ----

def errors_at_every_change(site, error):
    old, new = first_and_corrected(site)
    saved = site.site + ".saved"
    subprocess.run(["cp", "-a", site.site, saved], check=True)
    calls = "write,pwrite64,rename,symlink,mkdir,fsync,fdatasync,syncfs,fchmod,utimensat"
    bad, points = [], 0
    for n in range(1, 100000):
        restore(site, saved)
        run = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e",
                              f"inject={calls}:error={error}:when={n}+", *site.command("--now", AT)],
                             capture_output=True, text=True)
        if run.returncode == 0:
            break
        points += 1
        if run.returncode != 4 or site.state() not in (old, new) or site.publish("--now", AT) or site.state() != new:
            bad.append((n, run.returncode))
    check(not bad and points > 20, f"{error} from each of {points} system calls on: status 4, old or new; bad: {bad}")


def full_disk(site):
    disk = os.path.join(site.top, "disk")
    os.mkdir(disk)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=755", "tmpfs", disk],
                                           capture_output=True).returncode:
        return skip("a full disk needs the right to mount a tmpfs")
    try:
        site.site = os.path.join(disk, "site")
        good = site.publish("--now", AT) == 0
        old = site.state()
        filler = os.open(os.path.join(disk, "filler"), os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, b"x" * 4096)
        except OSError:
            os.close(filler)
        site.correct()
        full = site.publish("--now", AT)
        kept = site.state() == old
        os.remove(os.path.join(disk, "filler"))
        after = site.publish("--now", AT)
        check(good and full == 4 and kept and after == 0 and site.state() != old,
              f"full disk: status {full}, the old site stays, the next run finishes ({after})")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        check(site.publish("--now", AT) == 4, "read-only root: status 4")
    finally:
        subprocess.run(["umount", disk], check=False)


# ---- two publishers ----

def two_publishers(site):
    assert site.publish("--now", "2020-03-25T16:00:00+08:00") == 0
    waiting = site.start("--now", "2020-03-25T16:44:57+08:00", "--wait")
    time.sleep(1)
    second = site.publish("--now", "2020-03-25T16:44:58+08:00")
    waiting.communicate()
    check(second == 5 and waiting.returncode == 0, f"two publishers: {waiting.returncode} and {second}")
    site.correct()
    both = [site.start("--now", AT) for _ in range(2)]
    codes = sorted(p.communicate() and p.returncode for p in both)
    check(codes in ([0, 5], [0, 0]) and site.state(), f"two at the same time: {codes}")


# ---- nginx ----

class Nginx:
    def __init__(self, top):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        conf = os.path.join(top, "nginx.conf")
        text = open(os.path.join(ROOT, "tests/full/nginx.conf")).read()
        open(conf, "w").write(text.replace("TOP", top).replace("PORT", str(self.port)))
        self.process = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.PIPE)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("nginx does not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port)


def get(connection, path, **headers):
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    r = connection.getresponse()
    return r.status, r.headers, r.read()


def served(site):
    assert site.publish("--now", AT) == 0
    server = Nginx(site.top)
    try:
        c = server.connect()
        status, headers, body = get(c, "/2019/annual-2019/en/")
        check(status == 200 and b"9,559" in body, "nginx serves the brief")
        again = get(c, "/2019/annual-2019/en/", If_None_Match=headers["ETag"])[0]
        since = get(c, "/2019/annual-2019/en/", If_Modified_Since=headers["Last-Modified"])[0]
        check(again == 304 and since == 304, f"conditional requests: {again}, {since}")
        zipped = get(c, "/2019/annual-2019/en/", Accept_Encoding="gzip")
        check(zipped[1]["Content-Encoding"] == "gzip" and gzip.decompress(zipped[2]) == body,
              f"compression: {len(body)} to {len(zipped[2])} bytes")
        check(headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY",
              "security headers")
        status, _, body = get(c, "/2019/annual-2020/en/")
        check(status == 404 and b"Page not found" in body, "the 404 page")
        pdf = get(c, "/2019/annual-2019/en/brief.pdf")[1]
        site.correct()
        assert site.publish("--now", AT) == 0
        status, headers, body = get(c, "/2019/annual-2019/en/brief.pdf", If_None_Match=pdf["ETag"])
        check(status == 200 and headers["ETag"] != pdf["ETag"], "a corrected file has another entity tag")
        check(get(c, "/2019/annual-2019/v1/en/brief.pdf")[0] == 200, "the old version is served")
        check(get(c, "/.irbrief/ledger.sqlite")[0] == 404, "the ledger is not served")
        walked(site, server.port)
    finally:
        server.stop()


def walked(site, port):
    """All pages in Chromium with axe, and under the Nu checker."""
    modules = os.path.join(os.environ["IRBRIEF_NPM"], "node_modules")
    root = os.path.join(site.site, "current")
    pages = [os.path.join(f, "index.html") for f, _, names in os.walk(root) if "index.html" in names]
    jar = os.path.join(modules, "vnu-jar/build/dist/vnu.jar")
    if os.path.exists(jar) and shutil.which("java"):
        run = subprocess.run(["java", "-jar", jar, "--errors-only", "--format", "text", *pages,
                              os.path.join(root, "404.html")], capture_output=True, text=True)
        print(run.stderr, end="")
        check(run.returncode == 0, f"Nu checker: {len(pages) + 1} pages")
    else:
        skip("vnu-jar or java is not installed")
    if os.path.isdir(os.path.join(modules, "axe-core")) and shutil.which("chromium"):
        paths = ["/" + os.path.relpath(p, root)[:-len("index.html")] for p in pages]
        run = subprocess.run(["node", "tests/full/site-check.mjs", f"http://127.0.0.1:{port}", *paths],
                             capture_output=True, text=True)
        print(run.stdout + run.stderr, end="")
        check(run.returncode == 0, "axe in Chromium at four views")
    else:
        skip("axe-core or chromium is not installed")


def crawled(site):
    """Polls what there is round a real instant, and looks for anything of the brief before it."""
    instant = int(time.time()) + 4
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(instant))
    site.edit("briefs/annual-2019.yaml", EMBARGO, text)
    assert site.publish() == 0
    server = Nginx(site.top)
    paths = ["/", "/feed.xml", "/sitemap.xml", "/index.json", "/archive/", "/SHA256SUMS", "/2019/",
             "/2019/annual-2019/en/", "/2019/annual-2019/en/brief.pdf", "/zh-Hans/"]
    try:
        publisher = site.start("--wait")
        seen, order, polls = {}, [], 0
        connections = [server.connect() for _ in paths]
        while time.time() < instant + 1:
            for path, c in zip(paths, connections):
                begin = time.time()
                status, _, body = get(c, path)
                polls += 1
                fresh = status == 200 and (b"annual-2019" in body or path.endswith(".pdf"))
                if fresh:
                    seen.setdefault(path, begin)
                order.append((begin, time.time(), fresh, path))
            time.sleep(0.001)
        publisher.communicate()
        check(publisher.returncode == 0, "the waiting publisher ends well")
        early = [o for o in order if o[2] and o[1] < instant]
        check(not early, f"{polls} requests: nothing of the brief before the instant")
        first = min(end for begin, end, fresh, path in order if fresh)
        check(first - instant < 0.1, f"first seen {1000 * (first - instant):.1f} ms after the instant")
        mixed = [o for o in order if o[0] > first and not o[2] and o[3] != "/2019/"]
        check(not mixed, f"no request after that sees the old site: {mixed[:3]}")
    finally:
        server.stop()


def main():
    with_site(two_publishers)
    with_site(kill_at_random_points)
    with_site(full_disk)
    if shutil.which("strace"):
        with_site(kill_at_every_change)
        with_site(lambda site: errors_at_every_change(site, "ENOSPC"))
        with_site(lambda site: errors_at_every_change(site, "EIO"))
    else:
        skip("faults at every system call need strace")
    if shutil.which("nginx"):
        with_site(served)
        with_site(crawled)
    else:
        skip("serving needs nginx (nginx-light)")
    return failures > 0


sys.exit(main())
