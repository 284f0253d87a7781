// Refusals and failures, with their reasons: at the field where they belong, else in a box that is read out.

import { isAbort, Problem } from "../api.js";
import { el, foreign } from "../dom.js";
import { span } from "../moments.js";

/** @typedef {import("./field.js").Field} Field */

/**
 * A box that says what went wrong and what to do.
 * @param {unknown} error
 * @param {(() => void)|null} [again] what "Try again" does
 */
export function trouble(error, again = null) {
  const problem = asProblem(error);
  return el("div", { class: "note bad", role: "alert" },
    el("p", {}, el("strong", {}, problem.title)),
    problem.detail && el("p", {}, foreign(problem.detail)),
    reasons(problem.errors),
    problem.retryAfter > 0 && el("p", {}, `Again in ${span(problem.retryAfter)}.`),
    problem.instance && el("p", {}, "For whoever looks into it: ", foreign(problem.instance)),
    problem.status === 412 && el("p", {}, el("button", { type: "button", onclick: () => dispatchEvent(new HashChangeEvent("hashchange")) }, "Load it again")),
    again && el("p", {}, el("button", { type: "button", onclick: again }, "Try again")));
}

/**
 * Put each reason at its field, and show the rest in the box; the first field that is wrong gets the focus.
 * @param {unknown} error
 * @param {[RegExp, Field][]} fields which field a pointer belongs to; the first that fits is taken
 * @param {Element} box
 */
export function place(error, fields, box) {
  if (isAbort(error)) return;
  const problem = asProblem(error);
  /** @type {Field|undefined} */
  let first;
  const rest = problem.errors.filter((reason) => {
    const found = fields.find(([pattern]) => reason.pointer !== undefined && pattern.test(reason.pointer))?.[1];
    found?.complain(reason.detail);
    first ??= found;
    return !found;
  });
  const shown = new Problem(problem.status, { ...problem.document, errors: rest }, problem.retryAfter);
  box.replaceChildren(first && !rest.length ? atFields(problem) : trouble(shown));
  const target = first?.control.offsetParent ? first.control : box;
  if (target === box) box.setAttribute("tabindex", "-1");
  /** @type {HTMLElement} */ (target).focus();
}

/** @param {Problem} problem */
function atFields(problem) {
  return el("div", { class: "note bad", role: "alert" }, el("p", {}, el("strong", {}, problem.title)),
    el("p", {}, "The fields that are marked say what to change."));
}

/** @param {import("../api.js").Reason[]} errors */
function reasons(errors) {
  if (!errors.length) return null;
  return el("ul", {}, errors.map((one) => {
    const where = one.pointer ?? one.parameter ?? one.header;
    return el("li", {}, where && el("code", {}, where), where && ": ", foreign(one.detail));
  }));
}

/** @param {unknown} error @returns {Problem} */
function asProblem(error) {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem(0, { title: "Something in this page went wrong", detail: "Reload it; nothing is lost that was saved." });
}
