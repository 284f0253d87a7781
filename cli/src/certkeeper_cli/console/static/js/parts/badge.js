// Small parts that several views have: badges, notes, headings, names with values.

import { el } from "../dom.js";

/**
 * Return a word on its colour; the word alone says it, too.
 * @param {string} tone
 * @param {string} word
 */
export function badge(tone, word) {
  return el("span", { class: `badge ${tone}` }, word);
}

/**
 * Return a line that says what is being waited for.
 * @param {string} words
 */
export function waiting(words) {
  return el("p", { class: "waiting", role: "status" }, el("span", { class: "dots", "aria-hidden": "true" }), words);
}

/**
 * Return what to do where there is nothing.
 * @param {string} title
 * @param {...import("../dom.js").Child} children
 */
export function empty(title, ...children) {
  return el("div", { class: "empty" }, el("p", {}, el("strong", {}, title)), ...children);
}

/**
 * Return a part of a view.
 * @param {string} title
 * @param {...import("../dom.js").Child} children
 */
export function part(title, ...children) {
  return el("section", { class: "part" }, el("h2", {}, title), ...children);
}

/** @typedef {[string, import("../dom.js").Child]} Fact a name and its value */

/**
 * Return names and values; what is no fact is left out.
 * @param {(Fact|null|undefined|false)[]} all
 */
export function facts(all) {
  const shown = all.filter((one) => !!one);
  return el(
    "dl",
    { class: "facts" },
    shown.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}
