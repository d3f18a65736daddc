// Issue 6, item 4, on examples/crash and on a crash in Lua: where it crashed, steps, search, keys, sizes, colours.
"use strict";

const { assert, ...b } = require("./browser.js");

// Steps, and what the source and the counts show, against `sourceprint log`.
const stepsOfAThread = async (page, records) => {
  const last = records[records.length - 1];
  await b.expectPlace(page, b.placeOf(last), "it begins where it crashed");
  assert.strictEqual(await page.textContent("#code .current mark"), last.snippet, "the statement is marked");
  const times = records.filter((record) => record.file === last.file && record.line === last.line).length;
  assert.strictEqual(
    await page.getAttribute("#code .current .executed", "title"),
    `${times.toLocaleString("en")} statements executed, in the window`,
  );
  for (let i = 2; i < 12; i++) {
    await page.keyboard.press(i % 2 ? "k" : "ArrowUp");
    await b.expectPlace(page, b.placeOf(records[records.length - i]), `${i - 1} steps back`);
  }
  await page.keyboard.press("j");
  await b.expectPlace(page, b.placeOf(records[records.length - 10]), "a step forth");
  await page.keyboard.press("Home");
  await b.expectNumber(page, records[0].seq);
  await b.expectPlace(page, b.placeOf(records[0]), "the first one");
  await page.keyboard.press("k");
  await page.waitForFunction(() => document.querySelector("#message").textContent.includes("first one"));
  await page.keyboard.press("End");
  await b.expectNumber(page, last.seq);
};

const occurrences = async (page, records) => {
  const at = records.length - 1;
  const isSame = (record) => b.placeOf(record) === b.placeOf(records[at]) && record.snippet === records[at].snippet;
  const before = records.slice(0, at).filter(isSame).pop();
  await page.keyboard.press(",");
  await b.expectNumber(page, before.seq, "the same statement before");
  await page.keyboard.press(".");
  await b.expectNumber(page, records[at].seq, "and behind");
};

const search = async (page, records, word) => {
  const has = (record) =>
    [record.function, record.file, record.snippet].some((text) => text.toLowerCase().includes(word));
  const found = records.filter(has);
  await page.keyboard.press("End");
  await b.expectNumber(page, records[records.length - 1].seq);
  await page.keyboard.press("/");
  await page.keyboard.type(word);
  await page.keyboard.press("Shift+Enter");
  const before = found.filter((record) => record.seq < records[records.length - 1].seq).pop();
  await b.expectNumber(page, before.seq, `${word}, backwards`);
  assert.strictEqual(await page.textContent("#matches"), found.length.toLocaleString("en"), "how many there are");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await b.expectNumber(page, records[0].seq);
  await page.keyboard.press("n");
  await b.expectNumber(page, found.find((record) => record.seq > records[0].seq).seq, `${word}, forth`);
  await page.keyboard.press("/");
  await page.keyboard.press("Control+a");
  await page.keyboard.type('"message"');
  await page.keyboard.press("Enter");
  const isWhole = (record) => [record.function, record.file, record.snippet].some((text) => /\bmessage\b/i.test(text));
  const whole = records.filter(isWhole).length.toLocaleString("en");
  await page.waitForFunction((count) => document.querySelector("#matches").textContent === count, whole);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("nosuchword");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#matches").textContent === "none");
  await page.keyboard.press("Escape");
};

// Through all threads: never back in time, each thread's statements in order, and back the same way.
const stepsOfAll = async (page, count) => {
  const where = () => page.evaluate(() => [sp.at.thread, sp.at.number, sp.at.at]);
  await page.keyboard.press("s");
  await page.keyboard.press("Home");
  await page.waitForFunction(async () => {
    const edge = await sp.data.edge("first");
    return sp.at.thread === edge.thread && sp.at.number === edge.number;
  });
  const way = [await where()];
  for (let i = 0; i < count; i++) {
    const before = JSON.stringify(way[way.length - 1].slice(0, 2));
    await page.keyboard.press("j");
    await page.waitForFunction((old) => JSON.stringify([sp.at.thread, sp.at.number]) !== old, before);
    way.push(await where());
  }
  const seen = {};
  way.forEach(([thread, number, at], i) => {
    assert.ok(i === 0 || at >= way[i - 1][2], "time goes on");
    assert.ok(seen[thread] === undefined || number === seen[thread] + 1, "no statement is left out");
    seen[thread] = number;
  });
  assert.ok(Object.keys(seen).length > 1, "threads take turns");
  for (let i = count - 1; i >= count - 5; i--) {
    await page.keyboard.press("k");
    await page.waitForFunction(
      (old) => JSON.stringify([sp.at.thread, sp.at.number]) === old,
      JSON.stringify(way[i].slice(0, 2)),
    );
  }
  await page.keyboard.press("s");
};

const threadsAndHelp = async (page, process) => {
  assert.strictEqual(await page.locator("#threads .thread").count(), process.threads.length);
  assert.match(await page.locator("#threads .thread").first().textContent(), /crashed/);
  await page.keyboard.press("]");
  await page.waitForFunction(
    () => document.querySelectorAll("#threads .thread")[1].getAttribute("aria-selected") === "true",
  );
  await b.expectPlace(page, b.placeOf(process.threads[1]), "where the second thread stands");
  await page.keyboard.press("[");
  await b.expectPlace(page, b.placeOf(process.threads[0]));
  await page.keyboard.press("t");
  await page.keyboard.type("crashed");
  await page.waitForFunction(() => document.querySelectorAll("#threads .thread").length === 1);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#help").isVisible(), "the keys are listed");
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#help").isVisible()));
  // Tab reaches everything that can be used, and what has the focus can be seen.
  const reached = new Set();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const [name, outline] = await page.evaluate(() => [
      document.activeElement.id || document.activeElement.dataset.do || document.activeElement.className,
      getComputedStyle(document.activeElement).outlineStyle,
    ]);
    if (name) assert.strictEqual(outline, "solid", `${name} has the focus and does not show it`);
    reached.add(name);
  }
  for (const name of [
    "theme",
    "help-open",
    "filter",
    "threads",
    "first",
    "next",
    "same-next",
    "words",
    "code",
    "history",
    "zoom-in",
    "timeline",
    "scope-thread",
  ])
    assert.ok(reached.has(name), `Tab reaches ${name}: ${[...reached]}`);
};

const clicks = async (page) => {
  const box = await page.locator("#timeline").boundingBox();
  await page.mouse.click(box.x + box.width * 0.5, box.y + 8);
  const [from, to, at] = await page.evaluate(async () => [...(await sp.data.session()).span, sp.at.at]);
  await page.waitForFunction(() => sp.at.at > 0);
  const middle = (await page.evaluate(() => sp.at.at)) / (to - from);
  assert.ok(middle > 0.2 && middle < 0.8, `a click in the middle leads to ${middle} of the time (${at})`);
  await page.locator("#history .row").first().click();
  const top = await page.locator("#history .row .digits").first().textContent();
  assert.ok(top, "the history has rows");
};

exports.crash = async (run) => {
  const { url, server } = await b.serve(run);
  const process = b.last(run).processes[0];
  const records = b.log(run).filter((record) => record.tid === process.threads[0].tid);
  const page = await b.open(url);
  assert.match(await page.textContent("#end"), /killed by SIGSEGV at address 0x0/);
  await stepsOfAThread(page, records);
  await occurrences(page, records);
  await search(page, records, "pthread_mutex_lock");
  await stepsOfAll(page, 60);
  for (const key of ["[", "[", "[", "[", "[", "End"]) await page.keyboard.press(key);
  await threadsAndHelp(page, process);
  await clicks(page);
  assert.ok(
    page.asked.every((asked) => asked.startsWith(new URL(url).origin)),
    "it asks nobody else",
  );
  await b.close(page);
  return { url, server };
};

exports.lua = async (run) => {
  const { url } = await b.serve(run);
  const thread = b.last(run).processes[0].threads[0];
  const page = await b.open(url);
  await b.expectPlace(page, b.placeOf(thread), "where Lua crashed");
  await page.keyboard.press("k");
  assert.ok(await page.locator("#code .current mark").isVisible());
  await page.keyboard.press("/");
  await page.keyboard.type("luaV_execute");
  await page.keyboard.press("Shift+Enter");
  await page.waitForFunction(
    () =>
      document.querySelector("#place strong").textContent === "luaV_execute" ||
      document.querySelector("#matches").textContent !== "none",
  );
  await b.close(page);
};

// Each size and both schemes: nothing sticks out, all texts can be read, the place is in sight.
exports.looks = async (url, pictures) => {
  const sizes = [
    ["phone", 360, 780],
    ["desk", 1280, 800],
    ["wide", 3840, 2160],
  ];
  for (const [name, width, height] of sizes)
    for (const colorScheme of ["light", "dark"]) {
      const page = await b.open(url, { viewport: { width, height }, colorScheme });
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(wide <= width, `${name}: the page is ${wide} wide`);
      assert.deepStrictEqual(await b.paleTexts(page), [], `${name}, ${colorScheme}: texts that are hard to read`);
      const mark = await page.locator("#code .current mark").boundingBox();
      assert.ok(
        mark && mark.y > 0 && mark.y + mark.height <= height && mark.x < width,
        `${name}: the statement is in sight`,
      );
      if (pictures) await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` });
      if (name === "desk") {
        await page.keyboard.press("d");
        const other = await page.evaluate(() => document.documentElement.dataset.theme);
        assert.strictEqual(other, colorScheme === "light" ? "dark" : "light", "the toggle");
        assert.deepStrictEqual(await b.paleTexts(page), [], `toggled to ${other}`);
      }
      if (name === "wide")
        assert.ok(
          (await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))) >= 18,
          "letters grow with the screen",
        );
      await b.close(page);
    }
};
