// What may be done with a certificate; each dialog says first what it will do.

import { call } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { minute } from "../../moments.js";
import { busy, isBusy } from "../../parts/busy.js";
import { dialog } from "../../parts/dialog.js";
import { field, hinted, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { problemNote } from "../../parts/problem_note.js";
import { go } from "../../router.js";
import { exportDialog } from "./export_dialog.js";
import { KEY_CHOICE_LABELS, KeyChoice, REVOCATION_REASON_HINTS, RevocationReason, Source } from "../../words.js";

/**
 * @typedef {object} Context
 * @property {{scope: string, certificate_id: string}} at
 * @property {string} etag of what is shown
 * @property {() => void} changed reads the certificate again
 * @property {AbortSignal} signal
 */

/**
 * Return the buttons of a certificate.
 * @param {Api.CertificateWithHistory} now
 * @param {Context} context
 */
export function actions(now, context) {
  const complaint = el("div");
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, tone = "") => {
    const id = `do-${label.toLowerCase().replaceAll(" ", "-")}`;
    return el("button", { type: "button", class: tone, id, onclick }, label);
  };
  if (now.deleted_at) {
    const restoring = button("Restore", () => restore(restoring, context, complaint), "primary");
    const buttons = el("div", { class: "buttons" }, restoring);
    return [el("div", { class: "note warn" }, deletedWords(now)), now.recoverable && buttons, complaint];
  }
  if (!now.facts) return null;
  const { scope, certificate_id: id } = context.at;
  const isIssued = now.source === Source.ISSUED;
  const buttons = [
    button("Export", () => exportDialog(now, context.at), "primary"),
    isIssued && button("Renew", () => renewDialog(now, context)),
    el("a", { class: "button", href: `#/scopes/${scope}/certificates/${id}/successor` }, "Replace"),
    isIssued && !now.revoked_at && button("Revoke", () => revokeDialog(now, context), "danger"),
    button("Delete", () => deleteDialog(now, context), "danger"),
  ];
  const attributes = { class: "buttons toolbar", role: "group", "aria-label": "What to do with it" };
  return [el("div", attributes, buttons), complaint];
}

/** @param {Api.Certificate} now */
function deletedWords({ deleted_at: at, recoverable, recoverable_until: until }) {
  const end = until ? ` It can be restored until ${minute(until)}.` : "";
  return `Deleted ${minute(at)}.${recoverable ? end : " It can no longer be restored."}`;
}

/**
 * @param {HTMLButtonElement} button
 * @param {Context} context
 * @param {Element} complaint
 */
async function restore(button, { at, changed }, complaint) {
  if (isBusy(button)) return;
  try {
    await busy(button, "Restoring …", () =>
      call("POST /scopes/{scope}/certificates/{certificate_id}/restoration", { at }),
    );
    changed();
  } catch (error) {
    complaint.replaceChildren(problemNote(error));
  }
}

/**
 * @param {Api.Certificate} now
 * @param {Context} context
 */
function renewDialog(now, { at }) {
  const key = field("Private key", select([["", "as it is set"], ...Object.entries(KEY_CHOICE_LABELS)]));
  const what = [
    "A new certificate for the same names is ordered. ",
    foreign(now.certificate_name),
    " keeps its id, its name and its secret. Until the new version is there, the current one stays.",
  ];
  const limit = "CAs allow a few of the same certificate in a week: there is no need while it renews by itself.";
  dialog("Renew now", (close) => [
    el("p", {}, what),
    el("p", { class: "aside" }, limit),
    form(
      {
        label: "Renew",
        working: "Ordering …",
        fields: [[/^\/key/, key]],
        submit: async (idempotencyKey) => {
          const body = { key: chosenOf(KeyChoice, key.control.value) };
          const request = { at, body, key: idempotencyKey };
          const { body: order } = await call("POST /scopes/{scope}/certificates/{certificate_id}/renewals", request);
          close();
          certificatesChanged();
          go(`/scopes/${now.scope}/orders/${order.order_id}`);
        },
      },
      key.node,
    ),
  ]);
}

/**
 * @param {Api.Certificate} now
 * @param {Context} context
 */
function revokeDialog(now, { at, changed }) {
  dialog("Revoke", (close) => {
    const reason = field("Reason", select(hinted(REVOCATION_REASON_HINTS)));
    const what = [`The CA revokes version ${now.version} of `, foreign(now.certificate_name), ". "];
    const consequence = " servers that still use it will be refused. Put another in its place first.";
    return [
      el("p", {}, what, el("strong", {}, "This cannot be undone:"), consequence),
      form(
        {
          label: "Revoke for good",
          working: "Revoking …",
          tone: "danger",
          fields: [[/^\/reason/, reason]],
          submit: async () => {
            const body = { reason: chosenOf(RevocationReason, reason.control.value) ?? RevocationReason.UNSPECIFIED };
            await call("POST /scopes/{scope}/certificates/{certificate_id}/revocation", { at, body });
            close();
            changed();
          },
        },
        reason.node,
      ),
    ];
  });
}

/**
 * @param {Api.Certificate} now
 * @param {Context} context
 */
function deleteDialog(now, { at, etag, changed }) {
  const what = [
    foreign(now.certificate_name),
    " leaves the list. It is not renewed any more, and no notices are sent about it. It can be restored for a time",
    " (the filter “Deleted” finds it); after that its private key is gone.",
  ];
  const readers =
    "Servers that read its secret get nothing from then on. The certificate itself stays valid: to have it refused, " +
    "revoke it.";
  dialog("Delete", (close) => [
    el("p", {}, what),
    el("p", {}, readers),
    form({
      label: "Delete",
      working: "Deleting …",
      tone: "danger",
      fields: [],
      submit: async () => {
        await call("DELETE /scopes/{scope}/certificates/{certificate_id}", { at, match: etag });
        close();
        changed();
      },
    }),
  ]);
}
