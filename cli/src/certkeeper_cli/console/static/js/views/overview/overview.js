// What expires when, and what needs a person now.

import { isAbort } from "../../api.js";
import { allRead, verdict } from "../../completeness.js";
import { el, foreign, swap } from "../../dom.js";
import { readInventory } from "../../inventory.js";
import { count } from "../../moments.js";
import { empty, part, waiting } from "../../parts/badge.js";
import { showNotRead, unnamedScope } from "../../parts/not_read.js";
import { problemNote } from "../../parts/problem_note.js";
import { silenceNotes } from "../../parts/recipients.js";
import { forgetScopes, scopes } from "../../scopes.js";
import { needs, shownNeeds } from "./needs_a_person.js";
import { weeksPicture } from "./weeks_picture.js";
import { UploadForm } from "../../words.js";

const AT_ONCE = 1000; // certificates, and orders of a scope, that are read without being asked

/**
 * Return the first view of the page.
 * @param {import("../../router.js").Context} context
 * @returns {import("../../router.js").View}
 */
export function overview({ signal }) {
  const top = el("div");
  const body = el("div");
  let turn = 0;

  /** @param {number} [most] how many certificates are read */
  async function load(most = AT_ONCE) {
    turn += 1;
    const mine = turn;
    top.replaceChildren();
    swap(body, waiting("Reading …"));
    forgetScopes(); // one that somebody else has put since belongs here, too
    try {
      const { items, refused } = await scopes();
      if (refused && !items.length) return swap(body, unnamedScope());
      const names = items.map((one) => one.scope);
      for await (const inventory of readInventory(names, most, signal)) {
        if (mine !== turn) return;
        show(inventory, most, refused ? names : [], items);
      }
    } catch (error) {
      if (isAbort(error) || mine !== turn) return;
      top.replaceChildren();
      swap(
        body,
        problemNote(error, () => load(most)),
      );
    }
  }

  /**
   * @param {import("../../inventory.js").Inventory} inventory
   * @param {number} most
   * @param {string[]} only the scopes that this is about, where others may not be listed
   * @param {import("../../scopes.js").Scope[]} all
   */
  function show({ certificates, orders, unread }, most, only, all) {
    const needed = needs(certificates, orders);
    const said = verdict(certificates.length + orders.length, needed.length, unread);
    showNotRead(top, unread.refused, () => load(most));
    swap(
      body,
      silenceNotes(all),
      only.length > 0 && about(only),
      rest(unread.left),
      unread.reading && waiting(`${count(certificates.length, "certificate")} read so far …`),
      said === "empty"
        ? first()
        : [
            part("Needs a person now", shownNeeds(needed, said)),
            part("What expires when", weeksPicture(certificates, allRead(unread))),
          ],
    );
  }

  /** @param {import("../../completeness.js").Left[]} left */
  function rest(left) {
    if (!left.length) return null;
    const button = el("button", { type: "button", id: "do-read", onclick: () => load(Infinity) }, "Read everything");
    const lines = left.map(({ words }) => el("p", {}, words));
    return el("div", { class: "note warn" }, lines, el("p", {}, button));
  }

  load();
  return { title: "Overview", part: "overview", node: el("article", {}, el("h1", {}, "Overview"), top, body) };
}

/** @param {string[]} names */
function about(names) {
  const one = names.length === 1;
  const listed = names.map((name, at) => [at > 0 && ", ", foreign(name)]);
  const end = `${one ? " is" : " are"} shown: your policies do not let you list the others.`;
  return el("p", { class: "note" }, one ? "Only the scope " : "Only the scopes ", listed, end);
}

function first() {
  const scope = el("a", { href: "#/scopes" }, "Define a scope");
  const order = el("a", { href: "#/add/order" }, "Order a certificate");
  const upload = el("a", { href: `#/add/${UploadForm.PEM}` }, "upload one");
  return empty(
    "Nothing is kept yet.",
    el(
      "ol",
      {},
      el("li", {}, scope, " for your domain: it says who may touch its certificates."),
      el("li", {}, order, " from Let's Encrypt, or ", upload, " that you have."),
      el("li", {}, "Certkeeper renews it in time, or sends you a notice before it expires."),
    ),
  );
}
