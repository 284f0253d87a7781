// What the console was started with.

/** @type {Promise<{api_url: string, scope: string|null}>|null} */
let asked = null;

/** Where the API is, and the scope that the person named where their policies are for one. */
export function about() {
  asked ??= fetch("about.json", { cache: "no-store" }).then((answer) => answer.json());
  return asked;
}
