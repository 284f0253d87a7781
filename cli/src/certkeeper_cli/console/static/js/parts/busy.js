// A button that works for a while: it says so, and cannot be pressed again meanwhile.

import { announce } from "./announce.js";

/**
 * Do some work while the button says so, and return its result.
 * @template T
 * @param {HTMLButtonElement} button
 * @param {string} words the button's text meanwhile
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function busy(button, words, work) {
  const before = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.setAttribute("aria-busy", "true");
  button.replaceChildren(words);
  announce(words);
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
    button.replaceChildren(...before);
  }
}

/**
 * Return whether the button works already. It is marked with aria-disabled, which keeps the focus where it is.
 * @param {Element} button
 */
export function isBusy(button) {
  return button.getAttribute("aria-disabled") === "true";
}
