// What a scope holds on to: the certificates that would fall outside it, and those that keep it from being deleted.

import { call, Problem } from "../../api.js";
import { el, foreign } from "../../dom.js";
import { dialog } from "../../parts/dialog.js";
import { form } from "../../parts/form.js";
import { forgetScopes } from "../../scopes.js";
import { ProblemKind } from "../../words.js";

/**
 * Show the certificates that would have names outside a scope, and return whether the person leaves them outside.
 * @param {string} scope
 * @param {Api.OutsideScope} outside
 * @returns {Promise<boolean>}
 */
export function confirmOutside(scope, outside) {
  return new Promise((resolve) => {
    const box = dialog("Certificates would have names outside the scope", (close) => [
      el(
        "p",
        {},
        "They are renewed automatically as before. Nobody can renew them by hand, or upload their next version here.",
      ),
      listed(scope, outside.certificates, outside.count),
      form({
        label: "Leave them outside",
        working: "Saving …",
        tone: "danger",
        fields: [],
        submit: async () => {
          resolve(true);
          close();
        },
      }),
    ]);
    box.addEventListener("close", () => resolve(false));
  });
}

/**
 * Ask whether to delete a scope, and delete it.
 * @param {Api.Scope} scope
 * @param {() => void} done called when it is deleted
 */
export function deleteDialog({ scope }, done) {
  const found = el("div");
  dialog(`Delete ${scope}`, (close) => [
    el(
      "p",
      {},
      "Nothing can be ordered in this scope or uploaded to it any more, and its administrators get no notices of it.",
    ),
    found,
    form({
      label: "Delete the scope",
      working: "Deleting …",
      tone: "danger",
      fields: [],
      submit: async () => {
        try {
          await call("DELETE /scopes/{scope}", { at: { scope } });
        } catch (error) {
          if (error instanceof Problem && error.is(ProblemKind.SCOPE_IN_USE)) {
            found.replaceChildren(listed(scope, error.document.certificates ?? [], error.document.count ?? 0));
          }
          throw error;
        }
        forgetScopes();
        dispatchEvent(new Event("scopes-changed"));
        close();
        done();
      },
    }),
  ]);
}

/**
 * @param {string} scope
 * @param {Api.ListedCertificate[]} certificates
 * @param {number} count of all of them
 */
function listed(scope, certificates, count) {
  const items = certificates.map((one) => {
    const more = one.names_count - one.names.length;
    const href = `#/scopes/${scope}/certificates/${one.certificate_id}`;
    const names = [foreign(one.names.join(", ")), more > 0 && ` and ${more} more`];
    return el("li", {}, el("a", { href }, foreign(one.certificate_name)), ": ", names);
  });
  const left = count - certificates.length;
  return el("ul", { class: "names" }, items, left > 0 && el("li", {}, `and ${left} more certificates`));
}
