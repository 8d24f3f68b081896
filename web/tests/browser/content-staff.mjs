/** Who writes and who reviews in the steps of content: two who write, one for compliance, and the owner; what they passed. */

const ROLES = { ming: "marketer", lily: "marketer", hui: "compliance" };

export async function staffed(house) {
  const owner = await house.signedIn(house.asked.owner, "/console");
  for (const [userid, role] of Object.entries(ROLES)) await asAsked(owner, "PUT", `/operators/${userid}`, { role, scope: { kind: "all" } });
  await owner.close();
}

/** What the page of somebody who is signed in asks our API, as its screens do. */
export async function asAsked(page, method, path, body) {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const headers = { "Content-Type": "application/json", "X-Siyu-Console": "1", ...(method === "POST" ? { "Idempotency-Key": crypto.randomUUID() } : {}) };
      const asked = await fetch(`/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: asked.status, told: await asked.json() };
    },
    [method, path, body],
  );
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.told)}`);
  return answer.told;
}

/** Content that three people passed: how they do it is seen elsewhere. Answers its id. */
export async function approved(house, owner, name, text) {
  const writer = await house.signedIn("ming");
  const { item_id } = await asAsked(writer, "POST", "/content-items", { name, text });
  await passes(house, owner, writer, `/content-items/${item_id}/versions/1`);
  return item_id;
}

/** Its second version, passed as the first. */
export async function approvedAnew(house, owner, item_id, text) {
  const writer = await house.signedIn("ming");
  await asAsked(writer, "POST", `/content-items/${item_id}/versions`, { based_on: 1, text });
  await passes(house, owner, writer, `/content-items/${item_id}/versions/2`);
}

async function passes(house, owner, writer, version) {
  await asAsked(writer, "POST", `${version}/submissions`);
  await writer.context().close();
  for (const [userid, stage] of [["lily", "content"], ["hui", "compliance"]]) {
    const page = await house.signedIn(userid);
    await asAsked(page, "POST", `${version}/reviews`, { stage, verdict: "passed" });
    await page.context().close();
  }
  await asAsked(owner, "POST", `${version}/reviews`, { stage: "business", verdict: "passed" });
}
