// Files by drag and drop or by choosing. They stay in memory, and only until they are sent.

import { el, foreign, freshId, swap } from "../../dom.js";
import { base64 } from "../../files/pem.js";
import { recognise } from "../../files/recognise.js";
import { announce } from "../../parts/announce.js";
import { field, input } from "../../parts/field.js";
import { pieceWords } from "./shown_assembly.js";

/**
 * @typedef {import("../../files/recognise.js").Piece} Piece
 * @typedef {{name: string, pieces: Piece[], bytes: Uint8Array}} ReadFile
 *
 * @typedef {object} FileOptions
 * @property {boolean} multiple
 * @property {string} accept
 * @property {string} hint
 * @property {(pieces: Piece[]) => void} [changed]
 */

/**
 * Return the field, and what reads and clears it.
 * @param {string} label
 * @param {FileOptions} options
 */
export function fileField(label, { multiple, accept, hint, changed = () => {} }) {
  /** @type {ReadFile[]} */
  let files = [];
  const control = input({ type: "file", multiple, accept, class: "file" });
  const list = el("ul", { class: "files", "aria-label": "Files chosen" });
  const made = field(label, control, { hint: [hint, `. Drop ${multiple ? "them" : "it"} here, or choose.`] });
  made.node.classList.add("drop");

  /** @param {Iterable<File>} chosen */
  async function take(chosen) {
    const read = await Promise.all([...chosen].map(readFile));
    files = multiple ? [...files, ...read] : read.slice(0, 1);
    control.value = "";
    made.clearError();
    control.dispatchEvent(new Event("input", { bubbles: true })); // another body, another Idempotency-Key
    announce(read.map((one) => `${one.name}: ${wordsOf(one.pieces)}`).join("; "));
    show();
  }

  function show() {
    made.node.classList.toggle("chosen", files.length > 0);
    swap(list, files.map(row));
    changed(files.flatMap((file) => file.pieces));
  }

  /** @param {ReadFile} file */
  function row(file) {
    const pieces = file.pieces.map((piece) => el("div", {}, pieceWords(piece)));
    const name = el("strong", {}, foreign(file.name, "name"));
    const id = freshId("remove");
    const attributes = { type: "button", class: "small", id, "aria-label": `Remove ${file.name}` };
    const button = el("button", { ...attributes, onclick: () => remove(file) }, "Remove");
    return el("li", {}, el("div", {}, name, pieces), button);
  }

  /** @param {ReadFile} file */
  function remove(file) {
    files = files.filter((one) => one !== file);
    show();
    control.focus();
  }

  control.addEventListener("change", () => {
    if (control.files?.length) take(control.files);
  });
  const over = (/** @type {boolean} */ is) => made.node.classList.toggle("over", is);
  made.node.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  made.node.addEventListener("dragleave", () => over(false));
  made.node.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
  });
  return {
    node: el("div", {}, made.node, list),
    field: made,
    pieces: () => files.flatMap((file) => file.pieces),
    whole: () => wholeOf(files[0]),
    forget: () => {
      files = [];
      show();
    },
  };
}

/**
 * @param {File} file
 * @returns {Promise<ReadFile>}
 */
async function readFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, pieces: recognise(bytes).map((one) => ({ ...one, file: file.name })), bytes };
}

/**
 * Return a file as it is, in base64, with its name; nothing where it is empty or too large to be sent.
 * @param {ReadFile|undefined} file
 */
function wholeOf(file) {
  if (!file || file.pieces.some((one) => one.kind === "unsent")) return null;
  return { file: file.name, content: base64(file.bytes) };
}

/** @param {Piece[]} pieces */
function wordsOf(pieces) {
  return pieces.map((one) => one.words).join(", ");
}
