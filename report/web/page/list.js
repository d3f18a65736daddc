// A list of any length, of which only the rows in sight are elements.
"use strict";

// box: the element that scrolls. render(index) makes a row. Rows are as high as the style says, in --row.
sp.list = (box, render) => {
  const spacer = sp.make("div", { class: "spacer", role: "presentation" });
  let count = 0;
  let shown = new Map();
  box.append(spacer);

  const rowHeight = () => parseFloat(getComputedStyle(box).getPropertyValue("--row-px")) || 20;

  const draw = () => {
    const height = rowHeight();
    const first = Math.max(0, Math.floor(box.scrollTop / height) - 8);
    const end = Math.min(count, Math.ceil((box.scrollTop + box.clientHeight) / height) + 8);
    const kept = new Map();
    for (let index = first; index < end; index++) {
      let row = shown.get(index);
      if (!row) {
        row = render(index);
        row.classList.add("row");
        row.style.top = index * height + "px";
        spacer.append(row);
      }
      kept.set(index, row);
    }
    for (const [index, row] of shown) if (!kept.has(index)) row.remove();
    shown = kept;
  };

  const refresh = (length) => {
    if (length !== undefined) count = length;
    for (const row of shown.values()) row.remove();
    shown = new Map();
    spacer.style.height = count * rowHeight() + "px";
    draw();
  };

  const isSeen = (index) => {
    const top = index * rowHeight();
    return top >= box.scrollTop && top + rowHeight() <= box.scrollTop + box.clientHeight;
  };

  // margin: of the box's height; 0.5 puts the row into the middle.
  const reveal = (index, margin) => {
    const top = index * rowHeight(),
      room = box.clientHeight;
    if (margin === undefined && isSeen(index)) return;
    if (margin !== undefined && top > box.scrollTop + room * 0.12 && top < box.scrollTop + room * 0.8) return;
    box.scrollTop = Math.max(0, top - room * (margin === undefined ? 0.5 : margin));
    draw();
  };

  const soon = sp.soon(draw);
  box.addEventListener("scroll", soon, { passive: true });
  new ResizeObserver(() => refresh()).observe(box);
  return { refresh, reveal };
};
