// Where the page begins: which view belongs to which address, and the list beside them.

import { about } from "./about.js";
import { fillList } from "./list.js";
import { follow } from "./router.js";
import { ADDED_BY, add } from "./views/add.js";
import { certificate } from "./views/certificates/certificate.js";
import { missing } from "./views/missing.js";
import { order } from "./views/orders/order.js";
import { overview } from "./views/overview/overview.js";
import { scopesView } from "./views/scopes/scopes.js";
import { successor } from "./views/uploads/successor.js";
import { ID_PATTERN, SCOPE_NAME_PATTERN } from "./words.js";

const SCOPE = `(${SCOPE_NAME_PATTERN})`;
const ID = `(${ID_PATTERN})`;

/** @type {import("./router.js").Route[]} */
const ROUTES = [
  [/^\/$/, overview],
  [/^\/certificates$/, overview],
  [new RegExp(`^/add(?:/(${ADDED_BY.join("|")}))?$`), add],
  [/^\/scopes$/, scopesView],
  [new RegExp(`^/scopes/${SCOPE}/orders/${ID}$`), order],
  [new RegExp(`^/scopes/${SCOPE}/certificates/${ID}$`), certificate],
  [new RegExp(`^/scopes/${SCOPE}/certificates/${ID}/successor$`), successor],
  [/^/, missing],
];

async function sayWhere() {
  const { api_url: url } = await about();
  const box = document.getElementById("where");
  if (box) box.textContent = new URL(url).host;
}

/** @param {import("./router.js").View} view */
function shown(view) {
  const listed = location.hash === "#/certificates";
  document.body.classList.toggle("listed", listed);
  for (const link of document.querySelectorAll("[data-part]")) {
    if (link.getAttribute("data-part") === (listed ? "certificates" : view.part))
      link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

fillList(/** @type {HTMLElement} */ (document.getElementById("list")));
follow(ROUTES, /** @type {HTMLElement} */ (document.getElementById("main")), shown);
sayWhere().catch(() => {}); // it is only said
