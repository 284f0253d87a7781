// The scopes, and a form that defines one or changes it.

import { code, el, foreign, swap } from "../../dom.js";
import { part, waiting } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { field, input } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { trouble } from "../../parts/trouble.js";
import { forgetScopes, isScopeName, rememberScope, scopes } from "../../scopes.js";
import { scopeForm } from "./scope_form.js";
import { MAX_SCOPE_CHARACTERS } from "../../words.js";

/** @returns {import("../../router.js").View} */
export function scopesView() {
  const table = el("div", {}, waiting("Asking for the scopes …"));
  const editor = scopeForm(show);
  const node = el("article", {}, el("h1", {}, "Scopes"),
    el("p", { class: "lead" }, "A scope says where certificates may be used, and who may touch them: it leads every path of the API, so IAM policies name it."),
    table, part("Define a scope, or change one", editor.node));

  async function show() {
    forgetScopes(); // what was heard before may be so no more
    try {
      const { items, refused } = await scopes();
      swap(table, refused && unlisted(refused), items.length > 0 && part(refused ? "Scopes that you have named" : "All scopes", listed(items, editor.fill)));
    } catch (error) {
      swap(table, trouble(error, show));
    }
  }

  show();
  return { title: "Scopes", part: "scopes", node };
}

/** @param {import("../../scopes.js").Scope[]} items @param {(scope: any) => void} change */
function listed(items, change) {
  const heads = ["Scope", "Kind", "Domain", "Who sets DNS records", "Profile", ""];
  return el("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Scopes" }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td", {}))))),
    el("tbody", {}, items.map((one) => el("tr", {},
      el("th", { scope: "row" }, foreign(one.scope)),
      one.kind === null ? el("td", { colspan: 4 }, "not shown") : [
        el("td", {}, one.kind),
        el("td", {}, one.domain ? code(one.domain) : "every name"),
        el("td", {}, one.solver ?? "–", one.cname && cname(one.cname)),
        el("td", {}, one.profile ? foreign(one.profile) : "the CA's")],
      el("td", {}, !one.built_in && one.domain && el("button", { type: "button", class: "small", "aria-label": `Change ${one.scope}`, onclick: () => change(one) }, "Change")))))));
}

/** @param {{record_name: string, target: string}} wanted */
function cname({ record_name: name, target }) {
  return [el("div", {}, "CNAME ", copyable("the CNAME's name", name)), el("div", {}, "to ", copyable("the CNAME's target", target))];
}

/** @param {import("../../api.js").Problem} problem */
function unlisted(problem) {
  const name = field("Scope", input({ maxlength: MAX_SCOPE_CHARACTERS, required: true }));
  return [trouble(problem), part("Work in one scope", el("p", {}, "Where your policies name one scope, say which."),
    form({
      label: "Work in this scope", working: "…", fields: [[/./, name]], submit: async () => {
        if (!isScopeName(name.control.value)) return name.complain("Lower-case letters, digits and hyphens.");
        rememberScope(name.control.value);
        location.hash = "#/";
      },
    }, name.node))];
}
