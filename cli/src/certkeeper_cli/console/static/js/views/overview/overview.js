// What expires when, and what needs a person now.

import { isAbort } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { readEstate } from "../../estate.js";
import { count } from "../../moments.js";
import { empty, part, waiting } from "../../parts/badge.js";
import { showNotRead, unnamedScope } from "../../parts/not_read.js";
import { trouble } from "../../parts/trouble.js";
import { forgetScopes, scopes } from "../../scopes.js";
import { allRead, verdict } from "../../unread.js";
import { needs, shownNeeds } from "./needs_a_person.js";
import { weeksPicture } from "./weeks_picture.js";
import { UploadForm } from "../../words.js";

const AT_ONCE = 1000; // certificates, and orders of a scope, that are read without being asked

/** @param {import("../../router.js").Context} context @returns {import("../../router.js").View} */
export function overview({ signal }) {
  const top = el("div");
  const body = el("div");
  let turn = 0;

  /** @param {number} [most] */
  async function look(most = AT_ONCE) {
    turn += 1;
    const mine = turn;
    top.replaceChildren();
    swap(body, waiting("Asking …"));
    forgetScopes(); // one that somebody else has put since is as much a part of what is said here
    try {
      const { items, refused } = await scopes();
      if (refused && !items.length) return swap(body, unnamedScope());
      const names = items.map((one) => one.scope);
      for await (const estate of readEstate(names, most, signal)) {
        if (mine !== turn) return;
        show(estate, most, refused ? names : []);
      }
    } catch (error) {
      if (isAbort(error) || mine !== turn) return;
      top.replaceChildren();
      swap(body, trouble(error, () => look(most)));
    }
  }

  /**
   * @param {import("../../estate.js").Estate} estate
   * @param {number} most
   * @param {string[]} only the scopes that this is about, where others may not be listed
   */
  function show({ certificates, orders, unread }, most, only) {
    const needed = needs(certificates, orders);
    const said = verdict(certificates.length + orders.length, needed.length, unread);
    showNotRead(top, unread.refused, () => look(most));
    swap(body, only.length > 0 && about(only), rest(unread.left), unread.reading && waiting(`${count(certificates.length, "certificate")} read so far …`),
      said === "empty" ? first() : [part("Needs a person now", shownNeeds(needed, said)), part("What expires when", weeksPicture(certificates, allRead(unread)))]);
  }

  /** @param {import("../../unread.js").Left[]} left */
  function rest(left) {
    return left.length > 0 && el("div", { class: "note warn" }, left.map(({ words }) => el("p", {}, words)),
      el("p", {}, el("button", { type: "button", id: "do-read", onclick: () => look(Infinity) }, "Read everything")));
  }

  look();
  return { title: "Overview", part: "overview", node: el("article", {}, el("h1", {}, "Overview"), top, body) };
}

/** @param {string[]} names */
function about(names) {
  return el("p", { class: "note" }, names.length === 1 ? "Only the scope " : "Only the scopes ", names.map((name, at) => [at > 0 && ", ", foreign(name)]),
    names.length === 1 ? " is" : " are", " shown: your policies do not let you list the others.");
}

function first() {
  return empty("Nothing is kept yet.",
    el("ol", {},
      el("li", {}, el("a", { href: "#/scopes" }, "Define a scope"), " for your domain: it says who may touch its certificates."),
      el("li", {}, el("a", { href: "#/add/order" }, "Order a certificate"), " from Let's Encrypt, or ", el("a", { href: `#/add/${UploadForm.PEM}` }, "upload one"), " that you have."),
      el("li", {}, "Be told before anything expires, and have it renewed before that matters.")));
}
