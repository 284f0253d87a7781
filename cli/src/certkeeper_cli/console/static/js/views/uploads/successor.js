// A newer certificate in the place of one that is there: id, name and secret stay.

import { el, swap } from "../../dom.js";
import { uploadForm } from "./upload_form.js";
import { UploadForm } from "../../words.js";

const LEAD = "Id, name and secret stay, so servers that read the secret get the new one. The version before is kept.";
/** @type {[string, string][]} */
const WAYS = [
  [UploadForm.PEM, "PEM files"],
  [UploadForm.PFX, "PKCS#12 file"],
  [UploadForm.PASTE, "Pasted text"],
];

/**
 * Return the view that replaces a certificate.
 * @param {import("../../router.js").Context} context
 * @returns {import("../../router.js").View}
 */
export function successor({ parameters: [scope, id], signal }) {
  const place = el("div", { class: "way" });
  const choose = (/** @type {string} */ way) =>
    swap(place, uploadForm(way, null, signal, { scope, certificate_id: id }));
  const ways = WAYS.map(([way, words], at) => {
    const attributes = { type: "radio", name: "way", value: way, checked: at === 0, onchange: () => choose(way) };
    return el("label", {}, el("input", attributes), words);
  });
  const node = el(
    "article",
    {},
    el("h1", {}, "Replace with a newer one"),
    el("p", { class: "lead" }, LEAD),
    el("p", {}, el("a", { href: `#/scopes/${scope}/certificates/${id}` }, "Back to the certificate")),
    el("fieldset", { class: "choice" }, el("legend", {}, "How"), ways),
    place,
  );
  choose(UploadForm.PEM);
  return { title: "Replace", part: "certificates", node };
}
