// What may be done with a certificate, each with what it will do said first.

import { call } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { busy, isBusy } from "../../parts/busy.js";
import { dialog } from "../../parts/dialog.js";
import { field, hinted, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { trouble } from "../../parts/trouble.js";
import { certificatesChanged } from "../../list.js";
import { minute } from "../../moments.js";
import { go } from "../../router.js";
import { exportDialog } from "./export_dialog.js";
import { KEY_CHOICE_LABELS, REVOCATION_REASON_HINTS, Source } from "../../words.js";

/**
 * @typedef {{path: string, etag: string, changed: () => void, signal: AbortSignal}} Around
 * @param {any} now
 * @param {Around} around
 */
export function actions(now, around) {
  const complaint = el("div");
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, tone = "") =>
    el("button", { type: "button", class: tone, id: `do-${label.toLowerCase().replaceAll(" ", "-")}`, onclick }, label);
  if (now.deleted_at) {
    const gone = now.recoverable === false;
    const until = gone ? " It is gone for good." : now.recoverable_until ? ` It can be restored until ${minute(now.recoverable_until)}.` : "";
    return [el("div", { class: "note warn" }, `Deleted ${minute(now.deleted_at)}.${until}`),
      !gone && el("div", { class: "buttons" }, button("Restore", () => direct("do-restore", "Restoring …", "restoration", around, complaint), "primary")), complaint];
  }
  if (!now.facts) return null;
  const replace = el("a", { class: "button", href: `#${around.path}/successor` }, "Replace");
  return [el("div", { class: "buttons toolbar", role: "group", "aria-label": "What to do with it" },
    button("Export", () => exportDialog(now, around.path), "primary"),
    now.source === Source.ISSUED && button("Renew", () => renewDialog(now, around)), replace,
    now.source === Source.ISSUED && !now.revoked_at && button("Revoke", () => revokeDialog(now, around), "danger"),
    button("Delete", () => deleteDialog(now, around), "danger")), complaint];
}

/** @param {string} id @param {string} words @param {string} what @param {Around} around @param {Element} complaint */
async function direct(id, words, what, { path, changed }, complaint) {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById(id));
  if (isBusy(button)) return;
  try {
    await busy(button, words, () => call("POST", `${path}/${what}`));
    changed();
  } catch (error) {
    complaint.replaceChildren(trouble(error));
  }
}

/** @param {any} now @param {Around} around */
function renewDialog(now, { path }) {
  const key = field("Private key", select([["", "as it is set"], ...Object.entries(KEY_CHOICE_LABELS)]));
  dialog("Renew now", (close) => [
    el("p", {}, "A new certificate for the same names is ordered. ", foreign(now.certificate_name), " keeps its id, its name and its secret; until the new one is there, the one that is stays."),
    el("p", { class: "aside" }, "CAs allow a few of the same a week: there is no need while it renews by itself."),
    form({
      label: "Renew", working: "Ordering …", fields: [[/^\/key/, key]], submit: async (idempotencyKey) => {
        const wanted = key.control.value ? { key: key.control.value } : {};
        const { body, location: where } = await call("POST", `${path}/renewals`, { body: wanted, key: idempotencyKey });
        const order = body?.order_id ?? where.split("/").pop();
        close();
        certificatesChanged();
        go(`/scopes/${now.scope}/orders/${order}`);
      },
    }, key.node)]);
}

/** @param {any} now @param {Around} around */
function revokeDialog(now, { path, changed }) {
  dialog("Revoke", (close) => {
    const reason = field("Reason", select(hinted(REVOCATION_REASON_HINTS)));
    return [
      el("p", {}, "The CA is told that version ", now.version, " of ", foreign(now.certificate_name), " counts no more. ", el("strong", {}, "This cannot be undone:"), " servers that still use it will be refused. Put another in its place first."),
      form({
        label: "Revoke for good", working: "Revoking …", tone: "danger", fields: [[/^\/reason/, reason]], submit: async () => {
          await call("POST", `${path}/revocation`, { body: { reason: reason.control.value } });
          close();
          changed();
        },
      }, reason.node)];
  });
}

/** @param {any} now @param {Around} around */
function deleteDialog(now, { path, etag, changed }) {
  dialog("Delete", (close) => [
    el("p", {}, foreign(now.certificate_name), " leaves the list, and is neither renewed nor noticed any more. It can be restored for a time (the filter “Deleted” finds it); then its private key is gone."),
    el("p", {}, "Whoever reads its secret gets nothing from then on. The certificate itself stays valid: to have it refused, revoke it."),
    form({
      label: "Delete", working: "Deleting …", tone: "danger", fields: [], submit: async () => {
        await call("DELETE", path, { match: etag });
        close();
        changed();
      },
    })]);
}
