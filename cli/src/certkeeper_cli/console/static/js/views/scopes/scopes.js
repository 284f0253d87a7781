// The scopes, and a form that defines one or changes it.

import { call } from "../../api.js";
import { code, el, foreign, swap } from "../../dom.js";
import { part, waiting } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { field, input } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { problemNote } from "../../parts/problem_note.js";
import { recipientsText, silenceNotes } from "../../parts/recipients.js";
import { forgetScopes, isScopeName, rememberScope, scopes } from "../../scopes.js";
import { deleteDialog } from "./outside.js";
import { scopeForm } from "./scope_form.js";
import { MAX_SCOPE_CHARACTERS } from "../../words.js";

const LEAD =
  "A scope says where certificates may be used, and who may touch them: it leads every path of the API, " +
  "so IAM policies name it.";
const HEADS = ["Scope", "Kind", "Domain", "Who sets DNS records", "Profile", "Notices to", ""];

/**
 * Return the view of the scopes.
 * @returns {import("../../router.js").View}
 */
export function scopesView() {
  const table = el("div", {}, waiting("Reading the scopes …"));
  const editor = scopeForm(show);
  const lead = el("p", { class: "lead" }, LEAD);
  const form = part("Define a scope, or change one", editor.node);
  const node = el("article", {}, el("h1", {}, "Scopes"), lead, table, form);

  async function show() {
    forgetScopes(); // the list may have changed since it was read
    try {
      const { items, refused } = await scopes();
      const title = refused ? "Scopes that you have named" : "All scopes";
      const listed = items.length > 0 && part(title, tableOf(items, change, show));
      swap(table, silenceNotes(items), refused && unlisted(refused), listed);
    } catch (error) {
      swap(table, problemNote(error, show));
    }
  }

  /** @param {Api.Scope} one */
  async function change({ scope }) {
    try {
      const { body, etag } = await call("GET /scopes/{scope}", { at: { scope } });
      editor.fill(body, etag);
    } catch (error) {
      swap(table, problemNote(error, show));
    }
  }

  show();
  return { title: "Scopes", part: "scopes", node };
}

/**
 * @param {import("../../scopes.js").Scope[]} items
 * @param {(scope: Api.Scope) => void} change
 * @param {() => void} deleted called when one was deleted
 */
function tableOf(items, change, deleted) {
  const heads = HEADS.map((head) => (head ? el("th", { scope: "col" }, head) : el("td", {})));
  const rows = items.map((one) => rowOf(one, change, deleted));
  const attributes = { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Scopes" };
  const table = el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
  return el("div", attributes, table);
}

/**
 * @param {import("../../scopes.js").Scope} one
 * @param {(scope: Api.Scope) => void} change
 * @param {() => void} deleted
 */
function rowOf(one, change, deleted) {
  const name = el("th", { scope: "row" }, foreign(one.scope));
  if (one.kind === null) return el("tr", {}, name, el("td", { colspan: 5 }, "not shown"), el("td", {}));
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
    el("button", { type: "button", class: "small", "aria-label": `${label} ${one.scope}`, onclick }, label);
  return el(
    "tr",
    {},
    name,
    el("td", {}, one.kind),
    el("td", {}, one.domain ? code(one.domain) : "every name"),
    el("td", {}, one.solver, one.cname && cname(one.cname)),
    el("td", {}, one.profile ? foreign(one.profile) : "the CA's"),
    el("td", {}, recipientsText(one)),
    el(
      "td",
      {},
      !one.built_in && [
        button("Change", () => change(one)),
        " ",
        button("Delete", () => deleteDialog(one, deleted)),
      ],
    ),
  );
}

/** @param {Api.Cname} wanted */
function cname({ record_name: name, target }) {
  return [
    el("div", {}, "CNAME ", copyable("the CNAME's name", name)),
    el("div", {}, "to ", copyable("the CNAME's target", target)),
  ];
}

/** @param {import("../../api.js").Problem} problem */
function unlisted(problem) {
  const name = field("Scope", input({ maxlength: MAX_SCOPE_CHARACTERS, required: true }));
  const submit = async () => {
    if (!isScopeName(name.control.value)) return name.showError("Lower-case letters, digits and hyphens.");
    rememberScope(name.control.value);
    location.hash = "#/";
  };
  return [
    problemNote(problem),
    part(
      "Work in one scope",
      el("p", {}, "Where your policies name one scope, say which."),
      form({ label: "Work in this scope", working: "…", fields: [[/./, name]], submit }, name.node),
    ),
  ];
}
