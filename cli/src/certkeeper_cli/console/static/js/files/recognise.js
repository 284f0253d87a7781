// What a file is, as far as the page can show it: what it does not know is sent too, and the API says what it is.

import { certificateFacts, elements } from "./der.js";
import { base64, bytesOf, pemBlocks } from "./pem.js";
import { MAX_UPLOAD_BYTES } from "../words.js";

/**
 * @typedef {"certificate"|"key"|"pkcs12"|"p7b"|"other"|"unsent"} Kind
 * @typedef {{kind: Kind, words: string, content: string, encrypted?: boolean,
 *            facts?: import("./der.js").Facts, file?: string}} Piece
 *  `content` is what the API is sent: PEM, or base64 of the file, empty for `unsent`; `other` may be anything: an
 *  archive, a Kubernetes Secret, text in another encoding; `file` is the name of the file that it was in
 */

// Base64 makes 4/3 of it, which must fit into the body with everything else.
const MAX_BYTES = Math.floor(MAX_UPLOAD_BYTES * 0.7);

/**
 * Return the pieces of a file, in its order: a PEM file may hold a key and a whole chain.
 * @param {Uint8Array} bytes
 * @returns {Piece[]}
 */
export function recognise(bytes) {
  if (!bytes.length) return [unsent("an empty file")];
  if (bytes.length > MAX_BYTES)
    return [unsent(`a file that is too large: the API takes ${MAX_UPLOAD_BYTES / 2 ** 20} MiB at the most`)];
  const text = new TextDecoder("utf-8").decode(bytes);
  const pieces = pemBlocks(text)
    .filter(({ label }) => NEEDED.test(label))
    .flatMap(fromBlock);
  return pieces.length > 0 && pieces.length === beginnings(text) ? pieces : [fromDer(bytes)];
}

const NEEDED = /CERTIFICATE|KEY|PKCS/; // parameters, revocation lists and mails are no part of an upload

/**
 * Return how many blocks begin in a text. More than were read: the API has to see the whole.
 * @param {string} text
 */
function beginnings(text) {
  return [...text.matchAll(/BEGIN [A-Z0-9 ]*(?:CERTIFICATE|KEY|PKCS)/g)].length;
}

/**
 * Return what a block is; nothing, where it cannot be shown.
 * @param {import("./pem.js").Block} block
 * @returns {Piece[]}
 */
function fromBlock({ label, text, body }) {
  if (label.endsWith("PRIVATE KEY")) {
    const encrypted = label.startsWith("ENCRYPTED") || text.includes("Proc-Type: 4,ENCRYPTED");
    const words = encrypted ? "a private key, encrypted" : "a private key";
    return [{ kind: "key", words, content: text, encrypted }];
  }
  if (label === "PKCS7") return [{ kind: "p7b", words: "a PKCS#7 chain", content: text }];
  const piece = label === "CERTIFICATE" ? asCertificate(() => bytesOf(body), text) : null;
  return piece ? [piece] : [];
}

/**
 * @param {Uint8Array} bytes
 * @returns {Piece}
 */
function fromDer(bytes) {
  const piece = asCertificate(() => bytes, base64(bytes));
  if (piece) return piece;
  try {
    const [outer] = elements(bytes);
    const parts = elements(outer.body);
    const version = parts[0]?.tag === 2 ? parts[0].body[0] : -1;
    if (version === 3 && parts[1]?.tag === 0x30)
      return { kind: "pkcs12", words: "a PKCS#12 file", content: base64(bytes) };
    if (parts[0]?.tag === 6) return { kind: "p7b", words: "a PKCS#7 chain", content: base64(bytes) };
    if (version === 0 || version === 1) return { kind: "key", words: "a private key", content: base64(bytes) };
    if (parts[0]?.tag === 0x30 && parts[1]?.tag === 4) {
      return { kind: "key", words: "a private key, encrypted", content: base64(bytes), encrypted: true };
    }
  } catch {
    /* not DER as it is written here */
  }
  return other(bytes);
}

/**
 * @param {() => Uint8Array} read
 * @param {string} content
 * @returns {Piece|null}
 */
function asCertificate(read, content) {
  try {
    const facts = certificateFacts(read());
    return { kind: "certificate", words: facts.isCa ? "a CA's certificate" : "a certificate", content, facts };
  } catch {
    return null;
  }
}

/**
 * Return a piece for what the API judges alone.
 * @param {Uint8Array} bytes
 * @returns {Piece}
 */
function other(bytes) {
  const isZip = [0x50, 0x4b].every((byte, at) => bytes[at] === byte);
  const words = isZip ? "a ZIP archive" : "not known to this page";
  return { kind: "other", words: `${words}; it is read when it is saved`, content: base64(bytes) };
}

/**
 * @param {string} words
 * @returns {Piece}
 */
function unsent(words) {
  return { kind: "unsent", words, content: "" };
}
