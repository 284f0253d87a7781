// A newer certificate in the place of one that is there: id, name and secret stay.

import { el, swap } from "../../dom.js";
import { uploadForm } from "./upload_form.js";
import { UploadForm } from "../../words.js";

const WAYS = /** @type {[string, string][]} */ ([[UploadForm.PEM, "PEM files"], [UploadForm.PFX, "PKCS#12 file"], [UploadForm.PASTE, "Pasted text"]]);

/** @param {import("../../router.js").Context} context @returns {import("../../router.js").View} */
export function successor({ parameters: [scope, id], signal }) {
  const path = `/scopes/${scope}/certificates/${id}`;
  const place = el("div", { class: "way" });
  const choose = (/** @type {string} */ way) => swap(place, uploadForm(way, null, signal, `${path}/versions`));
  const node = el("article", {}, el("h1", {}, "Replace with a newer one"),
    el("p", { class: "lead" }, "Id, name and secret stay, so whoever reads the secret gets the new one. The version before is kept."),
    el("p", {}, el("a", { href: `#${path}` }, "Back to the certificate")),
    el("fieldset", { class: "choice" }, el("legend", {}, "How"), WAYS.map(([way, words], at) => el("label", {},
      el("input", { type: "radio", name: "way", value: way, checked: at === 0, onchange: () => choose(way) }), words))), place);
  choose(UploadForm.PEM);
  return { title: "Replace", part: "certificates", node };
}
