// What is true of a certificate now, in words and a tone. The end that stands in it decides, whatever was said before.

import { count, daysUntil } from "./moments.js";

/**
 * @typedef {"good"|"warn"|"bad"|"idle"} Tone
 * @typedef {{tone: Tone, word: string, more: string}} Validity
 */

/**
 * @param {any} certificate as the API lists it
 * @param {number} [now]
 * @returns {Validity}
 */
export function validity(certificate, now = Date.now()) {
  if (certificate.deleted_at || certificate.status === "deleted") {
    return { tone: "idle", word: "deleted", more: certificate.recoverable ?? certificate.recoverable_until ? "can be restored" : "" };
  }
  if (certificate.revoked_at || certificate.status === "revoked") {
    return { tone: "bad", word: "revoked", more: "browsers may refuse it" };
  }
  const facts = certificate.facts;
  if (!facts) return { tone: "idle", word: "pending", more: "being ordered" };
  return byItsEnd(facts, certificate.status, now);
}

/** @param {any} facts @param {string} status @param {number} now @returns {Validity} */
function byItsEnd(facts, status, now) {
  const left = daysUntil(facts.not_after, now);
  if (left < 0 || status === "expired") {
    return { tone: "bad", word: "expired", more: `${count(Math.max(0, -left - 1), "day")} ago` };
  }
  if (Date.parse(facts.not_before) > now) {
    return { tone: "warn", word: "not yet valid", more: `from ${facts.not_before.slice(0, 10)}` };
  }
  const expiring = status === "expiring" || Date.parse(facts.expiring_at ?? facts.not_after) <= now;
  return { tone: expiring ? "warn" : "good", word: expiring ? "expiring" : "valid", more: `${count(left, "day")} left` };
}

const ACTIONS = {
  issue: "Issue", renew: "Renewal", finish_renewal: "Renewal runs", notify: "Notice", look: "Look at the CA",
  set_record: "Set the record", upload_successor: "Upload a newer one", renew_by_hand: "Renew by hand",
};

/**
 * What happens next, and when; empty where nothing is known.
 * @param {any} certificate
 */
export function nextAction(certificate) {
  const next = certificate.next_action;
  if (!next?.action) return "";
  if (next.action === "none") return "";
  const word = actionWords(next);
  return word && next.at ? `${word} ${next.at.slice(0, 10)}` : word;
}

/** @param {{action: string}} next */
export function actionWords({ action }) {
  if (action === "none") return "Nothing";
  return ACTIONS[/** @type {keyof typeof ACTIONS} */ (action)] ?? sentence(action);
}

/** "renewal_failed" as "Renewal failed" @param {string} word */
export function sentence(word) {
  const plain = word.replaceAll(/[_-]+/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
