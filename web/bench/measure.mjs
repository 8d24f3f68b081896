/**
 * How soon a screen stands on a slow machine behind a slow line, and how long 100 rows take.
 *
 *   node measure.mjs '{"url": …, "chromium": …, "runs": …, "pages": [[path, selector], …]}'
 *
 * Prints JSON: for each page its first paint, when its content stood, requests and kilobytes; the rows of both tables.
 */
import { chromium } from "playwright-core";

const asked = JSON.parse(process.argv[2]);
// A middling phone behind a middling line.
const SLOWER = 4;
const LINE = { offline: false, latency: 100, downloadThroughput: 500_000, uploadThroughput: 500_000 };

const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const pages = {};
for (const [path, selector] of asked.pages) {
  pages[path] = [];
  for (let run = 0; run < asked.runs; run += 1) pages[path].push(await visited(path, selector));
}
const page = await browser.newPage();
await page.goto(`${asked.url}/bench/rows.html`);
await page.waitForFunction(() => window.measure);
await page.evaluate(() => window.measure(3));
const rows = await page.evaluate((runs) => window.measure(runs), asked.rows);
await browser.close();
console.log(JSON.stringify({ pages, rows }));

/** A first visit: nothing is kept from another. */
async function visited(path, selector) {
  const window = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
  const page = await window.newPage();
  const devtools = await window.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINE);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let [bytes, requests] = [0, 0];
  devtools.on("Network.loadingFinished", (done) => {
    bytes += done.encodedDataLength;
    requests += 1;
  });
  await page.goto(asked.url + path, { waitUntil: "commit" });
  await page.locator(selector).first().waitFor();
  const stood = await page.evaluate(() => performance.now());
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  await window.close();
  return { paint, stood, kb: bytes / 1000, requests };
}
