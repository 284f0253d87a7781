// What a person may set: name, domain, notices, renewal. Saved only if nobody else has changed it meanwhile.

import { call, Problem } from "../../api.js";
import { el } from "../../dom.js";
import { part } from "../../parts/badge.js";
import { checkbox, field, input, select } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { say } from "../../parts/said.js";
import { daysField, daysOf, noticesField, switchOf } from "../notices.js";
import { MAX_CERTIFICATE_NAME_CHARACTERS, Source } from "../../words.js";

/** @param {any} now @param {{path: string, etag: string, changed: () => void, signal: AbortSignal}} around */
export function settings(now, { path, etag, changed, signal }) {
  if (now.deleted_at || !now.facts) return null;
  const name = field("Name", input({ value: now.certificate_name, maxlength: MAX_CERTIFICATE_NAME_CHARACTERS }));
  const domain = field("Domain", select(now.names.map((/** @type {string} */ one) => [one, one]), { value: now.domain ?? now.names[0] }), { hint: "The name that stands for all." });
  const notices = noticesField("as the scope says", now.notices_enabled);
  const days = daysField("as the scope says", now.notice_days);
  const renewal = checkbox("Renew it before it ends", now.renewal_enabled !== false);
  const key = checkbox("Keep the private key when renewing", now.key_reused === true, "A new key each time is safer; some devices want the same.");

  async function submit() {
    const wanted = {
      certificate_name: name.control.value.trim(), domain: domain.control.value,
      notices_enabled: switchOf(notices), notice_days: daysOf(days),
      ...(now.source === Source.ISSUED && { renewal_enabled: renewal.box.checked, key_reused: key.box.checked }),
    };
    await call("PATCH", path, { body: changes(now, wanted), match: etag, signal });
    say("The settings are saved");
    changed();
  }

  return part("Settings", form({
    label: "Save settings", working: "Saving …", tone: "", submit,
    fields: [[/^\/certificate_name/, name], [/^\/domain/, domain], [/^\/notices_enabled/, notices], [/^\/notice_days/, days]],
  }, el("div", { class: "grid" }, name.node, domain.node, notices.node, days.node), now.source === Source.ISSUED && [renewal.node, key.node]));
}

/** Only what is different: what is not named stays as it is. @param {any} before @param {any} after */
function changes(before, after) {
  const shown = { ...before, domain: before.domain ?? before.names[0] };
  const different = Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(shown[name] ?? null));
  if (!different.length) throw new Problem(0, { title: "Nothing is changed", detail: "Change a setting, then save." });
  return Object.fromEntries(different);
}
