// The box on top of a list that could not be read as a whole: which scopes, why, and what to do.

import { el, foreign, swap } from "../dom.js";
import { empty } from "./badge.js";

/** @typedef {import("../completeness.js").Refused} Refused */

/**
 * Put the box there, or take it away. A box that says the same stays: it would be read out again with every page.
 * @param {Element} place
 * @param {Refused[]} refused
 * @param {() => void} again what "Try again" does
 */
export function showNotRead(place, refused, again) {
  const box = refused.length > 0 ? notRead(refused, again) : null;
  if (place.textContent !== (box?.textContent ?? "")) swap(place, box);
}

/**
 * @param {Refused[]} refused
 * @param {() => void} again
 */
function notRead(refused, again) {
  const items = alike(refused).map(({ scopes, what, problem }) =>
    el(
      "li",
      {},
      scopes.length === 1 ? "Scope " : "Scopes ",
      scopes.map((scope, at) => [at > 0 && ", ", foreign(scope)]),
      `: ${what} not shown. `,
      foreign(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title),
    ),
  );
  return el(
    "div",
    { class: "note bad", role: "alert" },
    el("p", {}, el("strong", {}, "Not everything could be read.")),
    el("ul", {}, items),
    el("p", {}, "What is missing may be what needs you."),
    el("p", {}, el("button", { type: "button", onclick: again }, "Try again")),
  );
}

/** Return what is shown in the place of a list where no scope is known to ask for. */
export function unnamedScope() {
  const link = el("a", { href: "#/scopes" }, "Name the scope that you work in");
  return empty("Your policies let you see no list of scopes.", el("p", {}, link, "."));
}

/**
 * Return scopes that were refused the same for the same reason as one.
 * @param {Refused[]} refused
 */
function alike(refused) {
  /** @type {Map<string, {what: Set<string>, scope: string, problem: import("../api.js").Problem}>} */
  const byScope = new Map();
  for (const { scope, what, problem } of [...refused].sort((one, other) => (one.scope < other.scope ? -1 : 1))) {
    const key = JSON.stringify([scope, problem.title, problem.detail]);
    const one = byScope.get(key) ?? { what: new Set(), scope, problem };
    one.what.add(what);
    byScope.set(key, one);
  }
  /** @type {Map<string, {scopes: string[], what: string, problem: import("../api.js").Problem}>} */
  const found = new Map();
  for (const { what, scope, problem } of byScope.values()) {
    const words = [...what].sort().join(" and ");
    const key = JSON.stringify([words, problem.title, problem.detail]);
    const one = found.get(key) ?? { scopes: [], what: words, problem };
    one.scopes.push(scope);
    found.set(key, one);
  }
  return [...found.values()];
}
