// The scopes, asked for once. A person whose policies name one scope may not list them: that scope's name is typed
// instead. Any other refusal is no matter of policies, and is thrown.

import { about } from "./about.js";
import { call, Problem } from "./api.js";
import { ProblemKind, SCOPE_NAME_PATTERN } from "./words.js";

/**
 * @typedef {{scope: string, kind: null, domain: null, built_in: false}} NamedScope one of which only the name is known
 * @typedef {Api.Scope|NamedScope} Scope
 * @typedef {{items: Scope[], refused: Problem|null}} Scopes
 */

const REMEMBERED = new Set(/** @type {string[]} */ ([]));
/** @type {Promise<Scopes>|null} */
let asked = null;

/**
 * Return all scopes, or those that were named where the list is refused. Throws a Problem.
 * @returns {Promise<Scopes>}
 */
export function scopes() {
  asked ??= read();
  return asked;
}

/** @returns {Promise<Scopes>} */
async function read() {
  try {
    return { items: (await call("GET /scopes", { at: {} })).body.items, refused: null };
  } catch (error) {
    asked = null;
    if (!(error instanceof Problem) || !error.is(ProblemKind.FORBIDDEN)) throw error;
    const { scope } = await about();
    if (scope) REMEMBERED.add(scope);
    return { items: named(), refused: error };
  }
}

/** Ask the API again the next time: a scope was put. */
export function forgetScopes() {
  asked = null;
}

/**
 * Keep the name of a scope that may not be listed, for as long as the page is open.
 * @param {string} name
 */
export function rememberScope(name) {
  REMEMBERED.add(name);
  asked = null;
  dispatchEvent(new Event("scopes-changed"));
}

/** @returns {NamedScope[]} */
function named() {
  return [...REMEMBERED].map((scope) => ({ scope, kind: null, domain: null, built_in: false }));
}

/**
 * Return whether a text may be a scope's name.
 * @param {string} text
 */
export function isScopeName(text) {
  return new RegExp(`^(?:${SCOPE_NAME_PATTERN})$`).test(text);
}
