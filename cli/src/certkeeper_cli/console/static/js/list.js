// The list on the left: filters, search and pages. It stays while the view on the right changes.

import { isAbort } from "./api.js";
import { el, swap } from "./dom.js";
import { row } from "./list_row.js";
import { count } from "./moments.js";
import { isDenied, Pages } from "./pages.js";
import { empty, waiting } from "./parts/badge.js";
import { input, select } from "./parts/field.js";
import { say } from "./parts/said.js";
import { trouble } from "./parts/trouble.js";
import { path } from "./router.js";
import { scopes } from "./scopes.js";

const TYPING_MS = 250; // between the last key and the search
const STATUSES = [["", "Any status"], ["active", "Valid"], ["expiring", "Expiring"], ["expired", "Expired"],
  ["pending", "Pending"], ["revoked", "Revoked"], ["deleted", "Deleted"]];
const SOURCES = [["", "Any source"], ["issued", "Issued"], ["uploaded", "Uploaded"]];

/** Fill the list and keep it current. @param {HTMLElement} pane */
export function fillList(pane) {
  const search = input({ type: "search", placeholder: "Name or domain", "aria-label": "Search by name or domain", maxlength: 253 });
  const scope = select([["", "Any scope"]], { "aria-label": "Scope" });
  const status = select(/** @type {[string, string][]} */ (STATUSES), { "aria-label": "Status" });
  const source = select(/** @type {[string, string][]} */ (SOURCES), { "aria-label": "Source" });
  const rows = el("ul", { class: "rows", "aria-label": "Certificates found" });
  const foot = el("div", { class: "foot" });
  let leaving = new AbortController();
  let timer = 0;

  /** @param {boolean} [aloud] what nobody asked for is not read out: it would cut off what was */
  async function start(aloud = true) {
    leaving.abort(); // an answer to what was typed before must not come after this one's
    leaving = new AbortController();
    rows.setAttribute("aria-busy", "true");
    swap(foot, waiting("Looking …"));
    try {
      const chosen = scope.value ? [scope.value] : (await scopes()).items.map((one) => one.scope);
      const filter = { status: status.value, source: source.value, search: search.value.trim() };
      await more(new Pages(chosen, filter, leaving.signal), true, aloud);
    } catch (error) {
      if (isAbort(error)) return;
      rows.replaceChildren(); // what stood there answered another question
      rows.removeAttribute("aria-busy");
      swap(foot, trouble(error, start));
    }
  }

  /** @param {Pages} pages @param {boolean} fresh @param {boolean} aloud */
  async function more(pages, fresh, aloud) {
    const signal = pages.signal;
    const found = await pages.next();
    if (signal.aborted) return;
    const focusAt = rows.childElementCount;
    if (fresh) rows.replaceChildren();
    rows.append(...found.items.map((one) => row(one)));
    rows.removeAttribute("aria-busy");
    mark();
    if (!fresh) rows.children[focusAt]?.querySelector("a")?.focus();
    if (aloud) say(`${count(rows.childElementCount, "certificate")} shown`);
    swap(foot, ...footing(pages, found.more));
  }

  /** @param {Pages} pages @param {boolean} hasMore */
  function footing(pages, hasMore) {
    const nothing = !rows.childElementCount;
    return [
      pages.refused.map(({ scope: name, problem }) => el("p", { class: "aside" }, `Scope ${name}: ${problem.title}`)),
      pages.refused.some(({ problem }) => !isDenied(problem)) && el("button", { type: "button", onclick: () => start() }, "Try again"),
      nothing && !hasMore && none(pages),
      hasMore && el("button", { type: "button", class: "wide", onclick: () => proceed(pages) },
        nothing ? "Nothing so far: look further" : "Show more"),
    ];
  }

  /** @param {Pages} pages */
  async function proceed(pages) {
    swap(foot, waiting("Looking …"));
    try {
      await more(pages, false, true);
    } catch (error) {
      if (!isAbort(error)) swap(foot, trouble(error, () => proceed(pages)));
    }
  }

  /** @param {Pages} pages */
  function none(pages) {
    const filtered = Object.values(pages.filter).some(Boolean) || scope.value;
    if (filtered) return empty("No certificate is like that.", el("p", {}, el("button", { type: "button", onclick: clear }, "Clear the filters")));
    return empty("There are no certificates yet.", el("p", {}, el("a", { href: "#/add" }, "Add the first one"), ": order it from Let's Encrypt, or upload one that you have."));
  }

  function clear() {
    for (const control of [search, scope, status, source]) control.value = "";
    search.focus();
    start();
  }

  function mark() {
    for (const link of rows.querySelectorAll("a")) {
      if (link.getAttribute("href") === `#${path()}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  async function offerScopes() {
    const chosen = scope.value;
    const found = await scopes().catch(() => null);
    scope.replaceChildren(el("option", { value: "" }, "Any scope"),
      ...(found?.items ?? []).map((one) => el("option", { value: one.scope }, one.scope)));
    scope.value = chosen;
  }

  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(start, TYPING_MS);
  });
  for (const control of [scope, status, source]) control.addEventListener("change", () => start());
  addEventListener("hashchange", mark);
  addEventListener("certificates-changed", () => start(false));
  addEventListener("scopes-changed", () => { offerScopes(); start(false); });
  pane.replaceChildren(el("div", { class: "filters", role: "search" }, search, el("div", { class: "three" }, scope, status, source)), rows, foot);
  offerScopes();
  start(false);
}

/** Say that the list is no longer what it was. */
export function certificatesChanged() {
  dispatchEvent(new Event("certificates-changed"));
}
