// Search, and the occurrences of one statement.
"use strict";

sp.search = (() => {
  const words = sp.get("words"), matches = sp.get("matches");

  const run = async (what, to, from) => {
    const at = sp.at;
    if (!at) return;
    const asked = { ...what, thread: at.thread, to, scope: sp.scope };
    if (from) asked.from = from;
    else asked.number = at.number;
    const answer = await sp.data.search(asked);
    const where = sp.scope === "all" ? "in all threads" : "in this thread";
    if (what.text !== undefined) {
      matches.textContent = answer.count ? sp.number(answer.count) : "none";
      matches.title = sp.plural(answer.count, "statement") + " " + where;
    }
    if (answer.statement) return sp.go(answer.statement);
    if (!answer.count) return sp.say("Nothing executed " + where + " has that.");
    sp.say(to === "next" ? "No later one " + where + "." : "No earlier one " + where + ".");
  };

  const text = (to) => {
    const value = words.value.trim();
    if (!value) return words.focus();
    return run({ text: value }, to).catch((error) => sp.say(error.message));
  };

  const same = (to) => sp.at && sp.at.id && run({ site: sp.at.id }, to).catch((error) => sp.say(error.message));

  sp.get("search").addEventListener("submit", (event) => {
    event.preventDefault();
    text("next");
  });
  words.addEventListener("input", () => (matches.textContent = ""));
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      text("previous");
    }
    if (event.key === "Escape") sp.get("code").focus();
  });
  return { text, same, focus: () => { words.focus(); words.select(); } };
})();
