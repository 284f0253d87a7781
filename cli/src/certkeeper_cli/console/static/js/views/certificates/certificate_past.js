// What was before: versions, and the history as a time line.

import { code, el, foreign } from "../../dom.js";
import { day, minute } from "../../moments.js";
import { part } from "../../parts/badge.js";
import { EventType, Source } from "../../words.js";

/** @param {any} certificate */
export function versionsOf(certificate) {
  const all = certificate.versions ?? [];
  if (!all.length) return null;
  const heads = ["Version", "Since", "Valid until", "SHA-256", "By"];
  return part("Versions", el("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Versions" }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, all.map((/** @type {any} */ one) => el("tr", {},
      el("th", { scope: "row" }, one.version, one.version === certificate.version && " (current)"),
      el("td", {}, day(one.created_at)), el("td", {}, day(one.not_after)),
      el("td", {}, code(`${one.sha256.slice(0, 16)}…`)),
      el("td", {}, by(certificate, one))))))));
}

/** @param {any} certificate @param {any} version */
function by(certificate, version) {
  if (certificate.source !== Source.ISSUED || !version.order_id) return "upload";
  return el("a", { href: `#/scopes/${certificate.scope}/orders/${version.order_id}` }, "order", el("span", { class: "unseen" }, ` of version ${version.version}`));
}

/** @type {Record<string, string>} */
export const TONES = {
  [EventType.CERTIFICATE_ISSUED]: "good", [EventType.CERTIFICATE_RENEWED]: "good", [EventType.CERTIFICATE_UPLOADED]: "good",
  [EventType.CERTIFICATE_RESTORED]: "good", [EventType.CERTIFICATE_EXPORTED]: "idle", [EventType.CERTIFICATE_EXPIRING]: "warn",
  [EventType.ACTION_REQUIRED]: "warn", [EventType.CERTIFICATE_EXPIRED]: "bad", [EventType.CERTIFICATE_REVOKED]: "bad",
  [EventType.CERTIFICATE_DELETED]: "bad", [EventType.RENEWAL_FAILED]: "bad", [EventType.ORDER_FAILED]: "bad",
};
const LEFT_OUT = new Set(["name", "order_id"]);

/** The newest first. @param {any[]|undefined} history */
export function historyOf(history) {
  if (!history?.length) return null;
  return part("History", el("ol", { class: "timeline" }, history.map((entry) => el("li", { class: toneOf(entry.type) },
    el("p", {}, el("strong", {}, words(entry.type)), " ", el("time", { class: "aside", datetime: entry.at }, minute(entry.at))),
    el("p", { class: "aside" }, Object.entries(entry.detail ?? {}).filter(([name]) => !LEFT_OUT.has(name)).map(([name, value], at) => [
      at > 0 && " · ", `${name.replaceAll("_", " ")} `, foreign(String(value))]))))));
}

/** "Certificate Issued" as "Issued" @param {string} type */
function words(type) {
  return type.replace(/^Certificate /, "");
}

/** @param {string} type */
function toneOf(type) {
  return TONES[type] ?? "idle";
}
