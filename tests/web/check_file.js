// Issue 6, item 4: `export --format=html` gives the same page as one file, which asks nobody for anything.
"use strict";

const { assert, ...b } = require("./browser.js");

const where = (page) => page.evaluate(() => [sp.at.thread, sp.at.number, sp.at.at, sp.at.site]);
const settle = (page) => page.evaluate(() => sp.inOrder(() => {})());

// What both pages show after the same keys.
const same = async (one, other, keys) => {
  for (const key of keys) {
    for (const page of [one, other]) {
      await page.keyboard.press(key);
      await settle(page);
    }
    assert.deepStrictEqual(await where(one), await where(other), `after ${key} of ${keys}`);
  }
  for (const id of ["#place", "#when", "#end", "#thread-count", "#matches"])
    assert.strictEqual(await one.textContent(id), await other.textContent(id), id);
  const counts = (page) => page.$$eval("#code .executed", (cells) => cells.map((cell) => cell.textContent).join());
  await one.waitForTimeout(200);
  assert.strictEqual(await counts(one), await counts(other), "how often lines were executed");
};

exports.file = async (runs) => {
  const { url } = await b.serve(runs + "/crash");
  const served = await b.open(url),
    page = await b.open("file://" + runs + "/crash.html");
  await same(served, page, ["k", "k", ",", ",", ".", "PageUp", "Home", "j", "End"]);
  await same(served, page, [
    "s",
    "Home",
    ..."jjjjjjjjjjjjjjjjjjjj",
    ..."kkkkk",
    "End",
    ..."kkkkkkkk",
    ",",
    ".",
    "s",
    "]",
    "k",
  ]);
  await page.keyboard.press("/");
  await served.keyboard.press("/");
  for (const one of [served, page]) await one.keyboard.type('"queue"');
  await same(served, page, ["Shift+Enter", "Enter"]);
  for (const one of [served, page]) await one.keyboard.press("Escape");
  await same(served, page, ["N", "n", "s", "N", "N", "n"]);
  assert.deepStrictEqual(
    page.asked.filter((asked) => !asked.startsWith("file://" + runs + "/crash.html")),
    [],
    "it asks nobody",
  );
  await b.close(served);
  await b.close(page);
};

// Of ten million statements the newest are in the file, and it says so.
exports.bounded = async (runs) => {
  const bytes = require("node:fs").statSync(runs + "/long.html").size;
  assert.ok(bytes < 20e6, `${bytes} bytes`);
  const page = await b.open("file://" + runs + "/long.html");
  assert.match(await page.textContent("#facts"), /only the newest [\d,]+ statements/);
  const last = b.last(runs + "/long").processes[0].threads[0];
  await b.expectPlace(page, b.placeOf(last));
  await b.expectNumber(page, last.seq);
  await page.keyboard.press("Home");
  await settle(page);
  assert.ok((await b.number(page)) > 1e6, "the window begins late");
  console.log(
    `one file of ${Math.round(bytes / 1e5) / 10} MB: longest task ${Math.round(await page.evaluate(() => window.longest))} ms`,
  );
  await b.close(page);
};

exports.markup = async (runs) => {
  const { url } = await b.serve(runs + "/markup");
  for (const address of [url, "file://" + runs + "/markup.html"]) {
    const page = await b.open(address);
    const isAsked = [];
    page.on("dialog", (dialog) => isAsked.push(dialog.message()) && dialog.dismiss());
    await page.keyboard.press("Home");
    await settle(page);
    assert.match(await page.textContent("#code .current mark"), /<\/script><!--<script>alert\(1\)<\/script>/);
    assert.strictEqual(await page.locator("#code img").count(), 0);
    // What turns the direction of text is not there.
    const all = await page.evaluate(() => document.body.innerText);
    assert.match(all, /\ufffd begin admins only/);
    assert.ok(!/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(all), "the direction is turned");
    assert.deepStrictEqual(isAsked, []);
    await b.close(page);
  }
};
