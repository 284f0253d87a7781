// One certificate in the list: name, validity, id.

import { el, foreign } from "./dom.js";
import { count } from "./moments.js";
import { badge } from "./parts/badge.js";
import { nextAction, validity } from "./validity.js";
import { CertificateStatus } from "./words.js";

/**
 * Return the address of a certificate, or of its first order while that runs.
 * @param {Api.Certificate} certificate
 */
export function placeOf(certificate) {
  const { scope, certificate_id: id, order_id: order, status } = certificate;
  const isOrdered = status === CertificateStatus.PENDING && order;
  return isOrdered ? `#/scopes/${scope}/orders/${order}` : `#/scopes/${scope}/certificates/${id}`;
}

/**
 * Return the row of a certificate.
 * @param {Api.Certificate} certificate
 */
export function row(certificate) {
  const { tone, word, more } = validity(certificate);
  const next = nextAction(certificate);
  const id = certificate.certificate_id;
  const domain = certificate.domain ?? certificate.names[0] ?? "";
  const others = certificate.names.length + (certificate.names_left_out ?? 0) - 1;
  const alike = domain === certificate.certificate_name;
  const where = el("span", {}, `${certificate.scope}, ${certificate.source}`);
  const lines = [
    el("span", { class: "first" }, foreign(certificate.certificate_name, "name"), badge(tone, word)),
    el(
      "span",
      { class: "second" },
      alike ? where : foreign(domain),
      others > 0 && el("span", {}, `+${count(others, "name")}`),
      el("span", { class: `left ${tone}` }, more),
    ),
    el(
      "span",
      { class: "third" },
      !alike && where,
      next && el("span", {}, next),
      el("span", { class: "id", title: id }, `…${id.slice(-8)}`),
    ),
  ];
  return el("li", {}, el("a", { href: placeOf(certificate), class: `row ${tone}` }, lines));
}
