// One certificate: every fact, the chain, its verdicts, its versions, its history, and what may be done.

import { call } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { count, minute } from "../../moments.js";
import { badge, facts, part, waiting } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { problemNote } from "../../parts/problem_note.js";
import { actionWords, NOT_YET_VALID, sentence, validity } from "../../validity.js";
import { actions } from "./certificate_actions.js";
import { factsOf } from "./certificate_facts.js";
import { historyOf, versionsOf } from "./certificate_history.js";
import { settings } from "./certificate_settings.js";
import { verdictsOf } from "./certificate_verdicts.js";
import { chainPicture } from "./chain_picture.js";
import { justDone } from "./just_done.js";
import { CertificateStatus, RenewalMode } from "../../words.js";

/**
 * Return the view of one certificate.
 * @param {import("../../router.js").Context} context
 * @returns {import("../../router.js").View}
 */
export function certificate({ parameters: [scope, id], signal }) {
  const at = { scope, certificate_id: id };
  const heading = el("h1", {}, "Certificate");
  const body = el("div", {}, waiting("Reading the certificate …"));
  async function load() {
    try {
      const answer = await call("GET /scopes/{scope}/certificates/{certificate_id}", { at, signal });
      show(answer.body, answer.etag);
    } catch (error) {
      if (!signal.aborted) swap(body, problemNote(error, load));
    }
  }

  /**
   * @param {Api.CertificateWithHistory} now
   * @param {string} etag
   */
  function show(now, etag) {
    const changed = () => {
      certificatesChanged();
      load();
    };
    const context = { at, etag, changed, signal };
    swap(heading, foreign(now.certificate_name));
    swap(
      body,
      justDone(now.certificate_id),
      statusLine(now),
      actions(now, context),
      next(now),
      verdictsOf(now.verdicts),
      factsOf(now),
      now.certificate_pem && part("Chain", chainPicture(now)),
      settings(now, context),
      versionsOf(now, context),
      historyOf(now.history),
      whereItIs(now),
    );
  }

  load();
  const node = el("article", {}, el("p", { class: "over" }, "Certificate in scope ", foreign(scope)), heading, body);
  return { title: "Certificate", part: "certificates", node };
}

/**
 * How the certificate's end is introduced. Of one that is deleted or revoked, another date is shown.
 * @type {Record<string, string>}
 */
const ENDS = {
  [CertificateStatus.ACTIVE]: " until ",
  [CertificateStatus.EXPIRING]: " until ",
  [NOT_YET_VALID]: " until ",
  [CertificateStatus.EXPIRED]: ", ",
};

/** @param {Api.Certificate} now */
function statusLine(now) {
  const { tone, word, more } = validity(now);
  const end = now.facts?.not_after;
  const reason = now.revocation_reason ? ` (${now.revocation_reason})` : "";
  const order = el("a", { href: `#/scopes/${now.scope}/orders/${now.order_id}` }, "see the order");
  return el(
    "p",
    { class: `status ${tone}` },
    badge(tone, word),
    " ",
    more,
    now.revoked_at && `, ${minute(now.revoked_at)}${reason}`,
    end && ENDS[word] && [ENDS[word], el("time", { datetime: end }, minute(end))],
    now.status === CertificateStatus.PENDING && now.order_id && [" · ", order],
  );
}

/**
 * Return what happens next by itself, and what a renewal waits for.
 * @param {Api.Certificate} now
 */
function next({ next_action: action, renewal, scope }) {
  if (!renewal) return null; // a stack that is older than this page does not say it
  const { window, last_failure: failure } = renewal;
  const explanation = window?.explanation_url;
  const order = el("a", { href: `#/scopes/${scope}/orders/${renewal.order_id}` }, "see the order");
  return part(
    "What happens next",
    facts([
      action
        ? ["Next", [actionWords(action), action.at && `, ${minute(action.at)}`, action.why && aside(action.why)]]
        : null,
      ["Renewal", MODES[renewal.mode] ?? sentence(renewal.mode)],
      !!renewal.order_id && ["Runs now", order],
      renewal.failures > 0 && ["Failed so far", count(renewal.failures, "time")],
      failure && ["Last failure", foreign(failure.detail)],
      window && [
        "The CA suggests",
        [`${minute(window.start)} to ${minute(window.end)}`, explanation && aside(explanation)],
      ],
      !!renewal.next_attempt_at && ["Next attempt", minute(renewal.next_attempt_at)],
    ]),
  );
}

/** @param {string} text */
function aside(text) {
  return el("div", { class: "aside" }, foreign(text));
}

/** @type {Record<Api.Renewal["mode"], string>} */
export const MODES = {
  [RenewalMode.AUTOMATIC]: "automatic: nobody has to do anything",
  [RenewalMode.ASSISTED]: "assisted: a person sets the record when the time comes",
  [RenewalMode.NONE]: "none: upload a newer one before it ends",
};

/** @param {Api.Certificate} now */
function whereItIs(now) {
  const secret = copyable("end of the secret's name", `certificates/${now.certificate_id}`);
  return part(
    "Where it is",
    facts([
      ["Certificate id", copyable("certificate id", now.certificate_id)],
      ["Secret", el("span", {}, "The secret that ends in ", secret, ", the same through every renewal")],
      ["Added", minute(now.created_at)],
    ]),
  );
}
