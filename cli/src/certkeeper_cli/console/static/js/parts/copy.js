// A value to take elsewhere, with the button that copies it.

import { code, el } from "../dom.js";
import { say } from "./said.js";

/** @param {string} what @param {string} value */
export function copyable(what, value) {
  return el("span", { class: "copyable" }, code(value), copyButton(what, value));
}

/** @param {string} what for those who hear it @param {string} value */
export function copyButton(what, value) {
  const button = el("button", { type: "button", class: "small", "aria-label": `Copy ${what}`, onclick: copy }, "Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      tell("Copied", `${what} copied`);
    } catch {
      tell("Not allowed", "The browser does not allow copying; select the text instead");
    }
  }
  /** @param {string} short @param {string} long */
  function tell(short, long) {
    button.textContent = short;
    say(long);
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }
  return button;
}
