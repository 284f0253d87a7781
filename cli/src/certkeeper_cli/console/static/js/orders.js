// The orders that may need a person, read page by page: the API lists them newest first, and filters by nothing.

import { call, isOfEveryCall, Problem } from "./api.js";
import { count } from "./moments.js";
import { MAX_PAGE_SIZE } from "./words.js";

const DAY_MS = 86_400_000;
export const RECENT_MS = 7 * DAY_MS; // for so long an order that failed is shown
// Parameter OrderLifetimeSeconds of the stack is 30 days at most. A day more, for clocks that differ.
const OVER_MS = 30 * DAY_MS + RECENT_MS + DAY_MS;

/**
 * @typedef {{items: any[], refused: import("./unread.js").Refused[], left: import("./unread.js").Left[]}} Orders
 * @param {string[]} scopes
 * @param {number} most of one scope
 * @param {AbortSignal} signal
 * @returns {Promise<Orders>}
 */
export async function openOrders(scopes, most, signal) {
  const found = /** @type {Orders} */ ({ items: [], refused: [], left: [] });
  await Promise.all(scopes.map(async (scope) => {
    try {
      const { items, all } = await ofScope(scope, most, signal);
      found.items.push(...items);
      if (!all) found.left.push({ words: `Only the newest ${count(items.length, "order")} of scope ${scope} are read; an older one may wait for you.` });
    } catch (problem) {
      if (!(problem instanceof Problem) || isOfEveryCall(problem)) throw problem;
      found.refused.push({ scope, what: "orders", problem });
    }
  }));
  return found;
}

/** @param {string} scope @param {number} most @param {AbortSignal} signal */
async function ofScope(scope, most, signal, now = Date.now()) {
  const items = /** @type {any[]} */ ([]);
  let cursor = "";
  for (let pages = 0; pages * MAX_PAGE_SIZE < most; pages += 1) {
    const { body } = await call("GET", `/scopes/${scope}/orders`, { query: { limit: MAX_PAGE_SIZE, cursor }, signal });
    items.push(...body.items);
    cursor = body.next ?? "";
    if (!cursor || isOver(items.at(-1), now)) return { items, all: true };
  }
  return { items, all: false };
}

/** Whether an order is so old that it and all before it have ended, and ended long ago. @param {any} order @param {number} now */
function isOver(order, now) {
  return order !== undefined && now - Date.parse(order.created_at) > OVER_MS;
}
