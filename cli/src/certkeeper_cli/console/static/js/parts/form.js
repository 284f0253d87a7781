// A form whose submission calls the API: one press, one call, reasons at their fields, secrets forgotten.

import { isAbort } from "../api.js";
import { el } from "../dom.js";
import { busy, isBusy } from "./busy.js";
import { forgetSecrets } from "./field.js";
import { place } from "./trouble.js";

/**
 * @typedef {object} FormWishes
 * @property {string} label of the button
 * @property {string} working what the button says meanwhile
 * @property {(key: string) => Promise<void>} submit gets an Idempotency-Key, the same until something is changed
 * @property {[RegExp, import("./field.js").Field][]} fields
 * @property {string} [tone] of the button
 * @property {import("../dom.js").Child} [beside] more beside the button
 */

/**
 * @param {FormWishes} wishes
 * @param {...import("../dom.js").Child} children
 */
export function form({ label, working, submit, fields, tone = "primary", beside }, ...children) {
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "submit", class: tone }, label));
  const box = el("div", { class: "answer" });
  let key = crypto.randomUUID();
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isBusy(button)) return;
    for (const [, field] of fields) field.relieve();
    box.replaceChildren();
    try {
      await busy(button, working, () => submit(key));
      forgetSecrets(node);
    } catch (error) {
      if (!isAbort(error)) place(error, fields, box);
    }
  };
  const node = el("form", { onsubmit, novalidate: true, autocomplete: "off", oninput: () => { key = crypto.randomUUID(); } },
    ...children, box, el("div", { class: "buttons" }, button, beside));
  return /** @type {HTMLFormElement} */ (node);
}
