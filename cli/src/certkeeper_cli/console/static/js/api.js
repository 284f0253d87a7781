// Calling the API, by way of the server that this page comes from: it signs, and adds nothing.

import { MAX_UPLOAD_BYTES } from "./words.js";

/**
 * @typedef {{pointer?: string, parameter?: string, header?: string, code: string, detail: string}} Reason
 * @typedef {{status: number, body: any, etag: string, location: string}} Answer
 * @typedef {{body?: unknown, query?: Record<string, string|number|null|undefined>, key?: string, match?: string,
 *            signal?: AbortSignal}} Wishes
 */

const GONE = "urn:certkeeper:console:gone";
const CREDENTIALS_REFUSED = "urn:certkeeper:console:credentials-refused"; // the console says so: it sees why
const TOO_LARGE = { title: "That is too large", detail: `The API takes ${MAX_UPLOAD_BYTES / 2 ** 20} MiB at the most: send the certificate, its chain and its key, and nothing else.` };

/** A refusal: a problem document (RFC 9457), or what stands for one where none came. */
export class Problem extends Error {
  /** @param {number} status @param {any} document @param {number} [retryAfter] seconds */
  constructor(status, document, retryAfter = 0) {
    super(document.title);
    this.name = "Problem";
    this.status = status;
    this.type = String(document.type ?? "");
    this.title = String(document.title ?? "The request was refused");
    this.detail = String(document.detail ?? "");
    this.instance = String(document.instance ?? "");
    /** @type {Reason[]} */
    this.errors = document.errors ?? [];
    this.document = document;
    this.retryAfter = retryAfter;
  }

  /** @param {string} word the last part of the type */
  is(word) {
    return this.type.endsWith(`:${word}`);
  }
}

/**
 * Call the API; a refusal is thrown as a Problem, an abort as an AbortError.
 * @param {string} method
 * @param {string} path of the API, with its slash
 * @param {Wishes} [wishes]
 * @returns {Promise<Answer>}
 */
export async function call(method, path, { body, query = {}, key, match, signal } = {}) {
  const url = new URL(`api${path}`, document.baseURI.split("#")[0]);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (key) headers.set("Idempotency-Key", key);
  if (match) headers.set("If-Match", match);
  const content = body === undefined ? undefined : JSON.stringify(body);
  if ((content?.length ?? 0) > MAX_UPLOAD_BYTES) throw new Problem(413, TOO_LARGE);
  const answer = await sent(url, { method, headers, signal, body: content });
  const document_ = await read(answer);
  if (!answer.ok) throw new Problem(answer.status, document_, Number(answer.headers.get("Retry-After") ?? 0));
  return {
    status: answer.status,
    body: document_,
    etag: answer.headers.get("ETag") ?? "",
    location: answer.headers.get("Location") ?? "",
  };
}

/**
 * Whether every other call would be refused for the same reason: it is told once, and nothing is shown beside it.
 * @param {Problem} problem
 */
export function isOfEveryCall({ type }) {
  return type === GONE || type === CREDENTIALS_REFUSED;
}

/** @param {unknown} error */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/** @param {URL} url @param {RequestInit} request */
async function sent(url, request) {
  try {
    return await fetch(url, { ...request, cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Problem(0, {
      type: GONE,
      title: "The console has ended",
      detail: "Start `certkeeper console` again in your terminal. Orders that run go on without it.",
    });
  }
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch (error) {
    if (isAbort(error)) throw error;
    const unread = { title: "The answer cannot be read", detail: `HTTP status ${answer.status}; try again in a moment.` };
    if (answer.ok) throw new Problem(answer.status, unread); // else it would be taken for what was asked for
    return unread;
  }
}
