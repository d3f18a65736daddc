// Search, and the occurrences of one statement.
"use strict";

sp.search = (() => {
  const words = sp.get("words"),
    matches = sp.get("matches");

  const run = async (what, to) => {
    const at = sp.at;
    if (!at || at.number === null) return;
    const asked = { ...what, thread: at.thread, number: at.number, to, scope: sp.scope };
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
    const word = /^"(.+)"$/.exec(value); // in quotes it is a whole word
    return inOrder(word ? { text: word[1], word: 1 } : { text: value }, to);
  };

  const inOrder = (what, to) => sp.inOrder(run)(what, to);
  const same = (to) => sp.inOrder(() => sp.at && sp.at.id && run({ site: sp.at.id }, to))();

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
  });
  return {
    text,
    same,
    focus: () => {
      words.focus();
      words.select();
    },
  };
})();
