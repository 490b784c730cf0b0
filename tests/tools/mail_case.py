"""What the end-to-end tests of mail share: a small project, a server on loopback, one run of irbrief."""
import email, email.policy, glob, os, shutil, sqlite3, subprocess, sys, tempfile, unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
IRBRIEF = os.environ.get("IRBRIEF") or os.path.join(ROOT, "irbrief")
NOW = "2026-03-25T16:46:00+08:00"

FILES = {
    "issuer.yaml": """id: acme
names: {en: Acme Cloud Limited, zh-Hans: 顶点云有限公司}
short_names: {en: Acme Cloud, zh-Hans: 顶点云}
listings: [{venue: HKEX, ticker: "9999"}]
fiscal_year_end: 12-31
currency: CNY
profile: hkex
languages: [en, zh-Hans]
notice: {en: "Sample made of invented figures; no company issued it.", zh-Hans: "样本，数据为虚构，并非任何公司发布。"}
""",
    "documents.csv": "id,kind,title,date,language,file,url\nar2025,primary,Annual report 2025,2026-03-25,en,,\n",
    "dimensions.csv": "dimension,member,complete,label.en,label.zh-Hans\n"
                      "segment,public_cloud,yes,Public cloud,公有云\n"
                      "segment,enterprise_cloud,yes,Enterprise cloud,行业云\n",
    "facts/annual.csv": """concept,segment,unit,scale,sign,source,FY2024 #ar2025,FY2025 #ar2025
revenue,public_cloud,CNY,1000,natural,195,"5,007,251","6,633,492"
revenue,enterprise_cloud,CNY,1000,natural,196,"2,777,929","2,925,127"
revenue,,CNY,1000,natural,198,"7,785,180","9,558,619"
cost_of_revenue,,CNY,1000,negated,199,"(6,444,254)","(8,055,211)"
gross_profit,,CNY,1000,natural,200,"1,340,926","1,503,408"
net_income,,CNY,1000,natural,210,"(1,979,042)","(943,692)"
""",
    "templates/briefs/short.yaml": """title: {en: "Annual results {{period.short}}", zh-Hans: "{{period.short}}年度业绩"}
kicker: {en: "Annual results {{period.short}}, unaudited", zh-Hans: "{{period.short}}年度业绩，未经审计"}
status: {en: Unaudited, zh-Hans: 未经审计}
scale: million
headline:
  - {en: "Revenue {{revenue | moved}} to {{revenue}}", zh-Hans: "收入{{revenue | moved}}至{{revenue}}"}
sections:
  - id: glance
    label: {en: Results at a glance, zh-Hans: 业绩概览}
    blocks:
      - kpis:
          id: key-figures
          title: {en: Key figures, zh-Hans: 主要数据}
          aside: {en: "{{unit.money}}", zh-Hans: "{{unit.money}}"}
          items: [revenue, gross_profit, net_income]
      - highlights:
          id: highlights
          title: {en: Highlights, zh-Hans: 摘要}
          texts:
            - {en: "**Gross margin** was {{gross_margin}}, compared with {{gross_margin@prior}}.", zh-Hans: "**毛利率**为{{gross_margin}}，上年为{{gross_margin@prior}}。"}
      - chart:
          id: revenue-by-line
          kind: stacked
          title: {en: "Public cloud made {{share(revenue[segment=public_cloud], revenue)}} of revenue", zh-Hans: "公有云占收入{{share(revenue[segment=public_cloud], revenue)}}"}
          subtitle: {en: "Revenue by line, {{unit.money}}", zh-Hans: "分业务收入，{{unit.money}}"}
          periods: 2
          series:
            - {formula: "revenue[segment=public_cloud]", label: {en: Public cloud, zh-Hans: 公有云}, role: actual}
            - {formula: "revenue[segment=enterprise_cloud]", label: {en: Enterprise cloud, zh-Hans: 行业云}, role: prior}
          total: revenue
""",
    "briefs/annual.yaml": """template: short
period: FY2025
compare: [FY2024]
languages: [en, zh-Hans]
embargo: 2026-03-25T16:45:00+08:00
""",
    "deliver.yaml": """site: {base_url: "https://ir.example.com", title: Acme}
mail:
  server: smtp://127.0.0.1:9
  from: Acme IR <ir@example.com>
  reply_to: ir@example.com
  unsubscribe_url: https://ir.example.com/unsubscribe
  suppression: suppression.txt
  rate: 0
""",
}


def read(path):
    with open(path, "rb") as f:
        return f.read()


def recipients(n):
    return "address,name,language,format\n" + "".join(
        "r%04d@example.com,%s,%s,attach\n" % (i, "李华" if i % 2 else '"Smith, Ann"', "zh-Hans" if i % 2 else "en")
        for i in range(n))


class Server:
    """A scripted server; its box is the folder of what it took."""

    def __init__(self, folder, script="", *options):
        self.box = os.path.join(folder, "box")
        path = os.path.join(folder, "script")
        with open(path, "w") as f:
            f.write(script)
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(ROOT, "tests/tools/smtp_server.py"), "--folder", self.box, "--script",
             path, *options], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def paths(self):
        return sorted(glob.glob(os.path.join(self.box, "*.eml")))

    def messages(self):
        return [email.message_from_bytes(read(p), policy=email.policy.default) for p in self.paths()]

    def taken(self):
        """Envelope recipients, one for each message, sorted."""
        return sorted(read(p).split(b"\r\n", 2)[1][len(b"X-Rcpt: "):].decode() for p in self.paths())


class MailCase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="irbrief-mail-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.project = os.path.join(self.folder, "project")
        for name, text in FILES.items():
            self.put(name, text)
        self.put("recipients.csv", recipients(3))

    def put(self, name, text):
        path = os.path.join(self.project, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)

    def serve(self, script="", *options):
        server = Server(self.folder, script, *options)
        self.addCleanup(server.stop)
        return server

    def command(self, *options):
        return [IRBRIEF, "mail", self.project, "--brief", "annual", "--now", NOW, *options]

    def mail(self, *options, env=None):
        done = subprocess.run(self.command(*options), capture_output=True, text=True, timeout=300,
                              env={**os.environ, **(env or {})})
        self.output = done.stdout + done.stderr
        return done.returncode

    def mail_to(self, server, *options, env=None):
        return self.mail("--server", "smtp://127.0.0.1:%d" % server.port, "--no-tls", *options, env=env)

    def states(self):
        db = sqlite3.connect(os.path.join(self.project, ".irbrief/mail.sqlite"))
        rows = dict(db.execute("SELECT address, state FROM message"))
        db.close()
        return rows
