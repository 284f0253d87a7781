// A question over the page. The browser keeps the focus inside, and gives it back to what opened it.

import { el, freshId } from "../dom.js";

/**
 * Open a dialog, and return it.
 * @param {string} title
 * @param {(close: () => void) => import("../dom.js").Child[]} fill gets what closes the dialog, returns its content
 * @returns {HTMLDialogElement}
 */
export function dialog(title, fill) {
  const opener = document.activeElement;
  const heading = freshId("dialog");
  const box = el("dialog", { "aria-labelledby": heading });
  const close = () => box.close();
  const cross = el("button", { type: "button", class: "plain", "aria-label": "Close", onclick: close }, "✕");
  box.append(
    el("header", {}, el("h2", { id: heading }, title), cross),
    el("div", { class: "content" }, ...fill(close)),
  );
  box.addEventListener("close", () => {
    box.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  });
  addEventListener("hashchange", close, { once: true });
  document.body.append(box);
  box.showModal();
  const first = box.querySelector("input:not([type=hidden]), select, textarea, .content button");
  if (first instanceof HTMLElement) first.focus();
  return box;
}
