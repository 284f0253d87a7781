// What one name needs, to copy, with what was seen at the last look.

import { code, el, foreign } from "../../dom.js";
import { badge, facts } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { AuthorizationStatus, ChallengeType, HTTP_CHALLENGE_PATH, Solver } from "../../words.js";

/** @param {any} authorization @param {string} kind @param {HTMLElement[]} findings */
export function needs(authorization, kind, findings) {
  const challenge = authorization.challenges.find((/** @type {any} */ one) => one.type === kind);
  const tone = authorization.status === AuthorizationStatus.VALID ? "good" : authorization.status === AuthorizationStatus.PENDING ? "idle" : "bad";
  return el("section", { class: "need" },
    el("h3", {}, foreign(authorization.name), " ", badge(tone, authorization.status)),
    challenge && (WHAT[/** @type {keyof typeof WHAT} */ (kind)] ?? (() => null))(challenge),
    findings);
}

export const WHAT = {
  [ChallengeType.HTTP_01]: (/** @type {any} */ challenge) => [
    facts([["URL", copyable("URL", challenge.url)], ["Content", copyable("content", challenge.content)]])],
  [ChallengeType.DNS_01]: (/** @type {any} */ challenge) => [
    challenge.cname && facts([["CNAME, once", copyable("CNAME name", challenge.cname.record_name)], ["leads to", copyable("CNAME target", challenge.cname.target)]]),
    record(challenge)],
  [ChallengeType.DNS_PERSIST_01]: (/** @type {any} */ challenge) => [record(challenge)],
};

/** Who puts it there. @param {any} order @param {string} kind */
export function howTo(order, kind) {
  if (kind === ChallengeType.HTTP_01) {
    return [el("p", {}, "Serve the content at the URL, over plain HTTP on port 80; a redirect is followed."),
      el("p", { class: "aside" }, `Or never again: redirect ${HTTP_CHALLENGE_PATH} to the stack's ResponderUrl, once, and Certkeeper answers by itself, at every renewal too.`)];
  }
  if (kind === ChallengeType.DNS_PERSIST_01) return el("p", {}, "Set the record once: it proves the name and its wildcard for every later order.");
  return el("p", {}, SOLVES[/** @type {keyof typeof SOLVES} */ (order.solver)] ?? SOLVES[Solver.ASSISTED]);
}

export const SOLVES = {
  [Solver.ASSISTED]: "Set the record where your DNS is kept. A name that has other values keeps them: add this one.",
  [Solver.ROUTE53]: "Certkeeper sets the record by itself, in the hosted zone of your account. There is nothing to do.",
  [Solver.DELEGATED]: "Certkeeper sets the value by itself. What is needed from you is the CNAME, set once.",
};

/** @param {any} challenge */
function record(challenge) {
  return facts([
    ["Record name", copyable("record name", challenge.record_name)],
    ["Type", challenge.record_type],
    ["Value", copyable("record value", challenge.record_value)],
    .../** @type {[string, any][]} */ (challenge.zone === undefined ? [] : [["Zone", challenge.zone ? code(challenge.zone) : "not known yet"]]),
  ]);
}
