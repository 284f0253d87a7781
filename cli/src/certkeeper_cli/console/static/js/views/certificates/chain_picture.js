// The chain as a picture: which certificate signed which, up to the root.

import { el, svg } from "../../dom.js";
import { certificateFacts } from "../../files/der.js";
import { bytesOf, pemBlocks } from "../../files/pem.js";
import { daysUntil } from "../../moments.js";

const WIDTH = 460;
const BOX = 54;
const GAP = 30;
const MAX_CHARACTERS = 46; // as many fit into a box

/** @typedef {{kind: string, subject: string, issuer: string, until: string, known: boolean, ended?: boolean}} Link */

/**
 * Return the picture of a certificate's chain.
 * @param {Api.CertificateWithChain} certificate
 */
export function chainPicture(certificate) {
  const links = chain(certificate);
  const height = links.length * BOX + (links.length - 1) * GAP + 2;
  const said = links.map((one) => `${one.kind} ${one.subject}, ${one.until}`).join("; signed by ");
  const boxes = links.map((one, at) => box(one, at * (BOX + GAP) + 1, at < links.length - 1));
  const attributes = { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `Chain: ${said}` };
  return el("div", { class: "chain" }, svg("svg", attributes, boxes));
}

/**
 * Return the certificates from the leaf up, and the issuer of the last where that is not part of the chain.
 * @param {Api.CertificateWithChain} certificate
 * @returns {Link[]}
 */
function chain({ certificate_pem: leaf, chain_pem: issuers, root_pem: root }) {
  const links = [...read(leaf, "Certificate"), ...read(issuers, "Intermediate"), ...read(root, "Root")];
  const top = links.at(-1);
  if (top && top.subject !== top.issuer) {
    const until = "not part of the chain: clients have it";
    links.push({ kind: "Issuer", subject: top.issuer, issuer: top.issuer, until, known: false });
  }
  return links;
}

/**
 * @param {string|null} pem
 * @param {string} kind
 * @returns {Link[]}
 */
function read(pem, kind) {
  return pemBlocks(pem ?? "").map(({ body }) => {
    try {
      const facts = certificateFacts(bytesOf(body));
      const subject = facts.subject || facts.names[0] || "–";
      const until = `until ${facts.notAfter.slice(0, 10)}`;
      return { kind, subject, issuer: facts.issuer, until, known: true, ended: daysUntil(facts.notAfter) < 0 };
    } catch {
      return { kind, subject: "cannot be read here", issuer: "cannot be read here", until: "", known: false };
    }
  });
}

/**
 * @param {Link} link
 * @param {number} y
 * @param {boolean} hasNext
 */
function box(link, y, hasNext) {
  const more = `${link.kind} · ${link.ended ? "expired, " : ""}${link.until}`;
  const arrow = `M30 ${y + BOX + 2} v${GAP - 8} m-5 -6 l5 6 l5 -6`;
  return svg(
    "g",
    { class: `${link.known ? "known" : "unknown"}${link.ended ? " ended" : ""}` },
    svg("title", {}, `${link.kind}: ${link.subject}`),
    svg("rect", { x: 1, y, width: WIDTH - 2, height: BOX, rx: 6 }),
    svg("text", { x: 14, y: y + 22, class: "subject" }, shortened(link.subject)),
    svg("text", { x: 14, y: y + 41, class: "more" }, more),
    hasNext && [
      svg("path", { d: arrow }),
      svg("text", { x: 44, y: y + BOX + GAP / 2 + 4, class: "more" }, "signed by"),
    ],
  );
}

/** @param {string} text */
function shortened(text) {
  const letters = [...text];
  return letters.length > MAX_CHARACTERS ? `${letters.slice(0, MAX_CHARACTERS - 1).join("")}…` : text;
}
