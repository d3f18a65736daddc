// Threads as rows, time from left to right, the number of statements as strength of colour.
"use strict";

{
  const canvas = sp.get("timeline"),
    rowsMost = 90;
  let rowHeight = 14,
    axis = 18,
    labels = 110,
    fontSize = 11;
  let threads = [],
    session = null,
    from = 0,
    to = 1,
    top = 0,
    rows = [],
    shownFrom = 0,
    shownTo = 1,
    asked = 0,
    current = null,
    most = 1;

  // By the size of the page's letters, which grows with the screen.
  const measure = () => {
    fontSize = Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.78);
    rowHeight = Math.round(fontSize * 1.3);
    axis = Math.round(fontSize * 1.7);
    labels = fontSize * 10;
  };
  const box = () => canvas.getBoundingClientRect();
  const rowCount = () => Math.max(1, Math.min(rowsMost, Math.floor((box().height - axis) / rowHeight)));
  const labelWidth = () => (box().width < 500 ? 0 : labels);
  const xOf = (ns, width) => labelWidth() + ((ns - from) / (to - from)) * (width - labelWidth());
  const nsOf = (x, width) => from + ((x - labelWidth()) / (width - labelWidth())) * (to - from);
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const seen = () => threads.slice(top, top + rowCount());

  const load = async () => {
    const list = seen(),
      mine = ++asked;
    if (!list.length || !session || to <= from) return draw();
    const buckets = Math.max(20, Math.min(2000, Math.floor((box().width - labelWidth()) / 2)));
    const f = Math.max(0, from),
      t = Math.max(f + 1, to);
    const answer = await sp.data.timeline(
      list.map((thread) => thread.thread),
      f,
      t,
      buckets,
    );
    if (mine !== asked) return;
    rows = answer.rows;
    shownFrom = f;
    shownTo = t;
    most = 1;
    for (const row of rows) for (const count of row || []) most = Math.max(most, count);
    draw();
  };

  const drawRow = (pen, row, y, width, colour) => {
    pen.fillStyle = colour;
    const step = (shownTo - shownFrom) / row.length;
    row.forEach((count, i) => {
      if (!count) return;
      const x = xOf(shownFrom + i * step, width),
        next = xOf(shownFrom + (i + 1) * step, width);
      if (next < labelWidth() || x > width) return;
      pen.globalAlpha = 0.22 + 0.78 * (Math.log(1 + count) / Math.log(1 + most));
      pen.fillRect(Math.max(labelWidth(), x), y + 2, Math.max(1, next - x), rowHeight - 4);
    });
    pen.globalAlpha = 1;
  };

  const drawAxis = (pen, width, height) => {
    pen.fillStyle = style("--dim");
    pen.textBaseline = "bottom";
    const step = Math.pow(10, Math.floor(Math.log10((to - from) / 3)));
    const wide = (to - from) / step > 6 ? step * ((to - from) / step > 15 ? 5 : 2) : step;
    for (let ns = Math.ceil(from / wide) * wide; ns <= to; ns += wide) {
      const x = xOf(ns, width);
      pen.fillRect(x, height - axis, 1, 4);
      if (x < width - fontSize * 5) pen.fillText(sp.span(ns), x + 3, height - 2);
    }
  };

  const draw = sp.soon(() => {
    const { width, height } = box(),
      scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
    if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = fontSize + "px " + style("--sans");
    seen().forEach((thread, i) => {
      const y = i * rowHeight,
        isCurrent = current && thread.thread === current.thread;
      if (isCurrent) {
        pen.fillStyle = style("--selected");
        pen.fillRect(0, y, width, rowHeight);
      }
      if (labelWidth()) {
        pen.fillStyle = thread.state === "crashed" ? style("--alarm") : isCurrent ? style("--ink") : style("--dim");
        pen.textBaseline = "middle";
        pen.fillText(sp.threads.nameOf(thread).slice(0, 18), 4, y + rowHeight / 2 + 1);
      }
      if (rows[i]) drawRow(pen, rows[i], y, width, thread.state === "crashed" ? style("--alarm") : style("--accent"));
      if (thread.state === "crashed" && thread.reference !== null) {
        const x = Math.min(width - 3, xOf(thread.reference, width));
        pen.fillStyle = style("--alarm");
        if (x >= labelWidth()) pen.fillRect(x - 1, y, 3, rowHeight);
      }
    });
    drawAxis(pen, width, height);
    if (current && current.at !== null) {
      const x = xOf(current.at, width);
      pen.fillStyle = style("--ink");
      if (x >= labelWidth()) pen.fillRect(Math.min(width - 1, x), 0, 1, height - axis);
    }
    const hidden = threads.length - seen().length;
    sp.get("span").textContent = session
      ? sp.span(to - from) +
        (hidden > 0 ? ", " + sp.plural(seen().length, "thread") + " of " + sp.number(threads.length) : "")
      : "";
  });

  let later = 0;
  const change = () => {
    draw();
    clearTimeout(later);
    later = setTimeout(() => load().catch((error) => sp.say(error.message)), 60);
  };

  const bound = (begin, length) => {
    const whole = session.span[1] - session.span[0];
    length = Math.max(1000, Math.min(whole, length));
    from = Math.max(session.span[0], Math.min(begin, session.span[1] - length));
    to = from + length;
    change();
  };

  // by: how much of the time is seen afterwards. Around a place, the current one unless given.
  const zoom = (by, around) => {
    if (!session) return;
    if (!by) return bound(session.span[0], session.span[1] - session.span[0]);
    const middle = around !== undefined ? around : current && current.at !== null ? current.at : (from + to) / 2;
    bound(middle - (middle - from) * by, (to - from) * by);
  };

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) return zoom(event.deltaY > 0 ? 1.25 : 0.8, nsOf(event.offsetX, box().width));
      if (event.shiftKey || event.deltaX)
        return bound(from + ((event.deltaX || event.deltaY) / box().width) * (to - from), to - from);
      top = Math.max(0, Math.min(threads.length - rowCount(), top + Math.sign(event.deltaY) * 3));
      change();
    },
    { passive: false },
  );

  canvas.addEventListener("pointerdown", (down) => {
    const startFrom = from,
      width = box().width;
    let isDrag = false;
    canvas.setPointerCapture(down.pointerId);
    canvas.onpointermove = (move) => {
      const moved = move.offsetX - down.offsetX;
      isDrag = isDrag || Math.abs(moved) > 4;
      if (isDrag) bound(startFrom - (moved / (width - labelWidth())) * (to - from), to - from);
    };
    canvas.onpointerup = (up) => {
      canvas.onpointermove = canvas.onpointerup = null;
      const thread = seen()[Math.floor(up.offsetY / rowHeight)];
      if (!isDrag && thread) sp.goTime(thread.thread, Math.max(from, nsOf(up.offsetX, width)));
    };
  });

  canvas.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move && current && current.at !== null) {
      event.preventDefault();
      event.stopPropagation();
      sp.goTime(current.thread, current.at + move * ((to - from) / 100));
    }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      event.stopPropagation();
      sp.threads.step(event.key === "ArrowUp" ? -1 : 1);
    }
  });

  new ResizeObserver(() => {
    measure();
    change();
  }).observe(canvas);
  sp.timeline = {
    setSession: (value) => {
      const isWhole = !session || (from === session.span[0] && to === session.span[1]);
      session = value;
      if (isWhole) [from, to] = [session.span[0], Math.max(session.span[1], session.span[0] + 1000)];
      change();
    },
    setThreads: (value) => {
      threads = value;
      top = Math.max(0, Math.min(top, threads.length - rowCount()));
      change();
    },
    show: (statement) => {
      current = statement;
      if (statement.at !== null && (statement.at < from || statement.at > to))
        return bound(statement.at - (to - from) / 2, to - from);
      const row = threads.findIndex((thread) => thread.thread === statement.thread);
      if (row >= 0 && (row < top || row >= top + rowCount())) {
        top = Math.max(0, row - Math.floor(rowCount() / 2));
        return change();
      }
      draw();
    },
    redraw: draw,
    zoom,
  };
}
