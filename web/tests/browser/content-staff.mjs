/** Who writes and who reviews in the steps of content: two who write, one for compliance, and the owner. */

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
