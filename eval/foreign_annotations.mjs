// Anchors the Web Annotations of an export in the texts of their articles with Apache Annotator, the selectors' independent implementation, over jsdom.
//
//     node eval/foreign_annotations.mjs MODULES ANNOTATIONS EXPORT
//
// with MODULES a node_modules folder, ANNOTATIONS of `export --format webannotation` and EXPORT of `--format jsonl`. Every quote selector must find
// exact words at the place that its position selector names; where the words with what stands around them are there more than once, one of the places must be that one.
// Every annotation must have the members that the Recommendation asks for. Exit code 1 with the reason where that is not so.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, annotationsFile, exportFile] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const { JSDOM } = require("jsdom");
const load = (path) => import(pathToFileURL(join(modules, path)));
const { window } = new JSDOM("");
// The library takes these names from the page that it runs in.
Object.assign(globalThis, { NodeFilter: window.NodeFilter, Node: window.Node });
const { createTextQuoteSelectorMatcher, createTextPositionSelectorMatcher } = await load("@apache-annotator/dom/lib/index.js");

const failed = (words) => {
  console.error(words);
  process.exit(1);
};
const texts = new Map();
for (const line of readFileSync(exportFile, "utf8").split("\n").filter(Boolean)) {
  const read = JSON.parse(line);
  if (read.type === "document") texts.set(read.uri ?? `urn:onrecord:${read.id}`, read.text);
}
const collection = JSON.parse(readFileSync(annotationsFile, "utf8"));
const items = collection.first.items;
if (collection.type !== "AnnotationCollection" || collection.total !== items.length || items.length === 0) failed("the collection does not hold what it says");

const pages = new Map();
const page = (source) => {
  if (!texts.has(source)) failed(`no article ${source}`);
  if (!pages.has(source)) {
    const { document } = new JSDOM("<!DOCTYPE html><pre></pre>").window;
    // A parser would read a line feed at the beginning of `pre` as none, so the text is set, not parsed.
    document.querySelector("pre").textContent = texts.get(source);
    pages.set(source, document.querySelector("pre"));
  }
  return pages.get(source);
};
const ranges = async (matcher, scope) => {
  const found = [];
  for await (const range of matcher(scope)) found.push(range);
  return found;
};

let several = 0;
const ids = new Set();
for (const { id, type, motivation, body, target } of items) {
  ids.add(id);
  const bodies = body.every((b) => b.type === "TextualBody" && typeof b.value === "string");
  if (type !== "Annotation" || motivation !== "describing" || !bodies) failed(`${id} is no annotation`);
  const scope = page(target.source);
  const [quote, position] = target.selector;
  const places = await ranges(createTextQuoteSelectorMatcher(quote), scope);
  const [place] = await ranges(createTextPositionSelectorMatcher(position), scope);
  if (place?.toString() !== quote.exact) failed(`${id}: the position holds «${place}», the quote «${quote.exact}»`);
  const there = places.filter((r) => r.toString() === quote.exact && r.startOffset === place.startOffset && r.startContainer === place.startContainer);
  if (there.length !== 1) failed(`${id}: «${quote.exact}» anchors in ${places.length} places, none of them where it stands`);
  several += places.length > 1 ? 1 : 0;
}
if (ids.size !== items.length) failed("ids stand twice");
console.log(`apache-annotator: ${items.length} annotations on ${pages.size} articles anchor to their exact words by quote and by position, ${several} quotes stand more than once`);
