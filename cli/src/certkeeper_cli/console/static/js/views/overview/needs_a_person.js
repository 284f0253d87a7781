// What only a person can do: the end is near or past and nothing renews the certificate, or an order waits.

import { el, foreign } from "../../dom.js";
import { placeOf } from "../../list_row.js";
import { relative } from "../../moments.js";
import { RECENT_MS } from "../../orders.js";
import { badge } from "../../parts/badge.js";
import { isOneOf } from "../../parts/one_of.js";
import { validity } from "../../validity.js";
import {
  ACTIONS_OF_A_PERSON,
  CertificateStatus,
  ChallengeType,
  ENDED_ORDER_STATUSES,
  NextAction,
  OrderStatus,
  RenewalMode,
  Solver,
  Source,
  Steps,
} from "../../words.js";

const MAX_SHOWN = 50; // without being asked
const URGENCY = { bad: 0, warn: 1, idle: 2, good: 3 };

/** @typedef {{tone: import("../../validity.js").Tone, word: string, href: string, name: string, words: string}} Need */

/**
 * Return what needs a person, the most urgent first.
 * @param {Api.Certificate[]} certificates
 * @param {Api.OrderSummary[]} orders
 * @returns {Need[]}
 */
export function needs(certificates, orders, now = Date.now()) {
  const ofCertificates = certificates.flatMap((one) => ofCertificate(one, now));
  const found = [...ofCertificates, ...orders.flatMap((one) => ofOrder(one, now))];
  return found.sort((one, other) => URGENCY[one.tone] - URGENCY[other.tone]);
}

/**
 * @param {Api.Certificate} certificate
 * @param {number} now
 * @returns {Need[]}
 */
function ofCertificate(certificate, now) {
  const { tone, word, more } = validity(certificate, now);
  const { certificate_name: name, next_action: action, renewal } = certificate;
  if (certificate.deleted_at || !certificate.facts) return [];
  if (action?.action === NextAction.SET_RECORD) {
    return [{ tone: "warn", word: "set a record", href: ofOrderOr(certificate), name, words: action.why }];
  }
  if (tone !== "bad" && tone !== "warn") return [];
  const renews = tone === "warn" && renewal.mode === RenewalMode.AUTOMATIC && !renewal.failures;
  if (renews) return [];
  return [{ tone, word, href: placeOf(certificate), name, words: `${more}: ${advice(certificate, word)}` }];
}

/**
 * Return the address where the record is shown: the renewal's order.
 * @param {Api.Certificate} certificate
 */
function ofOrderOr(certificate) {
  const running = certificate.renewal.order_id;
  return running ? `#/scopes/${certificate.scope}/orders/${running}` : placeOf(certificate);
}

/**
 * @param {Api.Certificate} certificate
 * @param {string} word
 */
function advice({ next_action: action, source }, word) {
  if (action && isOneOf(ACTIONS_OF_A_PERSON, action.action)) return action.why;
  if (word === CertificateStatus.REVOKED) return "put another in its place";
  return source === Source.UPLOADED ? "upload a newer one" : "see that it is renewed";
}

/**
 * @param {Api.OrderSummary} order
 * @param {number} now
 * @returns {Need[]}
 */
function ofOrder(order, now) {
  const { status, deadline } = order;
  const href = `#/scopes/${order.scope}/orders/${order.order_id}`;
  const name = order.certificate_name;
  const isOpen = !isOneOf(ENDED_ORDER_STATUSES, status);
  if (isOpen && order.steps === Steps.MANUAL) {
    const verify = deadline ? `verify it, the deadline is ${relative(deadline)}` : "verify it";
    const words = status === OrderStatus.READY ? "verified: issue it" : verify;
    return [{ tone: "warn", word: "order waits", href, name, words }];
  }
  const isByHand = order.solver === Solver.ASSISTED && order.challenge === ChallengeType.DNS_01;
  if (status === OrderStatus.PENDING && isByHand) {
    return [{ tone: "warn", word: "order waits", href, name, words: "set its DNS record" }];
  }
  if (isOpen) return [{ tone: "idle", word: "order runs", href, name, words: status }];
  const isRecent = now - Date.parse(order.closed_at ?? order.created_at) < RECENT_MS;
  if ((status === OrderStatus.INVALID || status === OrderStatus.EXPIRED) && isRecent) {
    return [{ tone: "bad", word: "order failed", href, name, words: order.failure?.detail ?? status }];
  }
  return [];
}

/**
 * Return the list, or what may be said where it is empty.
 * @param {Need[]} all
 * @param {"needs"|"clear"|"empty"|"unknown"} said by `verdict`, of them and of what was not read
 */
export function shownNeeds(all, said) {
  const clear = "Nothing. All that is here is valid, and nothing waits for you.";
  if (said === "clear") return el("p", { class: "note good" }, clear);
  const unknown = "Nothing in what was read so far. What was not read may need you.";
  if (said !== "needs") return el("p", { class: "note" }, unknown);
  const [first, rest] = [all.slice(0, MAX_SHOWN), all.slice(MAX_SHOWN)];
  const more = el("details", { id: "more-needs" }, el("summary", {}, `${rest.length} more`), list(rest));
  return [list(first), rest.length > 0 && more];
}

/** @param {Need[]} all */
function list(all) {
  const items = all.map((one) => {
    const link = el("a", { href: one.href }, foreign(one.name));
    return el("li", {}, badge(one.tone, one.word), link, el("span", { class: "aside" }, foreign(one.words)));
  });
  return el("ul", { class: "needs" }, items);
}
