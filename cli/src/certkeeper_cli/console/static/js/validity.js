// What is true of a certificate now, in words and a tone. Its end decides, whatever the API said before.

import { count, daysUntil } from "./moments.js";
import { CertificateStatus, NEXT_ACTION_LABELS, NextAction } from "./words.js";

/**
 * @typedef {"good"|"warn"|"bad"|"idle"} Tone
 * @typedef {{tone: Tone, word: string, more: string}} Validity
 */

export const NOT_YET_VALID = "not yet valid";

/**
 * Return how a certificate stands.
 * @param {Api.Certificate} certificate
 * @param {number} [now]
 * @returns {Validity}
 */
export function validity(certificate, now = Date.now()) {
  if (certificate.deleted_at || certificate.status === CertificateStatus.DELETED) {
    return { tone: "idle", word: CertificateStatus.DELETED, more: certificate.recoverable ? "can be restored" : "" };
  }
  if (certificate.revoked_at || certificate.status === CertificateStatus.REVOKED) {
    return { tone: "bad", word: CertificateStatus.REVOKED, more: "browsers may refuse it" };
  }
  const facts = certificate.facts;
  if (!facts) return { tone: "idle", word: CertificateStatus.PENDING, more: "being ordered" };
  return byItsEnd(facts, certificate.status, now);
}

/**
 * @param {Api.CertificateFacts} facts
 * @param {Api.CertificateStatus} status
 * @param {number} now
 * @returns {Validity}
 */
function byItsEnd(facts, status, now) {
  const left = daysUntil(facts.not_after, now);
  if (left < 0 || status === CertificateStatus.EXPIRED) {
    return { tone: "bad", word: CertificateStatus.EXPIRED, more: `${count(Math.max(0, -left - 1), "day")} ago` };
  }
  if (Date.parse(facts.not_before) > now) {
    return { tone: "warn", word: NOT_YET_VALID, more: `from ${facts.not_before.slice(0, 10)}` };
  }
  const more = `${count(left, "day")} left`;
  const expiring = status === CertificateStatus.EXPIRING || Date.parse(facts.expiring_at) <= now;
  if (expiring) return { tone: "warn", word: CertificateStatus.EXPIRING, more };
  return { tone: "good", word: CertificateStatus.ACTIVE, more };
}

/**
 * Return what happens next, and on which day; empty where nothing does.
 * @param {Api.Certificate} certificate
 */
export function nextAction(certificate) {
  const next = certificate.next_action;
  if (!next || next.action === NextAction.NONE) return "";
  const word = actionWords(next);
  return next.at ? `${word} ${next.at.slice(0, 10)}` : word;
}

/**
 * Return the name of an action; of one that this page does not know, its word.
 * @param {Api.NextAction} next
 */
export function actionWords({ action }) {
  return NEXT_ACTION_LABELS[action] ?? sentence(action);
}

/**
 * Return a word of the API as words: "caa_forbids" as "CAA forbids".
 * @param {string} word
 */
export function sentence(word) {
  const plain = word.replaceAll(/[_-]+/g, " ").replaceAll(/\b(caa|cname|dns|http|url)\b/g, (one) => one.toUpperCase());
  const text = plain.replaceAll("ipv6", "IPv6");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
