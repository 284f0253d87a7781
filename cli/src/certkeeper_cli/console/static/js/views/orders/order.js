// An order: where it stands, what is to do, and why it ended if it did. It moves by itself when the machine does.

import { call } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { minute, relative } from "../../moments.js";
import { badge, facts, part, waiting } from "../../parts/badge.js";
import { busy, isBusy } from "../../parts/busy.js";
import { poll } from "../../parts/poll.js";
import { say } from "../../parts/said.js";
import { trouble } from "../../parts/trouble.js";
import { certificateLink, leftBehind, stage } from "./order_stage.js";
import { steps } from "./order_steps.js";
import { verifyStep } from "./order_verify.js";
import { ENDED_ORDER_STATUSES, OrderAction, Steps } from "../../words.js";

const MACHINE_MS = 1500; // while the machine works
const PERSON_MS = 6000; // while a person is waited for, or the machine's own next look

/** @param {import("../../router.js").Context} context @returns {import("../../router.js").View} */
export function order({ parameters: [scope, id], signal }) {
  const path = `/scopes/${scope}/orders/${id}`;
  const heading = el("h1", {}, "Order");
  const complaint = el("div"); // about looking: gone with the next look that succeeds
  const body = el("div", {}, waiting("Asking how the order stands …"));
  const refusal = el("div"); // of what was pressed: it stays until the next press, whatever is seen meanwhile
  const foot = el("div");
  let seen = "";
  let before = "";
  const kept = { challenge: "", until: 0 };
  const again = poll(look, signal, (error) => {
    swap(complaint, trouble(error, () => again()));
    if (!seen) body.replaceChildren();
  });

  async function look() {
    const { body: now } = await call("GET", path, { signal });
    complaint.replaceChildren();
    const text = JSON.stringify(now);
    if (text !== seen && !node.querySelector("button[aria-busy]")) { // the button that works must stay: it looks again
      show(now);
      seen = text;
    }
    if (now.closed_at || ENDED_ORDER_STATUSES.includes(now.status)) return 0;
    return now.actions.some((/** @type {string} */ one) => one !== OrderAction.CANCEL) ? PERSON_MS : MACHINE_MS;
  }

  /** @param {any} now */
  function show(now) {
    const at = stage(now);
    if (before && before !== at.words) {
      say(at.words);
      certificatesChanged();
    }
    before = at.words;
    swap(heading, foreign(now.certificate_name));
    swap(body, steps(at.step, at.failed), el("p", { class: `standing ${at.tone}` }, badge(at.tone, now.status), " ", at.words),
      now.failure && failure(now.failure), at.verify && verifyStep(now, { path, kept, refusal, signal, again }));
    swap(foot, buttons(now), certificateLink(now), leftBehind(now), details(now));
  }

  /** @param {any} now */
  function buttons(now) {
    const issue = now.actions.includes(OrderAction.ISSUE) && action("Issue certificate", "Issuing …", "primary", () => call("POST", `${path}/issuance`, { key: crypto.randomUUID() }));
    const cancel = now.actions.includes(OrderAction.CANCEL) && action("Cancel order", "Cancelling …", "", () => call("DELETE", path));
    return (issue || cancel) && el("div", { class: "buttons" }, issue, cancel);
  }

  /** @param {string} label @param {string} words @param {string} tone @param {() => Promise<unknown>} work */
  function action(label, words, tone, work) {
    const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: tone, id: `do-${label.split(" ")[0].toLowerCase()}`, onclick: press }, label));
    async function press() {
      if (isBusy(button)) return;
      refusal.replaceChildren();
      try {
        await busy(button, words, work);
      } catch (error) {
        swap(refusal, trouble(error));
      }
      again();
    }
    return button;
  }

  const node = el("article", {}, el("p", { class: "over" }, "Let's Encrypt order in scope ", foreign(scope)), heading, complaint, body, refusal, foot);
  return { title: "Order", part: "order", node };
}

/** @param {any} failure */
function failure({ code, detail, acme_type: acme, names }) {
  return [el("div", { class: "note bad" }, el("p", {}, el("strong", {}, "Why it ended: "), foreign(detail)),
    names?.length > 0 && el("p", {}, "Names: ", names.map((/** @type {string} */ name) => [foreign(name), " "])),
    el("p", { class: "aside" }, `Code ${code}`, acme && [" · the CA said ", foreign(acme)])),
  el("p", {}, el("a", { class: "button", href: "#/add/order" }, "Order again"))];
}

/** @param {any} now */
function details(now) {
  return part("About this order", facts([
    ["Names", el("ul", { class: "names" }, now.names.map((/** @type {string} */ name) => el("li", {}, foreign(name))))],
    ["Placed", [minute(now.created_at), " by ", foreign(now.created_by)]],
    ["Deadline", now.deadline ? `${minute(now.deadline)}, ${relative(now.deadline)}` : "not known before the CA has it"],
    ["Challenge", now.challenge ?? "not chosen yet"],
    ["Steps", now.steps === Steps.AUTOMATIC ? "automatic: it goes through by itself" : "manual: you verify, then issue"],
    ["DNS records", now.solver], ["Key type", now.key_type], ["Profile", now.profile ? foreign(now.profile) : "the CA's"],
    ["Order id", el("code", {}, now.order_id)],
  ]));
}
