// The keys, and the page that lists them.
"use strict";

{
  const help = sp.get("help");
  const keys = [
    [["j", "ArrowDown"], "next statement", () => sp.step(1)],
    [["k", "ArrowUp"], "statement before", () => sp.step(-1)],
    [["PageDown"], "a page of statements forth", () => sp.step(sp.history.page())],
    [["PageUp"], "a page of statements back", () => sp.step(-sp.history.page())],
    [["Home", "g"], "first statement", () => sp.edge("first")],
    [["End", "G"], "last statement", () => sp.edge("last")],
    [["."], "this statement, the next time", () => sp.search.same("next")],
    [[","], "this statement, the time before", () => sp.search.same("previous")],
    [["/"], "search; Enter and Shift+Enter go on", () => sp.search.focus()],
    [["n"], "next match", () => sp.search.text("next")],
    [["N"], "match before", () => sp.search.text("previous")],
    [
      ["s"],
      "steps stay in this thread, or go through all by time",
      () => sp.setScope(sp.scope === "all" ? "thread" : "all"),
    ],
    [["]"], "next thread", () => sp.threads.step(1)],
    [["["], "thread before", () => sp.threads.step(-1)],
    [["t"], "filter threads", () => sp.get("filter").focus()],
    [["f"], "follow a program that runs", () => sp.setLive(!sp.isLive)],
    [["+", "="], "timeline closer", () => sp.timeline.zoom(0.5)],
    [["-"], "timeline wider", () => sp.timeline.zoom(2)],
    [["0"], "the whole timeline", () => sp.timeline.zoom(0)],
    [["d"], "light or dark", () => sp.toggleTheme()],
    [["?"], "this list", () => help.showModal()],
  ];
  const names = { ArrowDown: "↓", ArrowUp: "↑", PageDown: "Page ↓", PageUp: "Page ↑" };

  const isTyping = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (isTyping(target)) {
      if (event.key !== "Escape") return;
      event.preventDefault(); // the words stay, for n and N
      sp.get("code").focus();
      return;
    }
    if (target.id === "threads" && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      return sp.threads.step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (target.getAttribute("role") === "radio" && event.key.startsWith("Arrow")) {
      event.preventDefault();
      sp.setScope(sp.scope === "all" ? "thread" : "all");
      return sp.get("scope-" + sp.scope).focus();
    }
    const key = keys.find(([list]) => list.includes(event.key));
    if (!key) return;
    event.preventDefault();
    key[2]();
  });

  for (const [list, words] of keys)
    help
      .querySelector("dl")
      .append(sp.make("dt", {}, ...list.map((key) => sp.make("kbd", {}, names[key] || key))), sp.make("dd", {}, words));
  sp.get("help-open").addEventListener("click", () => help.showModal());
  help.addEventListener("click", (event) => event.target === help && help.close());
}
