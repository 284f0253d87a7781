// A labelled control with its hint and its error, tied together for those who hear the page.

import { el, freshId, swap } from "../dom.js";

/**
 * @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control
 */

/**
 * @template {Control} [C=Control]
 * @typedef {object} Field
 * @property {string} label
 * @property {HTMLElement} node
 * @property {C} control
 * @property {(text: string) => void} showError
 * @property {() => void} clearError
 */

/**
 * Return a control with its label.
 * @template {Control} C
 * @param {string} label
 * @param {C} control
 * @param {{hint?: import("../dom.js").Child, optional?: boolean}} [more]
 * @returns {Field<C>}
 */
export function field(label, control, { hint, optional = false } = {}) {
  control.id ||= freshId("field");
  const hintId = `${control.id}-hint`;
  const errorId = `${control.id}-error`;
  const error = el("p", { class: "error", id: errorId });
  const describe = (/** @type {boolean} */ wrong) => {
    const ids = [wrong && errorId, hint && hintId].filter(Boolean).join(" ");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  };
  describe(false);
  const node = el(
    "div",
    { class: "field" },
    el("label", { for: control.id }, label, optional && el("span", { class: "aside" }, " optional")),
    control,
    error,
    hint && el("p", { class: "hint", id: hintId }, hint),
  );
  const clearError = () => {
    control.removeAttribute("aria-invalid");
    error.textContent = "";
    describe(false);
  };
  control.addEventListener("input", clearError);
  return {
    label,
    node,
    control,
    clearError,
    showError: (text) => {
      control.setAttribute("aria-invalid", "true");
      swap(error, text);
      describe(true);
    },
  };
}

/**
 * Return a line to type in.
 * @param {import("../dom.js").Attributes} [attributes]
 */
export function input(attributes = {}) {
  return el("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
}

/**
 * Return a field for a password, which the browser neither fills in nor keeps.
 * @param {import("../dom.js").Attributes} [attributes]
 */
export function password(attributes = {}) {
  return input({ type: "password", autocomplete: "new-password", "data-secret": true, ...attributes });
}

/**
 * Return a field of several lines.
 * @param {import("../dom.js").Attributes} [attributes]
 */
export function textarea(attributes = {}) {
  return el("textarea", { rows: 3, autocomplete: "off", spellcheck: "false", ...attributes });
}

/**
 * Return a choice of one among several.
 * @param {[string, string][]} options value and words
 * @param {import("../dom.js").Attributes} [attributes]
 */
export function select(options, attributes = {}) {
  const { value, ...others } = attributes;
  const items = options.map(([one, words]) => el("option", { value: one }, words));
  const control = el("select", others, items);
  if (value !== undefined) control.value = String(value ?? "");
  return control;
}

/**
 * Return words with their hints, to choose from.
 * @param {Readonly<Record<string, string>>} hints
 * @returns {[string, string][]}
 */
export function hinted(hints) {
  return Object.entries(hints).map(([word, hint]) => [word, `${word}: ${hint}`]);
}

/**
 * Return a box to tick.
 * @param {string} label
 * @param {boolean} checked
 * @param {string} [hint]
 */
export function checkbox(label, checked, hint) {
  const box = input({ type: "checkbox", id: freshId("box"), checked });
  const hintId = `${box.id}-hint`;
  if (hint) box.setAttribute("aria-describedby", hintId);
  const node = el(
    "div",
    { class: "check" },
    box,
    el("label", { for: box.id }, label),
    hint && el("p", { class: "hint", id: hintId }, hint),
  );
  return { node, box };
}

/**
 * Empty every field of keys and passwords below an element.
 * @param {Element} form
 */
export function clearSecrets(form) {
  for (const control of form.querySelectorAll("[data-secret]")) {
    /** @type {Control} */ (control).value = "";
  }
}
