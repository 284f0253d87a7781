// What was recognised, and what is worth knowing before it is saved.

import { el, foreign } from "../../dom.js";
import { assemble, warnings } from "../../files/assembly.js";
import { day } from "../../moments.js";

/** @typedef {import("../../files/recognise.js").Piece} Piece */

/** One piece in words. @param {Piece} piece */
export function pieceWords({ words, facts }) {
  if (!facts) return [words];
  return [`${words} for `, foreign(facts.names[0] ?? facts.subject), facts.names.length > 1 && ` and ${facts.names.length - 1} more`,
    el("span", { class: "aside" }, " from ", foreign(facts.issuer), `, ${day(facts.notBefore)} to ${day(facts.notAfter)}`)];
}

/** @param {Piece[]} pieces */
export function shownPieces(pieces) {
  return el("ul", { class: "pieces" }, pieces.map((one) => el("li", {}, pieceWords(one))));
}

/** What a person would want to know before saving. @param {Piece[]} pieces @param {string} domain */
export function shownWarnings(pieces, domain) {
  const found = pieces.length ? warnings(assemble(pieces), domain) : [];
  if (!found.length) return null;
  return el("div", { class: "note warn" }, el("p", {}, el("strong", {}, "Before you save")),
    el("ul", {}, found.map((words) => el("li", {}, foreign(words)))));
}
