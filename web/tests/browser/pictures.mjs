/** What operators' pages show (docs/operators/pictures, `make pictures`): what a page is called here, and its file. */
export const PICTURES = {
  today: "today",
  "live codes": "live-codes",
  "live code form": "live-code-form",
  "import codes looked at": "live-code-import",
  label: "live-code-label",
  members: "members",
  member: "member",
  tags: "tags",
  "tag merged asked": "tag-merge",
  losses: "losses",
  "loss alerts": "loss-alerts",
  "coupon with holders": "coupon",
  "coupon form asked": "coupon-form",
  "new content": "content",
  review: "review",
  scripts: "scripts",
  script: "script",
  "post form": "post-form",
  "posts by month": "posts-by-month",
  "post being sent": "post",
  orders: "orders",
  "order with refund": "order",
  "refund form": "refund-form",
  refunds: "refunds",
  "group-buy": "group-buy",
  "group-buy form": "group-buy-form",
  product: "product",
  staff: "staff",
  "role form": "role-form",
  "people with roles": "roles",
  "own role form": "own-role",
  "who may do what": "who-may-do-what",
  stores: "stores",
  "import looked at": "store-import",
  "brand 活码": "brand",
  rules: "rules",
  "what somebody has": "departure",
  "setup wrong": "setup",
  "numbers beside those before": "numbers",
  "reply quality": "reply-quality",
  loads: "loads",
  audit: "audit",
  "jobs with a file": "jobs",
  "export form": "export-form",
  asides: "asides",
};
/** The same of the pages that stand on phones alone. */
export const ON_A_PHONE = {
  "till looked": "phone-till",
  "till redeemed": "phone-till-redeemed",
  "till without a net": "phone-till-without-a-net",
  "till pick-ups": "phone-till-pickups",
  "side bar": "phone-side-bar",
  "side bar follow-ups": "phone-follow-ups",
  "guests entry": "phone-entry",
  "guests team": "phone-team",
  "guests coupon": "phone-claim",
  "guests own coupon": "phone-coupon",
  "guests own order to fetch": "phone-order",
  menu: "phone-menu",
};

/** The desk of a picture is narrower than others, so that its words can be read once it is made smaller. */
export const SHOWN = { width: 1120, height: 700 };
/** The package holds them all: as small as can be read, and as large as the console's guide says (guide/pages.ts). */
const [QUALITY, SCALE] = [0.3, 0.8];

/** A page as it looks now, at a size of its own, as a WebP. */
export async function taken(browser, page, size) {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  // What follows the window (a chart, a list that loses a column) has done so.
  await page.waitForTimeout(500);
  // From the top of the page, whatever was pressed last.
  if (size === SHOWN) await page.evaluate(() => document.querySelectorAll("main, html").forEach((one) => one.scrollTo(0, 0)));
  const png = (await page.screenshot({ type: "png" })).toString("base64");
  await page.setViewportSize(before);
  const desk = await browser.newPage();
  const webp = await desk.evaluate(packed, { png, quality: QUALITY, scale: size === SHOWN ? SCALE : 1 });
  await desk.close();
  return Buffer.from(webp, "base64");
}

/** In a page: a PNG as a WebP. */
async function packed({ png, quality, scale }) {
  const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(drawn.width * scale, drawn.height * scale);
  const brush = canvas.getContext("2d", { alpha: false });
  brush.imageSmoothingQuality = "high";
  brush.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}
