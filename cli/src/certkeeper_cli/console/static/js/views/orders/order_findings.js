// What the last check found for a name.

import { code, el, foreign } from "../../dom.js";
import { minute, relative } from "../../moments.js";
import { badge, facts } from "../../parts/badge.js";
import { sentence } from "../../validity.js";
import { FindingCode } from "../../words.js";

/**
 * Return the findings of one name and challenge.
 * @param {Api.Order} order
 * @param {string} name
 * @param {string} kind
 * @returns {HTMLElement[]}
 */
export function findingsOf(order, name, kind) {
  const found = order.findings.filter((one) => one.name === name && one.challenge === kind);
  if (found.length) return found.map(finding);
  return [el("p", { class: "aside" }, "Not checked yet.")];
}

/** @param {Api.Finding} found */
function finding(found) {
  const ready = found.code === FindingCode.READY;
  const tone = ready ? "good" : "warn";
  const when = el("span", { class: "aside", title: minute(found.checked_at) }, `checked ${relative(found.checked_at)}`);
  return el(
    "div",
    { class: `note ${tone} finding` },
    el("p", {}, badge(tone, ready ? "in place" : sentence(found.code)), " ", when),
    !ready && found.advice && el("p", {}, foreign(found.advice)),
    !ready && details(found),
  );
}

/**
 * Return where a check was made, what it expected and what it saw. A CAA record has nothing to do with the challenge.
 * @param {Api.Finding} found
 */
function details(found) {
  const isOfChallenge = found.code !== FindingCode.CAA_FORBIDS;
  return facts([
    isOfChallenge && ["Where", code(found.where)],
    isOfChallenge && ["Expected", code(found.expected)],
    ["Seen", found.seen ? code(found.seen) : "nothing"],
    found.server ? ["Server", foreign(found.server)] : null,
  ]);
}
