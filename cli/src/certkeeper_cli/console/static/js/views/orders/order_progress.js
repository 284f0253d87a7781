// What an order's status means to a person: at which step it is, and who acts next.

import { code, el, foreign } from "../../dom.js";
import { minute } from "../../moments.js";
import { AuthorizationStatus, OrderAction, OrderStatus, Steps } from "../../words.js";

/**
 * @typedef {object} Progress
 * @property {number} step 0 to 2, or 3 when all are done
 * @property {import("../../validity.js").Tone} tone
 * @property {string} words
 * @property {import("./order_steps.js").Ending} [ending] how it ended without a certificate
 * @property {boolean} [verify] whether the person can verify now
 */

/**
 * Return how far an order is.
 * @param {Api.Order} order
 * @returns {Progress}
 */
export function progressOf(order) {
  const { status } = order;
  const step = reached(order);
  if (status === OrderStatus.CANCELLED) return { step, tone: "idle", ending: "stopped", words: ENDED[status] };
  if (status === OrderStatus.INVALID || status === OrderStatus.EXPIRED) {
    return { step, tone: "bad", ending: "failed", words: ENDED[status] };
  }
  if (status === OrderStatus.VALID) return { step: 3, tone: "good", words: "Issued. It is in the list." };
  if (order.cancel_requested_at) {
    return { step, tone: "idle", words: "Being cancelled. What was set for the challenges is being removed." };
  }
  return underWay(order);
}

/**
 * @param {Api.Order} order
 * @returns {Progress}
 */
function underWay(order) {
  if (order.status === OrderStatus.PENDING && !order.authorizations.length) {
    const words = "Being opened at the CA. In a moment this page says what the CA needs to see.";
    return { step: 1, tone: "idle", words };
  }
  if (order.status === OrderStatus.PENDING && order.actions.includes(OrderAction.VERIFY)) {
    const isAutomatic = order.steps === Steps.AUTOMATIC;
    const next = isAutomatic ? "Certkeeper checks again by itself, too." : "The CA is asked only when all is in place.";
    return { step: 1, tone: "warn", verify: true, words: `Put the challenge in place, then verify. ${next}` };
  }
  if (order.status === OrderStatus.PENDING) {
    return { step: 1, tone: "idle", words: "Found in place. The CA is validating it now." };
  }
  if (order.status === OrderStatus.READY && order.actions.includes(OrderAction.ISSUE)) {
    return { step: 2, tone: "warn", words: "Every name is verified. It waits for you to issue." };
  }
  return { step: 2, tone: "idle", words: "Verified. The CA is issuing the certificate." };
}

export const ENDED = {
  [OrderStatus.INVALID]: "It ended without a certificate.",
  [OrderStatus.EXPIRED]: "Its time ran out. Order again when the challenge is in place.",
  [OrderStatus.CANCELLED]: "It was cancelled.",
};

/** @param {Api.Order} order */
function reached({ authorizations }) {
  if (!authorizations.length) return 0;
  return authorizations.every((one) => one.status === AuthorizationStatus.VALID) ? 2 : 1;
}

/**
 * Return the link to the certificate of an order that was issued; null for others.
 * @param {Api.Order} order
 */
export function certificateLink(order) {
  if (order.status !== OrderStatus.VALID) return null;
  const href = `#/scopes/${order.scope}/certificates/${order.certificate_id}`;
  return el("p", {}, el("a", { class: "button primary", href }, "Open the certificate"));
}

/**
 * Return the DNS records that Certkeeper set and could not remove; null where there are none.
 * @param {Api.Order} order
 */
export function leftBehind(order) {
  const left = order.left_behind;
  if (!left.length) return null;
  const items = left.map((one) =>
    el("li", {}, code(one.record_name), " in ", foreign(one.zone), ": ", foreign(one.reason)),
  );
  const title = "DNS records that Certkeeper set could not be removed yet. It tries again for about a day.";
  return el(
    "div",
    { class: "note warn" },
    el("p", {}, el("strong", {}, title)),
    el("ul", {}, items),
    order.closed_at && el("p", { class: "aside" }, `Closed ${minute(order.closed_at)}`),
  );
}
