// Sends what is finished: one thing at a time, in one tab at a time. What to send, when to try again and what may be
// forgotten is decided by the wasm; here it is only done.
import * as sheet from "./glue.js";
import * as db from "./db.js";

const PATIENCE_MS = 60_000;
let timer;
let heard = () => {};

// `changed` is told after each thing that was sent or not.
export function watch(changed) {
  heard = changed;
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => document.hidden || send());
  send();
}

export async function send() {
  if (!navigator.locks) return run();
  await navigator.locks.request("muying-send", { ifAvailable: true }, (lock) => lock && run());
}

async function run() {
  clearTimeout(timer);
  for (;;) {
    const outbox = JSON.stringify((await db.sheets()).flatMap(({ outgoing }) => outgoing ?? []));
    const parcel = sheet.next(outbox, Date.now());
    if (!parcel) {
      const due = sheet.due(outbox);
      if (due !== undefined) timer = setTimeout(send, Math.max(500, due - Date.now()));
      return;
    }
    await one(parcel, JSON.parse(parcel));
    heard();
  }
}

async function one(json, parcel) {
  const [inspection, digest] = parcel.sheet ? [parcel.sheet] : parcel.photo;
  try {
    // From now on the server may have it.
    await db.outgoing(inspection, (outgoing) => ({ ...outgoing, attempted: true }));
    const reply = digest ? await photo(inspection, digest) : await whole(inspection);
    const chance = crypto.getRandomValues(new Uint32Array(1))[0];
    const taken = await db.outgoing(inspection, (outgoing) =>
      JSON.parse(sheet.take(JSON.stringify(outgoing), json, JSON.stringify(reply), Date.now(), chance)));
    if (sheet.is_safe(JSON.stringify(taken))) await away(inspection, taken);
  } catch (error) {
    if (!(error instanceof db.Closed)) throw error;
  }
}

async function away(inspection, { receipt }) {
  const [{ change }] = await db.log(inspection);
  const { code, name } = change.begun;
  await db.forget(inspection, { inspection, revision: receipt.revision, code, name, receipt, at: Date.now() });
}

async function whole(inspection) {
  const { body, outgoing } = await db.sheet(inspection);
  const reply = await put(`/api/v1/inspections/${inspection}`, new TextEncoder().encode(body), outgoing.digest, "application/json");
  return reply.ok ? { receipt: reply.ok } : reply;
}

async function photo(inspection, digest) {
  const { blob, restricted } = await db.photo(inspection, digest);
  const address = `/api/v1/photos/${digest}${restricted ? "?restricted=1" : ""}`;
  const reply = await put(address, await blob.arrayBuffer(), digest, "image/jpeg");
  return reply.ok ? { photo: reply.ok.digest } : reply;
}

// What came back, as the wasm reads it; anything that cannot be read is no answer.
async function put(address, body, digest, type) {
  try {
    const response = await fetch(address, {
      method: "PUT", body, signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { "content-type": type, "content-digest": `sha-256=:${base64(digest)}:` },
    });
    if (response.ok) return { ok: await response.json() };
    const problem = await response.json().catch(() => ({}));
    const kind = (problem.type ?? "").split(":").pop();
    const after = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    return { error: { status: response.status, kind, said: problem.detail ?? "", after: Number.isNaN(after) ? null : after } };
  } catch {
    return "nothing";
  }
}

const base64 = (hex) => btoa(String.fromCharCode(...hex.match(/../g).map((pair) => Number.parseInt(pair, 16))));
