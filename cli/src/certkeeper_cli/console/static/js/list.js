// The list on the left: filters, search and pages. It stays while the view on the right changes.

import { isAbort } from "./api.js";
import { verdict } from "./completeness.js";
import { el, swap } from "./dom.js";
import { row } from "./list_row.js";
import { count } from "./moments.js";
import { Pages } from "./pages.js";
import { announce } from "./parts/announce.js";
import { empty, waiting } from "./parts/badge.js";
import { input, select } from "./parts/field.js";
import { showNotRead, unnamedScope } from "./parts/not_read.js";
import { chosenOf } from "./parts/one_of.js";
import { problemNote } from "./parts/problem_note.js";
import { path } from "./router.js";
import { scopes } from "./scopes.js";
import { CERTIFICATE_STATUS_LABELS, CertificateStatus, MAX_TEXT_CHARACTERS, Source, SOURCE_LABELS } from "./words.js";

const TYPING_MS = 250; // between the last key and the search

/**
 * Fill the list and keep it current.
 * @param {HTMLElement} pane
 */
export function fillList(pane) {
  const search = input({
    type: "search",
    placeholder: "Name, issuer, serial or fingerprint",
    "aria-label": "Search by name, domain, issuer, serial number, fingerprint or id",
    maxlength: MAX_TEXT_CHARACTERS,
  });
  const scope = select([["", "Any scope"]], { "aria-label": "Scope" });
  const status = select([["", "Any status"], ...Object.entries(CERTIFICATE_STATUS_LABELS)], { "aria-label": "Status" });
  const source = select([["", "Any source"], ...Object.entries(SOURCE_LABELS)], { "aria-label": "Source" });
  const top = el("div", { class: "top" });
  const rows = el("ul", { class: "rows", "aria-label": "Certificates found" });
  const foot = el("div", { class: "foot" });
  let leaving = new AbortController();
  let timer = 0;
  let someUnlisted = false; // policies may hide scopes from the list of them

  /** @param {boolean} [aloud] whether the count is read out, which would interrupt what is being read */
  async function start(aloud = true) {
    leaving.abort(); // an answer to what was typed before must not come after this one's
    leaving = new AbortController();
    const { signal } = leaving; // `leaving` may be another's by the time that an answer comes
    rows.setAttribute("aria-busy", "true");
    swap(foot, waiting("Searching …"));
    try {
      const known = await scopes();
      if (signal.aborted) return;
      someUnlisted = known.refused !== null;
      const chosen = scope.value ? [scope.value] : known.items.map((one) => one.scope);
      /** @type {import("./pages.js").Filter} */
      const filter = {
        status: chosenOf(CertificateStatus, status.value) ?? "",
        source: chosenOf(Source, source.value) ?? "",
        search: search.value.trim(),
      };
      await more(new Pages(chosen, filter, signal), true, aloud);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      rows.replaceChildren(); // what was shown answered another question
      rows.removeAttribute("aria-busy");
      foot.replaceChildren();
      swap(top, problemNote(error, again));
    }
  }

  /**
   * @param {Pages} pages
   * @param {boolean} fresh
   * @param {boolean} aloud
   */
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
    if (aloud) announce(`${count(rows.childElementCount, "certificate")} shown`);
    swap(foot, ...footing(pages, found.more));
  }

  /**
   * @param {Pages} pages
   * @param {boolean} hasMore
   * @returns {import("./dom.js").Child[]}
   */
  function footing(pages, hasMore) {
    const nothing = !rows.childElementCount;
    const said = verdict(rows.childElementCount, 0, { refused: pages.refused, left: [], reading: hasMore });
    const label = nothing ? "Nothing so far: search further" : "Show more";
    return [
      said === "empty" && none(pages),
      nothing && said === "unknown" && !hasMore && el("p", {}, "Nothing in what could be read."),
      hasMore && el("button", { type: "button", class: "wide", onclick: () => proceed(pages) }, label),
    ];
  }

  function again() {
    offerScopes();
    start();
  }

  /** @param {Pages} pages */
  async function proceed(pages) {
    swap(foot, waiting("Searching …"));
    try {
      await more(pages, false, true);
    } catch (error) {
      if (!isAbort(error))
        swap(
          foot,
          problemNote(error, () => proceed(pages)),
        );
    }
  }

  /** @param {Pages} pages */
  function none(pages) {
    if (someUnlisted && !pages.streams.length) return unnamedScope();
    if (Object.values(pages.filter).some(Boolean) || scope.value) {
      const button = el("button", { type: "button", onclick: clear }, "Clear the filters");
      return empty("No certificate is like that.", el("p", {}, button));
    }
    const link = el("a", { href: "#/add" }, "Add the first one");
    return empty(
      `There are no certificates yet${someUnlisted ? " in the scopes that you have named" : ""}.`,
      el("p", {}, link, ": order it from Let's Encrypt, or upload one that you have."),
    );
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
    const options = (found?.items ?? []).map((one) => el("option", { value: one.scope }, one.scope));
    scope.replaceChildren(el("option", { value: "" }, "Any scope"), ...options);
    scope.value = chosen;
  }

  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(start, TYPING_MS);
  });
  for (const control of [scope, status, source]) control.addEventListener("change", () => start());
  addEventListener("hashchange", mark);
  addEventListener("certificates-changed", () => start(false));
  addEventListener("scopes-changed", () => {
    offerScopes();
    start(false);
  });
  const filters = el("div", { class: "filters", role: "search" }, search);
  filters.append(el("div", { class: "three" }, scope, status, source));
  pane.replaceChildren(filters, top, rows, foot);
  offerScopes();
  start(false);
}

/** Have the list read again: a certificate has changed. */
export function certificatesChanged() {
  dispatchEvent(new Event("certificates-changed"));
}
