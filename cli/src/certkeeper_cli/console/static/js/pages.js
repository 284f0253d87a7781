// Certificates page by page: of one scope as the API pages them, of several merged, the newest first.

import { call, isOfEveryCall, Problem } from "./api.js";

/** @typedef {{status: string, source: string, search: string}} Filter */

const MAX_REQUESTS = 20; // for one page: a rare source must not read everything without being asked
const PAGE_OF_ONE = 50;
const PAGE_OF_MANY = 25;

/** Goes through the certificates of some scopes. */
export class Pages {
  /** @param {string[]} scopes @param {Filter} filter @param {AbortSignal} signal */
  constructor(scopes, filter, signal) {
    this.filter = filter;
    this.signal = signal;
    this.limit = scopes.length === 1 ? PAGE_OF_ONE : PAGE_OF_MANY;
    /** @type {import("./unread.js").Refused[]} */
    this.refused = [];
    this.streams = scopes.map((scope) => ({ scope, ahead: /** @type {any[]} */ ([]), cursor: "", ended: false }));
  }

  /**
   * The next certificates; `more` says whether there may be others.
   * @param {number} [size]
   */
  async next(size = PAGE_OF_ONE) {
    const items = [];
    let requests = 0;
    while (items.length < size) {
      const dry = this.streams.filter((one) => !one.ahead.length && !one.ended);
      if (dry.length && requests + dry.length > Math.max(MAX_REQUESTS, this.streams.length)) break;
      requests += dry.length;
      await Promise.all(dry.map((one) => this.#fill(one)));
      if (this.streams.some((one) => !one.ahead.length && !one.ended)) continue;
      const newest = this.#newest();
      if (!newest) break;
      items.push(newest.ahead.shift());
    }
    return { items, more: this.streams.some((one) => one.ahead.length || !one.ended) };
  }

  #newest() {
    const waiting = this.streams.filter((one) => one.ahead.length);
    return waiting.reduce((best, one) => (!best || id(one) > id(best) ? one : best), /** @type {any} */ (null));
  }

  /** @param {any} stream */
  async #fill(stream) {
    try {
      const { status, search, source } = this.filter;
      const query = { limit: this.limit, cursor: stream.cursor, status, search };
      const { body } = await call("GET", `/scopes/${stream.scope}/certificates`, { query, signal: this.signal });
      stream.ahead = body.items.filter((/** @type {any} */ one) => !source || one.source === source);
      stream.cursor = body.next ?? "";
      stream.ended = !body.next;
    } catch (problem) {
      if (!(problem instanceof Problem) || this.streams.length === 1 || isOfEveryCall(problem)) throw problem;
      stream.ended = true; // the other scopes are worth showing
      this.refused.push({ scope: stream.scope, what: "certificates", problem });
      if (this.refused.length === this.streams.length && !isDenied(problem)) throw problem;
    }
  }
}

/** Whether asking again would change nothing. @param {Problem} problem */
function isDenied(problem) {
  return problem.status === 403 || problem.status === 404;
}

/** Ids are UUIDs of version 7: a later one is greater. @param {any} stream */
function id(stream) {
  return stream.ahead[0].certificate_id;
}
