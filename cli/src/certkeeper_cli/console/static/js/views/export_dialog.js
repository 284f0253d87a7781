// Taking a certificate out. The file goes to the browser's downloads; nothing of it stays in the page.

import { call } from "../api.js";
import { el, foreign } from "../dom.js";
import { bytesOf } from "../files/pem.js";
import { dialog } from "../parts/dialog.js";
import { field, input, password, select } from "../parts/field.js";
import { form } from "../parts/form.js";
import { say } from "../parts/said.js";

const FORMATS = /** @type {[string, string][]} */ ([
  ["pem", "PEM, all files in a zip (nginx, Apache, most others)"],
  ["pem:fullchain", "PEM, certificate and chain in one file"],
  ["pem:certificate", "PEM, the certificate alone"],
  ["pem:chain", "PEM, the chain alone"],
  ["pem:private_key", "PEM, the private key alone"],
  ["pfx", "PFX (PKCS#12; Windows, IIS)"],
  ["pfx_legacy", "PFX for old Windows and Java (weak encryption)"],
  ["jks", "JKS (Java)"],
  ["truststore", "JKS trust store, issuers only"],
  ["der", "DER, the certificate alone"],
  ["p7b", "PKCS#7, the chain"],
]);
const NEEDED = new Set(["pfx", "pfx_legacy", "jks"]);
const POSSIBLE = new Set([...NEEDED, "pem", "pem:private_key"]);

/** @param {any} now @param {string} path */
export function exportDialog(now, path) {
  dialog("Export", (close) => {
    const format = field("Format", select(FORMATS));
    const versions = (now.versions ?? []).map((/** @type {any} */ one) => [String(one.version), `${one.version}${one.version === now.version ? " (current)" : ""}, until ${one.not_after.slice(0, 10)}`]);
    const version = field("Version", select(versions, { value: String(now.version) }));
    const secret = field("Password", password({ minlength: 12 }), { hint: "At least 12 characters. It is not kept anywhere: note it. PEM goes without one, but then anyone who has the file has the key." });
    const reason = field("Reason", input({ maxlength: 253 }), { optional: true, hint: "For the record: who took what, when, and why is written down." });
    const show = () => { secret.node.hidden = !POSSIBLE.has(format.control.value); };
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
          const chosen = POSSIBLE.has(format.control.value) ? secret.control.value : "";
          const body = {
            format: kind, ...(part && { part }), ...((chosen || NEEDED.has(kind)) && { password: chosen }),
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
