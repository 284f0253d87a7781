// The three forms of an upload: pasted text, a PKCS#12 file, or files.

import { Problem } from "../../api.js";
import { el, swap } from "../../dom.js";
import { assemble, isOpen } from "../../files/assembly.js";
import { recognise } from "../../files/recognise.js";
import { field, password, textarea } from "../../parts/field.js";
import { fileField } from "./file_field.js";
import { shownPieces, shownWarnings } from "./shown_assembly.js";
import { UploadForm } from "../../words.js";

/**
 * @typedef {import("../../parts/problem_note.js").PointerField} PointerField
 *
 * @typedef {object} Way one form of an upload
 * @property {import("../../dom.js").Child[]} parts
 * @property {PointerField[]} fields
 * @property {() => Api.UploadVersion} body
 * @property {() => void} forget
 */

/** @type {Record<Api.UploadVersion["form"], (domain: () => string) => Way>} */
export const WAYS = { [UploadForm.PASTE]: paste, [UploadForm.PFX]: pfx, [UploadForm.PEM]: pem };

/**
 * @param {() => string} domain
 * @returns {Way}
 */
function paste(domain) {
  const certificateText = textarea({
    rows: 8,
    class: "code",
    "data-secret": true, // people paste the key here, too
    placeholder: "-----BEGIN CERTIFICATE-----",
  });
  const keyText = textarea({
    rows: 6,
    class: "code secret",
    "data-secret": true,
    placeholder: "-----BEGIN PRIVATE KEY-----",
  });
  const certificate = field("Certificate", certificateText, { hint: "Its chain may follow it, and its key." });
  const key = field("Private key", keyText, { optional: true, hint: "Unless it is above." });
  const secret = keyPassword();
  const seen = el("div", { "aria-live": "polite" });
  const show = () => {
    const texts = [certificate, key].map(({ control }) => control.value).filter((text) => text.trim());
    const pieces = texts.flatMap((text) => recognise(new TextEncoder().encode(text)));
    swap(seen, shownPieces(pieces), shownWarnings(pieces, domain()));
  };
  for (const { control } of [certificate, key]) control.addEventListener("change", show);
  return {
    parts: [certificate.node, key.node, secret.node, seen],
    fields: [
      [/^\/certificate$/, certificate],
      [/^\/private_key_password/, secret],
      [/^\/private_key/, key],
    ],
    body: () => ({
      form: UploadForm.PASTE,
      certificate: certificate.control.value,
      private_key: key.control.value.trim() ? key.control.value : undefined,
      private_key_password: secret.control.value || undefined,
    }),
    forget: () => swap(seen),
  };
}

/** @returns {Way} */
function pfx() {
  const file = fileField("PKCS#12 file", { multiple: false, accept: ".pfx,.p12", hint: ".pfx or .p12" });
  const secret = field("Password of the file", password(), { hint: "It may be empty." });
  const found = () => file.whole();
  return {
    parts: [file.node, secret.node],
    fields: [
      [/^\/pfx/, file.field, () => found()?.file ?? ""],
      [/^\/password/, secret],
    ],
    body: () => {
      const content = found()?.content;
      if (!content) throw missing("/pfx", "Choose a PKCS#12 file (.pfx or .p12).");
      return { form: UploadForm.PFX, pfx: content, password: secret.control.value };
    },
    forget: file.forget,
  };
}

/**
 * @param {() => string} domain
 * @returns {Way}
 */
function pem(domain) {
  const seen = el("div", { "aria-live": "polite" });
  const file = fileField("Files", {
    multiple: true,
    accept: ".pem,.crt,.cer,.key,.p7b,.der,.pfx,.p12,.zip,.yaml,.yml,.json,.txt",
    hint: "Certificate, private key and intermediates, in one file or in several: PEM, DER, a ZIP, a Kubernetes Secret",
    changed: (pieces) => swap(seen, shownWarnings(pieces, domain())),
  });
  const secret = keyPassword();
  return {
    parts: [file.node, seen, secret.node],
    fields: [
      [/^\/private_key_password/, secret],
      [
        /^\/(certificate$|private_key|intermediates|ca_bundle)/,
        file.field,
        (pointer) => fileOf(pointer, file.pieces()),
      ],
    ],
    body: () => {
      const { certificate, intermediates, key } = assemble(file.pieces());
      if (!certificate) throw missing("/certificate", "Add the certificate's file.");
      if (!key && !isOpen([certificate])) throw missing("/private_key", "Add the private key's file.");
      return {
        form: UploadForm.PEM,
        certificate: certificate.content,
        private_key: key?.content,
        intermediates: intermediates.map((one) => one.content),
        private_key_password: secret.control.value || undefined,
      };
    },
    forget: file.forget,
  };
}

/**
 * Return the name of the file that a part of the body came from: "/intermediates/1" is the second certificate above.
 * @param {string} pointer
 * @param {import("../../files/recognise.js").Piece[]} pieces
 */
function fileOf(pointer, pieces) {
  const { certificate, intermediates, key } = assemble(pieces);
  const [, field, at] = pointer.split("/");
  if (field === "certificate") return certificate?.file ?? "";
  if (field === "private_key") return key?.file ?? "";
  return intermediates[Number(at)]?.file ?? "";
}

function keyPassword() {
  const hint = "Where the key is encrypted.";
  return field("Password of the private key", password(), { optional: true, hint });
}

/**
 * @param {string} pointer
 * @param {string} detail
 */
function missing(pointer, detail) {
  return new Problem(0, { title: "Something is missing", errors: [{ pointer, code: "missing", detail }] });
}
