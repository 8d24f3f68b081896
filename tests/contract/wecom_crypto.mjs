// Opens callbacks with Tencent's own npm package: one JSON job a line on stdin, one answer a line.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(process.argv[2] + "/");
const { getSignature, decrypt, encrypt } = require("@wecom/crypto");

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const answer = job.message === undefined
    ? { signature: getSignature(job.token, job.timestamp, job.nonce, job.encrypt), ...decrypt(job.key, job.encrypt) }
    : { encrypt: encrypt(job.key, job.message, job.id) };
  console.log(JSON.stringify(answer));
}
