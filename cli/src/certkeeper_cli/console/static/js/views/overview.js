// What expires when, and what needs a person now.

import { isAbort } from "../api.js";
import { el, swap } from "../dom.js";
import { count } from "../moments.js";
import { Pages } from "../pages.js";
import { empty, part, waiting } from "../parts/badge.js";
import { trouble } from "../parts/trouble.js";
import { scopes } from "../scopes.js";
import { needs, openOrders, shownNeeds } from "./needs_a_person.js";
import { weeksPicture } from "./weeks_picture.js";

const AT_ONCE = 1000; // certificates that are read without being asked
const PAGE = 100;

/** @param {import("../router.js").Context} context @returns {import("../router.js").View} */
export function overview({ signal }) {
  const body = el("div", {}, waiting("Asking …"));
  async function look() {
    try {
      const found = await scopes();
      if (!found.items.length) return swap(body, noScope());
      const names = found.items.map((one) => one.scope);
      const state = { all: /** @type {any[]} */ ([]), orders: await openOrders(names, signal) };
      await read(new Pages(names, { status: "", source: "", search: "" }, signal), state, AT_ONCE);
    } catch (error) {
      if (!isAbort(error)) swap(body, trouble(error, look));
    }
  }

  /** @param {Pages} pages @param {{all: any[], orders: any[]}} state @param {number} most */
  async function read(pages, state, most) {
    let more = true;
    while (more && state.all.length < most) {
      const page = await pages.next(PAGE);
      state.all.push(...page.items);
      more = page.more;
      const going = more && state.all.length < most;
      swap(body, shown(state, going ? waiting(`${count(state.all.length, "certificate")} read so far …`) : more && rest(pages, state)));
    }
    if (!state.all.length && !state.orders.length) swap(body, first());
  }

  /** @param {Pages} pages @param {{all: any[], orders: any[]}} state */
  function rest(pages, state) {
    return el("p", { class: "note warn" }, `Only the newest ${count(state.all.length, "certificate")} are counted here. `,
      el("button", { type: "button", id: "do-count", onclick: () => read(pages, state, Infinity).catch((error) => { if (!isAbort(error)) swap(body, trouble(error, look)); }) }, "Count them all"));
  }

  look();
  return { title: "Overview", part: "overview", node: el("article", {}, el("h1", {}, "Overview"), body) };
}

/** @param {{all: any[], orders: any[]}} state @param {import("../dom.js").Child} progress */
function shown({ all, orders }, progress) {
  return [progress, part("Needs a person now", shownNeeds(needs(all, orders))), part("What expires when", weeksPicture(all))];
}

function first() {
  return empty("Nothing is kept yet.",
    el("ol", {},
      el("li", {}, el("a", { href: "#/scopes" }, "Define a scope"), " for your domain: it says who may touch its certificates."),
      el("li", {}, el("a", { href: "#/add/order" }, "Order a certificate"), " from Let's Encrypt, or ", el("a", { href: "#/add/pem" }, "upload one"), " that you have."),
      el("li", {}, "Be told before anything expires, and have it renewed before that matters.")));
}

function noScope() {
  return empty("Your policies let you see no list of scopes.",
    el("p", {}, el("a", { href: "#/scopes" }, "Name the scope that you work in"), "."));
}
