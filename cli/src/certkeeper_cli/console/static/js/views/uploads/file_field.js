// Files by drag and drop or by choosing. They stay in memory, and only until they are sent.

import { el, foreign, freshId, swap } from "../../dom.js";
import { recognise } from "../../files/recognise.js";
import { field, input } from "../../parts/field.js";
import { say } from "../../parts/said.js";
import { pieceWords } from "./shown_assembly.js";

/**
 * @typedef {import("../../files/recognise.js").Piece} Piece
 * @param {string} label
 * @param {{multiple: boolean, accept: string, hint: string, changed?: (pieces: Piece[]) => void}} wishes
 */
export function fileField(label, { multiple, accept, hint, changed = () => {} }) {
  /** @type {{name: string, pieces: Piece[]}[]} */
  let files = [];
  const control = input({ type: "file", multiple, accept, class: "file" });
  const list = el("ul", { class: "files", "aria-label": "Files chosen" });
  const made = field(label, control, { hint: [hint, multiple ? ". Drop them here, or choose." : ". Drop it here, or choose."] });
  made.node.classList.add("drop");

  /** @param {Iterable<File>} chosen */
  async function take(chosen) {
    const read = await Promise.all([...chosen].map(async (file) => ({ name: file.name, pieces: recognise(new Uint8Array(await file.arrayBuffer())) })));
    files = multiple ? [...files, ...read] : read.slice(0, 1);
    control.value = "";
    made.relieve();
    control.dispatchEvent(new Event("input", { bubbles: true })); // another body, another Idempotency-Key
    say(read.map((one) => `${one.name}: ${wordsOf(one.pieces)}`).join("; "));
    show();
  }

  function show() {
    made.node.classList.toggle("chosen", files.length > 0);
    swap(list, files.map((file) => el("li", {},
      el("div", {}, el("strong", {}, foreign(file.name, "name")), file.pieces.map((piece) => el("div", {}, pieceWords(piece)))),
      el("button", { type: "button", class: "small", id: freshId("remove"), "aria-label": `Remove ${file.name}`, onclick: () => remove(file) }, "Remove"))));
    changed(files.flatMap((file) => file.pieces));
  }

  /** @param {{name: string, pieces: Piece[]}} file */
  function remove(file) {
    files = files.filter((one) => one !== file);
    show();
    control.focus();
  }

  control.addEventListener("change", () => { if (/** @type {HTMLInputElement} */ (control).files?.length) take(/** @type {any} */ (control).files); });
  const over = (/** @type {boolean} */ is) => made.node.classList.toggle("over", is);
  made.node.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
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
    forget: () => { files = []; show(); },
  };
}

/** @param {Piece[]} pieces */
function wordsOf(pieces) {
  return pieces.map((one) => one.words).join(", ");
}
