// The second step: what must be where, what is seen there right now, and the button that looks.

import { call, isAbort, Problem } from "../../api.js";
import { el, swap } from "../../dom.js";
import { minute, relative } from "../../moments.js";
import { busy, isBusy } from "../../parts/busy.js";
import { countdown } from "../../parts/countdown.js";
import { say } from "../../parts/said.js";
import { trouble } from "../../parts/trouble.js";
import { findingsOf } from "./order_findings.js";
import { howTo, needs } from "./order_needs.js";
import { CHALLENGE_NAMES, ChallengeType, ProblemKind, VerificationOutcome } from "../../words.js";

/**
 * @typedef {{path: string, kept: {challenge: string, until: number}, refusal: Element, signal: AbortSignal,
 *            again: () => void}} Around `kept` and `refusal` outlive this part: it is made anew when the order moves
 * @param {any} order
 * @param {Around} around
 */
export function verifyStep(order, around) {
  const { path, kept, refusal, signal, again } = around;
  const offered = kinds(order);
  const current = () => [kept.challenge, order.challenge, offered[0]].find((one) => offered.includes(one)) ?? "";
  const what = el("div", { "aria-live": "off" });
  const wait = el("span", { class: "aside", role: "timer" });
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "primary", id: "do-verify", onclick: press }, "Verify challenge"));

  function show() {
    swap(what, howTo(order, current()), order.authorizations.map((/** @type {any} */ one) => needs(one, current(), findingsOf(order, one.name, current()))));
  }

  async function press() {
    if (isBusy(button) || button.disabled) return;
    refusal.replaceChildren();
    try {
      const { body } = await busy(button, "Looking for the challenge …", () =>
        call("POST", `${path}/verification`, { body: { challenge: current() }, key: crypto.randomUUID(), signal }));
      say(body.outcome === VerificationOutcome.READY ? "In place. The CA is being asked." : "Not in place yet. The CA has not been asked.");
    } catch (error) {
      if (isAbort(error)) return;
      const early = error instanceof Problem && error.is(ProblemKind.TOO_SOON);
      if (early) kept.until = Date.now() + error.retryAfter * 1000;
      swap(refusal, trouble(early ? new Problem(error.status, error.document) : error)); // the countdown says when, and goes on
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
  return el("section", { class: "part", "aria-labelledby": "verify-heading" }, el("h2", { id: "verify-heading" }, "Verify"),
    choice(offered, current(), (one) => { kept.challenge = one; show(); }), what,
    el("div", { class: "buttons" }, button, wait),
    order.deadline && el("p", { class: "aside" }, `The CA wants to be told before ${minute(order.deadline)}, ${relative(order.deadline)}.`));
}

/** The challenges that every name offers. @param {any} order @returns {string[]} */
function kinds(order) {
  const each = order.authorizations.map((/** @type {any} */ one) => one.challenges.map((/** @type {any} */ each_) => each_.type));
  return Object.values(ChallengeType).filter((kind) => each.length && each.every((/** @type {string[]} */ types) => types.includes(kind)));
}

/** @param {string[]} offered @param {string} chosen @param {(kind: string) => void} choose */
function choice(offered, chosen, choose) {
  if (!offered.length) return el("p", { class: "note warn" }, "No challenge fits every name: order the wildcard by itself, or over DNS.");
  return el("fieldset", { class: "choice" }, el("legend", {}, "Prove control over"), offered.map((kind) => el("label", {},
    el("input", { type: "radio", name: "challenge", id: `by-${kind}`, value: kind, checked: kind === chosen, onchange: () => choose(kind) }),
    CHALLENGE_NAMES[kind])));
}
