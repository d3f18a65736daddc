// The page of `sourceprint serve` in a browser. Usage: node check_page.js RUNS [PICTURES]
//
// RUNS: a folder with runs of the programs beside this file, a folder each; live is run by the check.
"use strict";

const { spawn } = require("node:child_process");
const { assert, ...b } = require("./browser.js");
const { bounded, file, markup } = require("./check_file.js");
const { crash, lua, looks } = require("./check_crash.js");

const [runs, pictures] = process.argv.slice(2);
// Longer than this nobody must wait, on any machine; what was seen is printed.
const longestMs = 3000;

// Issue 6, item 4: 1,000 threads.
const manyThreads = async () => {
  const { url } = await b.serve(runs + "/many");
  const page = await b.open(url);
  assert.strictEqual(await page.textContent("#thread-count"), "1,000");
  assert.ok((await page.locator("#threads .thread").count()) < 60, "only rows in sight are elements");
  await page.locator("#threads").evaluate((list) => (list.scrollTop = list.scrollHeight));
  await page.waitForFunction(() =>
    [...document.querySelectorAll("#threads .thread")].some((row) => row.getAttribute("aria-posinset") === "1000"),
  );
  await page.keyboard.press("s");
  const before = await page.evaluate(() => sp.at.number + "/" + sp.at.thread);
  await page.keyboard.press("k");
  await page.waitForFunction((old) => sp.at.number + "/" + sp.at.thread !== old, before);
  await page.fill("#filter", "work");
  await page.waitForFunction(() => document.querySelector("#thread-count").textContent === "999 of 1,000");
  const longest = await page.evaluate(() => window.longest);
  console.log(`1,000 threads: longest task ${Math.round(longest)} ms`);
  assert.ok(longest < longestMs);
  await b.close(page);
};

// Issue 6, item 4: 10 million records without freezing.
const manyRecords = async () => {
  const { url, server } = await b.serve(runs + "/long");
  const begin = Date.now();
  const page = await b.open(url);
  const ready = Date.now() - begin;
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  const end = await b.number(page);
  assert.ok(end > 20e6, `${end} statements`);
  for (let i = 1; i <= 20; i++) await page.keyboard.press("k");
  await b.expectNumber(page, end - 20);
  await page.keyboard.press("Home");
  await page.waitForFunction(() => /statement [1-9],?\d{0,3} /.test(document.querySelector("#when").textContent));
  await page.keyboard.press("/");
  await page.keyboard.type("table[5]");
  await page.keyboard.press("Enter");
  await b.expectNumber(page, end, "found at the other end");
  for (const key of ["Escape", "+", "+", "+", "+", "0", "PageUp", ","]) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  const longest = await page.evaluate(() => window.longest);
  const memory = /VmHWM:\s*(\d+)/.exec(require("node:fs").readFileSync(`/proc/${server.pid}/status`, "utf8"))[1];
  console.log(
    `${end} statements: first paint ${Math.round(paint)} ms, ready ${ready} ms, longest task ${Math.round(longest)} ms, server at most ${Math.round(memory / 1024)} MB`,
  );
  assert.ok(longest < longestMs);
  await b.close(page);
};

// Issue 6, item 4: live streaming from a running program.
const live = async () => {
  const program = spawn("./live", {
    env: { ...process.env, SOURCEPRINT_OUTPUT_DIR: runs + "/live" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  try {
    await new Promise((done) => setTimeout(done, 300));
    const { url } = await b.serve(runs + "/live");
    const page = await b.open(url);
    assert.strictEqual(await page.getAttribute("#live", "aria-pressed"), "true", "it follows by itself");
    const first = await b.number(page);
    await page.waitForFunction((old) => sp.at.number > old + 20, first);
    await page.keyboard.press("k");
    await page.waitForFunction(() => !sp.isLive);
    const rest = await b.number(page);
    program.stdin.write("one more\n");
    await page.waitForFunction(() => document.querySelector("#thread-count").textContent === "2", null, {
      timeout: 10000,
    });
    assert.strictEqual(await b.number(page), rest, "who looks at the past is left there");
    await page.keyboard.press("f");
    await page.waitForFunction((old) => sp.at.number > old, rest);
    program.stdin.end();
    await page.waitForFunction(() => document.querySelector("#end").textContent.startsWith("exit 0"), null, {
      timeout: 10000,
    });
    assert.ok(await page.locator("#live").isHidden(), "nothing to follow any more");
    await b.close(page);
  } finally {
    program.kill("SIGKILL");
  }
};

const damaged = async () => {
  const { url } = await b.serve(runs + "/damaged");
  const page = await b.open(url);
  assert.match(await page.textContent("#problems"), /Not all of the run could be read/);
  assert.match(await page.textContent("#problems pre"), /cut/);
  assert.match(await page.textContent("#end"), /SIGSEGV/);
  await b.close(page);
};

// Without its source the recorded statements are shown.
const withoutSource = async () => {
  const { url } = await b.serve(runs + "/gone");
  const page = await b.open(url);
  const last = b.last(runs + "/gone").processes[0].threads[0];
  await b.expectPlace(page, b.placeOf(last));
  assert.match(await page.textContent("#note"), /The source is not shown \(No such file or directory; tried .*gone\.c/);
  assert.strictEqual(await page.textContent("#code .current mark"), last.snippet);
  await b.close(page);
};

const main = async () => {
  await b.begin();
  try {
    const { url } = await crash(runs + "/crash");
    await looks(url, pictures);
    await lua(runs + "/lua");
    await manyThreads();
    await manyRecords();
    await live();
    await damaged();
    await withoutSource();
    await file(runs);
    await bounded(runs);
    await markup(runs);
  } finally {
    await b.end();
  }
};

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
