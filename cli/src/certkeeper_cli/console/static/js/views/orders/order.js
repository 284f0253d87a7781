// An order: how far it is, what is to do, and why it ended if it did. It changes by itself as Certkeeper goes on.

import { call } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { minute, relative } from "../../moments.js";
import { announce } from "../../parts/announce.js";
import { badge, facts, part, waiting } from "../../parts/badge.js";
import { busy, isBusy } from "../../parts/busy.js";
import { isOneOf } from "../../parts/one_of.js";
import { poll } from "../../parts/poll.js";
import { problemNote } from "../../parts/problem_note.js";
import { certificateLink, leftBehind, progressOf } from "./order_progress.js";
import { steps } from "./order_steps.js";
import { verifyStep } from "./order_verify.js";
import { ENDED_ORDER_STATUSES, OrderAction, OrderStatus, Steps } from "../../words.js";

const MACHINE_MS = 1500; // between two requests while Certkeeper works
const PERSON_MS = 6000; // between two requests while a person is waited for, or Certkeeper's own next check

/**
 * Return the view of one order.
 * @param {import("../../router.js").Context} context
 * @returns {import("../../router.js").View}
 */
export function order({ parameters: [scope, id], signal }) {
  const at = { scope, order_id: id };
  const heading = el("h1", {}, "Order");
  const complaint = el("div"); // about reading the order: gone when that succeeds again
  const body = el("div", {}, waiting("Reading the order …"));
  const refusal = el("div"); // about the last button: it stays until the next press
  const foot = el("div");
  let seen = "";
  let before = "";
  const kept = { challenge: /** @type {Api.ChallengeType|""} */ (""), until: 0 };
  const again = poll(load, signal, (error) => {
    swap(
      complaint,
      problemNote(error, () => again()),
    );
    if (!seen) body.replaceChildren();
  });

  async function load() {
    const { body: now } = await call("GET /scopes/{scope}/orders/{order_id}", { at, signal });
    complaint.replaceChildren();
    const text = JSON.stringify(now);
    const isWorking = node.querySelector("button[aria-busy]"); // that button must stay: it reads the order again
    if (text !== seen && !isWorking) {
      show(now);
      seen = text;
    }
    if (now.closed_at || isOneOf(ENDED_ORDER_STATUSES, now.status)) return 0;
    return now.actions.some((one) => one !== OrderAction.CANCEL) ? PERSON_MS : MACHINE_MS;
  }

  /** @param {Api.Order} now */
  function show(now) {
    const progress = progressOf(now);
    if (before && before !== progress.words) {
      announce(progress.words);
      certificatesChanged();
    }
    before = progress.words;
    swap(heading, foreign(now.certificate_name));
    swap(
      body,
      steps(progress.step, progress.ending),
      el("p", { class: `status ${progress.tone}` }, badge(progress.tone, now.status), " ", progress.words),
      ending(now),
      progress.verify && verifyStep(now, { at, kept, refusal, signal, again }),
    );
    swap(foot, buttons(now), certificateLink(now), leftBehind(now), details(now));
  }

  /** @param {Api.Order} now */
  function buttons(now) {
    const issue = () => call("POST /scopes/{scope}/orders/{order_id}/issuance", { at, key: crypto.randomUUID() });
    const cancel = () => call("DELETE /scopes/{scope}/orders/{order_id}", { at });
    const all = [
      now.actions.includes(OrderAction.ISSUE) && action("Issue certificate", "Issuing …", "primary", issue),
      now.actions.includes(OrderAction.CANCEL) && action("Cancel order", "Cancelling …", "", cancel),
    ];
    return all.some(Boolean) && el("div", { class: "buttons" }, all);
  }

  /**
   * @param {string} label
   * @param {string} words
   * @param {string} tone
   * @param {() => Promise<unknown>} work
   */
  function action(label, words, tone, work) {
    const id = `do-${label.split(" ")[0].toLowerCase()}`;
    const button = el("button", { type: "button", class: tone, id, onclick: press }, label);
    async function press() {
      if (isBusy(button)) return;
      refusal.replaceChildren();
      try {
        await busy(button, words, work);
      } catch (error) {
        swap(refusal, problemNote(error));
      }
      again();
    }
    return button;
  }

  const over = el("p", { class: "over" }, "Let's Encrypt order in scope ", foreign(scope));
  const node = el("article", {}, over, heading, complaint, body, refusal, foot);
  return { title: "Order", part: "order", node };
}

/**
 * Return why an order ended without a certificate, and how to order again; nothing where it did not.
 * @param {Api.Order} now
 */
function ending({ status, failure }) {
  const isCancelled = status === OrderStatus.CANCELLED; // by a person, who knows why: that is no failure
  if (!failure && !isCancelled) return null;
  const link = el("p", {}, el("a", { class: "button", href: "#/add/order" }, "Order again"));
  if (!failure || isCancelled) return link;
  const { code, detail, acme_type: acme, names } = failure;
  const others = names.filter((name) => !detail.includes(name)); // most details name them already
  const note = el(
    "div",
    { class: "note bad" },
    el("p", {}, el("strong", {}, "Why it ended: "), foreign(detail)),
    others.length > 0 &&
      el(
        "p",
        {},
        "Names: ",
        others.map((name) => [foreign(name), " "]),
      ),
    el("p", { class: "aside" }, `Code ${code}`, acme && [" · the CA said ", foreign(acme)]),
  );
  return [note, link];
}

/** @param {Api.Order} now */
function details(now) {
  const names = now.names.map((name) => el("li", {}, foreign(name)));
  const deadline = now.deadline
    ? `${minute(now.deadline)}, ${relative(now.deadline)}`
    : "not known before the CA has it";
  return part(
    "About this order",
    facts([
      ["Names", el("ul", { class: "names" }, names)],
      ["Placed", [minute(now.created_at), " by ", foreign(now.created_by)]],
      now.closed_at ? ["Closed", minute(now.closed_at)] : ["Deadline", deadline],
      ["Challenge", now.challenge ?? "not chosen yet"],
      [
        "Steps",
        now.steps === Steps.AUTOMATIC ? "automatic: it goes through by itself" : "manual: you verify, then issue",
      ],
      ["DNS records", now.solver],
      ["Key type", now.key_type],
      ["Profile", now.profile ? foreign(now.profile) : "the CA's"],
      ["Order id", el("code", {}, now.order_id)],
    ]),
  );
}
