// Reads what the overview shows, page by page: what is urgent first, and always with what was not read.

import { count } from "./moments.js";
import { openOrders } from "./orders.js";
import { Pages } from "./pages.js";
import { CertificateStatus, MAX_PAGE_SIZE } from "./words.js";

const PAGE = MAX_PAGE_SIZE;
// Certificates with these statuses need a person, however old they are.
const URGENT = [CertificateStatus.EXPIRED, CertificateStatus.EXPIRING, CertificateStatus.REVOKED];

/**
 * @typedef {object} Inventory
 * @property {Api.Certificate[]} certificates
 * @property {Api.OrderSummary[]} orders
 * @property {import("./completeness.js").Unread} unread
 */

/**
 * Read certificates and orders, and yield after each page what was read so far.
 *
 * The API lists the newest first, and those that expire first are mostly the oldest. Where one page does not hold
 * everything, the urgent ones are therefore read by their status before the rest.
 * @param {string[]} scopes
 * @param {number} most how many certificates, urgent certificates, and orders of one scope are read
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Inventory, void>}
 */
export async function* readInventory(scopes, most, signal) {
  const orders = await openOrders(scopes, most, signal);
  /** @type {Map<string, Api.Certificate>} */
  const found = new Map();
  const every = new Pages(scopes, { status: "", source: "", search: "" }, signal);
  const asked = [every];
  let more = true;
  const left = /** @type {import("./completeness.js").Left[]} */ ([]); // of certificates
  const readSoFar = (/** @type {boolean} */ reading) => ({
    certificates: [...found.values()],
    orders: orders.items,
    unread: {
      refused: [...orders.refused, ...asked.flatMap((one) => one.refused)],
      left: [...orders.left, ...(more ? left : [])],
      reading,
    },
  });
  /** @param {Pages} pages */
  const next = async (pages) => {
    const { items, more } = await pages.next(PAGE);
    for (const one of items) found.set(one.certificate_id, one);
    return more;
  };

  more = await next(every);
  if (more) {
    yield readSoFar(true);
    const urgent = URGENT.map((status) => new Pages(scopes, { status, source: "", search: "" }, signal));
    asked.push(...urgent);
    for (const pages of urgent) {
      let further = true;
      for (let read = 0; further && read < most; read += PAGE) further = await next(pages);
      if (further) {
        left.push({ words: `More certificates than are read here have the status “${pages.filter.status}”.` });
      }
    }
  }
  for (let read = PAGE; more && read < most; read += PAGE) {
    yield readSoFar(true);
    more = await next(every);
  }
  const kinds = "those that have expired, expire soon or are revoked, and the newest";
  left.push({ words: `Only ${count(found.size, "certificate")} are read: ${kinds}.` });
  yield readSoFar(false);
}
