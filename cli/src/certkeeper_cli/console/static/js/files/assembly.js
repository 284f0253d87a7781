// What some pieces make together, and what is worth saying before they are sent. The API has the last word.

import { daysUntil } from "../moments.js";
import { EXPIRING_DAYS } from "../words.js";

/**
 * @typedef {import("./recognise.js").Piece} Piece
 * @typedef {{certificate: Piece|null, intermediates: Piece[], key: Piece|null, spare: Piece[]}} Assembly
 */

/**
 * Return which piece is the certificate, which ones are its chain, and which one is the key. A file that the page does
 * not know takes a place that is empty, or is sent with the chain: what it is, the API reads from its content.
 * @param {Piece[]} pieces
 * @returns {Assembly}
 */
export function assemble(pieces) {
  const certificates = pieces.filter((one) => one.kind === "certificate");
  const keys = pieces.filter((one) => one.kind === "key");
  const others = pieces.filter((one) => one.kind === "other" || one.kind === "pkcs12");
  const bundles = pieces.filter((one) => one.kind === "p7b");
  const certificate =
    certificates.find((one) => !one.facts?.isCa) ?? certificates[0] ?? others.shift() ?? bundles.shift() ?? null;
  const key = keys[0] ?? others.shift() ?? null;
  const intermediates = [...certificates.filter((one) => one !== certificate), ...bundles, ...others];
  const used = new Set([certificate, key, ...intermediates]);
  return { certificate, intermediates, key, spare: pieces.filter((one) => !used.has(one)) };
}

/**
 * Return whether the API has to read a file before anybody can say what is missing.
 * @param {Piece[]} pieces
 */
export function isOpen(pieces) {
  return pieces.some((one) => one.kind === "other" || one.kind === "pkcs12");
}

/**
 * Return what a person would want to know before saving.
 * @param {Assembly} assembly @param {string} domain that the certificate is meant for, or nothing
 * @returns {string[]}
 */
export function warnings({ certificate, intermediates, key, spare }, domain, now = Date.now()) {
  const found = spare
    .filter((one) => one.kind === "certificate" || one.kind === "key")
    .map((one) => `${one.words} too many`);
  const facts = certificate?.facts;
  if (!facts) return found;
  const open = isOpen([...(key ? [key] : []), ...intermediates]);
  if (Date.parse(facts.notAfter) <= now) found.push(`It expired on ${facts.notAfter.slice(0, 10)}.`);
  else if (daysUntil(facts.notAfter, now) < EXPIRING_DAYS)
    found.push(`It expires soon, on ${facts.notAfter.slice(0, 10)}.`);
  if (Date.parse(facts.notBefore) > now) found.push(`It is not valid before ${facts.notBefore.slice(0, 10)}.`);
  if (facts.isCa) found.push("It is a CA's certificate, not a server's.");
  if (facts.subjectName === facts.issuerName) found.push("It is signed by itself: browsers do not trust it.");
  else if (!open && !complete(facts, intermediates))
    found.push(`The certificate of its issuer, ${facts.issuer}, is not among the files.`);
  if (domain && !covers(facts.names, domain)) found.push(`${domain} is not among its names.`);
  if (!key) found.push("There is no private key yet.");
  return found;
}

/**
 * @param {import("./der.js").Facts} facts
 * @param {Piece[]} chain
 */
function complete(facts, chain) {
  return chain.some((one) => one.kind === "p7b" || one.facts?.subjectName === facts.issuerName);
}

/**
 * Return whether one of the names is or covers the domain.
 * @param {string[]} names
 * @param {string} domain
 */
export function covers(names, domain) {
  const wanted = domain.toLowerCase();
  const parent = `*.${wanted.split(".").slice(1).join(".")}`;
  return names.some((name) => name.toLowerCase() === wanted || name.toLowerCase() === parent);
}
