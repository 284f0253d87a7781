// What is true of a certificate now, in words and a tone. The end that stands in it decides, whatever was said before.

import { count, daysUntil } from "./moments.js";
import { CertificateStatus, NextAction } from "./words.js";

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
  if (certificate.deleted_at || certificate.status === CertificateStatus.DELETED) {
    return { tone: "idle", word: CertificateStatus.DELETED, more: certificate.recoverable ?? certificate.recoverable_until ? "can be restored" : "" };
  }
  if (certificate.revoked_at || certificate.status === CertificateStatus.REVOKED) {
    return { tone: "bad", word: CertificateStatus.REVOKED, more: "browsers may refuse it" };
  }
  const facts = certificate.facts;
  if (!facts) return { tone: "idle", word: CertificateStatus.PENDING, more: "being ordered" };
  return byItsEnd(facts, certificate.status, now);
}

/** @param {any} facts @param {string} status @param {number} now @returns {Validity} */
function byItsEnd(facts, status, now) {
  const left = daysUntil(facts.not_after, now);
  if (left < 0 || status === CertificateStatus.EXPIRED) {
    return { tone: "bad", word: CertificateStatus.EXPIRED, more: `${count(Math.max(0, -left - 1), "day")} ago` };
  }
  if (Date.parse(facts.not_before) > now) {
    return { tone: "warn", word: "not yet valid", more: `from ${facts.not_before.slice(0, 10)}` };
  }
  const expiring = status === CertificateStatus.EXPIRING || Date.parse(facts.expiring_at ?? facts.not_after) <= now;
  return { tone: expiring ? "warn" : "good", word: expiring ? CertificateStatus.EXPIRING : "valid", more: `${count(left, "day")} left` };
}

export const ACTIONS = {
  [NextAction.ISSUE]: "Issue", [NextAction.RENEW]: "Renewal", [NextAction.FINISH_RENEWAL]: "Renewal runs", [NextAction.NOTIFY]: "Notice",
  [NextAction.CHECK]: "Look at the CA", [NextAction.SET_RECORD]: "Set the record", [NextAction.UPLOAD_SUCCESSOR]: "Upload a newer one",
  [NextAction.RENEW_BY_HAND]: "Renew by hand", [NextAction.NONE]: "Nothing",
};

/**
 * What happens next, and when; empty where nothing is known.
 * @param {any} certificate
 */
export function nextAction(certificate) {
  const next = certificate.next_action;
  if (!next?.action) return "";
  if (next.action === NextAction.NONE) return "";
  const word = actionWords(next);
  return word && next.at ? `${word} ${next.at.slice(0, 10)}` : word;
}

/** @param {{action: string}} next */
export function actionWords({ action }) {
  return ACTIONS[/** @type {keyof typeof ACTIONS} */ (action)] ?? sentence(action);
}

/** "renewal_failed" as "Renewal failed" @param {string} word */
export function sentence(word) {
  const plain = word.replaceAll(/[_-]+/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
