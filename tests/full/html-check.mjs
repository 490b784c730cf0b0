// axe-core in Debian's Chromium, and a walk through the page by keyboard.  Called by html-check.sh.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.resolve(process.env.IRBRIEF_NPM ?? '.', 'x.js'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const views = [
	{ width: 1440, colorScheme: 'light' },
	{ width: 1440, colorScheme: 'dark' },
	{ width: 390, colorScheme: 'dark' },
	{ width: 360, colorScheme: 'light' },
	{ width: 1000, colorScheme: 'light', media: 'print' },
];
let failures = 0;

function fail(where, what) {
	failures++;
	console.log(`${where}: ${what}`);
}

// Everything that opens is opened, so that what lies inside is checked too.
async function checkView(browser, file, view) {
	const where = `${file} at ${view.width}, ${view.media ?? view.colorScheme}`;
	const context = await browser.newContext({
		viewport: { width: view.width, height: 900 }, colorScheme: view.colorScheme, bypassCSP: true,
	});
	const page = await context.newPage();
	page.on('console', (message) => fail(where, message.text()));
	page.on('request', (request) => {
		if (!request.url().startsWith('file:'))
			fail(where, `asks for ${request.url()}`);
	});
	await page.goto('file://' + path.resolve(file));
	if (view.media)
		await page.emulateMedia({ media: view.media });
	for (const open of [false, true]) {
		await page.evaluate((o) => document.querySelectorAll('details').forEach((d) => { d.open = o; }), open);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		if (wide > view.width)
			fail(where, `${wide} pixels wide${open ? ' with all lineage open' : ''}`);
		await page.evaluate(axe);
		const result = await page.evaluate((only) => globalThis.axe.run(document, { runOnly: only }), rules);
		for (const v of result.violations)
			fail(where, `${v.id}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 160)}`);
	}
	await context.close();
}

// Nothing is wider than the screen at the widths between the views, closed and open.
async function checkWidths(browser, file) {
	const page = await browser.newPage();
	await page.goto('file://' + path.resolve(file));
	for (const open of [false, true]) {
		await page.evaluate((o) => document.querySelectorAll('details').forEach((d) => { d.open = o; }), open);
		for (const width of [320, 480, 600, 700, 800, 899, 900, 1000, 1100, 1200, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			if (wide > width)
				fail(file, `${wide} pixels wide at ${width}${open ? ' with all lineage open' : ''}`);
		}
	}
	await page.close();
}

// Where only charts stand side by side their drawings end on one line, or begin on it beside rows, and so
// do their notes begin.
async function checkCharts(browser, file) {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	await page.goto('file://' + path.resolve(file));
	const uneven = await page.evaluate(() => [...document.querySelectorAll('.row')]
		.map((row) => [...row.children])
		.filter((blocks) => blocks.length > 1 && blocks.every((b) => b.classList.contains('chart')))
		.filter((blocks) => ['.wide', '.data', 'figure + *'].some((part) => new Set(blocks
			.map((b) => b.querySelector(part)?.getBoundingClientRect())
			.filter((r) => r)
			.map((r) => Math.round(part === '.wide' && !blocks.some((b) => b.classList.contains('of-rows')) ? r.bottom : r.top))).size > 1))
		.map((blocks) => blocks[0].id));
	for (const id of uneven)
		fail(file, `the charts beside ${id} do not stand on one line`);
	await page.close();
}

// In every column head, words and last digits, with the unseen digits that pad some, end at one edge.
async function checkEdges(browser, file) {
	const page = await browser.newPage();
	await page.goto('file://' + path.resolve(file));
	await page.evaluate(() => {
		document.querySelectorAll('details').forEach((d) => { d.open = true; });
		// What a pseudo-element shows cannot be measured: an element takes its place.
		for (const cell of document.querySelectorAll('[data-pad]')) {
			const pad = cell.appendChild(document.createElement('span'));
			pad.className = 'pad';
			pad.textContent = cell.dataset.pad;
			cell.dataset.pad = '';
		}
	});
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 900 });
		const columns = await page.evaluate(() => {
			const right = (node, start, end) => {
				const range = document.createRange();
				range.setStart(node, start);
				range.setEnd(node, end);
				return Math.max(...[...range.getClientRects()].map((r) => r.right));
			};
			// Signs hang beyond the digits, in elements of their own.
			const edge = (cell) => {
				const pad = cell.querySelector('.pad')?.getBoundingClientRect().width ?? 0;
				const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
				while (cell.tagName === 'TD' && texts.nextNode()) {
					const end = texts.currentNode.data.trimEnd().length;
					if (!texts.currentNode.parentElement.matches('i, .pad') && /\d$/.test(texts.currentNode.data.slice(0, end)))
						return right(texts.currentNode, end - 1, end) + pad;
				}
				return right(cell, 0, cell.childNodes.length);
			};
			const list = [];
			for (const table of document.querySelectorAll('.grid > table')) {
				const cells = [...table.querySelectorAll(':scope > * > tr > .n')].filter((c) => c.offsetWidth && c.textContent.trim());
				const columns = Map.groupBy(cells, (c) => Math.round(c.getBoundingClientRect().right));
				for (const column of columns.values()) {
					const edges = column.map(edge);
					list.push({ name: `${table.caption.textContent}, ${column[0].textContent}`, apart: Math.max(...edges) - Math.min(...edges) });
				}
			}
			return list;
		});
		for (const c of columns.filter((c) => c.apart > 1.5))
			fail(`${file} at ${width}`, `${c.name}: ${c.apart.toFixed(1)} px between the edges of its cells`);
		console.log(`${file} at ${width}: edges of ${columns.length} columns, ${Math.max(0, ...columns.map((c) => c.apart)).toFixed(1)} px at most`);
	}
	await page.close();
}

// Tab reaches every link and summary that is seen, in the order of the page, and Enter opens lineage.
async function walk(browser, file) {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	await page.goto('file://' + path.resolve(file));
	const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], summary')]
		.filter((e) => !e.closest('details:not([open]) > :not(summary)'))
		.filter((e) => e.checkVisibility()).length);
	let reached = 0;
	for (; reached <= wanted; reached++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(() => document.activeElement === document.body))
			break;
	}
	if (reached !== wanted)
		fail(file, `the keyboard reaches ${reached} of ${wanted}`);
	await page.focus('summary');
	await page.keyboard.press('Enter');
	if (!await page.evaluate(() => document.querySelector('details').open))
		fail(file, 'Enter does not open lineage');
	await page.close();
}

const browser = await chromium.launch({
	executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
for (const file of process.argv.slice(2)) {
	for (const view of views)
		await checkView(browser, file, view);
	await checkWidths(browser, file);
	await checkCharts(browser, file);
	await checkEdges(browser, file);
	await walk(browser, file);
}
await browser.close();
console.log(`axe: ${process.argv.length - 2} pages, ${failures} failures`);
process.exit(failures ? 1 : 0);
