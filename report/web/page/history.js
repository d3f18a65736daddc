// The statements of the current thread around the current one. Their number has no bound, so that this list does not
// scroll as a whole: the rows in sight are those from `top` on.
"use strict";

{
  const box = sp.get("history");
  const block = 400,
    blocksKept = 60;
  const rows = sp.make("div", { class: "rows", role: "presentation" });
  const thumb = sp.make("div", { class: "thumb", "aria-hidden": "true" });
  box.append(rows, thumb);
  let thread = -1,
    generation = 0,
    first = 0,
    end = 0,
    top = 0,
    current = -1,
    cache = new Map(),
    sites = {};

  const rowHeight = () => parseFloat(getComputedStyle(box).getPropertyValue("--row-px")) || 20;
  const visible = () => Math.max(1, Math.floor(box.clientHeight / rowHeight()));

  const take = (answer) => {
    first = answer.first;
    end = answer.end;
    generation = answer.generation;
    Object.assign(sites, answer.sites);
  };

  const loadBlock = (number) => {
    if (!cache.has(number)) {
      const asked = thread;
      const loading = sp.data.statements(thread, number * block, block).then((answer) => {
        if (asked !== thread || answer.generation !== generation) return null;
        take(answer);
        return answer;
      });
      cache.set(number, loading);
      loading.then(
        (answer) => cache.get(number) === loading && (answer ? cache.set(number, answer) : cache.delete(number)),
        () => cache.delete(number),
      );
      if (cache.size > blocksKept) cache.delete(cache.keys().next().value);
    }
    return cache.get(number);
  };

  const entryOf = (answer, number) => {
    const one = answer && answer.statements && answer.statements[number - answer.from];
    if (!one) return null;
    const [id, at, from, to] = one;
    return { thread, number, id, at, from, to, generation: answer.generation, site: sites[id] || null };
  };

  // A statement of the current thread, from what was read, or after a question.
  const statement = async (number) => {
    if (number < first || number >= end) return null;
    return entryOf(await loadBlock(Math.floor(number / block)), number);
  };

  const read = (number) => entryOf(cache.get(Math.floor(number / block)), number);

  // The function stands where it is another one than in the row above.
  const whereOf = (site, number) => {
    const above = number > top ? read(number - 1) : null;
    const isSame = above && above.site && above.site.function === site.function && above.site.file === site.file;
    return (isSame ? "" : site.function + ":") + site.line;
  };

  const rowOf = (number) => {
    const entry = read(number);
    const site = entry && entry.site;
    const isCurrent = number === current;
    const row = sp.make(
      "div",
      {
        class: "row" + (isCurrent ? " current" : ""),
        role: "option",
        id: isCurrent ? "history-current" : null,
        "aria-selected": isCurrent,
      },
      sp.make("span", { class: "digits" }, sp.number(number + 1)),
      sp.make(
        "span",
        { class: "snippet" },
        site ? site.snippet || "?" : entry && entry.id === 0 ? "a record is lost" : entry ? "unknown" : "",
      ),
      sp.make("span", { class: "where dim" }, site ? whereOf(site, number) : ""),
    );
    if (entry) row.addEventListener("click", () => sp.visit(entry));
    return row;
  };

  const draw = () => {
    const count = visible();
    top = Math.max(first, Math.min(top, end - count));
    rows.replaceChildren();
    for (let number = top; number < Math.min(end, top + count + 1); number++) rows.append(rowOf(number));
    const share = end > first ? count / (end - first) : 1;
    thumb.hidden = share >= 1;
    const size = Math.max(24, box.clientHeight * share);
    thumb.style.height = size + "px";
    thumb.style.top = ((top - first) / Math.max(1, end - first - count)) * (box.clientHeight - size) + "px";
    box.setAttribute("aria-activedescendant", "history-current");
    sp.get("history-count").textContent =
      end > first ? (current >= 0 ? sp.number(current + 1) + " of " : "") + sp.number(end) : "";
    box.title = first > 0 ? "The window begins with " + sp.number(first + 1) + ": older records were overwritten" : "";
  };
  const soon = sp.soon(draw);

  const fill = () => {
    const wanted = [Math.floor(top / block), Math.floor((top + visible()) / block)];
    for (const number of new Set(wanted)) if (end > first) Promise.resolve(loadBlock(number)).then(soon, () => {});
    soon();
  };

  const show = async (at, isFresh) => {
    if (at.thread !== thread || at.generation !== generation || isFresh) {
      thread = at.thread;
      generation = at.generation;
      cache = new Map();
      sites = {};
      first = end = 0;
      current = at.number;
      const answer = await sp.data.statements(thread, Math.floor(at.number / block) * block, block);
      if (thread !== at.thread) return;
      take(answer);
      cache.set(Math.floor(at.number / block), answer);
      top = at.number - Math.floor(visible() / 2);
    }
    current = at.number;
    const count = visible();
    if (current < top + 2 || current > top + count - 3) top = current - Math.floor(count / 2);
    top = Math.max(first, Math.min(top, end - count));
    fill();
  };

  const clear = () => {
    thread = -1;
    first = end = 0;
    cache = new Map();
    current = -1;
    soon();
  };

  const scroll = (by) => {
    top = Math.max(first, Math.min(Math.round(top + by), end - visible()));
    fill();
  };

  box.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      scroll(event.deltaMode === 1 ? event.deltaY : event.deltaY / rowHeight());
    },
    { passive: false },
  );
  let touched = 0;
  box.addEventListener("touchstart", (event) => (touched = event.touches[0].clientY), { passive: true });
  box.addEventListener(
    "touchmove",
    (event) => {
      const moved = touched - event.touches[0].clientY;
      if (Math.abs(moved) < rowHeight()) return;
      scroll(moved / rowHeight());
      touched = event.touches[0].clientY;
    },
    { passive: true },
  );
  thumb.addEventListener("pointerdown", (event) => {
    const start = event.clientY,
      from = top,
      room = box.clientHeight - thumb.clientHeight;
    thumb.setPointerCapture(event.pointerId);
    thumb.onpointermove = (move) => {
      top = from;
      scroll(((move.clientY - start) / room) * (end - first - visible()));
    };
    thumb.onpointerup = () => (thumb.onpointermove = null);
  });
  new ResizeObserver(soon).observe(box);
  sp.history = { show, statement, clear, page: visible, bounds: () => ({ first, end }) };
}
