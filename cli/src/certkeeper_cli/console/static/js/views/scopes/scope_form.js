// Defining a scope. What is not said becomes the default again, so a change starts from what is there.

import { call } from "../../api.js";
import { el } from "../../dom.js";
import { field, hinted, input, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { say } from "../../parts/said.js";
import { forgetScopes, isScopeName } from "../../scopes.js";
import { daysField, daysOf, noticesField, switchOf } from "../notices.js";
import { DEFAULT_SOLVER, MAX_ADMINISTRATORS, MAX_SCOPE_CHARACTERS, MAX_TEXT_CHARACTERS, SCOPE_KIND_HINTS, SOLVER_HINTS, ScopeKind } from "../../words.js";

export const SOLVERS = hinted(SOLVER_HINTS);

/** @param {() => void} done */
export function scopeForm(done) {
  const name = field("Name", input({ maxlength: MAX_SCOPE_CHARACTERS, required: true }), { hint: "Lower-case letters, digits and hyphens; part of every path." });
  const kind = field("Kind", select(hinted(SCOPE_KIND_HINTS)));
  const domain = field("Domain", input({ maxlength: MAX_TEXT_CHARACTERS, inputmode: "url", required: true }));
  const solver = field("Who sets DNS records", select(SOLVERS, { value: DEFAULT_SOLVER }));
  const profile = field("Profile", input({ maxlength: MAX_TEXT_CHARACTERS }), { optional: true, hint: "The CA's, for orders that name none: classic, tlsserver, shortlived." });
  const notices = noticesField("as the stack says");
  const days = daysField("as the stack says");
  const administrators = field("Administrators", input({ maxlength: MAX_ADMINISTRATORS * (MAX_TEXT_CHARACTERS + 2) }), { optional: true, hint: "Mail addresses that hear of this scope's certificates, besides the stack's own." });

  async function submit() {
    const wanted = name.control.value.trim();
    if (!isScopeName(wanted)) {
      name.complain(`Lower-case letters, digits and hyphens, at most ${MAX_SCOPE_CHARACTERS}, no hyphen at either end.`);
      return name.control.focus();
    }
    const mails = administrators.control.value.split(/[\s,;]+/).filter(Boolean);
    const wishes = {
      solver: solver.control.value, profile: profile.control.value.trim() || null,
      notices_enabled: switchOf(notices), notice_days: daysOf(days),
      administrators: mails.length ? mails : null,
    };
    const body = {
      kind: kind.control.value, domain: domain.control.value.trim(),
      ...Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== null)),
    };
    await call("PUT", `/scopes/${wanted}`, { body });
    forgetScopes();
    dispatchEvent(new Event("scopes-changed"));
    say(`Scope ${wanted} is saved`);
    fill({});
    done();
  }

  /** @param {any} scope */
  function fill(scope) {
    name.control.value = scope.scope ?? "";
    kind.control.value = scope.kind ?? ScopeKind.ZONE;
    domain.control.value = scope.domain ?? "";
    solver.control.value = scope.solver ?? DEFAULT_SOLVER;
    profile.control.value = scope.profile ?? "";
    notices.control.value = scope.notices_enabled === true ? "on" : scope.notices_enabled === false ? "off" : "";
    administrators.control.value = (scope.administrators ?? []).join(", ");
    days.control.value = (scope.notice_days ?? []).join(", ");
    if (scope.scope) domain.control.focus();
  }

  const node = form({
    label: "Save scope", working: "Saving …", submit,
    fields: [[/^\/kind/, kind], [/^\/domain/, domain], [/^\/solver/, solver], [/^\/profile/, profile], [/^\/notices_enabled/, notices], [/^\/notice_days/, days], [/^\/administrators/, administrators]],
  }, el("div", { class: "grid" }, name.node, domain.node, kind.node, solver.node),
  el("details", {}, el("summary", {}, "More"), el("div", { class: "grid" }, profile.node, notices.node, days.node, administrators.node)));
  return { node, fill };
}
