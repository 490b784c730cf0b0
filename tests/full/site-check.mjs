// axe-core over the pages of a served site, at phone and desktop widths, light and dark; no request leaves it,
// nothing is wider than the screen, the policy of each page lets its own style through.  Called by publish.py
// with the site's address and the paths of its pages.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.resolve(process.env.IRBRIEF_NPM, 'x.js'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const [base, ...paths] = process.argv.slice(2);
let failures = 0;

function fail(where, what) {
	failures++;
	console.log(`${where}: ${what}`);
}

// Twice: as it is, to hear what the policy refuses, then without it, so that axe itself may run.
async function check(browser, path, width, colorScheme) {
	for (const bypassCSP of [false, true]) {
		const where = `${path} at ${width}, ${colorScheme}`;
		const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP });
		const page = await context.newPage();

		page.on('console', (message) => fail(where, message.text()));
		page.on('request', (request) => {
			if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
				fail(where, `asks for ${request.url()}`);
		});
		await page.goto(base + path);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		if (wide > width)
			fail(where, `${wide} pixels wide`);
		if (bypassCSP) {
			await page.evaluate(axe);
			const result = await page.evaluate((only) => globalThis.axe.run(document, { runOnly: only }), rules);
			for (const v of result.violations)
				fail(where, `${v.id}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 160)}`);
		}
		await context.close();
	}
}

const browser = await chromium.launch({
	executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
for (const path of paths)
	for (const [width, scheme] of [[1440, 'light'], [1440, 'dark'], [390, 'light'], [360, 'dark']])
		await check(browser, path, width, scheme);
await browser.close();
console.log(`axe: ${paths.length} pages, ${failures} failures`);
process.exit(failures ? 1 : 0);
