// Uploads a certificate: pasted, as a PKCS#12 file, or as PEM files.

import { call, Problem } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { assemble, isOpen } from "../../files/assembly.js";
import { recognise } from "../../files/recognise.js";
import { certificatesChanged } from "../../list.js";
import { checkbox, field, password, textarea } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { go } from "../../router.js";
import { RENEWAL_ENDED } from "../certificates/activation_dialog.js";
import { sayNext } from "../certificates/just_done.js";
import { endsRenewal, sendOrAsk } from "../certificates/losses.js";
import { fileField } from "./file_field.js";
import { shownPieces, shownWarnings } from "./shown_assembly.js";
import { ProblemKind, UploadForm, UploadRefusal } from "../../words.js";

/**
 * @typedef {import("../../parts/problem_note.js").PointerField} PointerField
 *
 * @typedef {object} Way one form of an upload
 * @property {import("../../dom.js").Child[]} parts
 * @property {PointerField[]} fields
 * @property {() => Api.UploadVersion} body
 * @property {() => void} forget
 */

/**
 * Return the form.
 * @param {string} word the form of the upload
 * @param {import("../add.js").Common|null} common null where it replaces a certificate that is there
 * @param {AbortSignal} signal
 * @param {{scope: string, certificate_id: string}} [replaced] that certificate
 */
export function uploadForm(word, common, signal, replaced) {
  const way = WAYS[chosenOf(UploadForm, word) ?? UploadForm.PEM];
  const { parts, fields, body, forget } = way(() => common?.domain.control.value.trim() ?? "");
  const old = checkbox("Take it though it has expired", false, "To keep it, not to serve it.");
  /** @type {PointerField[]} */
  const settings = common
    ? [
        [/^\/certificate_name/, common.name],
        [/^\/domain/, common.domain],
      ]
    : [];

  /**
   * @param {string} key
   * @returns {Promise<Api.UploadedCertificate>}
   */
  async function send(key) {
    const upload = { ...body(), ...(old.box.checked && { expired_allowed: true }) };
    if (replaced) return sendOrAsk(key, successorOf(replaced, upload, signal));
    const named = {
      ...upload,
      certificate_name: common?.name.control.value.trim() || undefined,
      domain: common?.domain.control.value.trim() || undefined,
    };
    const scope = common?.scope.control.value ?? "";
    return (await call("POST /scopes/{scope}/certificates", { at: { scope }, body: named, key, signal })).body;
  }

  /** @param {string} key */
  async function submit(key) {
    const scope = replaced?.scope ?? common?.scope.control.value ?? "";
    const certificate = await send(key).catch((error) => explained(error, scope));
    forget();
    sayNext(certificate.certificate_id, ...afterwards(certificate, !replaced));
    certificatesChanged();
    go(`/scopes/${certificate.scope}/certificates/${certificate.certificate_id}`);
  }

  const options = {
    label: "Save certificate",
    working: "Uploading and checking …",
    fields: [...fields, ...settings],
    submit,
  };
  return form(options, ...parts, el("details", {}, el("summary", {}, "More"), old.node));
}

/**
 * Return the request that uploads a version; what it loses is confirmed in the same body.
 * @param {{scope: string, certificate_id: string}} at
 * @param {Api.UploadVersion} upload
 * @param {AbortSignal} signal
 */
function successorOf(at, upload, signal) {
  /**
   * @param {Api.Confirmation|undefined} confirmed
   * @param {string} key
   */
  const send = async (confirmed, key) => {
    const last = endsRenewal(confirmed) ? "replacement" : "versions";
    const request = { at, body: { ...upload, confirmed }, key, signal };
    return (await call(`POST /scopes/{scope}/certificates/{certificate_id}/${last}`, request)).body;
  };
  return { label: "Replace it", working: "Uploading and checking …", send };
}

/**
 * Return what is said of an upload at its certificate.
 * @param {Api.UploadedCertificate} certificate
 * @param {boolean} isNew
 * @returns {import("../../dom.js").Child[]}
 */
function afterwards({ scope, renewal_ended: hasEnded, same_names_as: others = [] }, isNew) {
  const alike = others.map((one) => [
    el("a", { href: `#/scopes/${scope}/certificates/${one.certificate_id}` }, foreign(one.certificate_name)),
    " has the same names.",
    isNew && " If this upload is to replace it: delete this one, then upload the file there, with “Replace”.",
  ]);
  return ["Saved. Key, certificate and chain fit together.", hasEnded && RENEWAL_ENDED, ...alike];
}

/** @type {Record<string, string>} */
const PASSWORDS = {
  "/pfx": "/password",
  "/private_key": "/private_key_password",
  "/certificate": "/private_key_password",
};

/**
 * Throw the error, with its reasons where the person can act: a file that does not open is shown at the password, which
 * is wrong more often than the file is damaged, and certificates that are there already are linked.
 * @param {unknown} error
 * @param {string} scope
 * @returns {never}
 */
function explained(error, scope) {
  if (!(error instanceof Problem)) throw error;
  const errors = error.errors.map((reason) => {
    const field = PASSWORDS[reason.pointer ?? ""];
    return reason.code === UploadRefusal.WRONG_PASSWORD_OR_DAMAGED && field ? { ...reason, pointer: field } : reason;
  });
  const shown = new Problem(error.status, { ...error.document, errors }, error.retryAfter);
  shown.links = linksOf(error, `#/scopes/${scope}/certificates`);
  throw shown;
}

/**
 * Return where a refusal leads: to the certificate or the version that is there already, or to one with the same names.
 * @param {Problem} refused
 * @param {string} certificates the address of the scope's certificates
 * @returns {import("../../api.js").Link[]}
 */
function linksOf(refused, certificates) {
  const { certificate_id: id, version, same_names_as: alike = [] } = refused.document;
  const links = alike.map((one) => ({
    href: `${certificates}/${one.certificate_id}/successor`,
    words: `Replace ${one.certificate_name} with this upload`,
  }));
  if (!id) return links;
  const words = refused.is(ProblemKind.KEPT_VERSION) ? `Open it, to use version ${version} again` : "Open it";
  return [{ href: `${certificates}/${id}`, words }, ...links];
}

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
