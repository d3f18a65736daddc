// The colours of C, line by line: comments, texts, words of the language, directives.
"use strict";

{
  const words = new Set(
    (
      "auto break case char const continue default do double else enum extern float for goto if inline int long " +
      "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false " +
      "NULL _Alignas _Alignof _Atomic _Bool _Generic _Noreturn _Static_assert _Thread_local nullptr typeof constexpr alignas alignof " +
      "size_t ssize_t uint8_t uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t uintptr_t intptr_t ptrdiff_t"
    ).split(" "),
  );
  const token = /\/\/.*|\/\*|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[A-Za-z_]\w*|\d[\w.]*/g;

  // Which lines begin inside a comment.
  sp.commentLines = (lines) => {
    const inside = new Uint8Array(lines.length + 1);
    let isInside = false;
    lines.forEach((line, i) => {
      inside[i] = isInside ? 1 : 0;
      for (let at = 0; at < line.length;) {
        if (isInside) {
          const end = line.indexOf("*/", at);
          if (end < 0) return;
          isInside = false;
          at = end + 2;
          continue;
        }
        const start = line.indexOf("/*", at),
          plain = line.indexOf("//", at);
        if (start < 0 || (plain >= 0 && plain < start)) return;
        const quotes = line.slice(at, start).split('"').length - 1;
        isInside = quotes % 2 === 0;
        at = start + 2;
      }
    });
    return inside;
  };

  const kindOf = (text, line, at) => {
    if (text.startsWith("/")) return "comment";
    if (text[0] === '"' || text[0] === "'") return "text";
    if (/\d/.test(text[0])) return "digits";
    if (words.has(text)) return "word";
    return /^\s*\(/.test(line.slice(at + text.length, at + text.length + 4)) ? "call" : null;
  };

  // Pieces [begin, end, kind] of a line; what is not in one has no colour.
  sp.pieces = (line, isInside) => {
    const pieces = [];
    let at = 0;
    if (isInside) {
      const end = line.indexOf("*/");
      at = end < 0 ? line.length : end + 2;
      pieces.push([0, at, "comment"]);
    }
    const directive = at === 0 && /^\s*#\s*\w+/.exec(line);
    if (directive) {
      at = directive[0].length;
      pieces.push([0, at, "directive"]);
    }
    token.lastIndex = at;
    for (let match; (match = token.exec(line));) {
      let end = match.index + match[0].length;
      if (match[0] === "/*") {
        const close = line.indexOf("*/", end);
        end = close < 0 ? line.length : close + 2;
        token.lastIndex = end;
      }
      const kind = kindOf(match[0], line, match.index);
      if (kind) pieces.push([match.index, end, kind]);
    }
    return pieces;
  };
}
