// A labelled control with its hint and its error, tied together for those who hear the page.

import { el, freshId, swap } from "../dom.js";

/**
 * @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control
 * @typedef {{node: HTMLElement, control: Control, complain: (text: string) => void, relieve: () => void}} Field
 */

/**
 * @param {string} label
 * @param {Control} control
 * @param {{hint?: import("../dom.js").Child, optional?: boolean}} [more]
 * @returns {Field}
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
  const node = el("div", { class: "field" },
    el("label", { for: control.id }, label, optional && el("span", { class: "aside" }, " optional")),
    control,
    error,
    hint && el("p", { class: "hint", id: hintId }, hint));
  const relieve = () => {
    control.removeAttribute("aria-invalid");
    error.textContent = "";
    describe(false);
  };
  control.addEventListener("input", relieve);
  return {
    node,
    control,
    relieve,
    complain: (text) => {
      control.setAttribute("aria-invalid", "true");
      swap(error, text);
      describe(true);
    },
  };
}

/** @param {import("../dom.js").Attributes} [attributes] */
export function input(attributes = {}) {
  return /** @type {HTMLInputElement} */ (el("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes }));
}

/** A password: never filled in, never kept by the browser. @param {import("../dom.js").Attributes} [attributes] */
export function password(attributes = {}) {
  return input({ type: "password", autocomplete: "new-password", "data-secret": true, ...attributes });
}

/** @param {import("../dom.js").Attributes} [attributes] */
export function textarea(attributes = {}) {
  return /** @type {HTMLTextAreaElement} */ (
    el("textarea", { rows: 3, autocomplete: "off", spellcheck: "false", ...attributes }));
}

/**
 * @param {[string, string][]} options value and words
 * @param {import("../dom.js").Attributes} [attributes]
 */
export function select(options, attributes = {}) {
  const { value, ...others } = attributes;
  const control = /** @type {HTMLSelectElement} */ (
    el("select", others, options.map(([one, words]) => el("option", { value: one }, words))));
  if (value !== undefined) control.value = String(value ?? "");
  return control;
}

/** Words with their hints, to choose from. @param {Record<string, string>} hints @returns {[string, string][]} */
export function hinted(hints) {
  return Object.entries(hints).map(([word, hint]) => [word, `${word}: ${hint}`]);
}

/** @param {string} label @param {boolean} checked @param {string} [hint] */
export function checkbox(label, checked, hint) {
  const box = input({ type: "checkbox", id: freshId("box"), checked });
  const hintId = `${box.id}-hint`;
  if (hint) box.setAttribute("aria-describedby", hintId);
  const node = el("div", { class: "check" }, box, el("label", { for: box.id }, label), hint && el("p", { class: "hint", id: hintId }, hint));
  return { node, box };
}

/** Empty every field of keys and passwords below. @param {Element} form */
export function forgetSecrets(form) {
  for (const control of form.querySelectorAll("[data-secret]")) {
    /** @type {Control} */ (control).value = "";
  }
}
