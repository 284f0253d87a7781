// Reads as much of DER (X.690) as it takes to say what a certificate is: only what is public. The API decides, this
// only shows.
// The reasons are in ADR 67.

/**
 * @typedef {{tag: number, body: Uint8Array, whole: Uint8Array}} Element_
 * @typedef {{subject: string, issuer: string, subjectName: string, issuerName: string, notBefore: string,
 *            notAfter: string, names: string[], isCa: boolean}} Facts
 *  `subject` and `issuer` are the common names (or all there is), `...Name` the encoded ones in hex, for comparison
 */

const COMMON_NAME = "550403";
const ALTERNATIVE_NAMES = "551d11";
const BASIC_CONSTRAINTS = "551d13";

/**
 * Return the elements in some bytes. Throws a RangeError where they are not DER.
 * @param {Uint8Array} bytes
 * @returns {Element_[]}
 */
export function elements(bytes) {
  const found = [];
  let at = 0;
  while (at < bytes.length) {
    const [length, start] = lengthAt(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError("cut off");
    found.push({
      tag: bytes[at],
      body: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {[number, number]}
 */
function lengthAt(bytes, at) {
  const first = bytes[at];
  if (first === undefined || first === 0x80 || first > 0x84) throw new RangeError("no length");
  if (first < 0x80) return [first, at + 1];
  const size = first & 0x7f;
  let length = 0;
  for (let offset = 1; offset <= size; offset += 1) length = length * 256 + (bytes[at + offset] ?? 0);
  return [length, at + 1 + size];
}

/**
 * Return what is in a certificate (RFC 5280). Throws a RangeError where it is none.
 * @param {Uint8Array} bytes
 * @returns {Facts}
 */
export function certificateFacts(bytes) {
  const [certificate] = elements(bytes);
  const [signed] = elements(certificate.body);
  const parts = elements(signed.body).filter((one) => one.tag !== 0xa0);
  const [, , issuer, dates, subject, key] = parts;
  if (!key || issuer.tag !== 0x30 || subject.tag !== 0x30) throw new RangeError("not a certificate");
  const [notBefore, notAfter] = elements(dates.body).map(moment);
  const extensions = parts.find((one) => one.tag === 0xa3);
  return {
    subject: nameWords(subject.body),
    issuer: nameWords(issuer.body),
    subjectName: hex(subject.body),
    issuerName: hex(issuer.body),
    notBefore,
    notAfter,
    ...extensionFacts(extensions ? elements(elements(extensions.body)[0].body) : []),
  };
}

/** @param {Element_[]} extensions */
function extensionFacts(extensions) {
  /** @type {string[]} */
  let names = [];
  let isCa = false;
  for (const extension of extensions) {
    const fields = elements(extension.body);
    const kind = hex(fields[0].body);
    const [value] = elements(fields[fields.length - 1].body);
    if (kind === ALTERNATIVE_NAMES)
      names = elements(value.body)
        .filter((one) => one.tag === 0x82)
        .map((one) => text(one));
    if (kind === BASIC_CONSTRAINTS) isCa = elements(value.body).some((one) => one.tag === 1 && one.body[0] !== 0);
  }
  return { names, isCa };
}

/**
 * Return the common name, or else all attributes.
 * @param {Uint8Array} name
 */
function nameWords(name) {
  const attributes = elements(name)
    .flatMap((set) => elements(set.body))
    .map((one) => elements(one.body));
  const common = attributes.filter(([kind]) => hex(kind.body) === COMMON_NAME);
  return (common.length ? common : attributes).map(([, value]) => text(value)).join(", ");
}

/** @param {Element_} value */
function text(value) {
  if (value.tag === 0x1e) return new TextDecoder("utf-16be").decode(value.body);
  return new TextDecoder(value.tag === 0x14 ? "iso-8859-1" : "utf-8").decode(value.body);
}

/**
 * Return a UTCTime or a GeneralizedTime as RFC 3339.
 * @param {Element_} time
 */
function moment(time) {
  const digits = text(time);
  const full = time.tag === 0x17 ? `${Number(digits.slice(0, 2)) < 50 ? "20" : "19"}${digits}` : digits;
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(full) ?? ["", "", "", "", "", "", ""];
  return `${y}-${mo}-${d}T${h}:${mi}:${s}Z`;
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
