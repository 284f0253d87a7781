// Exports a certificate. The file goes to the browser's downloads; nothing of it stays in the page.

import { call } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { bytesOf } from "../../files/pem.js";
import { announce } from "../../parts/announce.js";
import { dialog } from "../../parts/dialog.js";
import { field, input, password, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { chosenOf } from "../../parts/one_of.js";
import {
  EXPORT_FORMAT_LABELS,
  EXPORT_FORMAT_PASSWORDS,
  FORMATS_WITH_ALIAS,
  EXPORT_PART_LABELS,
  EXPORT_PART_PASSWORDS,
  EXPORT_REMARKS,
  ExportFormat,
  ExportPart,
  ExportRemark,
  MAX_ALIAS_CHARACTERS,
  MAX_PASSWORD_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
  PKCS12_FORMATS,
  PasswordUse,
} from "../../words.js";

/** @type {[string, string][]} */
const PARTS = Object.values(ExportPart).map((part) => [`${ExportFormat.PEM}:${part}`, EXPORT_PART_LABELS[part]]);
const FORMATS = Object.values(ExportFormat).flatMap((format) => {
  const whole = /** @type {[string, string]} */ ([format, EXPORT_FORMAT_LABELS[format]]);
  return format === ExportFormat.PEM ? [whole, ...PARTS] : [whole];
});
const HINT =
  `${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} printable characters. It is not kept anywhere: note it. ` +
  "PEM goes without one, but then anyone who has the file has the key; a trust store, which has no key, then has " +
  "Java's usual one.";

/**
 * Return what a choice of the list asks for, and whether it takes a password and an alias.
 * @param {string} choice a format, or `pem:` and a part
 */
function chosenFile(choice) {
  const [word, partWord] = choice.split(":");
  const format = chosenOf(ExportFormat, word) ?? ExportFormat.PEM;
  const part = chosenOf(ExportPart, partWord ?? "");
  const use = part ? EXPORT_PART_PASSWORDS[part] : EXPORT_FORMAT_PASSWORDS[format];
  return { format, part, use, named: !part && FORMATS_WITH_ALIAS.some((one) => one === format) };
}

/**
 * Open the dialog that exports a certificate.
 * @param {Api.CertificateWithHistory} now
 * @param {{scope: string, certificate_id: string}} at
 */
export function exportDialog(now, at) {
  dialog("Export", (close) => {
    const format = field("Format", select(FORMATS));
    const version = field("Version", select(now.versions.map(versionOption(now)), { value: String(now.version) }));
    const lengths = { minlength: MIN_PASSWORD_CHARACTERS, maxlength: MAX_PASSWORD_CHARACTERS };
    const secret = field("Password", password(lengths), { hint: HINT });
    const alias = field("Alias", input({ maxlength: MAX_ALIAS_CHARACTERS }), {
      optional: true,
      hint: "The entry's name in the file; without one, the certificate's name, or in a trust store each issuer's own.",
    });
    const java = el("p", { class: "note warn", role: "status", hidden: true });
    const reason = field("Reason", input({ maxlength: MAX_TEXT_CHARACTERS }), {
      optional: true,
      hint: "For the record: each export is written down with its caller, its time and this reason.",
    });
    const show = () => {
      const { format: kind, use, named } = chosenFile(format.control.value);
      secret.node.hidden = use === PasswordUse.NONE;
      alias.node.hidden = !named;
      java.hidden = !PKCS12_FORMATS.some((one) => one === kind) || isAscii(secret.control.value);
      java.textContent = java.hidden ? "" : `${EXPORT_REMARKS[ExportRemark.PASSWORD_NOT_ASCII]}.`;
    };
    format.control.addEventListener("change", show);
    secret.control.addEventListener("input", show);
    show();

    async function submit() {
      const { format: kind, part, use, named } = chosenFile(format.control.value);
      const typed = use === PasswordUse.NONE ? "" : secret.control.value;
      const wanted = Number(version.control.value);
      /** @type {Api.ExportCertificate} */
      const body = {
        format: kind,
        part,
        password: use === PasswordUse.REQUIRED ? typed : typed || undefined,
        alias: (named && alias.control.value.trim()) || undefined,
        version: wanted === now.version ? undefined : wanted,
        reason: reason.control.value.trim() || undefined,
      };
      const { body: file } = await call("POST /scopes/{scope}/certificates/{certificate_id}/exports", { at, body });
      save(file);
      announce(`${file.file_name} is in your downloads`);
      close();
    }

    const what = [
      "The file holds what you choose of ",
      foreign(now.certificate_name),
      ", mostly with its private key. Keep it where only those who need it can read it.",
    ];
    return [
      el("p", {}, what),
      form(
        {
          label: "Export",
          working: "Making the file …",
          fields: [
            [/^\/format|^\/part/, format],
            [/^\/password/, secret],
            [/^\/alias/, alias],
            [/^\/version/, version],
            [/^\/reason/, reason],
          ],
          submit,
        },
        format.node,
        version.node,
        alias.node,
        secret.node,
        java,
        reason.node,
      ),
    ];
  });
}

/** @param {string} text */
function isAscii(text) {
  return [...text].every((character) => (character.codePointAt(0) ?? 0) < 0x80);
}

/**
 * @param {Api.Certificate} now
 * @returns {(version: Api.VersionSummary) => [string, string]}
 */
function versionOption(now) {
  return ({ version, not_after: end }) => {
    const current = version === now.version ? " (current)" : "";
    return [String(version), `${version}${current}, until ${end.slice(0, 10)}`];
  };
}

const DOWNLOAD_MS = 10_000; // for so long the browser may read the bytes

/**
 * Hand the file to the browser.
 * @param {Api.Export} file
 */
function save(file) {
  const url = URL.createObjectURL(new Blob([bytesOf(file.content)], { type: file.media_type }));
  const link = el("a", { href: url, download: file.file_name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
}
