// A value to take elsewhere, with the button that copies it.

import { code, el } from "../dom.js";
import { announce } from "./announce.js";

const SHOWN_MS = 2000; // for so long the button says what came of it

/**
 * Return a value with its button.
 * @param {string} what the value's name, for those who hear the page
 * @param {string} value
 */
export function copyable(what, value) {
  return el("span", { class: "copyable" }, code(value), copyButton(what, value));
}

/**
 * Return a button that copies a value.
 * @param {string} what the value's name, for those who hear the page
 * @param {string} value
 */
export function copyButton(what, value) {
  const button = el("button", { type: "button", class: "small", "aria-label": `Copy ${what}`, onclick: copy }, "Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      show("Copied", `${what} copied`);
    } catch {
      show("Not allowed", "The browser does not allow copying; select the text instead");
    }
  }
  /**
   * @param {string} short
   * @param {string} long
   */
  function show(short, long) {
    button.textContent = short;
    announce(long);
    setTimeout(() => {
      button.textContent = "Copy";
    }, SHOWN_MS);
  }
  return button;
}
