// What a person may set: name, domain, notices, renewal. Saved only if nobody else has changed it meanwhile.

import { call, Problem } from "../../api.js";
import { el } from "../../dom.js";
import { announce } from "../../parts/announce.js";
import { part } from "../../parts/badge.js";
import { checkbox, field, input, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { daysField, daysOf, noticesField, switchOf } from "../notices.js";
import { MAX_CERTIFICATE_NAME_CHARACTERS, Source } from "../../words.js";

/**
 * Return the form with a certificate's settings; null for one that has none.
 * @param {Api.CertificateWithHistory} now
 * @param {import("./certificate_actions.js").Context} context
 */
export function settings(now, { at, etag, changed, signal }) {
  if (now.deleted_at || !now.facts) return null;
  const isIssued = now.source === Source.ISSUED;
  const name = field("Name", input({ value: now.certificate_name, maxlength: MAX_CERTIFICATE_NAME_CHARACTERS }));
  const names = now.names.map((one) => /** @type {[string, string]} */ ([one, one]));
  const domain = field("Domain", select(names, { value: now.domain ?? now.names[0] }), {
    hint: "The name that stands for all.",
  });
  const notices = noticesField("as the scope says", now.notices_enabled);
  const days = daysField("as the scope says", now.notice_days);
  const renewal = checkbox("Renew it before it ends", now.renewal_enabled);
  const hint = "A new key each time is safer; some devices want the same.";
  const key = checkbox("Keep the private key when renewing", now.key_reused, hint);

  async function submit() {
    /** @type {Api.UpdateCertificate} */
    const wanted = {
      certificate_name: name.control.value.trim(),
      domain: domain.control.value,
      notices_enabled: switchOf(notices),
      notice_days: daysOf(days),
      ...(isIssued && { renewal_enabled: renewal.box.checked, key_reused: key.box.checked }),
    };
    const request = { at, body: changes(now, wanted), match: etag, signal };
    await call("PATCH /scopes/{scope}/certificates/{certificate_id}", request);
    announce("The settings are saved");
    changed();
  }

  return part(
    "Settings",
    form(
      {
        label: "Save settings",
        working: "Saving …",
        tone: "",
        submit,
        fields: [
          [/^\/certificate_name/, name],
          [/^\/domain/, domain],
          [/^\/notices_enabled/, notices],
          [/^\/notice_days/, days],
        ],
      },
      el("div", { class: "grid" }, name.node, domain.node, notices.node, days.node),
      isIssued && [renewal.node, key.node],
    ),
  );
}

/**
 * Return only what is different: what is not named stays as it is. Throws a Problem where nothing is.
 * @param {Api.Certificate} before
 * @param {Api.UpdateCertificate} wanted
 * @returns {Api.UpdateCertificate}
 */
function changes(before, wanted) {
  /** @type {Api.UpdateCertificate} */
  const shown = { ...before, domain: before.domain ?? before.names[0] };
  const names = /** @type {(keyof Api.UpdateCertificate)[]} */ (Object.keys(wanted));
  const different = names.filter((name) => JSON.stringify(wanted[name]) !== JSON.stringify(shown[name] ?? null));
  if (!different.length) throw new Problem(0, { title: "Nothing is changed", detail: "Change a setting, then save." });
  return Object.fromEntries(different.map((name) => [name, wanted[name]]));
}
