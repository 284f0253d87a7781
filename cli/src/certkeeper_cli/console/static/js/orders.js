// Reads the orders that may need a person, page by page: the API lists them newest first, without a filter.

import { call, isOfEveryCall, Problem } from "./api.js";
import { count } from "./moments.js";
import { MAX_PAGE_SIZE } from "./words.js";

const DAY_MS = 86_400_000;
export const RECENT_MS = 7 * DAY_MS; // an order that failed is shown for so long
// The stack's parameter OrderLifetimeSeconds is 30 days at most. One day more, for clocks that differ.
const OVER_MS = 30 * DAY_MS + RECENT_MS + DAY_MS;

/**
 * @typedef {object} Orders
 * @property {Api.OrderSummary[]} items
 * @property {import("./completeness.js").Refused[]} refused
 * @property {import("./completeness.js").Left[]} left
 */

/**
 * Return the orders of some scopes that may be open, and what could not be read. Throws a Problem of every call.
 * @param {string[]} scopes
 * @param {number} most of one scope
 * @param {AbortSignal} signal
 * @returns {Promise<Orders>}
 */
export async function openOrders(scopes, most, signal) {
  const found = /** @type {Orders} */ ({ items: [], refused: [], left: [] });
  await Promise.all(
    scopes.map(async (scope) => {
      try {
        const { items, all } = await ofScope(scope, most, signal);
        found.items.push(...items);
        if (all) return;
        const read = `Only the newest ${count(items.length, "order")} of scope ${scope} are read`;
        found.left.push({ words: `${read}; an older one may wait for you.` });
      } catch (problem) {
        if (!(problem instanceof Problem) || isOfEveryCall(problem)) throw problem;
        found.refused.push({ scope, what: "orders", problem });
      }
    }),
  );
  return found;
}

/**
 * @param {string} scope
 * @param {number} most
 * @param {AbortSignal} signal
 */
async function ofScope(scope, most, signal, now = Date.now()) {
  /** @type {Api.OrderSummary[]} */
  const items = [];
  let cursor = "";
  for (let pages = 0; pages * MAX_PAGE_SIZE < most; pages += 1) {
    const query = { limit: MAX_PAGE_SIZE, cursor };
    const { body } = await call("GET /scopes/{scope}/orders", { at: { scope }, query, signal });
    items.push(...body.items);
    cursor = body.next ?? "";
    if (!cursor || isOver(items.at(-1), now)) return { items, all: true };
  }
  return { items, all: false };
}

/**
 * Return whether an order is so old that it and all before it ended long ago.
 * @param {Api.OrderSummary|undefined} order
 * @param {number} now
 */
function isOver(order, now) {
  return order !== undefined && now - Date.parse(order.created_at) > OVER_MS;
}
