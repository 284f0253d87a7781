// PEM (RFC 7468) and base64.

/** @typedef {{label: string, text: string, body: string}} Block `text` is the whole block, `body` its base64 */

/**
 * Return the blocks of a text, however it was copied.
 * @param {string} text
 * @returns {Block[]}
 */
export function pemBlocks(text) {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g);
  return [...found].map(([whole, label, body]) => ({
    label,
    text: `${whole
      .split(/\r?\n/)
      .map((line) => line.trim())
      .join("\n")}\n`,
    body: body.replaceAll(/[^A-Za-z0-9+/=]/g, ""),
  }));
}

/** @param {string} encoded base64 */
export function bytesOf(encoded) {
  const binary = atob(encoded);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
