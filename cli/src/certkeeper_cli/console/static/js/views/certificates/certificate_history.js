// What was before: versions, and the history as a time line.

import { code, el, foreign } from "../../dom.js";
import { day, minute } from "../../moments.js";
import { part } from "../../parts/badge.js";
import { EventType, LOSS_LABELS, Source } from "../../words.js";
import { activationDialog, USE_AGAIN } from "./activation_dialog.js";

const HEADS = ["Version", "Since", "Valid until", "SHA-256", "By", "Use"];

/**
 * Return the versions of a certificate as a table, with the button that makes one current again.
 * @param {Api.CertificateWithHistory} certificate
 * @param {import("./certificate_actions.js").Context} context
 */
export function versionsOf(certificate, context) {
  const all = certificate.versions;
  if (!all.length) return null;
  const heads = HEADS.map((head) => el("th", { scope: "col" }, head));
  const rows = all.map((one) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, one.version, one.version === certificate.version && " (current)"),
      el("td", { class: "short" }, day(one.created_at)),
      el("td", { class: "short" }, day(one.not_after)),
      el("td", { class: "short" }, code(`${one.sha256.slice(0, 16)}…`)),
      el("td", {}, by(certificate, one), confirmedOf(one)),
      el("td", {}, use(certificate, one, context)),
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
  if (version.source !== Source.ISSUED || !version.order_id) return "upload";
  const href = `#/scopes/${certificate.scope}/orders/${version.order_id}`;
  return el("a", { href }, "order", el("span", { class: "unseen" }, ` of version ${version.version}`));
}

/**
 * Return what was confirmed to be lost when the version came; null where nothing was.
 * @param {Api.VersionSummary} version
 */
function confirmedOf({ confirmed_losses: losses }) {
  if (!losses?.length) return null; // a stack that is older than this page does not say it
  return el("div", { class: "aside" }, `confirmed: ${losses.map((one) => LOSS_LABELS[one] ?? one).join("; ")}`);
}

/**
 * Return the button that makes a version current again, or why there is none.
 * @param {Api.CertificateWithHistory} certificate
 * @param {Api.VersionSummary} version
 * @param {import("./certificate_actions.js").Context} context
 */
function use(certificate, version, context) {
  if (version.version === certificate.version) return version.revoked_at ? "in use, but revoked" : "in use";
  if (version.revoked_at) return "revoked: clients refuse it";
  if (!version.kept) return "its key is not kept: upload it again to use it";
  if (certificate.deleted_at) return "restore the certificate first";
  const onclick = () => activationDialog(certificate, version, context);
  const attributes = { type: "button", class: "small", id: `use-version-${version.version}`, onclick };
  return el("button", attributes, USE_AGAIN, el("span", { class: "unseen" }, ` (version ${version.version})`));
}

/** @type {Record<Api.HistoryEvent["type"], import("../../validity.js").Tone>} */
export const TONES = {
  [EventType.CERTIFICATE_ISSUED]: "good",
  [EventType.CERTIFICATE_RENEWED]: "good",
  [EventType.CERTIFICATE_UPLOADED]: "good",
  [EventType.CERTIFICATE_ACTIVATED]: "good",
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
