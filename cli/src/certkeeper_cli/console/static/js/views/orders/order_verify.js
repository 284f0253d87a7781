// The second step: what must be where, what is seen there now, and the button that checks.

import { about } from "../../about.js";
import { call, isAbort, Problem } from "../../api.js";
import { el, swap } from "../../dom.js";
import { minute, relative } from "../../moments.js";
import { announce } from "../../parts/announce.js";
import { busy, isBusy } from "../../parts/busy.js";
import { countdown } from "../../parts/countdown.js";
import { isOneOf } from "../../parts/one_of.js";
import { problemNote } from "../../parts/problem_note.js";
import { findingsOf } from "./order_findings.js";
import { howTo, instructionsFor } from "./order_instructions.js";
import { CHALLENGE_NAMES, ChallengeType, HTTP_CHALLENGE_PATH, ProblemKind, VerificationOutcome } from "../../words.js";

/**
 * @typedef {object} Context
 * @property {{scope: string, order_id: string}} at
 * @property {{challenge: Api.ChallengeType|"", until: number}} kept what outlives this part, which is made anew
 * @property {Element} refusal where a refusal is shown; it outlives this part, too
 * @property {AbortSignal} signal
 * @property {() => void} again reads the order again
 */

/**
 * Return the part in which a person verifies.
 * @param {Api.Order} order
 * @param {Context} context
 */
export function verifyStep(order, { at, kept, refusal, signal, again }) {
  const offered = kinds(order);
  const chosen = () => [kept.challenge, order.challenge].find((one) => isOneOf(offered, one)) ?? offered[0];
  const what = el("div", { "aria-live": "off" });
  const wait = el("span", { class: "aside", role: "timer" });
  const attributes = { type: "button", class: "primary", id: "do-verify", onclick: press };
  const button = el("button", attributes, "Verify challenge");
  let responderUrl = "";

  function show() {
    const kind = chosen();
    const each = order.authorizations.map((one) => instructionsFor(one, kind, findingsOf(order, one.name, kind)));
    swap(what, howTo(order, kind, responderUrl), each);
  }

  async function press() {
    if (isBusy(button) || button.disabled) return;
    refusal.replaceChildren();
    const request = { at, body: { challenge: chosen() }, key: crypto.randomUUID(), signal };
    try {
      const { body } = await busy(button, "Checking the challenge …", () =>
        call("POST /scopes/{scope}/orders/{order_id}/verification", request),
      );
      const ready = body.outcome === VerificationOutcome.READY;
      announce(ready ? "In place. The CA is being asked." : "Not in place yet. The CA has not been asked.");
    } catch (error) {
      if (isAbort(error)) return;
      const early = error instanceof Problem && error.is(ProblemKind.TOO_SOON);
      if (early) kept.until = Date.now() + error.retryAfter * 1000;
      // The countdown says when to try again, and goes on: the note does not say it too.
      swap(refusal, problemNote(early ? new Problem(error.status, error.document) : error));
    }
    startCountdown();
    again();
  }

  function startCountdown() {
    const until = Math.max(kept.until, order.next_verify_at ? Date.parse(order.next_verify_at) : 0);
    if (until > Date.now()) countdown(button, wait, until, signal);
  }

  show();
  startCountdown();
  about().then(
    ({ api_url: url }) => {
      responderUrl = url + HTTP_CHALLENGE_PATH;
      show();
    },
    () => {}, // the redirect is one of two ways, and the other is shown
  );
  const choose = (/** @type {Api.ChallengeType} */ one) => {
    kept.challenge = one;
    show();
  };
  const { deadline } = order;
  return el(
    "section",
    { class: "part", "aria-labelledby": "verify-heading" },
    el("h2", { id: "verify-heading" }, "Verify"),
    choice(offered, chosen(), choose),
    what,
    el("div", { class: "buttons" }, button, wait),
    deadline && el("p", { class: "aside" }, `Verify before ${minute(deadline)}, ${relative(deadline)}.`),
  );
}

/**
 * Return the challenges that every name offers.
 * @param {Api.Order} order
 */
function kinds(order) {
  const each = order.authorizations.map((one) => one.challenges.map((challenge) => challenge.type));
  return Object.values(ChallengeType).filter((kind) => each.length && each.every((types) => types.includes(kind)));
}

/**
 * @param {Api.ChallengeType[]} offered
 * @param {Api.ChallengeType} chosen
 * @param {(kind: Api.ChallengeType) => void} choose
 */
function choice(offered, chosen, choose) {
  if (!offered.length) {
    return el("p", { class: "note warn" }, "No challenge fits every name: order the wildcard by itself, or over DNS.");
  }
  const options = offered.map((kind) => {
    const attributes = { type: "radio", name: "challenge", id: `by-${kind}`, value: kind, checked: kind === chosen };
    return el("label", {}, el("input", { ...attributes, onchange: () => choose(kind) }), CHALLENGE_NAMES[kind]);
  });
  return el("fieldset", { class: "choice" }, el("legend", {}, "Prove control over"), options);
}
