// What was recognised, and what is worth knowing before it is saved.

import { el, foreign } from "../../dom.js";
import { assemble, warnings } from "../../files/assembly.js";
import { day } from "../../moments.js";

/** @typedef {import("../../files/recognise.js").Piece} Piece */

/**
 * Return one piece in words.
 * @param {Piece} piece
 */
export function pieceWords({ words, facts }) {
  if (!facts) return [words];
  const others = facts.names.length - 1;
  const dates = `, ${day(facts.notBefore)} to ${day(facts.notAfter)}`;
  return [
    `${words} for `,
    foreign(facts.names[0] ?? facts.subject),
    others > 0 && ` and ${others} more`,
    el("span", { class: "aside" }, " from ", foreign(facts.issuer), dates),
  ];
}

/**
 * Return the pieces as a list.
 * @param {Piece[]} pieces
 */
export function shownPieces(pieces) {
  const items = pieces.map((one) => el("li", {}, pieceWords(one)));
  return el("ul", { class: "pieces" }, items);
}

/**
 * Return what a person would want to know before saving; null where there is nothing.
 * @param {Piece[]} pieces
 * @param {string} domain that the certificate is meant for, or nothing
 */
export function shownWarnings(pieces, domain) {
  const found = pieces.length ? warnings(assemble(pieces), domain) : [];
  if (!found.length) return null;
  const items = found.map((words) => el("li", {}, foreign(words)));
  const title = el("p", {}, el("strong", {}, "Before you save"));
  return el("div", { class: "note warn" }, title, el("ul", {}, items));
}
