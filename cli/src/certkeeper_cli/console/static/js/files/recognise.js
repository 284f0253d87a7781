// What a file is, from its content: its name may say anything.

import { certificateFacts, elements } from "./der.js";
import { base64, bytesOf, pemBlocks } from "./pem.js";
import { MAX_UPLOAD_BYTES } from "../words.js";

/**
 * @typedef {"certificate"|"key"|"pfx"|"p7b"|"request"|"jks"|"unknown"} Kind
 * @typedef {{kind: Kind, words: string, content: string, encrypted?: boolean,
 *            facts?: import("./der.js").Facts, file?: string}} Piece
 *  `content` is what the API is sent: PEM, or base64 of the file; `file` is the name of the file that it was in
 */

// Base64 makes 4/3 of it, which must fit into the body with everything else.
const MAX_BYTES = Math.floor(MAX_UPLOAD_BYTES * 0.7);

/**
 * Return the pieces of a file, in its order: a PEM file may hold a key and a whole chain.
 * @param {Uint8Array} bytes
 * @returns {Piece[]}
 */
export function recognise(bytes) {
  if (!bytes.length) return [unknown("an empty file")];
  if (bytes.length > MAX_BYTES)
    return [unknown(`a file that is too large: the API takes ${MAX_UPLOAD_BYTES / 2 ** 20} MiB at the most`)];
  const blocks = pemBlocks(new TextDecoder("utf-8").decode(bytes));
  if (blocks.length) return blocks.map(fromBlock);
  if (startsWith(bytes, [0xfe, 0xed, 0xfe, 0xed])) {
    return [{ kind: "jks", words: "a Java key store; export it as PKCS#12 with keytool first", content: "" }];
  }
  return [fromDer(bytes)];
}

/**
 * @param {import("./pem.js").Block} block
 * @returns {Piece}
 */
function fromBlock({ label, text, body }) {
  if (label.endsWith("PRIVATE KEY")) {
    const encrypted = label.startsWith("ENCRYPTED") || text.includes("Proc-Type: 4,ENCRYPTED");
    return {
      kind: "key",
      words: encrypted ? "a private key, encrypted" : "a private key",
      content: text,
      encrypted,
    };
  }
  if (label === "CERTIFICATE REQUEST") {
    return { kind: "request", words: "a request (CSR), which the CA has answered with another file", content: "" };
  }
  if (label === "PKCS7") return { kind: "p7b", words: "a PKCS#7 chain", content: text };
  const piece = label.endsWith("CERTIFICATE") ? asCertificate(bytesOf(body), text) : null;
  return piece ?? unknown(`a PEM block that is not needed here: ${label}`);
}

/**
 * @param {Uint8Array} bytes
 * @returns {Piece}
 */
function fromDer(bytes) {
  const piece = asCertificate(bytes, base64(bytes));
  if (piece) return piece;
  try {
    const [outer] = elements(bytes);
    const parts = elements(outer.body);
    const version = parts[0]?.tag === 2 ? parts[0].body[0] : -1;
    if (version === 3 && parts[1]?.tag === 0x30)
      return { kind: "pfx", words: "a PKCS#12 file", content: base64(bytes) };
    if (parts[0]?.tag === 6) return { kind: "p7b", words: "a PKCS#7 chain", content: base64(bytes) };
    if (version === 0 || version === 1) return { kind: "key", words: "a private key", content: base64(bytes) };
    if (parts[0]?.tag === 0x30 && parts[1]?.tag === 4) {
      return { kind: "key", words: "a private key, encrypted", content: base64(bytes), encrypted: true };
    }
  } catch {
    /* neither PEM nor DER */
  }
  return unknown("a file that is neither PEM, DER nor PKCS#12");
}

/**
 * @param {Uint8Array} bytes
 * @param {string} content
 * @returns {Piece|null}
 */
function asCertificate(bytes, content) {
  try {
    const facts = certificateFacts(bytes);
    return { kind: "certificate", words: facts.isCa ? "a CA's certificate" : "a certificate", content, facts };
  } catch {
    return null;
  }
}

/**
 * @param {string} words
 * @returns {Piece}
 */
function unknown(words) {
  return { kind: "unknown", words, content: "" };
}

/**
 * @param {Uint8Array} bytes
 * @param {number[]} start
 */
function startsWith(bytes, start) {
  return start.every((byte, at) => bytes[at] === byte);
}
