// Makes an earlier version of a certificate current again, with what it loses confirmed.

import { call } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { minute } from "../../moments.js";
import { dialog } from "../../parts/dialog.js";
import { form } from "../../parts/form.js";
import { NextAction, Source } from "../../words.js";
import { sayNext } from "./just_done.js";
import { comparisonOf, endsRenewal, showLosses } from "./losses.js";

/** What the button that opens the dialog says. */
export const USE_AGAIN = "Use this version again";
/** What is said wherever an upload has ended automatic renewal. */
export const RENEWAL_ENDED =
  "Automatic renewal has ended: upload the successor in time, or order the names again as a new certificate.";

/**
 * Open the dialog.
 * @param {Api.CertificateWithHistory} now
 * @param {Api.VersionSummary} version
 * @param {import("./certificate_actions.js").Context} context
 */
export function activationDialog(now, version, { at, changed }) {
  const number = String(version.version);
  const working = `Making version ${number} current …`;

  /**
   * @param {Api.Confirmation|undefined} confirmed
   * @param {string} key
   */
  async function send(confirmed, key) {
    const last = endsRenewal(confirmed) ? "replacement" : "activation";
    const request = { at: { ...at, version: number }, body: { confirmed }, key };
    return (await call(`POST /scopes/{scope}/certificates/{certificate_id}/versions/{version}/${last}`, request)).body;
  }

  dialog(`Use version ${number} again`, (close) => {
    const box = el("div");
    const done = (/** @type {Api.CertificateWithChain} */ answer) => {
      sayNext(answer.certificate_id, `Version ${answer.version} is current again.`, renewalWords(now, answer));
      close();
      changed();
    };
    const replacement = { label: `Use version ${number} again`, working, send, done };

    /** @param {string} key */
    async function submit(key) {
      try {
        done(await send(undefined, key));
      } catch (error) {
        const comparison = comparisonOf(error);
        if (!comparison) throw error;
        showLosses(box, comparison, replacement);
        box.querySelector("input")?.focus();
      }
    }

    swap(box, lead(now, version), form({ ...replacement, fields: [], submit }));
    return [box];
  });
}

/**
 * @param {Api.Certificate} now
 * @param {Api.VersionSummary} version
 */
function lead(now, version) {
  const what = [
    `Version ${version.version} of `,
    foreign(now.certificate_name),
    `, valid until ${minute(version.not_after)}, becomes current again. Servers that read the secret get its `,
    `certificate and its key at once. Id, name and secret stay, and version ${now.version} is kept.`,
  ];
  return [el("p", {}, what), el("p", { class: "aside" }, "It is compared with the current version before.")];
}

/**
 * Return what comes next for renewal, which the version that is current decides.
 * @param {Api.Certificate} before
 * @param {Api.Certificate} after
 */
function renewalWords(before, after) {
  const next = after.next_action;
  if (next?.action === NextAction.RENEW && next.at) {
    return (
      `It is renewed again on ${minute(next.at)}, and the new version then takes its place. To keep this one longer, ` +
      "switch off “Renew it before it ends” under Settings."
    );
  }
  if (after.source === Source.UPLOADED) {
    return before.source === Source.ISSUED ? RENEWAL_ENDED : "It is not renewed: upload a newer one before it ends.";
  }
  return "";
}
