// What was before: versions, and the history as a time line.

import { code, el, foreign } from "../../dom.js";
import { day, minute } from "../../moments.js";
import { part } from "../../parts/badge.js";
import { EventType, Source } from "../../words.js";

const HEADS = ["Version", "Since", "Valid until", "SHA-256", "By"];

/**
 * Return the versions of a certificate as a table.
 * @param {Api.CertificateWithHistory} certificate
 */
export function versionsOf(certificate) {
  const all = certificate.versions;
  if (!all.length) return null;
  const heads = HEADS.map((head) => el("th", { scope: "col" }, head));
  const rows = all.map((one) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, one.version, one.version === certificate.version && " (current)"),
      el("td", {}, day(one.created_at)),
      el("td", {}, day(one.not_after)),
      el("td", {}, code(`${one.sha256.slice(0, 16)}…`)),
      el("td", {}, by(certificate, one)),
    ),
  );
  const table = el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
  const attributes = { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Versions" };
  return part("Versions", el("div", attributes, table));
}

/**
 * @param {Api.Certificate} certificate
 * @param {Api.VersionSummary} version
 */
function by(certificate, version) {
  if (certificate.source !== Source.ISSUED || !version.order_id) return "upload";
  const href = `#/scopes/${certificate.scope}/orders/${version.order_id}`;
  return el("a", { href }, "order", el("span", { class: "unseen" }, ` of version ${version.version}`));
}

/** @type {Record<Api.HistoryEvent["type"], import("../../validity.js").Tone>} */
export const TONES = {
  [EventType.CERTIFICATE_ISSUED]: "good",
  [EventType.CERTIFICATE_RENEWED]: "good",
  [EventType.CERTIFICATE_UPLOADED]: "good",
  [EventType.CERTIFICATE_RESTORED]: "good",
  [EventType.CERTIFICATE_EXPORTED]: "idle",
  [EventType.CERTIFICATE_EXPIRING]: "warn",
  [EventType.ACTION_REQUIRED]: "warn",
  [EventType.CERTIFICATE_EXPIRED]: "bad",
  [EventType.CERTIFICATE_REVOKED]: "bad",
  [EventType.CERTIFICATE_DELETED]: "bad",
  [EventType.RENEWAL_FAILED]: "bad",
  [EventType.ORDER_FAILED]: "bad",
};
const LEFT_OUT = new Set(["name", "order_id"]);

/**
 * Return what happened to a certificate, the newest first.
 * @param {Api.HistoryEvent[]} history
 */
export function historyOf(history) {
  if (!history?.length) return null; // a stack that is older than this page does not say it
  const items = history.map((entry) => {
    const when = el("time", { class: "aside", datetime: entry.at }, minute(entry.at));
    const details = Object.entries(entry.detail)
      .filter(([name]) => !LEFT_OUT.has(name))
      .map(([name, value], at) => [at > 0 && " · ", `${name.replaceAll("_", " ")} `, foreign(value)]);
    return el(
      "li",
      { class: TONES[entry.type] ?? "idle" },
      el("p", {}, el("strong", {}, words(entry.type)), " ", when),
      el("p", { class: "aside" }, details),
    );
  });
  return part("History", el("ol", { class: "timeline" }, items));
}

/**
 * Return the name of an event without its noun: "Certificate Issued" as "Issued".
 * @param {string} type
 */
function words(type) {
  return type.replace(/^Certificate /, "");
}
