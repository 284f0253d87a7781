// Which view the address names: everything behind #, so that a reload and the way back find the same place.

import { announce } from "./parts/announce.js";

/**
 * @typedef {{parameters: string[], signal: AbortSignal}} Context `signal` aborts when the person leaves the view
 * @typedef {{title: string, part: string, node: HTMLElement, focus?: HTMLElement}} View
 * @typedef {[RegExp, (context: Context) => View]} Route
 */

/**
 * Show the view of the address, now and whenever it changes.
 * @param {Route[]} routes the first that fits is taken; the last fits always
 * @param {HTMLElement} main
 * @param {(view: View) => void} shown
 */
export function follow(routes, main, shown) {
  let leaving = new AbortController();
  let first = true;
  const show = () => {
    if (location.hash === "#main") return;
    leaving.abort();
    leaving = new AbortController();
    const view = built(routes, path(), leaving.signal);
    main.replaceChildren(view.node);
    main.dataset.view = path();
    main.scrollTop = 0;
    document.title = `${view.title} · Certkeeper`;
    shown(view);
    if (!first) focusOn(view.node.querySelector("h1"), view.title);
    first = false;
  };
  addEventListener("hashchange", show);
  show();
}

/** Return the address as a path. */
export function path() {
  return location.hash.replace(/^#/, "") || "/";
}

/**
 * Go to a path; the view is made anew where it is shown already.
 * @param {string} to
 */
export function go(to) {
  if (path() === to) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = to;
}

/**
 * @param {Route[]} routes
 * @param {string} where
 * @param {AbortSignal} signal
 */
function built(routes, where, signal) {
  for (const [pattern, make] of routes) {
    const found = pattern.exec(where);
    if (found) return make({ parameters: found.slice(1).map((one) => one ?? ""), signal });
  }
  throw new Error("the last route fits always");
}

/**
 * @param {HTMLElement|null} heading
 * @param {string} title
 */
function focusOn(heading, title) {
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  announce(title);
}
