// Calls of the API, through the server that this page comes from. The server signs each call and adds nothing.
// What may be sent and read is typed by the contract: `Api` is generated (tools/page/api_types.d.ts).

import { MAX_UPLOAD_BYTES } from "./words.js";

/**
 * @typedef {keyof Api.Operations} Operation a method and a path of the contract
 * @typedef {Omit<Partial<Api.Problem>, "type">&{type?: string}} ProblemDocument
 */

/**
 * @template {Operation} O
 * @typedef {object} Request
 * @property {Api.Operations[O]["at"]} at the variables of the path
 * @property {Api.Operations[O]["query"]} [query] empty values are left out
 * @property {Api.Operations[O]["body"]} [body] the document to send
 * @property {string} [key] the Idempotency-Key
 * @property {string} [match] the ETag for If-Match
 * @property {boolean} [isNew] whether it is refused where the thing exists already
 * @property {AbortSignal} [signal] aborts the call
 */

/**
 * @template {Operation} O
 * @typedef {{body: Api.Operations[O]["answer"], etag: string}} Answer
 */

const GONE = "urn:certkeeper:console:gone";
const CREDENTIALS_REFUSED = "urn:certkeeper:console:credentials-refused"; // only the console's server can see why
const MIB = 2 ** 20;
const TOO_LARGE = {
  title: "That is too large",
  detail: `The API takes ${MAX_UPLOAD_BYTES / MIB} MiB at most: send only the certificate, its chain and its key.`,
};

/** A refusal: a problem document (RFC 9457), or what stands for one where none came. */
export class Problem extends Error {
  /**
   * @param {number} status of HTTP; 0 where no answer came
   * @param {ProblemDocument} document
   * @param {number} [retryAfter] seconds
   */
  constructor(status, document, retryAfter = 0) {
    super(document.title);
    this.name = "Problem";
    this.status = status;
    this.type = document.type ?? "";
    this.title = document.title ?? "The request was refused";
    this.detail = document.detail ?? "";
    this.instance = document.instance ?? "";
    this.errors = document.errors ?? [];
    this.document = document;
    this.retryAfter = retryAfter;
  }

  /**
   * Return whether this is the kind of problem whose type ends with the word.
   * @param {string} word one of ProblemKind
   */
  is(word) {
    return this.type.endsWith(`:${word}`);
  }
}

/**
 * Call the API and return its answer. Throws a Problem for a refusal, and an AbortError when `signal` aborts.
 * @template {Operation} O
 * @param {O} operation
 * @param {Request<O>} request
 * @returns {Promise<Answer<O>>}
 */
export async function call(operation, { at, query, body, key, match, isNew, signal }) {
  const [method, template] = operation.split(" ");
  const variables = /** @type {Record<string, string>} */ (at);
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => variables[name]);
  const url = new URL(`api${path}`, document.baseURI.split("#")[0]);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (key) headers.set("Idempotency-Key", key);
  if (match) headers.set("If-Match", match);
  if (isNew) headers.set("If-None-Match", "*");
  const content = body === undefined ? undefined : JSON.stringify(body);
  if ((content?.length ?? 0) > MAX_UPLOAD_BYTES) throw new Problem(413, TOO_LARGE);
  const answer = await send(url, { method, headers, signal, body: content });
  const read = await readDocument(answer);
  if (!answer.ok) throw new Problem(answer.status, read, Number(answer.headers.get("Retry-After") ?? 0));
  return { body: /** @type {Api.Operations[O]["answer"]} */ (read), etag: answer.headers.get("ETag") ?? "" };
}

/**
 * Return whether every other call would be refused for the same reason. It is then shown once, with nothing beside it.
 * @param {Problem} problem
 */
export function isOfEveryCall({ type }) {
  return type === GONE || type === CREDENTIALS_REFUSED;
}

/**
 * Return whether an error only says that the person has left the view.
 * @param {unknown} error
 */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * @param {URL} url
 * @param {RequestInit} request
 */
async function send(url, request) {
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

/**
 * @param {Response} answer
 * @returns {Promise<ProblemDocument>}
 */
async function readDocument(answer) {
  try {
    return await answer.json();
  } catch (error) {
    if (isAbort(error)) throw error;
    const unreadable = {
      title: "The answer cannot be read",
      detail: `HTTP status ${answer.status}; try again in a moment.`,
    };
    if (answer.ok) throw new Problem(answer.status, unreadable); // else it would be taken for the document
    return unreadable;
  }
}
