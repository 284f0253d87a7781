// Whether and how many days before its end notices are sent. What is left open here, the scope or the stack says.

import { Problem } from "../api.js";
import { field, input, select } from "../parts/field.js";
import { DEFAULT_NOTICE_DAYS } from "../words.js";

const EXAMPLE = DEFAULT_NOTICE_DAYS.join(", ");

/** @typedef {import("../parts/field.js").Field} Field */

/**
 * Return the field that switches notices on or off.
 * @param {string} unsaid what leaving it open means
 * @param {boolean|null} [value]
 */
export function noticesField(unsaid, value = null) {
  const chosen = value === null ? "" : value ? "on" : "off";
  /** @type {[string, string][]} */
  const options = [
    ["", unsaid],
    ["on", "on"],
    ["off", "off"],
  ];
  return field("Notices", select(options, { value: chosen }), { hint: "Sent to administrators before it ends." });
}

/**
 * Return what the field says; null where it is left open.
 * @param {Field} notices
 * @returns {boolean|null}
 */
export function switchOf({ control }) {
  return control.value === "" ? null : control.value === "on";
}

/**
 * Return the field for the thresholds.
 * @param {string} unsaid what leaving it open means
 * @param {number[]|null} [value]
 */
export function daysField(unsaid, value = null) {
  const control = input({ value: (value ?? []).join(", "), placeholder: unsaid });
  return field("Days before its end", control, { optional: true, hint: `For instance ${EXAMPLE}.` });
}

/**
 * Return "7, 14" as numbers, the most first; nothing as null. Throws a Problem for what is no number.
 * @param {Field} days
 * @returns {number[]|null}
 */
export function daysOf({ control }) {
  const found = control.value.split(/[\s,;]+/).filter(Boolean);
  if (found.some((one) => !/^\d{1,3}$/.test(one))) {
    const error = { pointer: "/notice_days", code: "invalid", detail: `Whole days, for instance ${EXAMPLE}.` };
    throw new Problem(0, { title: "A number is wrong", errors: [error] });
  }
  return found.length ? found.map(Number).sort((one, other) => other - one) : null;
}
