// A form whose submission calls the API: one press, one call, reasons at their fields, secrets forgotten.

import { isAbort } from "../api.js";
import { el } from "../dom.js";
import { busy, isBusy } from "./busy.js";
import { clearSecrets } from "./field.js";
import { showProblem } from "./problem_note.js";

/**
 * @typedef {object} FormOptions
 * @property {string} label of the button
 * @property {string} working what the button says meanwhile
 * @property {(key: string) => Promise<void>} submit gets an Idempotency-Key, the same until something is changed
 * @property {import("./problem_note.js").PointerField[]} fields which field each part of the body comes from
 * @property {string} [tone] of the button
 */

/**
 * Return a form.
 * @param {FormOptions} options
 * @param {...import("../dom.js").Child} children
 */
export function form({ label, working, submit, fields, tone = "primary" }, ...children) {
  const button = el("button", { type: "submit", class: tone }, label);
  const box = el("div", { class: "answer" });
  let key = crypto.randomUUID();
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isBusy(button)) return;
    for (const [, field] of fields) field.clearError();
    box.replaceChildren();
    try {
      await busy(button, working, () => submit(key));
      clearSecrets(node);
    } catch (error) {
      if (!isAbort(error)) showProblem(error, fields, box);
    }
  };
  const oninput = () => {
    key = crypto.randomUUID();
  };
  const buttons = el("div", { class: "buttons" }, button);
  const attributes = { onsubmit, oninput, novalidate: true, autocomplete: "off" };
  const node = el("form", attributes, ...children, box, buttons);
  return node;
}
