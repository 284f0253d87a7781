// Whether administrators hear of a certificate before its end, and how many days before. Unsaid, what is above says it.

import { Problem } from "../api.js";
import { field, input, select } from "../parts/field.js";
import { DEFAULT_NOTICE_DAYS } from "../words.js";

const EXAMPLE = DEFAULT_NOTICE_DAYS.join(", ");

/** @typedef {import("../parts/field.js").Field} Field */

/** @param {string} unsaid what leaving it means @param {boolean|null} [value] */
export function noticesField(unsaid, value = null) {
  const chosen = value === null ? "" : value ? "on" : "off";
  return field("Notices", select([["", unsaid], ["on", "on"], ["off", "off"]], { value: chosen }), { hint: "Administrators hear of it before it ends." });
}

/** @param {Field} notices @returns {boolean|null} */
export function switchOf({ control }) {
  return control.value === "" ? null : control.value === "on";
}

/** @param {string} unsaid @param {number[]|null} [value] */
export function daysField(unsaid, value = null) {
  return field("Days before its end", input({ value: (value ?? []).join(", "), placeholder: unsaid }), { optional: true, hint: `For instance ${EXAMPLE}.` });
}

/** "7, 14" as numbers, the most first; nothing as null. @param {Field} days @returns {number[]|null} */
export function daysOf({ control }) {
  const found = control.value.split(/[\s,;]+/).filter(Boolean);
  if (found.some((one) => !/^\d{1,3}$/.test(one))) {
    throw new Problem(0, { title: "A number is wrong", errors: [{ pointer: "/notice_days", code: "invalid", detail: `Whole days, for instance ${EXAMPLE}.` }] });
  }
  return found.length ? found.map(Number).sort((one, other) => other - one) : null;
}
