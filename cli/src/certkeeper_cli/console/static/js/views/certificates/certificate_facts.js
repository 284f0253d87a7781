// What stands in the certificate.

import { el, foreign } from "../../dom.js";
import { minute } from "../../moments.js";
import { facts, part } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { Source } from "../../words.js";

const MANY = 12;

/** @param {any} certificate */
export function factsOf(certificate) {
  const found = certificate.facts;
  if (!found) return part("Names", names(certificate.names));
  return part("Facts", facts([
    ["Names", names(found.names)],
    ["Common name", found.common_name ? foreign(found.common_name) : "none"],
    ["Domain", foreign(certificate.domain ?? found.names[0] ?? "–")],
    ["Subject", foreign(found.subject || "empty")],
    ["Issuer", foreign(found.issuer)],
    ["Valid from", minute(found.not_before)],
    ["Valid until", minute(found.not_after)],
    ["Expiring from", minute(found.expiring_at)],
    ["Key", `${found.key_algorithm}, ${found.key_bits} bits`],
    ["Signature", found.signature_algorithm],
    ["Format", found.format],
    ["Serial", copyable("serial number", found.serial_hex)],
    ["Serial, decimal", el("code", {}, found.serial)],
    ["SHA-256", copyable("SHA-256 fingerprint", found.sha256)],
    ["SHA-1", copyable("SHA-1 fingerprint", found.sha1)],
    ["Source", certificate.source === Source.ISSUED ? `${certificate.source}: ordered from a CA by Certkeeper` : certificate.source],
    ["Version", [certificate.version, certificate.version_created_at && `, since ${minute(certificate.version_created_at)}`]],
  ]));
}

/** @param {string[]} all */
function names(all) {
  const list = (/** @type {string[]} */ some) => el("ul", { class: "names" }, some.map((name) => el("li", {}, foreign(name))));
  if (all.length <= MANY) return list(all);
  return [list(all.slice(0, MANY)), el("details", { id: "all-names" }, el("summary", {}, `${all.length - MANY} more names`), list(all.slice(MANY)))];
}
