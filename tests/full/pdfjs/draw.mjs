// Draws each page of a file with pdf.js at 72 dpi:  draw.mjs FILE.pdf PREFIX   writes PREFIX-1.pgm ...
import { readFileSync, writeFileSync } from "node:fs";
import { createCanvas } from "@napi-rs/canvas";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

const [, , file, prefix] = process.argv;
const pdf = await getDocument({
	data: new Uint8Array(readFileSync(file)), verbosity: VerbosityLevel.ERRORS, disableFontFace: true,
}).promise;

for (let n = 1; n <= pdf.numPages; n++) {
	const page = await pdf.getPage(n);
	const viewport = page.getViewport({ scale: 1 });
	const width = Math.ceil(viewport.width), height = Math.ceil(viewport.height);
	const context = createCanvas(width, height).getContext("2d");

	context.fillStyle = "#fff";
	context.fillRect(0, 0, width, height);
	await page.render({ canvasContext: context, viewport }).promise;
	const rgba = context.getImageData(0, 0, width, height).data;
	const gray = Buffer.alloc(width * height);
	for (let i = 0; i < gray.length; i++)
		gray[i] = Math.round(0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]);
	writeFileSync(`${prefix}-${n}.pgm`, Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), gray]));
}
