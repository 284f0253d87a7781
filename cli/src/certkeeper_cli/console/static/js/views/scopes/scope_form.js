// Defines a scope, or changes one: only what is different is sent, for the state of it that was read.

import { call, Problem } from "../../api.js";
import { el } from "../../dom.js";
import { announce } from "../../parts/announce.js";
import { field, hinted, input, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { confirmOutside } from "./outside.js";
import { forgetScopes, isScopeName } from "../../scopes.js";
import { daysField, daysOf, noticesField, switchOf } from "../notices.js";
import {
  DEFAULT_SOLVER,
  MAX_ADMINISTRATORS,
  MAX_SCOPE_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  ProblemKind,
  SCOPE_KIND_HINTS,
  ScopeKind,
  Solver,
  SOLVER_HINTS,
} from "../../words.js";

export const SOLVERS = hinted(SOLVER_HINTS);
const KINDS = { ZONE: ScopeKind.ZONE, LISTENER: ScopeKind.LISTENER }; // a person defines no other
const WRONG_NAME =
  `Lower-case letters, digits and hyphens, at most ${MAX_SCOPE_CHARACTERS}, ` + "no hyphen at either end.";

/** Return the fields of a scope. */
function scopeFields() {
  return {
    name: field("Name", input({ maxlength: MAX_SCOPE_CHARACTERS, required: true }), {
      hint: "Lower-case letters, digits and hyphens; part of every path.",
    }),
    kind: field("Kind", select(hinted(SCOPE_KIND_HINTS))),
    domain: field("Domain", input({ maxlength: MAX_TEXT_CHARACTERS, inputmode: "url", required: true })),
    solver: field("Who sets DNS records", select(SOLVERS, { value: DEFAULT_SOLVER })),
    profile: field("Profile", input({ maxlength: MAX_TEXT_CHARACTERS }), {
      optional: true,
      hint: "The CA's, for orders that name none: classic, tlsserver, shortlived.",
    }),
    notices: noticesField("as the stack says"),
    days: daysField("as the stack says"),
    administrators: field("Administrators", input({ maxlength: MAX_ADMINISTRATORS * (MAX_TEXT_CHARACTERS + 2) }), {
      optional: true,
      hint: "E-mail addresses that get the notices of this scope's certificates, besides the stack's own.",
    }),
  };
}

/**
 * Return the form, and a function that reads a scope into it, to change it.
 * @param {() => void} done called when a scope is saved
 */
export function scopeForm(done) {
  const fields = scopeFields();
  const { name, kind, domain, solver, profile, notices, days, administrators } = fields;
  /** @type {{scope: Api.Scope, etag: string}|null} */
  let present = null;

  /** @returns {Api.UpdateScope & {kind: Api.PutScope["kind"], domain: string}} */
  function wanted() {
    const addresses = administrators.control.value.split(/[\s,;]+/).filter(Boolean);
    return {
      kind: chosenOf(KINDS, kind.control.value) ?? ScopeKind.ZONE,
      domain: domain.control.value.trim(),
      solver: chosenOf(Solver, solver.control.value) ?? DEFAULT_SOLVER,
      profile: profile.control.value.trim() || null,
      notices_enabled: switchOf(notices),
      notice_days: daysOf(days),
      administrators: addresses.length ? addresses : null,
    };
  }

  async function submit() {
    const scope = name.control.value.trim();
    if (!isScopeName(scope)) {
      name.showError(WRONG_NAME);
      return name.control.focus();
    }
    if (!(await (present ? change(present, wanted()) : create(scope, wanted())))) return;
    forgetScopes();
    dispatchEvent(new Event("scopes-changed"));
    announce(`Scope ${scope} is saved`);
    fill(null, "");
    done();
  }

  /**
   * Define a new scope, and return whether that was done: one that exists is left as it is.
   * @param {string} scope
   * @param {Api.UpdateScope & {kind: Api.PutScope["kind"], domain: string}} asked
   */
  async function create(scope, asked) {
    try {
      await call("PUT /scopes/{scope}", { at: { scope }, body: definition(asked), isNew: true });
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || !error.is(ProblemKind.PRECONDITION_FAILED)) throw error;
      name.showError("There is a scope of this name. To change it, press Change beside it.");
      name.control.focus();
      return false;
    }
  }

  /**
   * Read a scope into the form, to change it; null empties the form.
   * @param {Api.Scope|null} scope
   * @param {string} etag
   */
  function fill(scope, etag) {
    const enabled = scope?.notices_enabled ?? null;
    present = scope && { scope, etag };
    name.control.value = scope?.scope ?? "";
    name.control.toggleAttribute("readonly", scope !== null);
    kind.control.value = scope?.kind ?? ScopeKind.ZONE;
    domain.control.value = scope?.domain ?? "";
    solver.control.value = scope?.solver ?? DEFAULT_SOLVER;
    profile.control.value = scope?.profile ?? "";
    notices.control.value = enabled === null ? "" : enabled ? "on" : "off";
    administrators.control.value = (scope?.administrators ?? []).join(", ");
    days.control.value = (scope?.notice_days ?? []).join(", ");
    if (scope) domain.control.focus();
  }

  const options = {
    label: "Save scope",
    working: "Saving …",
    submit,
    fields: /** @type {import("../../parts/problem_note.js").PointerField[]} */ ([
      [/^\/kind/, kind],
      [/^\/domain/, domain],
      [/^\/solver/, solver],
      [/^\/profile/, profile],
      [/^\/notices_enabled/, notices],
      [/^\/notice_days/, days],
      [/^\/administrators/, administrators],
    ]),
  };
  const rare = el("div", { class: "grid" }, profile.node, notices.node, days.node, administrators.node);
  const node = form(
    options,
    el("div", { class: "grid" }, name.node, domain.node, kind.node, solver.node),
    el("details", {}, el("summary", {}, "More"), rare),
  );
  return { node, fill };
}

/**
 * Return what defines a new scope: what has its default is left out.
 * @param {Api.UpdateScope & {kind: Api.PutScope["kind"], domain: string}} asked
 * @returns {Api.PutScope}
 */
function definition({ solver, ...asked }) {
  const given = Object.entries(asked).filter(([, value]) => value !== null);
  return { .../** @type {Api.PutScope} */ (Object.fromEntries(given)), solver: solver ?? DEFAULT_SOLVER };
}

/**
 * Change a scope, and return whether that was done. Throws a Problem.
 * @param {{scope: Api.Scope, etag: string}} present
 * @param {Api.UpdateScope} asked
 */
async function change({ scope, etag }, asked) {
  const before = { ...scope, administrators: scope.administrators.length ? scope.administrators : null };
  const names = /** @type {(keyof Api.UpdateScope & keyof Api.Scope)[]} */ (Object.keys(asked));
  const different = names.filter((name) => JSON.stringify(asked[name]) !== JSON.stringify(before[name]));
  if (!different.length) throw new Problem(0, { title: "Nothing is changed", detail: "Change a setting, then save." });
  /** @type {Api.UpdateScope} */
  const body = Object.fromEntries(different.map((name) => [name, asked[name]]));
  const at = { scope: scope.scope };
  try {
    await call("PATCH /scopes/{scope}", { at, body, match: etag });
    return true;
  } catch (error) {
    const outside = error instanceof Problem && error.is(ProblemKind.OUTSIDE_NOT_CONFIRMED) && error.document.outside;
    if (!outside || !outside.count) throw error;
    if (!(await confirmOutside(scope.scope, outside))) return false;
    await call("PATCH /scopes/{scope}", { at, body: { ...body, outside_confirmed: outside.digest }, match: etag });
    return true;
  }
}
