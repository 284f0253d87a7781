// Taking a certificate out. The file goes to the browser's downloads; nothing of it stays in the page.

import { call } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { bytesOf } from "../../files/pem.js";
import { dialog } from "../../parts/dialog.js";
import { field, input, password, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { say } from "../../parts/said.js";
import { EXPORT_FORMAT_LABELS, EXPORT_FORMAT_PASSWORDS, EXPORT_PART_LABELS, EXPORT_PART_PASSWORDS, ExportFormat, MIN_PASSWORD_CHARACTERS, MAX_PASSWORD_CHARACTERS, MAX_TEXT_CHARACTERS, PasswordUse } from "../../words.js";

const PARTS = Object.entries(EXPORT_PART_LABELS).map(([part, label]) => [`${ExportFormat.PEM}:${part}`, label]);
const FORMATS = /** @type {[string, string][]} */ (Object.entries(EXPORT_FORMAT_LABELS).flatMap((one) => (one[0] === ExportFormat.PEM ? [one, ...PARTS] : [one])));
const HINT = `At least ${MIN_PASSWORD_CHARACTERS} characters. It is not kept anywhere: note it. PEM goes without one, but then anyone who has the file has the key; a trust store, which has no key, then has Java's usual one.`;

/** Whether a choice of the list takes a password. @param {string} choice */
function passwordUse(choice) {
  const [format, part] = choice.split(":");
  return part ? EXPORT_PART_PASSWORDS[part] : EXPORT_FORMAT_PASSWORDS[format];
}

/** @param {any} now @param {string} path */
export function exportDialog(now, path) {
  dialog("Export", (close) => {
    const format = field("Format", select(FORMATS));
    const versions = (now.versions ?? []).map((/** @type {any} */ one) => [String(one.version), `${one.version}${one.version === now.version ? " (current)" : ""}, until ${one.not_after.slice(0, 10)}`]);
    const version = field("Version", select(versions, { value: String(now.version) }));
    const secret = field("Password", password({ minlength: MIN_PASSWORD_CHARACTERS, maxlength: MAX_PASSWORD_CHARACTERS }), { hint: HINT });
    const reason = field("Reason", input({ maxlength: MAX_TEXT_CHARACTERS }), { optional: true, hint: "For the record: who took what, when, and why is written down." });
    const show = () => { secret.node.hidden = passwordUse(format.control.value) === PasswordUse.NONE; };
    format.control.addEventListener("change", show);
    show();
    return [
      el("p", {}, "The file holds what you choose of ", foreign(now.certificate_name), ", mostly with its private key. Keep it where only who needs it can read it."),
      form({
        label: "Export",
        working: "Making the file …",
        fields: [[/^\/format|^\/part/, format], [/^\/password/, secret], [/^\/version/, version], [/^\/reason/, reason]],
        submit: async () => {
          const [kind, part] = format.control.value.split(":");
          const use = passwordUse(format.control.value);
          const chosen = use === PasswordUse.NONE ? "" : secret.control.value;
          const body = {
            format: kind, ...(part && { part }), ...((chosen || use === PasswordUse.REQUIRED) && { password: chosen }),
            ...(Number(version.control.value) !== now.version && { version: Number(version.control.value) }),
            ...(reason.control.value.trim() && { reason: reason.control.value.trim() }),
          };
          const { body: file } = await call("POST", `${path}/exports`, { body });
          save(file);
          say(`${file.file_name} is in your downloads`);
          close();
        },
      }, format.node, version.node, secret.node, reason.node)];
  });
}

/** Hand the bytes to the browser. @param {{content: string, media_type: string, file_name: string}} file */
function save(file) {
  const url = URL.createObjectURL(new Blob([bytesOf(file.content)], { type: file.media_type }));
  const link = el("a", { href: url, download: file.file_name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // the download reads it first
}
