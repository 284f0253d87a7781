// What stands in the certificate.

import { el, foreign } from "../../dom.js";
import { minute } from "../../moments.js";
import { facts, part } from "../../parts/badge.js";
import { copyable } from "../../parts/copy.js";
import { Source } from "../../words.js";

const MANY = 12; // names that are shown without being asked for

/**
 * Return the facts of a certificate, or only its names before it is issued.
 * @param {Api.CertificateWithChain} certificate
 */
export function factsOf(certificate) {
  const found = certificate.facts;
  if (!found) return part("Names", names(certificate.names));
  const { source, version_created_at: since } = certificate;
  return part(
    "Facts",
    facts([
      ["Names", names(found.names)],
      ...outside(certificate.outside_scope ?? []),
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
      ["Source", source === Source.ISSUED ? `${source}: ordered from a CA by Certkeeper` : source],
      ["Version", [certificate.version, since && `, since ${minute(since)}`]],
    ]),
  );
}

/**
 * @param {string[]} some names that the scope does not cover since it was narrowed
 * @returns {[string, import("../../dom.js").Child][]}
 */
function outside(some) {
  if (!some.length) return [];
  const why = el("p", { class: "aside" }, "It is renewed automatically, but nobody can renew it by hand.");
  return [["Outside the scope", [names(some), why]]];
}

/** @param {string[]} all */
function names(all) {
  if (all.length <= MANY) return list(all);
  const others = all.slice(MANY);
  const summary = el("summary", {}, `${others.length} more names`);
  return [list(all.slice(0, MANY)), el("details", { id: "all-names" }, summary, list(others))];
}

/** @param {string[]} some */
function list(some) {
  const items = some.map((name) => el("li", {}, foreign(name)));
  return el("ul", { class: "names" }, items);
}
