// The first of the three steps with Let's Encrypt: Order.

import { call } from "../../api.js";
import { el } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { checkbox, field, input, select, textarea } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { go } from "../../router.js";
import { SOLVERS } from "../scopes/scope_form.js";
import { steps } from "./order_steps.js";
import { CHALLENGE_HINTS, CHALLENGE_NAMES, DEFAULT_KEY_TYPE, KEY_TYPE_LABELS, MAX_TEXT_CHARACTERS, Steps } from "../../words.js";

const CHALLENGES = /** @type {[string, string][]} */ (Object.entries(CHALLENGE_HINTS).map(([one, hint]) => [one, `${CHALLENGE_NAMES[one]}: ${hint}`]));

/** @param {import("../add.js").Common} common @param {AbortSignal} signal */
export function orderForm(common, signal) {
  const more = field("More names", textarea({ rows: 3, placeholder: "*.example.com" }), { optional: true, hint: "One a line, a wildcard too; all in the one certificate." });
  const challenge = field("Challenge", select([["", "choose when verifying"], ...CHALLENGES]));
  const key = field("Key type", select(Object.entries(KEY_TYPE_LABELS), { value: DEFAULT_KEY_TYPE }));
  const solver = field("Who sets DNS records", select([["", "as the scope says"], ...SOLVERS]));
  const profile = field("Profile", input({ maxlength: MAX_TEXT_CHARACTERS }), { optional: true, hint: "classic, tlsserver or shortlived at Let's Encrypt; the scope's unless given." });
  const automatic = checkbox("Go through all three steps without me", false, "Certkeeper verifies as soon as the challenge is in place, and issues. You can leave.");
  const names = () => [common.domain.control.value, ...more.control.value.split(/[\s,;]+/)].map((one) => one.trim()).filter(Boolean);
  return form({
    label: "Order",
    working: "Ordering …",
    fields: [[/^\/names\/0$/, common.domain], [/^\/names\/\d+/, more], [/^\/names/, common.domain], [/^\/certificate_name/, common.name],
      [/^\/challenge/, challenge], [/^\/key_type/, key], [/^\/solver/, solver], [/^\/profile/, profile]],
    submit: async (idempotencyKey) => {
      if (!names().length) {
        common.domain.complain("Name the domain that the certificate is for.");
        return common.domain.control.focus();
      }
      const wishes = {
        certificate_name: common.name.control.value.trim(), challenge: challenge.control.value,
        solver: solver.control.value, profile: profile.control.value.trim(),
      };
      const body = {
        names: names(), key_type: key.control.value, steps: automatic.box.checked ? Steps.AUTOMATIC : Steps.MANUAL,
        ...Object.fromEntries(Object.entries(wishes).filter(([, value]) => value)),
      };
      const scope = common.scope.control.value;
      const { body: order } = await call("POST", `/scopes/${scope}/orders`, { body, key: idempotencyKey, signal });
      certificatesChanged();
      go(`/scopes/${scope}/orders/${order.order_id}`);
    },
  }, steps(0), more.node, automatic.node,
  el("details", {}, el("summary", {}, "More"), el("div", { class: "grid" }, challenge.node, key.node, solver.node, profile.node)));
}
