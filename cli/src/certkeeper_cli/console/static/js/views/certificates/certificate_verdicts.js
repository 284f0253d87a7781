// What was said of an uploaded version when it came.

import { el, foreign } from "../../dom.js";
import { badge, part } from "../../parts/badge.js";
import { Trust } from "../../words.js";

export const TRUST = {
  [Trust.PUBLIC]: ["good", "trusted by browsers", "The chain leads to a root that browsers have."],
  [Trust.PRIVATE]: ["warn", Trust.PRIVATE, "The chain leads to a root that came with it: only who has that root trusts it."],
  [Trust.INCOMPLETE]: ["bad", Trust.INCOMPLETE, "The chain leads to no root that is known. Some clients will refuse it: add the missing intermediates."],
};

/** @param {any} said */
export function verdicts(said) {
  if (!said) return null;
  const [tone, word, words] = TRUST[/** @type {keyof typeof TRUST} */ (said.trust)] ?? ["idle", said.trust, ""];
  return part("Verdicts", el("ul", { class: "verdicts" },
    el("li", {}, badge("good", "sound"), " Key, certificate and chain fit together."),
    el("li", {}, badge(tone, word), ` ${words}`),
    el("li", {}, badge(said.importable_into_acm ? "good" : "warn", said.importable_into_acm ? "ACM would take it" : "ACM would not take it"),
      said.acm_obstacles?.length > 0 && remarks(said.acm_obstacles))),
  said.warnings?.length > 0 && el("div", { class: "note warn" }, el("p", {}, el("strong", {}, "Warnings")), remarks(said.warnings)));
}

/** @param {{code: string, detail: string}[]} all */
function remarks(all) {
  return el("ul", {}, all.map((one) => el("li", {}, foreign(one.detail), " ", el("span", { class: "aside" }, one.code))));
}
