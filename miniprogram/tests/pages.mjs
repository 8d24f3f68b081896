/** Prints what is wrong with the pages that were built: `node pages.mjs dist`. An empty list is what CI wants. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { WeChat } from "./wechat.mjs";
import { missing, parse, templatesOf } from "./wxml.mjs";

const dist = process.argv[2];
const nobody = () => Promise.reject(new Error("nobody is asked"));
const wechat = new WeChat(dist, { request: nobody, login: nobody, pay: nobody, now: () => 0 });
const read = (path) => readFileSync(join(dist, path), "utf8");
const templates = templatesOf(parse(read("templates/standing.wxml")));
const problems = [];

const folders = readdirSync(join(dist, "pages"));
for (const name of folders) if (!wechat.app.pages.includes(`pages/${name}/${name}`)) problems.push(`${name} is not in app.json`);
for (const tab of wechat.tabs) if (!wechat.app.pages.includes(tab)) problems.push(`the tab ${tab} is no page`);
for (const path of wechat.app.pages) {
  const { data, ...own } = wechat.pages.get(path);
  const handlers = Object.keys(own).filter((name) => typeof own[name] === "function");
  const source = read(`${path}.wxml`);
  JSON.parse(read(`${path}.json`));
  problems.push(...missing(parse(source), { data: Object.keys(data), handlers }, templates).map((text) => `${path}: ${text}`));
  if (!handlers.includes("again") && /is="standing"/.test(source)) problems.push(`${path}: nothing to try again with`);
  for (const [, file] of source.matchAll(/src="([^"{]+)"/g)) {
    if (!existsSync(join(dist, path, "..", file))) problems.push(`${path}: no file ${file}`);
  }
  for (const [, url] of read(`${path}.js`).matchAll(/`\/(pages\/\w+\/\w+)/g)) if (!wechat.app.pages.includes(url)) problems.push(`${path}: leads to ${url}`);
}
console.log(JSON.stringify(problems));
