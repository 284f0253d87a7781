// What an order's status means to a person: at which step it is, and who acts next.

import { code, el, foreign } from "../../dom.js";
import { minute } from "../../moments.js";
import { AuthorizationStatus, OrderAction, OrderStatus, Steps } from "../../words.js";

/** @typedef {{step: number, tone: string, words: string, failed?: boolean, verify?: boolean}} Stage */

/** @param {any} order @returns {Stage} */
export function stage(order) {
  const ended = ENDED[/** @type {keyof typeof ENDED} */ (order.status)];
  if (ended) return { step: reached(order), tone: "bad", failed: true, words: ended };
  if (order.status === OrderStatus.VALID) return { step: 3, tone: "good", words: "Issued. It is in the list." };
  if (order.cancel_requested_at) return { step: reached(order), tone: "idle", words: "Being cancelled; what was presented is being removed." };
  return underWay(order);
}

/** @param {any} order @returns {Stage} */
function underWay(order) {
  if (order.status === OrderStatus.PENDING && !order.authorizations.length) {
    return { step: 1, tone: "idle", words: "Being opened at the CA. In a moment this page says what the CA wants to see." };
  }
  if (order.status === OrderStatus.PENDING && order.actions.includes(OrderAction.VERIFY)) {
    const who = order.steps === Steps.AUTOMATIC ? "Certkeeper looks again by itself, too." : "The CA is asked only when all is in place.";
    return { step: 1, tone: "warn", verify: true, words: `Put the challenge in place, then verify. ${who}` };
  }
  if (order.status === OrderStatus.PENDING) return { step: 1, tone: "idle", words: "Found in place. The CA is looking for itself now." };
  if (order.status === OrderStatus.READY && order.actions.includes(OrderAction.ISSUE)) return { step: 2, tone: "warn", words: "Every name is verified. It waits for you to issue." };
  return { step: 2, tone: "idle", words: "Verified. The CA is issuing the certificate." };
}

export const ENDED = {
  [OrderStatus.INVALID]: "It ended without a certificate.",
  [OrderStatus.EXPIRED]: "Its time ran out. Order again when the challenge is in place.",
  [OrderStatus.CANCELLED]: "It was cancelled.",
};

/** @param {any} order */
function reached(order) {
  const verified = order.authorizations.length && order.authorizations.every((/** @type {any} */ one) => one.status === AuthorizationStatus.VALID);
  return verified ? 2 : order.authorizations.length ? 1 : 0;
}

/** @param {any} order */
export function certificateLink(order) {
  if (order.status !== OrderStatus.VALID) return null;
  return el("p", {}, el("a", { class: "button primary", href: `#/scopes/${order.scope}/certificates/${order.certificate_id}` }, "Open the certificate"));
}

/** Records of ours that could not be removed. @param {any} order */
export function leftBehind(order) {
  const left = order.left_behind ?? [];
  if (!left.length) return null;
  return el("div", { class: "note warn" }, el("p", {}, el("strong", {}, "Records of ours could not be removed yet; it is tried again for about a day.")),
    el("ul", {}, left.map((/** @type {any} */ one) => el("li", {}, code(one.record_name), " in ", foreign(one.zone), ": ", foreign(one.reason)))),
    order.closed_at && el("p", { class: "aside" }, `Closed ${minute(order.closed_at)}`));
}
