// An address that names nothing.

import { el } from "../dom.js";

/** @returns {import("../router.js").View} */
export function missing() {
  return {
    title: "Nothing here",
    part: "",
    node: el(
      "article",
      {},
      el("h1", {}, "Nothing here"),
      el("p", {}, "This address names no view. ", el("a", { href: "#/" }, "Go to the overview"), "."),
    ),
  };
}
