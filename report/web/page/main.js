// The page as a whole: what is shown, and how one comes to another place.
"use strict";

sp.at = null; // the current statement
sp.scope = "thread"; // or "all": steps and search go through all threads, by time
sp.isLive = false;

{
  let session = null;
  let latest = 0; // of several answers under way, the one to the last question counts

  const showHeader = () => {
    const main = session.processes.find((process) => process.crashed) || session.processes[0];
    const others = session.processes.length - 1;
    sp.get("program").textContent = sp.baseName(main.program);
    sp.get("program").title = main.program;
    sp.get("end").textContent = main.end;
    sp.get("end").className = "end" + (main.crashed ? " alarm" : "");
    sp.get("facts").textContent =
      "pid " +
      main.pid +
      (others ? " and " + sp.number(others) + (others === 1 ? " process" : " processes") + " more" : "") +
      " · " +
      main.path +
      (session.newest
        ? " · of each thread only the newest " + sp.number(session.newest) + " statements are in this file"
        : "");
    document.title = sp.baseName(main.program) + ": " + main.end;
    sp.get("live").hidden = !session.running;
    showProblems();
  };

  // What is wrong with the run, and its notes: each line once, however often it was told.
  const showProblems = () => {
    const problems = session.problems.trim(),
      box = sp.get("problems");
    const told = [problems, ...session.processes.map((process) => process.notes)].join("\n").split("\n");
    const words = [...new Set(told.map((line) => line.replace(/^sourceprint: /, "").trim()).filter(Boolean))].join(
      "\n",
    );
    if (words === box.querySelector("pre").textContent) return;
    box.hidden = !words;
    box.open = problems !== "";
    box.querySelector("summary").textContent = problems ? "Not all of the run could be read" : "Notes of the run";
    box.querySelector("pre").textContent = words;
  };

  // The time of a statement, as far as it is known.
  const timeWords = (at, thread) => {
    if (thread && thread.state === "crashed" && at.isPlace) return sp.span(thread.reference) + " after the start";
    if (at.from === null && at.at === null) return "";
    if (at.from === null) return "about " + sp.span(at.at) + " after the start";
    if (at.to === at.from) return sp.span(at.from) + " after the start";
    return "between " + sp.span(at.from) + " and " + (at.to === null ? "the end" : sp.span(at.to)) + " after the start";
  };

  const noteOf = (thread, at, site) => {
    if (sp.code.why() && site) return sp.code.why();
    if (site && site.macro === 1)
      return (
        "Inside the expansion of a macro" +
        (site.definition_file ? ", defined at " + site.definition_file + ":" + site.definition_line : "") +
        ": " +
        site.snippet
      );
    if (site && site.macro === 2) return "The use of a macro, recorded as one statement.";
    if (at.isPlace && sp.places[thread.place]) return sp.places[thread.place];
    return "";
  };

  const showStatement = (at) => {
    const thread = sp.threads.of(at.thread),
      site = at.site;
    const isEnd = at.isPlace || (thread && at.number === thread.number);
    const state = thread && isEnd ? sp.states[thread.state] : "";
    sp.get("place").replaceChildren(
      sp.make("strong", {}, site ? site.function : at.id === 0 ? "a record is lost" : "unknown"),
      sp.make(
        "span",
        { class: "file" },
        site ? site.name + ":" + site.line + (site.column ? ":" + site.column : "") : "",
      ),
      state
        ? sp.make("span", { class: "badge " + thread.state }, thread.state === "crashed" ? "crashed here" : state)
        : "",
    );
    sp.get("when").textContent = [
      thread ? sp.threads.nameOf(thread) : "",
      at.number === null ? "" : "statement " + sp.number(at.number + 1),
      timeWords(at, thread),
    ]
      .filter(Boolean)
      .join(" · ");
    const note = thread ? noteOf(thread, at, site) : "";
    sp.get("note").textContent = note;
    sp.get("note").hidden = !note;
  };

  // Goes to a statement. options.isFresh: its thread was read anew.
  sp.go = async (at, options) => {
    const mine = ++latest,
      isFresh = options && options.isFresh;
    if (!isFresh) sp.setLive(false);
    sp.at = at;
    sp.threads.select(at.thread);
    sp.timeline.show(at);
    const shown = sp.code.show(at.site, sp.scope === "all" ? "all" : at.thread, at.generation);
    if (at.number !== null) sp.history.show(at, isFresh).catch((error) => sp.say(error.message));
    else sp.history.clear();
    await shown;
    if (mine !== latest) return;
    showStatement(at);
    history.replaceState(null, "", "#" + at.thread + (at.number === null ? "" : "." + (at.number + 1)));
  };

  const guard =
    (work) =>
    async (...values) => {
      try {
        return await work(...values);
      } catch (error) {
        sp.say(error.message);
      }
    };

  // What the user asks for is done in that order, each from where the one before has led. Of a key that is held down
  // longer than answers take, some repetitions are left out.
  let queue = Promise.resolve(),
    waiting = 0;
  sp.inOrder =
    (work) =>
    (...values) => {
      if (waiting > 20) return queue;
      waiting++;
      queue = queue.then(() => guard(work)(...values)).finally(() => waiting--);
      return queue;
    };

  const newest = async (thread, isFresh) => {
    const answer = await sp.data.statements(thread.thread, "newest", 1, isFresh);
    if (!answer.statements.length) return null;
    const [id, at, from, to] = answer.statements[0];
    return {
      thread: thread.thread,
      number: answer.from,
      id,
      at,
      from,
      to,
      generation: answer.generation,
      site: answer.sites[id] || null,
    };
  };

  // Goes to where a thread stands.
  sp.showThread = async (thread, options) => {
    const isFresh = options && options.isFresh;
    const at = await newest(thread, isFresh);
    if (isFresh && !sp.isLive) return; // the user went elsewhere meanwhile
    if (!at)
      return sp.go(
        {
          thread: thread.thread,
          number: null,
          id: thread.site ? undefined : 0,
          at: thread.at,
          from: thread.at,
          to: thread.to,
          generation: 0,
          site: thread.site,
          isPlace: true,
        },
        options,
      );
    at.isPlace = true;
    if (thread.place !== "newest" && thread.site) at.site = thread.site;
    return sp.go(at, options);
  };

  const goTime = async (thread, ns) => {
    const found = await sp.data.time(thread, ns);
    if (found) return sp.go(found);
    sp.say("Nothing is known of that time in this thread.");
  };

  sp.step = sp.inOrder(async (by) => {
    const at = sp.at;
    if (!at || at.number === null) return;
    let next;
    if (sp.scope === "all") {
      next = at;
      for (let left = Math.abs(by); left > 0 && next; left--) {
        const one = await sp.data.step(next.thread, next.number, by > 0 ? "next" : "previous");
        if (!one) break;
        next = one;
      }
      if (next === at) next = null;
    } else {
      const { first, end } = sp.history.bounds();
      const number = Math.max(first, Math.min(end - 1, at.number + by));
      next = number === at.number ? null : await sp.history.statement(number);
      if (!next && number !== at.number) return goTime(at.thread, at.at); // it was read anew: numbers are others
    }
    if (next) return sp.go(next);
    sp.say(by > 0 ? "This is the last one." : "This is the first one in the window.");
  });

  sp.edge = sp.inOrder(async (which) => {
    if (!sp.at) return;
    if (sp.scope === "all") {
      const edge = await sp.data.edge(which);
      return edge && sp.go(edge);
    }
    const { first, end } = sp.history.bounds();
    const found = end > first && (await sp.history.statement(which === "first" ? first : end - 1));
    if (found) return sp.go(found);
  });

  sp.selectThread = sp.inOrder(sp.showThread);
  sp.goTime = sp.inOrder(goTime);
  sp.visit = sp.inOrder((at) => sp.go(at));

  sp.setScope = (scope) => {
    sp.scope = scope;
    for (const one of ["thread", "all"]) {
      sp.get("scope-" + one).setAttribute("aria-checked", String(one === scope));
      sp.get("scope-" + one).tabIndex = one === scope ? 0 : -1;
    }
    sp.get("matches").textContent = "";
    if (sp.at) guard(() => sp.code.show(sp.at.site, scope === "all" ? "all" : sp.at.thread, sp.at.generation))();
  };

  sp.setLive = (isLive) => {
    sp.isLive = isLive && session.running;
    sp.get("live").setAttribute("aria-pressed", String(sp.isLive));
    if (sp.isLive) hear();
  };

  sp.toggleTheme = () => {
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (isDark ? "dark" : "light");
    document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", document.documentElement.dataset.theme);
    } catch {
      // A page without storage forgets the choice.
    }
    sp.timeline.redraw();
  };

  // Something is new in a running program.
  let isHearing = false,
    isNews = false;
  const hear = guard(async () => {
    isNews = true;
    if (isHearing) return;
    isHearing = true;
    try {
      while (isNews) {
        isNews = false;
        await load();
        const thread = sp.at && sp.threads.of(sp.at.thread);
        if (sp.isLive && thread) {
          sp.code.forget();
          await sp.showThread(thread, { isFresh: true });
        }
        if (!session.running) sp.setLive(false);
      }
    } finally {
      isHearing = false;
    }
  });

  const load = async () => {
    const answers = await Promise.all([sp.data.session(), sp.data.threads()]);
    session = answers[0];
    showHeader();
    sp.timeline.setSession(session);
    sp.threads.set(answers[1].threads, session);
  };

  // The place that the URL names, or the thread that crashed.
  const begin = async () => {
    const [, number, statement] = /^#(\d+)(?:\.(\d+))?$/.exec(location.hash) || [];
    const thread = sp.threads.of(Number(number)) || sp.threads.first();
    if (!thread) return sp.get("place").replaceChildren("No thread has recorded anything.");
    if (statement && number !== undefined) {
      const answer = await sp.data.statements(thread.thread, Number(statement) - 1, 1);
      if (answer.statements.length && answer.from === Number(statement) - 1) {
        const [id, at, from, to] = answer.statements[0];
        return sp.go({
          thread: thread.thread,
          number: answer.from,
          id,
          at,
          from,
          to,
          generation: answer.generation,
          site: answer.sites[id] || null,
        });
      }
    }
    return sp.showThread(thread);
  };

  const actions = {
    first: () => sp.edge("first"),
    last: () => sp.edge("last"),
    next: () => sp.step(1),
    previous: () => sp.step(-1),
    "same-next": () => sp.search.same("next"),
    "same-previous": () => sp.search.same("previous"),
    "zoom-in": () => sp.timeline.zoom(0.5),
    "zoom-out": () => sp.timeline.zoom(2),
    "zoom-all": () => sp.timeline.zoom(0),
  };
  for (const button of document.querySelectorAll("[data-do]"))
    button.addEventListener("click", actions[button.dataset.do]);
  sp.get("scope-thread").addEventListener("click", () => sp.setScope("thread"));
  sp.get("scope-all").addEventListener("click", () => sp.setScope("all"));
  sp.get("live").addEventListener("click", () => sp.setLive(!sp.isLive));
  sp.get("theme").addEventListener("click", sp.toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => sp.timeline.redraw());

  const start = guard(async () => {
    const data = sp.get("data");
    try {
      const theme = localStorage.getItem("theme");
      if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
    } catch {
      // As above.
    }
    sp.data = data ? sp.embeddedSource(JSON.parse(data.textContent)) : sp.serverSource();
    sp.setScope("thread");
    const isAtPlace = location.hash.includes(".");
    await load();
    await begin();
    if (session.running) {
      sp.setLive(!isAtPlace);
      sp.data.listen(hear);
    }
    document.body.dataset.ready = "yes";
  });
  start();
}
