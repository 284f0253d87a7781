// Order, Verify, Issue: where it stands.

import { el } from "../../dom.js";

const STEPS = ["Order", "Verify", "Issue"];

/** @param {number} current 0 to 2, or 3 when all are done @param {boolean} [failed] */
export function steps(current, failed = false) {
  return el("ol", { class: "steps", "aria-label": "Steps" }, STEPS.map((name, at) => {
    const state = at < current ? "done" : at > current ? "ahead" : failed ? "failed" : "now";
    const words = { done: "done", now: "now", failed: "failed here", ahead: "to come" }[state];
    return el("li", { class: state, "aria-current": at === current ? "step" : null },
      el("span", { class: "number", "aria-hidden": "true" }, state === "done" ? "✓" : state === "failed" ? "!" : at + 1),
      name, el("span", { class: "unseen" }, `, ${words}`));
  }));
}
