// Who gets the notices of scopes, and a warning where nobody does or where that is not known.

import { el, foreign } from "../dom.js";
import { BUILT_IN_SCOPE, RECIPIENTS_LABELS, RecipientsState } from "../words.js";

/** @typedef {Api.Scope} Scope */

const STACK = "the whole stack, alarms included";
const FIRST = "Nobody is warned before a certificate ends, or when a renewal fails.";
const NAME = "Name administrators: of a scope under Scopes, of the stack in its parameter AdministratorEmails.";
const CONFIRM = `Confirm the mail that AWS has sent to the administrators. Or: ${NAME}`;
const CHECKS =
  "Certkeeper asks AWS every 15 minutes who has confirmed. If this stays, the log of its function " +
  "subscribe_administrators says why.";

/**
 * Return who gets the notices of a scope, in some words.
 * @param {Scope} scope
 */
export function recipientsText({ recipients }) {
  const { state, confirmed, pending, lost } = recipients;
  const label = RECIPIENTS_LABELS[state];
  const all = (confirmed ?? 0) + (pending ?? 0) + (lost ?? 0);
  if (state === RecipientsState.CONFIRMED) return `${confirmed} of ${all} ${label}`;
  const missing = [pending ? `${pending} not confirmed` : "", lost ? `${lost} unsubscribed` : ""].filter(Boolean);
  return missing.length ? `${label} (${missing.join(", ")})` : label;
}

/**
 * Return a box about the scopes whose notices reach nobody, and one about those of which it is not known.
 * @param {import("../scopes.js").Scope[]} scopes those that are only named say nothing
 */
export function silenceNotes(scopes) {
  const read = scopes.flatMap((one) => (one.kind === null ? [] : [one]));
  const silent = read.filter(({ recipients }) => recipients.state === RecipientsState.NOBODY);
  const unknown = read.filter(({ recipients }) => recipients.state === RecipientsState.NOT_CHECKED);
  const asked = silent.some(({ recipients: { pending, lost } }) => pending || lost);
  return [
    silent.length > 0 && note("Nobody gets notices of ", silent, `${FIRST} ${asked ? CONFIRM : NAME}`),
    unknown.length > 0 && note("It is not known whether anybody gets notices of ", unknown, CHECKS),
  ];
}

/**
 * @param {string} beginning
 * @param {Scope[]} scopes
 * @param {string} advice
 */
function note(beginning, scopes, advice) {
  const names = scopes.map(({ scope }, at) => [at > 0 && ", ", scope === BUILT_IN_SCOPE ? STACK : foreign(scope)]);
  return el("div", { class: "note warn" }, el("p", {}, el("strong", {}, beginning, names, ".")), el("p", {}, advice));
}
