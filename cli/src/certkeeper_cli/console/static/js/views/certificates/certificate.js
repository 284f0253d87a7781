// One certificate: every fact, the chain, what was said of it, its versions, its history, and what may be done.

import { call } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { count, minute } from "../../moments.js";
import { badge, facts, part, waiting } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { trouble } from "../../parts/trouble.js";
import { actionWords, sentence, validity } from "../../validity.js";
import { actions } from "./certificate_actions.js";
import { factsOf } from "./certificate_facts.js";
import { settings } from "./certificate_settings.js";
import { chainPicture } from "./chain_picture.js";
import { historyOf, versionsOf } from "./certificate_past.js";
import { verdicts } from "./certificate_verdicts.js";
import { taken } from "../uploads/upload_form.js";
import { CertificateStatus, RenewalMode } from "../../words.js";

/** @param {import("../../router.js").Context} context @returns {import("../../router.js").View} */
export function certificate({ parameters: [scope, id], signal }) {
  const path = `/scopes/${scope}/certificates/${id}`;
  const heading = el("h1", {}, "Certificate");
  const body = el("div", {}, waiting("Asking for the certificate …"));
  async function look() {
    try {
      const answer = await call("GET", path, { signal });
      show(answer.body, answer.etag);
    } catch (error) {
      if (!signal.aborted) swap(body, trouble(error, look));
    }
  }

  /** @param {any} now @param {string} etag */
  function show(now, etag) {
    const changed = () => { certificatesChanged(); look(); };
    swap(heading, foreign(now.certificate_name));
    swap(body, fresh(now), standing(now), actions(now, { path, etag, changed, signal }), next(now),
      verdicts(now.verdicts), factsOf(now),
      now.certificate_pem && part("Chain", chainPicture(now)),
      settings(now, { path, etag, changed, signal }), versionsOf(now), historyOf(now.history), whereItIs(now));
  }

  look();
  const node = el("article", {}, el("p", { class: "over" }, "Certificate in scope ", foreign(scope)), heading, body);
  return { title: "Certificate", part: "certificates", node };
}

/** @param {any} now */
function fresh(now) {
  if (taken.id !== now.certificate_id) return null;
  taken.id = "";
  return el("div", { class: "note good", role: "status" }, "Saved. Key, certificate and chain fit together.");
}

// How the end that stands in it is led in; of what is deleted or revoked another date is to be told.
const ENDS = { valid: " until ", [CertificateStatus.EXPIRING]: " until ", "not yet valid": " until ", [CertificateStatus.EXPIRED]: ", " };

/** @param {any} now */
function standing(now) {
  const { tone, word, more } = validity(now);
  const end = ENDS[/** @type {keyof typeof ENDS} */ (word)];
  const until = now.facts && end && [end, el("time", { datetime: now.facts.not_after }, minute(now.facts.not_after))];
  const revoked = now.revoked_at && `, ${minute(now.revoked_at)}${now.revocation_reason ? ` (${now.revocation_reason})` : ""}`;
  return el("p", { class: `standing ${tone}` }, badge(tone, word), " ", more, revoked, until,
    now.status === CertificateStatus.PENDING && now.order_id && [" · ", el("a", { href: `#/scopes/${now.scope}/orders/${now.order_id}` }, "see the order")]);
}

/** What happens next by itself, and what a renewal waits for. @param {any} now */
function next(now) {
  const action = now.next_action;
  const renewal = now.renewal;
  if (!action && !renewal) return null;
  return part("What happens next", facts([
    .../** @type {[string, any][]} */ (action ? [["Next", [actionWords(action), action.at && `, ${minute(action.at)}`, action.why && el("div", { class: "aside" }, foreign(action.why))]]] : []),
    .../** @type {[string, any][]} */ (renewal ? [["Renewal", MODES[/** @type {keyof typeof MODES} */ (renewal.mode)] ?? sentence(String(renewal.mode))]] : []),
    .../** @type {[string, any][]} */ (renewal?.order_id ? [["Runs now", el("a", { href: `#/scopes/${now.scope}/orders/${renewal.order_id}` }, "see the order")]] : []),
    .../** @type {[string, any][]} */ (renewal?.failures ? [["Failed so far", count(renewal.failures, "time")]] : []),
    .../** @type {[string, any][]} */ (renewal?.last_failure ? [["Last failure", foreign(renewal.last_failure.detail ?? renewal.last_failure.reason ?? String(renewal.last_failure))]] : []),
    .../** @type {[string, any][]} */ (renewal?.window ? [["The CA suggests", [`${minute(renewal.window.start)} to ${minute(renewal.window.end)}`, renewal.window.explanation_url && el("div", { class: "aside" }, foreign(renewal.window.explanation_url))]]] : []),
    .../** @type {[string, any][]} */ (renewal?.next_attempt_at ? [["Next attempt", minute(renewal.next_attempt_at)]] : []),
  ]));
}

export const MODES = {
  [RenewalMode.AUTOMATIC]: "automatic: nobody has to do anything",
  [RenewalMode.ASSISTED]: "assisted: a person sets the record when the time comes",
  [RenewalMode.NONE]: "none: upload a newer one before it ends",
};

/** @param {any} now */
function whereItIs(now) {
  return part("Where it is", facts([
    ["Certificate id", copyable("certificate id", now.certificate_id)],
    ["Secret", el("span", {}, "The secret that ends in ", copyable("end of the secret's name", `certificates/${now.certificate_id}`), ", the same through every renewal")],
    ["Added", minute(now.created_at)],
  ]));
}
