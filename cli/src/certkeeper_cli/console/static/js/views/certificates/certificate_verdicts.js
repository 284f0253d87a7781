// What the API said of an uploaded version when it came.

import { el, foreign } from "../../dom.js";
import { badge, part } from "../../parts/badge.js";
import { Trust } from "../../words.js";

/** @type {Record<Api.Verdicts["trust"], {tone: import("../../validity.js").Tone, word: string, words: string}>} */
export const TRUST = {
  [Trust.PUBLIC]: {
    tone: "good",
    word: "trusted by browsers",
    words: "The chain leads to a root that browsers have.",
  },
  [Trust.PRIVATE]: {
    tone: "warn",
    word: Trust.PRIVATE,
    words: "The chain leads to a root that came with it: only clients that have this root trust it.",
  },
  [Trust.INCOMPLETE]: {
    tone: "bad",
    word: Trust.INCOMPLETE,
    words: "The chain leads to no root that is known. Some clients will refuse it: add the missing intermediates.",
  },
};

/**
 * Return the verdicts as a list; null for a version that was not uploaded.
 * @param {Api.Verdicts|null} verdicts
 */
export function verdictsOf(verdicts) {
  if (!verdicts) return null;
  const { tone, word, words } = TRUST[verdicts.trust];
  const acm = verdicts.importable_into_acm;
  const { acm_obstacles: obstacles, warnings } = verdicts;
  return part(
    "Verdicts",
    el(
      "ul",
      { class: "verdicts" },
      el("li", {}, badge("good", "sound"), " Key, certificate and chain fit together."),
      el("li", {}, badge(tone, word), ` ${words}`),
      el(
        "li",
        {},
        badge(acm ? "good" : "warn", acm ? "ACM would take it" : "ACM would not take it"),
        obstacles.length > 0 && remarks(obstacles),
      ),
    ),
    warnings.length > 0 &&
      el("div", { class: "note warn" }, el("p", {}, el("strong", {}, "Warnings")), remarks(warnings)),
  );
}

/** @param {Api.Remark[]} all */
function remarks(all) {
  const items = all.map((one) => el("li", {}, foreign(one.detail), " ", el("span", { class: "aside" }, one.code)));
  return el("ul", {}, items);
}
