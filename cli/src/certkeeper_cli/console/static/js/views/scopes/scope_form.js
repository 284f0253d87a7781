// Defines a scope. What is left out becomes the default again, so a change starts from what is there.

import { call } from "../../api.js";
import { el } from "../../dom.js";
import { announce } from "../../parts/announce.js";
import { field, hinted, input, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { forgetScopes, isScopeName } from "../../scopes.js";
import { daysField, daysOf, noticesField, switchOf } from "../notices.js";
import {
  DEFAULT_SOLVER,
  MAX_ADMINISTRATORS,
  MAX_SCOPE_CHARACTERS,
  MAX_TEXT_CHARACTERS,
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
 * Return the form, and a function that fills it with a scope to change.
 * @param {() => void} done called when a scope is saved
 */
export function scopeForm(done) {
  const fields = scopeFields();
  const { name, kind, domain, solver, profile, notices, days, administrators } = fields;

  async function submit() {
    const wanted = name.control.value.trim();
    if (!isScopeName(wanted)) {
      name.showError(WRONG_NAME);
      return name.control.focus();
    }
    const addresses = administrators.control.value.split(/[\s,;]+/).filter(Boolean);
    /** @type {Api.PutScope} */
    const body = {
      kind: chosenOf(KINDS, kind.control.value) ?? ScopeKind.ZONE,
      domain: domain.control.value.trim(),
      solver: chosenOf(Solver, solver.control.value),
      profile: profile.control.value.trim() || undefined,
      notices_enabled: switchOf(notices) ?? undefined,
      notice_days: daysOf(days) ?? undefined,
      administrators: addresses.length ? addresses : undefined,
    };
    await call("PUT /scopes/{scope}", { at: { scope: wanted }, body });
    forgetScopes();
    dispatchEvent(new Event("scopes-changed"));
    announce(`Scope ${wanted} is saved`);
    fill(null);
    done();
  }

  /** @param {Api.Scope|null} scope */
  function fill(scope) {
    const enabled = scope?.notices_enabled ?? null;
    name.control.value = scope?.scope ?? "";
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
