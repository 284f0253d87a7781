// Add certificate: name, domain and scope, and one of four ways.

import { Problem } from "../api.js";
import { el, swap } from "../dom.js";
import { field, input, select } from "../parts/field.js";
import { scopes } from "../scopes.js";
import { orderForm } from "./orders/order_form.js";
import { uploadForm } from "./uploads/upload_form.js";
import {
  BUILT_IN_SCOPE,
  MAX_CERTIFICATE_NAME_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  ProblemKind,
  UploadForm,
} from "../words.js";

/**
 * @typedef {import("../parts/field.js").Field} Field
 * @typedef {{name: Field, domain: Field, scope: Field}} Common
 */

const ORDER = "order";
/** @type {[string, string, string][]} */
const WAYS = [
  [UploadForm.PASTE, "Copy-Paste", "You have the texts: certificate and private key."],
  [ORDER, "Let's Encrypt", "Order a new one, free, in three steps."],
  [UploadForm.PFX, "Upload PFX", "You have one file: .pfx or .p12, with its password."],
  [UploadForm.PEM, "Upload PEM", "You have files: .pem, .crt, .cer, .key."],
];

/** What an address may have behind `#/add/`. */
export const ADDED_BY = WAYS.map(([way]) => way);

/**
 * Return the view that adds a certificate.
 * @param {import("../router.js").Context} context
 * @returns {import("../router.js").View}
 */
export function add({ parameters: [way], signal }) {
  const common = commonFields();
  const place = el("div", { class: "way" });
  const choose = (/** @type {string} */ chosen) => {
    history.replaceState(null, "", `#/add/${chosen}`);
    swap(place, chosen === ORDER ? orderForm(common, signal) : uploadForm(chosen, common, signal));
  };
  const grid = el("div", { class: "grid three" }, common.name.node, common.domain.node, common.scope.node);
  const node = el("article", {}, el("h1", {}, "Add certificate"), grid, cards(way ?? "", choose), place);
  if (way) choose(way);
  offer(common.scope);
  return { title: "Add certificate", part: "add", node };
}

/** @returns {Common} */
function commonFields() {
  const domain = { maxlength: MAX_TEXT_CHARACTERS, inputmode: "url", placeholder: "www.example.com" };
  return {
    name: field("Name", input({ maxlength: MAX_CERTIFICATE_NAME_CHARACTERS }), {
      optional: true,
      hint: "What it is called here; its first domain unless you say otherwise.",
    }),
    domain: field("Domain", input(domain), { hint: "The domain that it is for; the first of its names." }),
    scope: field("Scope", select([[BUILT_IN_SCOPE, BUILT_IN_SCOPE]]), {
      hint: el("a", { href: "#/scopes" }, "What scopes there are"),
    }),
  };
}

/**
 * @param {string} chosen
 * @param {(way: string) => void} choose
 */
function cards(chosen, choose) {
  const all = WAYS.map(([way, title, words]) => {
    const attributes = { type: "radio", name: "way", value: way, checked: way === chosen };
    return el(
      "label",
      { class: "card" },
      el("input", { ...attributes, onchange: () => choose(way) }),
      el("span", { class: "title" }, title),
      el("span", { class: "words" }, words),
    );
  });
  return el("fieldset", { class: "cards" }, el("legend", {}, "How"), all);
}

/**
 * Offer the scopes to choose from, the person's own before the built-in one.
 * @param {Field} scope
 */
async function offer(scope) {
  const found = await scopes().catch((error) => ({ items: [], refused: error }));
  const items = [...found.items].sort((one, other) => Number(one.built_in) - Number(other.built_in));
  if (!items.length) return scope.showError(whyNone(found.refused));
  const options = items.map((one) => {
    const words = one.kind === null ? one.scope : `${one.scope} (${one.domain ?? "every name"})`;
    return el("option", { value: one.scope }, words);
  });
  scope.control.replaceChildren(...options);
  scope.control.value = items[0].scope;
}

/**
 * Return why there is nothing to choose from.
 * @param {unknown} error
 */
function whyNone(error) {
  if (error instanceof Problem && error.is(ProblemKind.FORBIDDEN)) {
    return "Your policies do not let you list the scopes: name the one that you work in under Scopes.";
  }
  const reason = error instanceof Problem ? `: ${error.title}` : "";
  return `The scopes could not be read${reason}. Reload the page to try again.`;
}
