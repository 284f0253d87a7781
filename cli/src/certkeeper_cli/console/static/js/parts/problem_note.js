// Refusals and failures, with their reasons: at the field that they are about, else in a box that is read out.

import { isAbort, Problem } from "../api.js";
import { el, foreign } from "../dom.js";
import { span } from "../moments.js";
import { sentence } from "../validity.js";

/**
 * @typedef {import("./field.js").Field} Field
 * @typedef {[RegExp, Field, ((pointer: string) => string)?]} PointerField
 *  the field that the matching JSON pointers of a body come from, and the name of the file where it takes several
 */

/**
 * Return a box that says what went wrong and what to do.
 * @param {unknown} error
 * @param {(() => void)|null} [again] what "Try again" does
 */
export function problemNote(error, again = null) {
  const problem = asProblem(error);
  const reload = () => dispatchEvent(new HashChangeEvent("hashchange"));
  return el(
    "div",
    { class: "note bad", role: "alert" },
    el("p", {}, el("strong", {}, problem.title)),
    problem.detail && !problem.errors.length && el("p", {}, foreign(problem.detail)),
    reasons(problem.errors),
    problem.links.map(({ href, words }) => el("p", {}, el("a", { href }, foreign(words)))),
    problem.retryAfter > 0 && el("p", {}, `Again in ${span(problem.retryAfter)}.`),
    problem.instance && el("p", {}, "With this, an administrator finds it in the log: ", foreign(problem.instance)),
    problem.status === 412 && el("p", {}, el("button", { type: "button", onclick: reload }, "Load it again")),
    again && el("p", {}, el("button", { type: "button", onclick: again }, "Try again")),
  );
}

/**
 * Show each reason at its field, and the rest in the box. The first field that is wrong gets the focus.
 * @param {unknown} error
 * @param {PointerField[]} fields the first that matches a pointer is taken
 * @param {HTMLElement} box
 */
export function showProblem(error, fields, box) {
  if (isAbort(error)) return;
  const problem = asProblem(error);
  /** @type {Map<Field, string[]>} */
  const atField = new Map();
  const rest = problem.errors.filter(({ pointer, detail }) => {
    const [, field, fileOf] = fields.find(([pattern]) => pointer !== undefined && pattern.test(pointer)) ?? [];
    if (!field || pointer === undefined) return true;
    const file = fileOf?.(pointer);
    atField.set(field, [...(atField.get(field) ?? []), file ? `${file}: ${detail}` : detail]);
    return false;
  });
  for (const [field, texts] of atField) field.showError(texts.join("; "));
  const [first] = atField.keys();
  const shown = new Problem(problem.status, { ...problem.document, errors: rest }, problem.retryAfter);
  shown.links = problem.links;
  box.replaceChildren(first && !rest.length ? atFields(problem) : problemNote(shown));
  const target = first?.control.offsetParent ? first.control : box;
  if (target === box) box.setAttribute("tabindex", "-1");
  target.focus();
}

/** @param {Problem} problem */
function atFields(problem) {
  return el(
    "div",
    { class: "note bad", role: "alert" },
    el("p", {}, el("strong", {}, problem.title)),
    el("p", {}, "The fields that are marked say what to change."),
  );
}

/** @param {Api.Error[]} errors */
function reasons(errors) {
  if (!errors.length) return null;
  return el(
    "ul",
    {},
    errors.map((one) => {
      const name = nameOf(one);
      return el("li", {}, name && `${name}: `, foreign(one.detail));
    }),
  );
}

/**
 * Return the name of what a reason is about: "/notice_days/0" as "Notice days".
 * @param {Api.Error} reason
 */
function nameOf({ pointer, parameter }) {
  return sentence(pointer?.split("/")[1] ?? parameter ?? "");
}

/**
 * @param {unknown} error
 * @returns {Problem}
 */
function asProblem(error) {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem(0, {
    title: "Something in this page went wrong",
    detail: "Reload it; nothing is lost that was saved.",
  });
}
