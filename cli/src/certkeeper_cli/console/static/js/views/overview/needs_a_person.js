// What nobody but a person can do: the end is near or past and nothing renews it, or an order waits.

import { el, foreign } from "../../dom.js";
import { placeOf } from "../../list_row.js";
import { relative } from "../../moments.js";
import { badge } from "../../parts/badge.js";
import { RECENT_MS } from "../../orders.js";
import { validity } from "../../validity.js";
import { ACTIONS_OF_A_PERSON, CertificateStatus, ChallengeType, ENDED_ORDER_STATUSES, NextAction, OrderStatus, RenewalMode, Solver, Source, Steps } from "../../words.js";

const MOST = 50; // shown without being asked
const URGENCY = { bad: 0, warn: 1, idle: 2, good: 3 };

/** @typedef {{tone: "good"|"warn"|"bad"|"idle", word: string, href: string, name: string, words: string}} Need */

/** @param {any[]} certificates @param {any[]} orders @returns {Need[]} */
export function needs(certificates, orders, now = Date.now()) {
  const found = [...certificates.flatMap((one) => ofCertificate(one, now)), ...orders.flatMap((one) => ofOrder(one, now))];
  return found.sort((one, other) => URGENCY[one.tone] - URGENCY[other.tone]);
}

/** @param {any} certificate @param {number} now @returns {Need[]} */
function ofCertificate(certificate, now) {
  const { tone, word, more } = validity(certificate, now);
  if (certificate.deleted_at || !certificate.facts) return [];
  if (certificate.next_action?.action === NextAction.SET_RECORD) {
    return [{ tone: "warn", word: "set a record", href: ofOrderOr(certificate), name: certificate.certificate_name, words: certificate.next_action.why }];
  }
  if (tone !== "bad" && tone !== "warn") return [];
  const renews = tone === "warn" && certificate.renewal?.mode === RenewalMode.AUTOMATIC && !certificate.renewal.failures;
  if (renews) return [];
  return [{ tone, word, href: placeOf(certificate), name: certificate.certificate_name, words: `${more}: ${advice(certificate, word)}` }];
}

/** Where the record is shown: the renewal's order. @param {any} certificate */
function ofOrderOr(certificate) {
  const running = certificate.renewal?.order_id;
  return running ? `#/scopes/${certificate.scope}/orders/${running}` : placeOf(certificate);
}

/** @param {any} certificate @param {string} word */
function advice(certificate, word) {
  if (ACTIONS_OF_A_PERSON.includes(certificate.next_action?.action)) return certificate.next_action.why;
  if (word === CertificateStatus.REVOKED) return "put another in its place";
  return certificate.source === Source.UPLOADED ? "upload a newer one" : "see that it is renewed";
}

/** @param {any} order @param {number} now @returns {Need[]} */
function ofOrder(order, now) {
  const href = `#/scopes/${order.scope}/orders/${order.order_id}`;
  const name = order.certificate_name;
  const isOpen = !ENDED_ORDER_STATUSES.includes(order.status);
  if (isOpen && order.steps === Steps.MANUAL) {
    const words = order.status === OrderStatus.READY ? "verified: issue it" : order.deadline ? `verify it, the deadline is ${relative(order.deadline)}` : "verify it";
    return [{ tone: "warn", word: "order waits", href, name, words }];
  }
  if (order.status === OrderStatus.PENDING && order.solver === Solver.ASSISTED && order.challenge === ChallengeType.DNS_01) {
    return [{ tone: "warn", word: "order waits", href, name, words: "set its DNS record" }];
  }
  if (isOpen) return [{ tone: "idle", word: "order runs", href, name, words: order.status }];
  if ((order.status === OrderStatus.INVALID || order.status === OrderStatus.EXPIRED) && now - Date.parse(order.closed_at ?? order.created_at) < RECENT_MS) {
    return [{ tone: "bad", word: "order failed", href, name, words: order.failure?.detail ?? order.status }];
  }
  return [];
}

/**
 * @param {Need[]} all
 * @param {"needs"|"clear"|"empty"|"unknown"} said by `verdict`, of them and of what was not read
 */
export function shownNeeds(all, said) {
  if (said === "clear") return el("p", { class: "note good" }, "Nothing. All that is here is valid, and nothing waits for you.");
  if (said !== "needs") return el("p", { class: "note" }, "Nothing in what was read so far. What was not read may need you.");
  const [first, rest] = [all.slice(0, MOST), all.slice(MOST)];
  return [list(first), rest.length > 0 && el("details", { id: "more-needs" }, el("summary", {}, `${rest.length} more`), list(rest))];
}

/** @param {Need[]} all */
function list(all) {
  return el("ul", { class: "needs" }, all.map((one) => el("li", {}, badge(one.tone, one.word), el("a", { href: one.href }, foreign(one.name)),
    el("span", { class: "aside" }, foreign(one.words)))));
}
