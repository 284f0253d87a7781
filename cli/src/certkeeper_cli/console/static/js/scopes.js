// The scopes, asked for once. A person whose policies name one scope may not list them: the name is then typed. Any other
// refusal says nothing of policies, and is thrown.

import { about } from "./about.js";
import { call, Problem } from "./api.js";
import { ProblemKind, SCOPE_NAME_PATTERN } from "./words.js";

/**
 * @typedef {{scope: string, kind: string|null, domain: string|null, solver?: string, cname?: any, profile?: string|null,
 *            built_in: boolean}} Scope
 * @typedef {{items: Scope[], refused: Problem|null}} Scopes
 */

const REMEMBERED = new Set(/** @type {string[]} */ ([]));
/** @type {Promise<Scopes>|null} */
let asked = null;

/** @returns {Promise<Scopes>} */
export function scopes() {
  asked ??= call("GET", "/scopes").then(
    (answer) => ({ items: answer.body.items, refused: null }),
    async (error) => {
      asked = null;
      if (!(error instanceof Problem) || !error.is(ProblemKind.FORBIDDEN)) throw error;
      const { scope } = await about();
      if (scope) REMEMBERED.add(scope);
      return { items: named(), refused: error };
    },
  );
  return asked;
}

/** Ask again the next time: one was put. */
export function forgetScopes() {
  asked = null;
}

/** A scope that may not be listed, typed by the person; for as long as the page is open. @param {string} name */
export function rememberScope(name) {
  REMEMBERED.add(name);
  asked = null;
  dispatchEvent(new Event("scopes-changed"));
}

/** Their names alone are known: the rest is not shown to this person. @returns {Scope[]} */
function named() {
  return [...REMEMBERED].map((scope) => ({ scope, kind: null, domain: null, built_in: false }));
}

/** Whether a text may be a scope's name. @param {string} text */
export function isScopeName(text) {
  return new RegExp(`^(?:${SCOPE_NAME_PATTERN})$`).test(text);
}
