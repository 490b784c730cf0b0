// What pdf.js makes of tagged files: prints roles, outline, labels and attachments of each; status 1
// if a page has no structure, a figure no text, an outline entry no target, or a file no title.
import { readFileSync } from "node:fs";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

let failures = 0;

function check(ok, file, what) {
	if (ok)
		return;
	failures++;
	console.log(`${file}: ${what}`);
}

function walk(node, visit) {
	visit(node);
	for (const child of node.children ?? [])
		walk(child, visit);
}

async function readPages(file, pdf) {
	const roles = {};

	for (let n = 1; n <= pdf.numPages; n++) {
		const page = await pdf.getPage(n);
		const tree = await page.getStructTree();

		check(tree, file, `page ${n} has no structure`);
		walk(tree ?? {}, node => {
			if (!node.role)
				return;
			roles[node.role] = (roles[node.role] ?? 0) + 1;
			check(node.role !== "Figure" || node.alt, file, `page ${n}: a figure without text`);
		});
		const { items } = await page.getTextContent({ includeMarkedContent: true });
		const inside = items.reduce((depth, i) => {
			check(i.str === undefined || !i.str.trim() || depth > 0, file, `page ${n}: untagged '${i.str}'`);
			return depth + (i.type?.startsWith("begin") ?? 0) - (i.type === "endMarkedContent");
		}, 0);
		check(inside === 0, file, `page ${n}: marked content does not balance`);
	}
	return roles;
}

async function readOutline(file, pdf) {
	const titles = [];
	const visit = async items => {
		for (const item of items ?? []) {
			titles.push(item.title);
			check(await pdf.getDestination(item.dest), file, `outline: no target for '${item.title}'`);
			await visit(item.items);
		}
	};

	await visit(await pdf.getOutline());
	return titles;
}

for (const file of process.argv.slice(2)) {
	const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)),
		verbosity: VerbosityLevel.WARNINGS, useSystemFonts: false }).promise;
	const { info, metadata } = await pdf.getMetadata();

	check(info.Title && info.Title === metadata.get("dc:title"), file, "no title, or two");
	check((await pdf.getMarkInfo())?.Marked, file, "not marked as tagged");
	console.log(`${file}:`, JSON.stringify({
		roles: await readPages(file, pdf),
		outline: await readOutline(file, pdf),
		labels: (await pdf.getPageLabels())?.length,
		attachments: Object.keys((await pdf.getAttachments()) ?? {}),
		lang: info.Language,
	}));
}
console.log(`${failures} failures`);
process.exit(failures ? 1 : 0);
