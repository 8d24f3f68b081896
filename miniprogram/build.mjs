/** Builds src into dist, which WeChat's tools open: `make mini`, which says where the bundler of web/ is installed. */

import { createRequire } from "node:module";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const [, , made = join(here, "dist"), modules = join(here, "..", "web", "node_modules")] = process.argv;
const bundler = createRequire(join(modules, "none.js")).resolve("rolldown");
const { build } = await import(pathToFileURL(bundler).href);

const { pages } = JSON.parse(await readFile(join(source, "app.json"), "utf8"));

await rm(made, { recursive: true, force: true });
await build({
  cwd: source,
  input: Object.fromEntries(["app", ...pages].map((name) => [name, join(source, `${name}.ts`)])),
  platform: "neutral",
  transform: { target: "es2018" },
  output: { dir: made, format: "cjs", entryFileNames: "[name].js", chunkFileNames: "shared/[name].js", minify: true, exports: "auto" },
});

for (const file of await readdir(source, { recursive: true, withFileTypes: true })) {
  const path = join(file.parentPath, file.name);
  if (!file.isFile() || path.endsWith(".ts")) continue;
  const to = join(made, path.slice(source.length));
  await mkdir(dirname(to), { recursive: true });
  await cp(path, to);
}
let weight = 0;
for (const file of await readdir(made, { recursive: true, withFileTypes: true })) {
  if (file.isFile()) weight += (await readFile(join(file.parentPath, file.name))).length;
}
console.log(JSON.stringify({ bytes: weight }));
