// What the last look found for a name.

import { code, el, foreign } from "../../dom.js";
import { minute, relative } from "../../moments.js";
import { badge, facts } from "../../parts/badge.js";
import { sentence } from "../../validity.js";
import { FindingCode } from "../../words.js";

/** @param {any} order @param {string} name @param {string} kind @returns {HTMLElement[]} */
export function findingsOf(order, name, kind) {
  const found = (order.findings ?? []).filter((/** @type {any} */ one) => one.name === name && one.challenge === kind);
  if (found.length) return found.map(finding);
  return [el("p", { class: "aside" }, "Nobody has looked for this yet.")];
}

/** @param {any} found */
function finding(found) {
  const ready = found.code === FindingCode.READY;
  return el("div", { class: `note ${ready ? "good" : "warn"} finding` },
    el("p", {}, badge(ready ? "good" : "warn", ready ? "in place" : sentence(found.code)), " ",
      el("span", { class: "aside", title: minute(found.checked_at) }, `seen ${relative(found.checked_at)}`)),
    !ready && found.advice && el("p", {}, foreign(found.advice)),
    !ready && facts([
      ["Where", code(found.where)], ["Expected", code(found.expected)], ["Seen", found.seen ? code(found.seen) : "nothing"],
      .../** @type {[string, any][]} */ (found.server ? [["Said by", foreign(found.server)]] : []),
    ]));
}
