// Where the page's data comes from in a file that has all of it: the same answers as source_server.js gives.
//
// data: {session, threads, files: [SOURCE], heats: {FILE: LINES}, sites: {NUMBER: SITE}, newest,
//        spans: {THREAD: {first, end, from, ids: [NUMBER], steps: [NS behind the one before], known: [[INDEX, NS]], until, tick}}}
"use strict";

{
  // How many of an ascending list come before what `isBehind` says of an index.
  const countUntil = (length, isBehind) => {
    let low = 0;
    for (let high = length; low < high;) {
      const middle = (low + high) >> 1;
      if (isBehind(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  const isBefore = (a, b) =>
    a.at < b.at || (a.at === b.at && (a.thread < b.thread || (a.thread === b.thread && a.number < b.number)));

  // Before, or behind, all statements.
  const endOf = (isBack) => ({ thread: isBack ? Infinity : -1, at: isBack ? Infinity : -Infinity, number: 0 });

  class Embedded {
    constructor(data) {
      this.data = data;
      this.spans = data.spans;
      for (const span of Object.values(this.spans)) {
        span.at = new Float64Array(span.steps.length);
        let at = 0;
        span.steps.forEach((step, i) => (span.at[i] = at += step));
      }
    }

    // Between which times a statement was executed: as report/reader/times.c finds it.
    timesOf(span, index, site) {
      const behind = countUntil(span.known.length, (i) => span.known[i][0] > index);
      let to = behind < span.known.length ? span.known[behind][1] : null;
      if (behind === 0) return [null, to];
      const [at, from] = span.known[behind - 1];
      if (at === index) return [from, from];
      if (site && site.timed && span.tick && (to === null || to > from + span.tick)) to = from + span.tick;
      return [from, to === null && span.until >= from ? span.until : to];
    }

    statement(thread, index) {
      const span = this.spans[thread];
      if (!span || index < 0 || index >= span.ids.length) return null;
      const id = span.ids[index];
      const [from, to] = this.timesOf(span, index, this.data.sites[id]);
      return {
        thread,
        number: span.from + index,
        at: span.at[index],
        from,
        to,
        id,
        generation: 1,
        site: this.data.sites[id] || null,
      };
    }

    // The index where a thread goes on behind (or before) a statement of any thread.
    indexInTime(thread, from, isBack) {
      const span = this.spans[thread];
      let index;
      if (thread === from.thread) index = from.number - span.from + (isBack ? 0 : 1);
      else if (thread > from.thread) index = countUntil(span.at.length, (i) => span.at[i] >= from.at);
      else index = countUntil(span.at.length, (i) => span.at[i] > from.at);
      return isBack ? index - 1 : index;
    }

    nearest(from, isBack, indexOf) {
      let best = null;
      for (const thread of Object.keys(this.spans).map(Number)) {
        const one = this.statement(thread, indexOf(thread, this.indexInTime(thread, from, isBack)));
        if (one && (!best || isBefore(one, best) !== isBack)) best = one;
      }
      return best;
    }

    matcher(what) {
      if (what.text === undefined) return new Set([Number(what.site)]);
      const plain = what.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const wanted = new RegExp(what.word ? "(?<!\\w)" + plain + "(?!\\w)" : plain, /[A-Z]/.test(what.text) ? "" : "i");
      const ids = Object.entries(this.data.sites).filter(([, site]) =>
        [site.function, site.snippet, site.name].some((text) => wanted.test(text)),
      );
      return new Set(ids.map(([id]) => Number(id)));
    }

    scan(thread, index, isBack, ids) {
      const span = this.spans[thread];
      for (
        let i = Math.min(index, span.ids.length - 1 + (isBack ? 0 : 1));
        i >= 0 && i < span.ids.length;
        i += isBack ? -1 : 1
      )
        if (ids.has(span.ids[i])) return i;
      return -1;
    }

    search(what) {
      const isBack = what.to === "previous",
        isAll = what.scope === "all",
        ids = this.matcher(what);
      const among = (isAll ? Object.keys(this.spans) : [what.thread]).filter((thread) => this.spans[thread]);
      const count = among.reduce((sum, thread) => sum + this.spans[thread].ids.reduce((n, id) => n + ids.has(id), 0), 0);
      let found = null;
      const span = this.spans[what.thread];
      if (isAll) {
        const from = what.from === "end" ? endOf(isBack) : this.statement(what.thread, what.number - span.from);
        if (from) found = this.nearest(from, isBack, (thread, index) => this.scan(thread, index, isBack, ids));
      } else if (span) {
        const beside = what.from === "end" ? (isBack ? Infinity : 0) : what.number - span.from + (isBack ? -1 : 1);
        found = this.statement(what.thread, this.scan(what.thread, beside, isBack, ids));
      }
      return { count, statement: found };
    }

    statements(thread, from, count) {
      const span = this.spans[thread] || { first: 0, end: 0, from: 0, ids: [], at: [], known: [] };
      const end = span.from + span.ids.length;
      const begin = from === "newest" ? Math.max(span.from, end - count) : Math.max(span.from, from);
      const list = [],
        sites = {};
      for (let n = begin; n < Math.min(end, (from === "newest" ? begin : from) + count); n++) {
        const one = this.statement(thread, n - span.from);
        list.push([one.id, one.at, one.from, one.to]);
        if (one.site) sites[one.id] = one.site;
      }
      return {
        thread,
        first: span.from,
        end,
        from: begin,
        generation: 1,
        cut: span.from > span.first,
        statements: list,
        sites,
      };
    }

    heat(file, thread) {
      const counts = new Map((this.data.heats[file] || []).map((line) => [line, 0]));
      const among = thread === "all" ? Object.keys(this.spans) : [thread];
      for (const one of among)
        for (const id of (this.spans[one] || { ids: [] }).ids) {
          const site = this.data.sites[id];
          if (site && site.file === file) counts.set(site.line, (counts.get(site.line) || 0) + 1);
        }
      return { file, lines: [...counts].sort((a, b) => a[0] - b[0]), snippets: this.data.files[file].snippets || {} };
    }

    density(thread, from, to, buckets) {
      const row = new Array(buckets).fill(0);
      for (const at of (this.spans[thread] || { at: [] }).at)
        if (at >= from && at <= to) row[Math.min(buckets - 1, Math.floor(((at - from) / (to - from)) * buckets))]++;
      return row;
    }

    atTime(thread, ns) {
      let best = null;
      for (const one of thread === "all" ? Object.keys(this.spans).map(Number) : [thread]) {
        const span = this.spans[one];
        const found = span && this.statement(one, countUntil(span.at.length, (i) => span.at[i] > ns) - 1);
        if (found && (!best || isBefore(best, found))) best = found;
      }
      return best;
    }
  }

  sp.embeddedSource = (data) => {
    const all = new Embedded(data);
    return {
      session: async () => data.session,
      threads: async () => ({ changes: 0, threads: data.threads }),
      statements: async (thread, from, count) => all.statements(thread, from, count),
      step: async (thread, number, to) =>
        all.nearest(all.statement(thread, number - data.spans[thread].from), to === "previous", (one, index) => index),
      edge: async (which) => all.nearest(endOf(which === "last"), which === "last", (one, index) => index),
      time: async (thread, ns) => all.atTime(thread, ns),
      search: async (what) => all.search(what),
      file: async (file) => data.files[file],
      heat: async (file, thread) => all.heat(file, thread),
      timeline: async (threads, from, to, buckets) => ({
        from,
        to,
        rows: threads.map((one) => all.density(one, from, to, buckets)),
      }),
      listen: () => {},
    };
  };
}
