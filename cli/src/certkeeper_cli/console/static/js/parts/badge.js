// A word on its colour. The word says it alone, too.

import { el } from "../dom.js";

/** @param {string} tone @param {string} word */
export function badge(tone, word) {
  return el("span", { class: `badge ${tone}` }, word);
}

/** A line that says that something is being waited for. @param {string} words */
export function waiting(words) {
  return el("p", { class: "waiting", role: "status" }, el("span", { class: "dots", "aria-hidden": "true" }), words);
}

/** What to do where there is nothing. @param {string} title @param {...import("../dom.js").Child} children */
export function empty(title, ...children) {
  return el("div", { class: "empty" }, el("p", {}, el("strong", {}, title)), ...children);
}

/** A part of a view. @param {string} title @param {...import("../dom.js").Child} children */
export function part(title, ...children) {
  return el("section", { class: "part" }, el("h2", {}, title), ...children);
}

/** Names and values. @param {[string, import("../dom.js").Child][]} pairs */
export function facts(pairs) {
  return el("dl", { class: "facts" }, pairs.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
