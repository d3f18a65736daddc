// The source pane: text, counts of executed statements, and the current one.
"use strict";

{
  const box = sp.get("code");
  const bytesOf = (text) => new TextEncoder().encode(text).length;
  let lines = [],
    inside = [],
    counts = new Map(),
    most = 1,
    current = null,
    shownFile = null,
    wantedFile = null,
    snippets = null,
    why = "";

  // Where a column of bytes is in a line.
  const indexOfColumn = (line, column) => {
    if (column <= 1) return 0;
    let index = 0;
    for (let bytes = 0; index < line.length && bytes < column - 1;) {
      const character = String.fromCodePoint(line.codePointAt(index));
      bytes += bytesOf(character);
      index += character.length;
    }
    return index;
  };

  // How far the statement goes in its first line: its text has its white space folded, and may be cut.
  const spanOf = (line, site) => {
    if (snippets) return line === site.snippet ? [0, line.length] : [0, 0];
    const start = indexOfColumn(line, site.column);
    if (!site.column || site.macro === 1) return [start, line.length];
    let end = start;
    for (const character of site.snippet) {
      if (end >= line.length) break;
      if (character === " ") {
        while (end < line.length && /\s/.test(line[end])) end++;
      } else if (line.startsWith(character, end)) end += character.length;
      else break;
    }
    return [start, Math.max(end, start)];
  };

  const textOf = (line, index, site) => {
    const [from, to] = site ? spanOf(line, site) : [0, 0];
    const text = sp.make("span", { class: "text" });
    let target = text,
      at = 0;
    const mark = sp.make("mark", {});
    const put = (end, kind) => {
      while (at < end) {
        const border = at < from ? Math.min(end, from) : at < to ? Math.min(end, to) : end;
        if (site && to > from && at === from) text.append(mark);
        target = at >= from && at < to ? mark : text;
        const piece = line.slice(at, border);
        target.append(kind ? sp.make("span", { class: kind }, piece) : piece);
        at = border;
      }
    };
    for (const [begin, end, kind] of sp.pieces(line, inside[index])) {
      put(begin, null);
      put(end, kind);
    }
    put(line.length, null);
    return text;
  };

  const heatOf = (count) => (count ? Math.ceil((Math.log(1 + count) / Math.log(1 + most)) * 9) : 0);

  const render = (index) => {
    const number = index + 1,
      count = counts.get(number);
    const isCurrent = current && current.line === number && shownFile === current.file;
    const title =
      count === undefined
        ? ""
        : count
          ? sp.plural(count, "statement") + " executed, in the window"
          : "not executed, in the window";
    return sp.make(
      "div",
      { class: "heat" + heatOf(count) + (isCurrent ? " current" : ""), "aria-current": isCurrent ? "true" : null },
      sp.make("span", { class: "executed", title }, count === undefined ? "" : count ? sp.short(count) : "–"),
      sp.make("span", { class: "digits line-number" }, String(number)),
      textOf(lines[index], index, isCurrent ? current : null),
    );
  };
  const list = sp.list(box, render);

  const setText = (file) => {
    snippets = file.text === null;
    lines = snippets ? [] : file.text.split("\n");
    if (!snippets && lines[lines.length - 1] === "") lines.pop();
    inside = sp.commentLines(lines);
    why = snippets ? "The source is not shown (" + file.why + "); these are the recorded statements." : "";
  };

  const setHeat = (heat) => {
    counts = new Map(heat.lines);
    most = 1;
    for (const count of counts.values()) most = Math.max(most, count);
    if (!snippets) return;
    const last = heat.lines.length ? heat.lines[heat.lines.length - 1][0] : 0;
    lines = new Array(last).fill("");
    for (const [line, text] of Object.entries(heat.snippets)) lines[line - 1] = text;
    inside = sp.commentLines(lines);
  };

  const files = new Map(),
    heats = new Map();
  const once = (cache, key, load) => {
    if (!cache.has(key)) cache.set(key, load());
    if (cache.size > 40) cache.delete(cache.keys().next().value);
    return cache.get(key);
  };

  // Shows the place of a statement; heat is that of a thread, or of all.
  const show = async (site, thread, generation) => {
    const file = site ? site.file : null;
    current = site;
    if (file === null || file === undefined) {
      shownFile = wantedFile = null;
      lines = [];
      counts = new Map();
      list.refresh(0);
      return;
    }
    const key = file + "/" + thread + "/" + generation;
    if (wantedFile !== key) {
      wantedFile = key;
      const [text, heat] = await Promise.all([
        once(files, file, () => sp.data.file(file)),
        once(heats, key, () => sp.data.heat(file, thread)),
      ]);
      if (wantedFile !== key) return;
      const isOther = shownFile !== file;
      shownFile = file;
      if (isOther) setText(text);
      setHeat(heat);
      if (isOther) box.scrollTop = 0;
      list.refresh(lines.length);
    }
    if (shownFile !== current.file) return;
    list.reveal(current.line - 1, 0.4);
    list.refresh(lines.length);
  };

  sp.code = {
    show,
    why: () => why,
    forget: () => {
      heats.clear();
      wantedFile = null;
    },
  };
}
