// The explorer in a browser: it greets, asks, follows and stops, in both languages, and breaks no rule of its own policy.
// SCREENSHOTS names a folder for pictures of it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chromium } from "playwright-core";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token, SCREENSHOTS } = process.env;
const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
// A browser of the superuser, as in a container, starts without its sandbox alone.
const browser = await chromium.launch({ executablePath, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
const complaints = [];

/** Something that is recorded while the page looks on. */
async function rename(name) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const ask = async (query, variables) => (await (await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) })).json()).data;
  const { initiatives } = await ask("{ initiatives(first: 1) { edges { node { id } } } }");
  const input = { commandId: randomUUID(), initiative: { id: initiatives.edges[0].node.id }, name };
  const { renameInitiative } = await ask(
    "mutation M($input: RenameInitiativeInput!) { renameInitiative(input: $input) { ... on CommandRecorded { position } } }",
    { input },
  );
  assert.ok(renameInitiative.position);
}

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(`it asks elsewhere: ${request.url()}`);
  });
  const says = (id, text) => page.locator(id).filter({ hasText: text }).waitFor();
  const picture = async (name) => SCREENSHOTS && (await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` }));

  await page.goto(new URL("/explorer", url).href);
  await page.fill("#token", token);
  await page.locator("#token").press("Tab");
  await says("#viewer", "You are");
  await says("#schema", "subscription: Subscription");

  await page.locator("#document").press("Control+Enter");
  await says("#status", /^200 · \d+ ms · cost \d+$/);
  await says("#answer", '"programs"');

  await page.selectOption("#operation", "Follow");
  for (const [language, following, stopped] of [
    ["en", "Following · answers: 2", "Stopped · answers: 2"],
    ["vi", "Đang theo dõi · số câu trả lời: 2", "Đã dừng · số câu trả lời: 2"],
  ]) {
    await page.selectOption("#language", language);
    await page.click("#run");
    await says("#answer article:only-child", '"events": []');
    await rename(`Seen in ${language}`);
    await says("#status", following);
    await says("#answer article:first-child", "initiative.named.v1");
    await picture(`following-${language}`);
    await page.click("#stop");
    await says("#status", stopped);
    assert.ok(await page.isVisible("#run"));
  }
  assert.deepEqual(complaints, []);
  console.log(`Chromium ${browser.version()}: the explorer greets, asks, follows and stops in two languages, and nothing breaks its policy`);
} finally {
  await browser.close();
}
