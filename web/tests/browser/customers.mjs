/** A customer of the first story at their phone: what they buy and pay, so that there is something to see. */
import { randomUUID } from "node:crypto";

/** What a page of ours asks: an answer that is none ends the telling. */
async function asked(url, { method = "GET", body, headers = {} } = {}) {
  const init = { method, headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID(), ...headers } };
  const answer = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${await answer.text()}`);
  return await answer.json();
}

/** As the owner's page asks our API. */
export const asOwner = (page, method, path, body) =>
  page.evaluate(
    async ({ method, path, body, key }) => {
      const headers = { "Content-Type": "application/json", "X-Siyu-Console": "1", "Idempotency-Key": key };
      const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return await answer.json();
    },
    { method, path, body, key: randomUUID() },
  );

/** Somebody who has joined, signed in at the mini-program; of this name, where there is one. */
export async function customer(house, name = "") {
  const { sandbox, url, corp, corpId, mini: appid } = house.asked;
  const { customers } = await asked(`${sandbox}/customers`);
  const one = customers.find((found) => found.external_userids[corpId] && (name === "" || found.name === name));
  const { js_code } = await asked(`${sandbox}/customers/${one.id}/login-code`, { method: "POST", body: { appid } });
  const { token } = await asked(`${url}/mini/v1/sessions`, { method: "POST", body: { corp, js_code } });
  const headers = { Authorization: `Bearer ${token}` };
  const ask = (method, path, body) => asked(`${url}/mini/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  /** Pays an order, and does not wait. */
  const taps = async (order) => {
    const call = await ask("POST", `/orders/${order}/payments`, {});
    await asked(`${house.asked.bank}/payments/${order}/pay`, { method: "POST", body: { call: { ...call, appId: appid } } });
  };
  return {
    name: one.name,
    token,
    ask,
    taps,
    /** Pays an order, and waits until it is known here. */
    async pays(order) {
      await taps(order);
      for (let looked = 0; (await ask("GET", `/orders/${order}`)).status === "placed"; looked += 1) {
        if (looked > 100) throw new Error(`${order} was paid, and is not`);
        await new Promise((go) => setTimeout(go, 200));
      }
    },
  };
}

/** What WeChat Pay shall do otherwise than it should. */
export const bankFails = (house, fault) => asked(`${house.asked.bank}/faults`, { method: "POST", body: fault });
