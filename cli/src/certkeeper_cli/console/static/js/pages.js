// Certificates page by page: of one scope as the API pages them, of several merged, the newest first.

import { call, isOfEveryCall, Problem } from "./api.js";

/**
 * @typedef {{status: Api.CertificateStatus|"", source: Api.Certificate["source"]|"", search: string}} Filter
 * @typedef {{scope: string, ahead: Api.Certificate[], cursor: string, ended: boolean}} Stream what is read of a scope
 */

const MAX_REQUESTS = 20; // for one page, so that a rare source does not read everything without being asked
const PAGE_OF_ONE = 50;
const PAGE_OF_MANY = 25;

/** Reads the certificates of some scopes that a filter lets through. */
export class Pages {
  /**
   * @param {string[]} scopes
   * @param {Filter} filter
   * @param {AbortSignal} signal
   */
  constructor(scopes, filter, signal) {
    this.filter = filter;
    this.signal = signal;
    this.limit = scopes.length === 1 ? PAGE_OF_ONE : PAGE_OF_MANY;
    /** @type {import("./completeness.js").Refused[]} */
    this.refused = [];
    /** @type {Stream[]} */
    this.streams = scopes.map((scope) => ({ scope, ahead: [], cursor: "", ended: false }));
  }

  /**
   * Return the next certificates; `more` says whether there may be others. Throws a Problem.
   * @param {number} [size]
   */
  async next(size = PAGE_OF_ONE) {
    /** @type {Api.Certificate[]} */
    const items = [];
    let requests = 0;
    while (items.length < size) {
      const dry = this.streams.filter((one) => !one.ahead.length && !one.ended);
      if (dry.length && requests + dry.length > Math.max(MAX_REQUESTS, this.streams.length)) break;
      requests += dry.length;
      await Promise.all(dry.map((one) => this.#fill(one)));
      if (this.streams.some((one) => !one.ahead.length && !one.ended)) continue;
      const newest = this.#newest()?.ahead.shift();
      if (!newest) break;
      items.push(newest);
    }
    return { items, more: this.streams.some((one) => one.ahead.length || !one.ended) };
  }

  /** @returns {Stream|null} */
  #newest() {
    const waiting = this.streams.filter((one) => one.ahead.length);
    return waiting.reduce((best, one) => (!best || id(one) > id(best) ? one : best), /** @type {Stream|null} */ (null));
  }

  /** @param {Stream} stream */
  async #fill(stream) {
    const { status, search, source } = this.filter;
    try {
      const { body } = await call("GET /scopes/{scope}/certificates", {
        at: { scope: stream.scope },
        query: { limit: this.limit, cursor: stream.cursor, status: status || undefined, search },
        signal: this.signal,
      });
      stream.ahead = body.items.filter((one) => !source || one.source === source);
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

/**
 * Return whether asking again would change nothing.
 * @param {Problem} problem
 */
function isDenied(problem) {
  return problem.status === 403 || problem.status === 404;
}

/**
 * Return the id of a stream's next certificate. Ids are UUIDs of version 7: a later one is greater.
 * @param {Stream} stream
 */
function id(stream) {
  return stream.ahead[0].certificate_id;
}
