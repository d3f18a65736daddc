// What all parts of the page share: elements, numbers, times. Scripts have one name in common, `sp`.
"use strict";

const sp = {};

sp.get = (id) => document.getElementById(id);

// An element with attributes and children; a text is a child, too.
sp.make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

sp.number = (value) => value.toLocaleString("en");

// 1234 as 1.2k, so that a column of them stays narrow.
sp.short = (value) => {
  if (value < 10000) return String(value);
  const units = ["k", "M", "G"];
  let unit = -1;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return (value < 100 ? value.toFixed(1) : Math.round(value)) + units[unit];
};

// Nanoseconds in the unit that fits.
sp.span = (ns) => {
  const size = Math.abs(ns);
  if (size < 1e3) return Math.round(ns) + " ns";
  if (size < 1e6) return (ns / 1e3).toFixed(1) + " µs";
  if (size < 1e9) return (ns / 1e6).toFixed(size < 1e8 ? 2 : 1) + " ms";
  if (size < 6e10) return (ns / 1e9).toFixed(3) + " s";
  const seconds = ns / 1e9;
  return Math.floor(seconds / 60) + " min " + (seconds % 60).toFixed(1) + " s";
};

sp.plural = (count, one) => sp.number(count) + " " + one + (count === 1 ? "" : "s");

sp.baseName = (path) => path.slice(path.lastIndexOf("/") + 1);

sp.places = {
  returned: "What it executed last had returned: the fault was in this statement, after the call.",
  ahead: "The fault came in this statement, before its record could be made.",
};

sp.states = {
  crashed: "crashed",
  "ended-process": "ended the process",
  exited: "exited",
  running: "running",
  stopped: "stopped",
  text: "text",
};

let clearing = 0;
sp.say = (words) => {
  sp.get("message").textContent = words;
  clearTimeout(clearing);
  clearing = setTimeout(() => (sp.get("message").textContent = ""), 4000);
};

// Calls come together: of several before the next frame, the last one counts.
sp.soon = (work) => {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      work();
    });
  };
};
