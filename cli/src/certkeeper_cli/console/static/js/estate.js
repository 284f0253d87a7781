// All that the overview tells of, as it is being read: what is urgent early, and with it always what was not read.

import { count } from "./moments.js";
import { openOrders } from "./orders.js";
import { Pages } from "./pages.js";
import { CertificateStatus, MAX_PAGE_SIZE } from "./words.js";

const PAGE = MAX_PAGE_SIZE;
const URGENT = [CertificateStatus.EXPIRED, CertificateStatus.EXPIRING, CertificateStatus.REVOKED]; // statuses that need a person, whatever the age of the certificate

/** @typedef {{certificates: any[], orders: any[], unread: import("./unread.js").Unread}} Estate */

/**
 * Read certificates and orders, and yield after each page what was read so far.
 *
 * The API lists the newest first, and those that expire first are mostly the oldest: where one page does not hold
 * everything, the urgent ones are asked for by their status before the rest.
 * @param {string[]} scopes
 * @param {number} most certificates, urgent certificates, and orders of one scope, that are read
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Estate, void>}
 */
export async function* readEstate(scopes, most, signal) {
  const orders = await openOrders(scopes, most, signal);
  /** @type {Map<string, any>} */
  const found = new Map();
  const every = new Pages(scopes, { status: "", source: "", search: "" }, signal);
  const asked = [every];
  let more = true;
  const left = /** @type {import("./unread.js").Left[]} */ ([]); // of certificates
  const seen = (/** @type {boolean} */ reading) => ({
    certificates: [...found.values()],
    orders: orders.items,
    unread: { refused: [...orders.refused, ...asked.flatMap((one) => one.refused)], left: [...orders.left, ...(more ? left : [])], reading },
  });
  /** @param {Pages} pages */
  const next = async (pages) => {
    const { items, more } = await pages.next(PAGE);
    for (const one of items) found.set(one.certificate_id, one);
    return more;
  };

  more = await next(every);
  if (more) {
    yield seen(true);
    const urgent = URGENT.map((status) => new Pages(scopes, { status, source: "", search: "" }, signal));
    asked.push(...urgent);
    for (const pages of urgent) {
      let further = true;
      for (let read = 0; further && read < most; read += PAGE) further = await next(pages);
      if (further) left.push({ words: `More certificates than are read here have the status “${pages.filter.status}”.` });
    }
  }
  for (let read = PAGE; more && read < most; read += PAGE) {
    yield seen(true);
    more = await next(every);
  }
  left.push({ words: `Only ${count(found.size, "certificate")} are read: those that have expired, expire soon or are revoked, and the newest.` });
  yield seen(false);
}
