// What the checks of the page share: a server per run, one browser, and what each page has complained about.
"use strict";

const { spawn, execFileSync } = require("node:child_process");
const assert = require("node:assert");
const { chromium } = require("playwright-core");

const sourceprint = process.env.SOURCEPRINT;
const waitMs = 20000;

let browser;
const started = [];

exports.assert = assert;

exports.begin = async () => {
  // --no-sandbox: Chromium has none for root, as which tests may run. --disable-gpu: there is none.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
};

exports.end = async () => {
  for (const server of started) server.kill("SIGKILL");
  await browser.close();
};

// Serves a run; resolves to its URL and process.
exports.serve = (run) => {
  const server = spawn(sourceprint, ["serve", run], { stdio: ["ignore", "pipe", "ignore"] });
  started.push(server);
  return new Promise((done, fail) => {
    server.stdout.once("data", (text) => done({ url: String(text).trim(), server }));
    server.once("exit", (status) => fail(new Error(`sourceprint serve ${run} ended with ${status}`)));
  });
};

exports.last = (run) => JSON.parse(execFileSync(sourceprint, ["last", "--format=json", run], { maxBuffer: 1 << 28 }));
exports.log = (run) =>
  execFileSync(sourceprint, ["log", "--format=json", run], { maxBuffer: 1 << 28 })
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

// Opens a URL as a user with such a screen. What the page says on its console, or asks of others, is kept in page.bad.
exports.open = async (url, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.bad = [];
  page.asked = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.bad.push(message.text()));
  page.on("pageerror", (error) => page.bad.push(String(error)));
  page.on("request", (request) => page.asked.push(request.url()));
  page.setDefaultTimeout(waitMs);
  await page.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url);
  await page.waitForSelector("body[data-ready]");
  return page;
};

exports.close = async (page) => {
  assert.deepStrictEqual(page.bad, [], "the page complains");
  await page.context().close();
};

// The place that is shown, as FUNCTION FILE:LINE:COLUMN.
exports.place = (page) =>
  page.$eval("#place", (place) => place.children[0].textContent + " " + place.children[1].textContent);
exports.placeOf = (record) => `${record.function} ${record.file}:${record.line}:${record.column}`;

// Waits until the page shows a place.
exports.expectPlace = async (page, wanted, why) => {
  await page
    .waitForFunction(
      (text) =>
        document.querySelector("#place").children[0].textContent +
          " " +
          document.querySelector("#place").children[1].textContent ===
        text,
      wanted,
      { timeout: 5000 },
    )
    .catch(async () => assert.strictEqual(await exports.place(page), wanted, why));
};

// The number of the statement that is shown, as users count.
exports.number = async (page) =>
  Number(/statement ([\d,]+)/.exec(await page.textContent("#when"))[1].replaceAll(",", ""));
exports.expectNumber = async (page, wanted, why) => {
  const words = "statement " + wanted.toLocaleString("en") + " ";
  await page
    .waitForFunction((text) => document.querySelector("#when").textContent.includes(text), words, { timeout: 5000 })
    .catch(async () => assert.strictEqual(await exports.number(page), wanted, why));
};

// Texts whose contrast is below WCAG's AA.
exports.paleTexts = (page) =>
  page.evaluate(() => {
    const parse = (color) => (color.match(/[\d.]+/g) || []).map(Number);
    const light = (rgb) => {
      const [r, g, b] = rgb.slice(0, 3).map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const over = (top, below) => top.slice(0, 3).map((v, i) => v * (top[3] ?? 1) + below[i] * (1 - (top[3] ?? 1)));
    const ground = (element) => {
      if (!element) return [255, 255, 255];
      const style = getComputedStyle(element);
      let color = over(
        parse(style.backgroundColor),
        parse(style.backgroundColor)[3] === 0 || (parse(style.backgroundColor)[3] ?? 1) < 1
          ? ground(element.parentElement)
          : [0, 0, 0],
      );
      for (const layer of (style.backgroundImage.match(/rgba?\([^)]*\)/g) || [])
        .filter((_, i) => i % 2 === 0)
        .reverse())
        color = over(parse(layer), color);
      return color;
    };
    const pale = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const element = node.parentElement,
        box = element.getBoundingClientRect();
      if (!node.data.trim() || !box.width || /SCRIPT|NOSCRIPT/.test(element.tagName) || element.closest("[hidden]"))
        continue;
      const back = ground(element),
        front = over(parse(getComputedStyle(element).color), back);
      const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5)
        pale.push(
          `${ratio.toFixed(2)}: ${element.className} "${node.data.trim().slice(0, 30)}" ${front.map(Math.round)} on ${back.map(Math.round)}`,
        );
    }
    return [...new Set(pale)];
  });
