// The list of threads: state, place, age.
"use strict";

{
  const box = sp.get("threads");
  let all = [],
    shown = [],
    current = -1,
    processes = [];

  const ageOf = (thread) => {
    if (thread.state === "crashed" || thread.at === null || thread.reference === null || thread.reference < thread.at)
      return "";
    const isClose = thread.to !== null && thread.to - thread.at <= 4e6;
    const age = (isClose ? "" : "at most ") + sp.span(thread.reference - thread.at);
    return thread.state === "running" ? age + " ago" : age + " before the end";
  };

  const nameOf = (thread) => (thread.name ? thread.name : "thread") + " " + thread.tid;

  const render = (index) => {
    const thread = shown[index],
      site = thread.site;
    const many = processes.length > 1 ? "pid " + processes[thread.process].pid + " · " : "";
    const row = sp.make(
      "div",
      {
        role: "option",
        id: "thread-" + thread.thread,
        class: "thread " + thread.state,
        "aria-selected": thread.thread === current,
        "aria-setsize": shown.length,
        "aria-posinset": index + 1,
      },
      sp.make(
        "span",
        { class: "line" },
        sp.make("span", { class: "name" }, nameOf(thread)),
        sp.make("span", { class: "state" }, sp.states[thread.state]),
      ),
      sp.make(
        "span",
        { class: "line dim" },
        sp.make(
          "span",
          { class: "where" },
          many + (site ? site.function : thread.number === null ? "nothing recorded" : "unknown"),
        ),
        sp.make("span", { class: "file" }, site ? sp.baseName(site.name) + ":" + site.line : ""),
      ),
      sp.make("span", { class: "line dim" }, sp.make("span", { class: "age" }, ageOf(thread))),
    );
    row.addEventListener("click", () => sp.selectThread(thread));
    return row;
  };
  const list = sp.list(box, render);

  const textOf = (thread) =>
    [
      thread.name,
      thread.tid,
      sp.states[thread.state],
      thread.site ? thread.site.function + " " + thread.site.name : "",
      "pid " + processes[thread.process].pid,
    ]
      .join(" ")
      .toLowerCase();

  const apply = () => {
    const words = sp.get("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = all.filter((thread) => {
      const text = words.length ? textOf(thread) : "";
      return words.every((word) => text.includes(word));
    });
    sp.get("thread-count").textContent =
      shown.length === all.length ? sp.number(all.length) : sp.number(shown.length) + " of " + sp.number(all.length);
    list.refresh(shown.length);
    sp.timeline.setThreads(shown);
    mark();
  };

  const mark = () => {
    for (const row of box.querySelectorAll("[aria-selected=true]")) row.setAttribute("aria-selected", "false");
    const row = sp.get("thread-" + current);
    if (row) row.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", row ? row.id : "");
  };

  const select = (number) => {
    current = number;
    const index = shown.findIndex((thread) => thread.thread === number);
    if (index >= 0) list.reveal(index);
    mark();
  };

  const step = async (by) => {
    const index = shown.findIndex((thread) => thread.thread === current);
    const next = shown[Math.max(0, Math.min(shown.length - 1, index + by))];
    if (next) return sp.showThread(next);
  };

  sp.get("filter").addEventListener("input", apply);
  sp.threads = {
    set: (threads, session) => {
      all = threads;
      processes = session.processes;
      apply();
    },
    select,
    step: (by) => sp.inOrder(step)(by),
    of: (number) => all.find((thread) => thread.thread === number),
    first: () => all[0],
    nameOf,
  };
}
