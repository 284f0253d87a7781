// What has to be put in place for one name, to copy, with what the last check saw.

import { code, el, foreign } from "../../dom.js";
import { badge, facts } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { AuthorizationStatus, ChallengeType, HTTP_CHALLENGE_PATH, Solver } from "../../words.js";

/**
 * Return the part of one name.
 * @param {Api.Authorization} authorization
 * @param {string} kind of challenge
 * @param {HTMLElement[]} findings
 */
export function instructionsFor(authorization, kind, findings) {
  const challenge = authorization.challenges.find((one) => one.type === kind);
  return el(
    "section",
    { class: "need" },
    el("h3", {}, foreign(authorization.name), " ", badge(toneOf(authorization.status), authorization.status)),
    challenge && valuesOf(challenge),
    findings,
  );
}

/** @param {string} status */
function toneOf(status) {
  if (status === AuthorizationStatus.VALID) return "good";
  return status === AuthorizationStatus.PENDING ? "idle" : "bad";
}

/** @param {Api.Challenge} challenge */
function valuesOf(challenge) {
  switch (challenge.type) {
    case ChallengeType.HTTP_01:
      return facts([
        ["URL", copyable("URL", challenge.url)],
        ["Content", copyable("content", challenge.content)],
      ]);
    case ChallengeType.DNS_01:
      return [
        challenge.cname &&
          facts([
            ["CNAME, once", copyable("CNAME name", challenge.cname.record_name)],
            ["points to", copyable("CNAME target", challenge.cname.target)],
          ]),
        record(challenge, ["Zone", challenge.zone ? code(challenge.zone) : "not known yet"]),
      ];
    case ChallengeType.DNS_PERSIST_01:
      return record(challenge);
  }
}

/**
 * Return how the challenge is put in place, and who does it.
 * @param {Api.Order} order
 * @param {string} kind of challenge
 * @param {string} responderUrl the URL that answers http-01 challenges, with a slash at its end; empty if not known yet
 */
export function howTo(order, kind, responderUrl) {
  if (kind === ChallengeType.HTTP_01) {
    return [
      el("p", {}, "Serve the content at the URL, over plain HTTP on port 80; a redirect is followed."),
      el(
        "div",
        { class: "aside" },
        el("p", {}, "Or set one redirect, once. Certkeeper then answers by itself, at every renewal too:"),
        facts([
          ["Redirect", code(HTTP_CHALLENGE_PATH)],
          ["to", responderUrl && copyable("redirect target", responderUrl)],
        ]),
      ),
    ];
  }
  if (kind === ChallengeType.DNS_PERSIST_01) {
    return el("p", {}, "Set the record once: it proves the name and its wildcard for every later order.");
  }
  return el("p", {}, SOLVES[order.solver]);
}

/** @type {Record<Api.Solver, string>} */
export const SOLVES = {
  [Solver.ASSISTED]: "Set the record where your DNS is kept. A name that has other values keeps them: add this one.",
  [Solver.ROUTE53]: "Certkeeper sets the record by itself, in the hosted zone of your account. There is nothing to do.",
  [Solver.DELEGATED]: "Certkeeper sets the value by itself. What is needed from you is the CNAME, set once.",
};

/**
 * @param {Api.DnsChallenge|Api.PersistChallenge} challenge
 * @param {import("../../parts/badge.js").Fact} [zone]
 */
function record(challenge, zone) {
  return facts([
    ["Record name", copyable("record name", challenge.record_name)],
    ["Type", challenge.record_type],
    ["Value", copyable("record value", challenge.record_value)],
    zone ?? null,
  ]);
}
