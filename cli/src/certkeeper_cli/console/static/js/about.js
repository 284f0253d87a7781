// What the console was started with.

/** @typedef {{api_url: string, scope: string|null}} About */

/** @type {Promise<About>|null} */
let asked = null;

/**
 * Return where the API is, and the scope that was named with --scope; null where none was.
 * @returns {Promise<About>}
 */
export function about() {
  asked ??= fetch("about.json", { cache: "no-store" }).then((answer) => answer.json());
  return asked;
}
