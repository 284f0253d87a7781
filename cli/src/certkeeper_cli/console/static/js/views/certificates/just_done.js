// What was done with a certificate a moment ago: its view says it once.

import { el } from "../../dom.js";

/** @type {{id: string, paragraphs: import("../../dom.js").Child[]}} */
const last = { id: "", paragraphs: [] };

/**
 * Keep what to say at the certificate's view when it is shown next.
 * @param {string} id of the certificate
 * @param {...import("../../dom.js").Child} paragraphs
 */
export function sayNext(id, ...paragraphs) {
  last.id = id;
  last.paragraphs = paragraphs;
}

/**
 * Return what was done with the certificate, once; null where nothing was.
 * @param {string} id of the certificate
 */
export function justDone(id) {
  if (last.id !== id) return null;
  const paragraphs = last.paragraphs.filter(Boolean).map((one) => el("p", {}, one));
  sayNext("");
  return el("div", { class: "note good", role: "status" }, paragraphs);
}
