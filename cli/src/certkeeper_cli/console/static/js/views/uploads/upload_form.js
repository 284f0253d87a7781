// Uploads a certificate: pasted, as a PKCS#12 file, or as PEM files.

import { call, Problem } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { certificatesChanged } from "../../list.js";
import { checkbox } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import { go } from "../../router.js";
import { RENEWAL_ENDED } from "../certificates/activation_dialog.js";
import { sayNext } from "../certificates/just_done.js";
import { endsRenewal, sendOrAsk } from "../certificates/losses.js";
import { WAYS } from "./ways.js";
import { ProblemKind, UploadForm, UploadRefusal } from "../../words.js";

/**
 * @typedef {import("./ways.js").Way} Way
 * @typedef {import("./ways.js").PointerField} PointerField
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
