// The first of the three steps with Let's Encrypt: Order.

import { call } from "../../api.js";
import { el } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { checkbox, field, input, select, textarea } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { go } from "../../router.js";
import { SOLVERS } from "../scopes/scope_form.js";
import { steps } from "./order_steps.js";
import {
  CHALLENGE_HINTS,
  CHALLENGE_NAMES,
  ChallengeType,
  DEFAULT_KEY_TYPE,
  KEY_TYPE_LABELS,
  KeyType,
  MAX_TEXT_CHARACTERS,
  Solver,
  Steps,
} from "../../words.js";

/** @type {[string, string][]} */
const CHALLENGES = Object.values(ChallengeType).map((one) => [one, `${CHALLENGE_NAMES[one]}: ${CHALLENGE_HINTS[one]}`]);

/**
 * Return the form that orders a certificate.
 * @param {import("../add.js").Common} common
 * @param {AbortSignal} signal
 */
export function orderForm(common, signal) {
  const more = field("More names", textarea({ rows: 3, placeholder: "*.example.com" }), {
    optional: true,
    hint: "One in each line, a wildcard too; all in the one certificate.",
  });
  const challenge = field("Challenge", select([["", "choose when verifying"], ...CHALLENGES]));
  const key = field("Key type", select(Object.entries(KEY_TYPE_LABELS), { value: DEFAULT_KEY_TYPE }));
  const solver = field("Who sets DNS records", select([["", "as the scope says"], ...SOLVERS]));
  const profile = field("Profile", input({ maxlength: MAX_TEXT_CHARACTERS }), {
    optional: true,
    hint: "classic, tlsserver or shortlived at Let's Encrypt; the scope's unless given.",
  });
  const automatic = checkbox(
    "Go through all three steps without me",
    false,
    "Certkeeper verifies as soon as the challenge is in place, and issues. You can leave.",
  );
  const names = () =>
    [common.domain.control.value, ...more.control.value.split(/[\s,;]+/)].map((one) => one.trim()).filter(Boolean);

  /** @param {string} idempotencyKey */
  async function submit(idempotencyKey) {
    if (!names().length) {
      common.domain.showError("Name the domain that the certificate is for.");
      return common.domain.control.focus();
    }
    /** @type {Api.PlaceOrder} */
    const body = {
      names: names(),
      key_type: chosenOf(KeyType, key.control.value),
      steps: automatic.box.checked ? Steps.AUTOMATIC : Steps.MANUAL,
      certificate_name: common.name.control.value.trim() || undefined,
      challenge: chosenOf(ChallengeType, challenge.control.value),
      solver: chosenOf(Solver, solver.control.value),
      profile: profile.control.value.trim() || undefined,
    };
    const scope = common.scope.control.value;
    const request = { at: { scope }, body, key: idempotencyKey, signal };
    const { body: order } = await call("POST /scopes/{scope}/orders", request);
    certificatesChanged();
    go(`/scopes/${scope}/orders/${order.order_id}`);
  }

  const form_ = {
    label: "Order",
    working: "Ordering …",
    submit,
    fields: /** @type {import("../../parts/problem_note.js").PointerField[]} */ ([
      [/^\/names\/0$/, common.domain],
      [/^\/names\/\d+/, more],
      [/^\/names/, common.domain],
      [/^\/certificate_name/, common.name],
      [/^\/challenge/, challenge],
      [/^\/key_type/, key],
      [/^\/solver/, solver],
      [/^\/profile/, profile],
    ]),
  };
  const rare = el("div", { class: "grid" }, challenge.node, key.node, solver.node, profile.node);
  return form(form_, steps(0), more.node, automatic.node, el("details", {}, el("summary", {}, "More"), rare));
}
