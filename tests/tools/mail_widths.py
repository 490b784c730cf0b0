"""The HTML part of a message in Chromium, as on a computer and on a phone: nothing is wider than the window,
nothing is smaller than can be read.  The pictures are kept where MAIL_PICTURES says."""
import json, os, re, shutil, subprocess, sys, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_case import MailCase, read

# Appended to the page, since mail has no scripts of its own: what its layout came to, as JSON in the title.
PROBE = """<script>addEventListener("load", function () {
	var sizes = [], out = [], shown = Array.prototype.filter.call(document.images, function (i) {
		return i.getBoundingClientRect().width });
	document.querySelectorAll("p,td,h1,h2,a,span").forEach(function (e) {
		var r = e.getBoundingClientRect();
		if (!r.width || !e.textContent.trim()) return;
		if (r.right > innerWidth + 1 || r.left < -1) out.push(e.textContent.trim().slice(0, 40));
		if (e.childElementCount == 0) sizes.push(parseFloat(getComputedStyle(e).fontSize));
	});
	document.title = JSON.stringify({wide: document.documentElement.scrollWidth, window: innerWidth, out: out,
		smallest: Math.min.apply(null, sizes), dark: shown.length == 1 && shown[0].className.indexOf("dark") == 0,
		picture: shown[0].naturalWidth, shown: shown[0].getBoundingClientRect().width});
})</script>"""


@unittest.skipUnless(shutil.which("chromium"), "needs chromium")
class Widths(MailCase):
    def chromium(self, *options):
        return subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                               "--force-device-scale-factor=1", "--user-data-dir=" + self.folder + "/chromium",
                               *options], capture_output=True, text=True, timeout=120).stdout

    def look(self, lang, width, dark):
        """Chromium's windows are at least 500 wide, so the message stands in a frame of the width wanted."""
        page = os.path.join(self.folder, "dry", lang + ".html")
        frame = os.path.join(self.folder, "dry", "frame.html")
        probe = os.path.join(self.folder, "dry", "probe.html")
        with open(probe, "w") as f:
            f.write(read(page).decode() + PROBE)
        with open(frame, "w") as f:
            f.write('<body style="margin:0"><iframe src="probe.html" style="border:0;width:%dpx;height:1400px">'
                    '</iframe><script>addEventListener("load", function () { setTimeout(function () {'
                    'document.title = frames[0].document.title }, 300) })</script>' % width)
        scheme = "--blink-settings=preferredColorScheme=%d" % (not dark)
        dom = self.chromium(scheme, "--allow-file-access-from-files", "--virtual-time-budget=2000", "--dump-dom",
                            "file://" + frame)
        pictures = os.environ.get("MAIL_PICTURES")
        if pictures:
            self.chromium(scheme, "--allow-file-access-from-files", "--window-size=%d,1400" % max(width, 500), "--virtual-time-budget=2000",
                          "--screenshot=%s/mail-%s-%d%s.png" % (pictures, lang, width, "-dark" * dark), "file://" + frame)
        return json.loads(re.search("<title>(.*?)</title>", dom).group(1).replace("&quot;", '"').replace("&amp;", "&"))

    def test_widths(self):
        self.assertEqual(self.mail("--dry-run", "-o", os.path.join(self.folder, "dry")), 0, self.output)
        for lang in ("en", "zh-Hans"):
            for width, dark in ((640, False), (360, False), (640, True), (360, True)):
                with self.subTest(lang=lang, width=width, dark=dark):
                    seen = self.look(lang, width, dark)
                    self.assertEqual(seen["dark"], dark, "one picture, of the scheme")
                    self.assertEqual(seen["window"], width)
                    self.assertEqual(seen["out"], [])
                    self.assertLessEqual(seen["wide"], width)
                    self.assertGreaterEqual(seen["smallest"], 13)
                    self.assertEqual(seen["picture"], 1056)
                    self.assertAlmostEqual(seen["shown"], min(width - 40 if width < 480 else width - 112, 528), delta=1)


if __name__ == "__main__":
    unittest.main()
