// A button that works for a while: it says so, and cannot be pressed twice.

import { say } from "./said.js";

/**
 * @template T
 * @param {HTMLButtonElement} button
 * @param {string} words what is said while it works
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function busy(button, words, work) {
  const before = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.setAttribute("aria-busy", "true");
  button.replaceChildren(words);
  say(words);
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
    button.replaceChildren(...before);
  }
}

/** Whether the button works already: aria-disabled keeps the focus where it is. @param {Element} button */
export function isBusy(button) {
  return button.getAttribute("aria-disabled") === "true";
}
