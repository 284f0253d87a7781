// Bringing a certificate: pasted, as a PKCS#12 file, or as PEM files.

import { call, Problem } from "../../api.js";
import { assemble } from "../../files/assembly.js";
import { recognise } from "../../files/recognise.js";
import { el, swap } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { checkbox, field, password, textarea } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { go } from "../../router.js";
import { fileField } from "./file_field.js";
import { shownPieces, shownWarnings } from "./shown_assembly.js";
import { ProblemKind, UploadForm, UploadRefusal } from "../../words.js";

/**
 * @typedef {import("../../parts/field.js").Field} Field
 * @typedef {{parts: import("../../dom.js").Child[], fields: [RegExp, Field][], body: () => any, forget: () => void}} Way
 */

/** The certificate that was just taken in: what was said of it is shown once. @type {{id: string}} */
export const taken = { id: "" };

/**
 * @param {string} way
 * @param {import("../add.js").Common|null} common null where it follows a certificate that is there
 * @param {AbortSignal} signal
 * @param {string} [target] the path to post to
 */
export function uploadForm(way, common, signal, target) {
  const { parts, fields, body, forget } = WAYS[/** @type {keyof typeof WAYS} */ (way)](() => common?.domain.control.value.trim() ?? "");
  const old = checkbox("Take it though it has expired", false, "To keep it, not to serve it.");
  const known = /** @type {[RegExp, Field][]} */ (common ? [[/^\/certificate_name/, common.name], [/^\/domain/, common.domain]] : []);
  return form({
    label: "Save certificate",
    working: "Uploading and checking …",
    fields: [...fields, ...known],
    submit: async (key) => {
      const wishes = common ? { certificate_name: common.name.control.value.trim(), domain: common.domain.control.value.trim() } : {};
      const sent = {
        ...body(), ...(old.box.checked && { expired_allowed: true }),
        ...Object.fromEntries(Object.entries(wishes).filter(([, value]) => value)),
      };
      const path = target ?? `/scopes/${common?.scope.control.value}/certificates`;
      const { body: certificate } = await call("POST", path, { body: sent, key, signal }).catch(explained);
      forget();
      taken.id = certificate.certificate_id;
      certificatesChanged();
      go(`/scopes/${certificate.scope}/certificates/${certificate.certificate_id}`);
    },
  }, ...parts, el("details", {}, el("summary", {}, "More"), old.node));
}

const PASSWORDS = { "/pfx": "/password", "/private_key": "/private_key_password" };

/**
 * The same certificate again: say where it is. What does not open: say so where the password is, which is wrong more often
 * than the file is damaged.
 * @param {unknown} error
 * @returns {never}
 */
function explained(error) {
  for (const reason of error instanceof Problem ? error.errors : []) {
    const password = PASSWORDS[/** @type {keyof typeof PASSWORDS} */ (reason.pointer)];
    if (reason.code === UploadRefusal.WRONG_PASSWORD_OR_DAMAGED && password) reason.pointer = password;
  }
  if (error instanceof Problem && error.is(ProblemKind.DUPLICATE) && error.document.certificate_id) {
    error.detail += ` Its id is ${error.document.certificate_id}.`;
    error.document.detail = error.detail;
  }
  throw error;
}

export const WAYS = { [UploadForm.PASTE]: paste, [UploadForm.PFX]: pfx, [UploadForm.PEM]: pem };

/** @param {() => string} domain @returns {Way} */
function paste(domain) {
  const certificate = field("Certificate", textarea({ rows: 8, class: "code", placeholder: "-----BEGIN CERTIFICATE-----" }), { hint: "Its chain may stand behind it." });
  const key = field("Private key", textarea({ rows: 6, class: "code secret", "data-secret": true, placeholder: "-----BEGIN PRIVATE KEY-----" }));
  const secret = field("Password of the private key", password(), { optional: true, hint: "Where the key is encrypted." });
  const seen = el("div", { "aria-live": "polite" });
  const look = () => {
    const pieces = [certificate, key].flatMap(({ control }) => (control.value.trim() ? recognise(new TextEncoder().encode(control.value)) : []));
    swap(seen, shownPieces(pieces), shownWarnings(pieces, domain()));
  };
  for (const { control } of [certificate, key]) control.addEventListener("change", look);
  return {
    parts: [certificate.node, key.node, secret.node, seen],
    fields: [[/^\/certificate$/, certificate], [/^\/private_key_password/, secret], [/^\/private_key/, key]],
    body: () => ({ form: UploadForm.PASTE, certificate: certificate.control.value, private_key: key.control.value, ...(secret.control.value && { private_key_password: secret.control.value }) }),
    forget: () => swap(seen),
  };
}

/** @returns {Way} */
function pfx() {
  const file = fileField("PKCS#12 file", { multiple: false, accept: ".pfx,.p12", hint: ".pfx or .p12" });
  const secret = field("Password of the file", password(), { hint: "It may be empty." });
  return {
    parts: [file.node, secret.node],
    fields: [[/^\/pfx/, file.field], [/^\/password/, secret]],
    body: () => {
      const found = file.pieces().find((one) => one.kind === "pfx");
      if (!found) throw refused("/pfx", "Choose a PKCS#12 file (.pfx or .p12).");
      return { form: UploadForm.PFX, pfx: found.content, password: secret.control.value };
    },
    forget: file.forget,
  };
}

/** @param {() => string} domain @returns {Way} */
function pem(domain) {
  const seen = el("div", { "aria-live": "polite" });
  const file = fileField("Files", {
    multiple: true, accept: ".pem,.crt,.cer,.key,.p7b,.der",
    hint: "Certificate, private key and intermediates, in one file or in several, PEM or DER",
    changed: (pieces) => swap(seen, shownWarnings(pieces, domain())),
  });
  const secret = field("Password of the private key", password(), { optional: true, hint: "Where the key is encrypted." });
  return {
    parts: [file.node, seen, secret.node],
    fields: [[/^\/private_key_password/, secret], [/^\/(certificate$|private_key|intermediates|ca_bundle)/, file.field]],
    body: () => {
      const { certificate, intermediates, key } = assemble(file.pieces());
      if (!certificate) throw refused("/certificate", "Add the certificate's file.");
      if (!key) throw refused("/private_key", "Add the private key's file.");
      return {
        form: UploadForm.PEM, certificate: certificate.content, private_key: key.content, intermediates: intermediates.map((one) => one.content),
        ...(secret.control.value && { private_key_password: secret.control.value }),
      };
    },
    forget: file.forget,
  };
}

/** @param {string} pointer @param {string} detail */
function refused(pointer, detail) {
  return new Problem(0, { title: "Something is missing", errors: [{ pointer, code: "missing", detail }] });
}

