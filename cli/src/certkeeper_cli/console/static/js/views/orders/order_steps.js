// Order, Verify, Issue: which of the three steps is done, and which is now.

import { el } from "../../dom.js";

/** @typedef {"failed"|"stopped"} Ending */

const STEPS = ["Order", "Verify", "Issue"];
const SAID = { done: "done", now: "now", failed: "failed here", stopped: "cancelled here", ahead: "to come" };
const SIGNS = { done: "✓", failed: "!", stopped: "–", now: null, ahead: null };

/**
 * Return the three steps as a list.
 * @param {number} current 0 to 2, or 3 when all are done
 * @param {Ending} [ending] how the order ended at the current step
 */
export function steps(current, ending) {
  const items = STEPS.map((name, at) => {
    const state = at < current ? "done" : at > current ? "ahead" : (ending ?? "now");
    return el(
      "li",
      { class: state, "aria-current": at === current ? "step" : null },
      el("span", { class: "number", "aria-hidden": "true" }, SIGNS[state] ?? at + 1),
      name,
      el("span", { class: "unseen" }, `, ${SAID[state]}`),
    );
  });
  return el("ol", { class: "steps", "aria-label": "Steps" }, items);
}
