// Where the page's data comes from, if `sourceprint serve` has sent it: small pieces, asked for when they are shown.
"use strict";

sp.serverSource = () => {
  const ask = async (name, values) => {
    const query = new URLSearchParams(values || {}).toString();
    const answer = await fetch("api/" + name + (query ? "?" + query : ""), { cache: "no-store" });
    if (!answer.ok) throw new Error(name + ": " + (await answer.text()).trim());
    return answer.json();
  };
  return {
    session: () => ask("session"),
    threads: () => ask("threads"),
    // from: a number, or "newest". fresh: with what was executed meanwhile.
    statements: (thread, from, count, fresh) => ask("statements", { thread, from, count, fresh: fresh ? 1 : 0 }),
    step: (thread, number, to) => ask("step", { thread, number, to }),
    // "first" or "last" of all threads.
    edge: (which) => ask("step", { from: "end", to: which === "first" ? "next" : "previous" }),
    time: (thread, ns) => ask("time", { thread, ns: Math.max(0, Math.round(ns)) }),
    // what: {thread, number or from: "end", to, scope, text and word, or site}
    search: (what) => ask("search", what),
    file: (file) => ask("source", { file }),
    heat: (file, thread) => ask("heat", { file, thread }),
    timeline: (threads, from, to, buckets) =>
      ask("timeline", { threads: threads.join(","), from: Math.floor(from), to: Math.ceil(to), buckets }),
    // Calls `changed` when a running program went on.
    listen: (changed) => {
      const events = new EventSource("api/events");
      events.addEventListener("change", (event) => {
        const news = JSON.parse(event.data);
        changed(news);
        if (!news.running) events.close();
      });
      events.addEventListener("error", () => sp.say("The connection to sourceprint serve is lost."));
    },
  };
};
