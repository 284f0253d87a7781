// The list on the left: filters, search and pages. It stays while the view on the right changes.

import { isAbort } from "./api.js";
import { el, swap } from "./dom.js";
import { row } from "./list_row.js";
import { count } from "./moments.js";
import { Pages } from "./pages.js";
import { empty, waiting } from "./parts/badge.js";
import { input, select } from "./parts/field.js";
import { showNotRead, unnamedScope } from "./parts/not_read.js";
import { say } from "./parts/said.js";
import { trouble } from "./parts/trouble.js";
import { path } from "./router.js";
import { scopes } from "./scopes.js";
import { verdict } from "./unread.js";
import { CERTIFICATE_STATUS_LABELS, MAX_TEXT_CHARACTERS, SOURCE_LABELS } from "./words.js";

const TYPING_MS = 250; // between the last key and the search

/** Fill the list and keep it current. @param {HTMLElement} pane */
export function fillList(pane) {
  const search = input({ type: "search", placeholder: "Name or domain", "aria-label": "Search by name or domain", maxlength: MAX_TEXT_CHARACTERS });
  const scope = select([["", "Any scope"]], { "aria-label": "Scope" });
  const status = select([["", "Any status"], ...Object.entries(CERTIFICATE_STATUS_LABELS)], { "aria-label": "Status" });
  const source = select([["", "Any source"], ...Object.entries(SOURCE_LABELS)], { "aria-label": "Source" });
  const top = el("div", { class: "top" });
  const rows = el("ul", { class: "rows", "aria-label": "Certificates found" });
  const foot = el("div", { class: "foot" });
  let leaving = new AbortController();
  let timer = 0;
  let someUnlisted = false; // policies may hide scopes from the list of them

  /** @param {boolean} [aloud] what nobody asked for is not read out: it would cut off what was */
  async function start(aloud = true) {
    leaving.abort(); // an answer to what was typed before must not come after this one's
    leaving = new AbortController();
    const { signal } = leaving; // `leaving` may be another's by the time that an answer comes
    rows.setAttribute("aria-busy", "true");
    swap(foot, waiting("Looking …"));
    try {
      const known = await scopes();
      if (signal.aborted) return;
      someUnlisted = known.refused !== null;
      const chosen = scope.value ? [scope.value] : known.items.map((one) => one.scope);
      const filter = { status: status.value, source: source.value, search: search.value.trim() };
      await more(new Pages(chosen, filter, signal), true, aloud);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      rows.replaceChildren(); // what stood there answered another question
      rows.removeAttribute("aria-busy");
      foot.replaceChildren();
      swap(top, trouble(error, again));
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
    showNotRead(top, pages.refused, again);
    if (aloud) say(`${count(rows.childElementCount, "certificate")} shown`);
    swap(foot, ...footing(pages, found.more));
  }

  /** @param {Pages} pages @param {boolean} hasMore */
  function footing(pages, hasMore) {
    const nothing = !rows.childElementCount;
    const said = verdict(rows.childElementCount, 0, { refused: pages.refused, left: [], reading: hasMore });
    return [
      said === "empty" && none(pages),
      nothing && said === "unknown" && !hasMore && el("p", {}, "Nothing in what could be read."),
      hasMore && el("button", { type: "button", class: "wide", onclick: () => proceed(pages) },
        nothing ? "Nothing so far: look further" : "Show more"),
    ];
  }

  function again() {
    offerScopes();
    start();
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
    if (someUnlisted && !pages.streams.length) return unnamedScope();
    const filtered = Object.values(pages.filter).some(Boolean) || scope.value;
    if (filtered) return empty("No certificate is like that.", el("p", {}, el("button", { type: "button", onclick: clear }, "Clear the filters")));
    return empty(`There are no certificates yet${someUnlisted ? " in the scopes that you have named" : ""}.`, el("p", {}, el("a", { href: "#/add" }, "Add the first one"), ": order it from Let's Encrypt, or upload one that you have."));
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
  pane.replaceChildren(el("div", { class: "filters", role: "search" }, search, el("div", { class: "three" }, scope, status, source)), top, rows, foot);
  offerScopes();
  start(false);
}

/** Say that the list is no longer what it was. */
export function certificatesChanged() {
  dispatchEvent(new Event("certificates-changed"));
}
