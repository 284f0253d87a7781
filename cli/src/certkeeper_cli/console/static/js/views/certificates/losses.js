// What a version loses against the one whose place it takes: side by side, and confirmed loss by loss.

import { Problem } from "../../api.js";
import { el, foreign, swap } from "../../dom.js";
import { minute } from "../../moments.js";
import { dialog } from "../../parts/dialog.js";
import { checkbox } from "../../parts/field.js";
import { form } from "../../parts/form.js";
import { sentence } from "../../validity.js";
import { Loss, LOSS_LABELS, ProblemKind, SOURCE_LABELS } from "../../words.js";
import { TRUST } from "./certificate_verdicts.js";

/**
 * @template A
 * @typedef {object} Replacement a request that puts a version in the place of the current one
 * @property {string} label of the button that confirms it
 * @property {string} working what the button says meanwhile
 * @property {(confirmed: Api.Confirmation|undefined, key: string) => Promise<A>} send
 * @property {(answer: A) => void} done
 */

/**
 * Return whether a confirmation ends automatic renewal, for which there is an operation of administrators.
 * @param {Api.Confirmation|undefined} confirmed
 */
export function endsRenewal(confirmed) {
  return confirmed?.losses.includes(Loss.SOURCE_CHANGED) ?? false;
}

/**
 * Return the comparison of a refusal that a person may confirm; null for any other error.
 * @param {unknown} error
 */
export function comparisonOf(error) {
  if (!(error instanceof Problem)) return null;
  const kinds = [ProblemKind.LOSSES_NOT_CONFIRMED, ProblemKind.REPLACEMENT_NEEDS_ADMINISTRATOR];
  return kinds.some((kind) => error.is(kind)) ? (error.document.comparison ?? null) : null;
}

/**
 * Send a request, have a person confirm what it loses, and return its answer. Throws a Problem, and an AbortError
 * where the person closes the question.
 * @template A
 * @param {string} key the Idempotency-Key of the first attempt
 * @param {Omit<Replacement<A>, "done">} replacement
 * @returns {Promise<A>}
 */
export async function sendOrAsk(key, replacement) {
  try {
    return await replacement.send(undefined, key);
  } catch (error) {
    const comparison = comparisonOf(error);
    if (!comparison) throw error;
    return await asked(comparison, replacement);
  }
}

/**
 * @template A
 * @param {Api.Comparison} comparison
 * @param {Omit<Replacement<A>, "done">} replacement
 * @returns {Promise<A>}
 */
function asked(comparison, replacement) {
  return new Promise((resolve, reject) => {
    const box = el("div");
    const question = { isClosed: false, isSending: false };
    /** @type {typeof replacement.send} */
    const send = async (confirmed, key) => {
      question.isSending = true;
      try {
        return await replacement.send(confirmed, key);
      } catch (error) {
        if (question.isClosed) reject(error); // nobody sees the dialog's own note
        throw error;
      } finally {
        question.isSending = false;
      }
    };
    const fill = (/** @type {() => void} */ close) => {
      const done = (/** @type {A} */ answer) => {
        resolve(answer);
        close();
      };
      showLosses(box, comparison, { ...replacement, send, done });
      return [box];
    };
    dialog("Something would be lost", fill).addEventListener("close", () => {
      question.isClosed = true;
      if (!question.isSending) reject(new DOMException("It was not confirmed", "AbortError"));
    });
  });
}

/**
 * Show a comparison with the form that confirms it. Where the certificate has changed by then, the new comparison takes
 * its place, with nothing confirmed.
 * @template A
 * @param {Element} box
 * @param {Api.Comparison} comparison
 * @param {Replacement<A>} replacement
 * @param {Api.Comparison} [before] the comparison that no longer holds
 */
export function showLosses(box, comparison, replacement, before) {
  const { version, losses } = comparison;
  const boxes = losses.map(({ code, detail }) => checkbox(LOSS_LABELS[code] ?? sentence(code), false, detail));

  /** @param {string} key */
  async function submit(key) {
    if (boxes.some((one) => !one.box.checked)) throw notAllConfirmed(version);
    const confirmed = losses.length ? { version, losses: losses.map((one) => one.code) } : undefined;
    try {
      replacement.done(await replacement.send(confirmed, key));
    } catch (error) {
      const other = comparisonOf(error);
      if (!other) throw inWords(error, endsRenewal(confirmed));
      showLosses(box, other, replacement, comparison);
    }
  }

  const options = { label: replacement.label, working: replacement.working, tone: "danger", fields: [], submit };
  const blocks = losses.map((loss, at) => el("div", { class: "loss" }, boxes[at].node, sides(version, loss)));
  const changed = before && changedNote(comparison, before);
  swap(box, changed, lead(comparison), form(options, ...blocks));
  if (changed) changed.focus();
}

/** @param {Api.Comparison} comparison */
function lead({ version, losses }) {
  if (!losses.length) return el("p", {}, `Nothing is lost against version ${version}, which is current.`);
  const what =
    `Servers that read the secret get it at once, in the place of version ${version}. Compare both, and tick each ` +
    "loss that is meant. To keep what is there, close this.";
  const ends =
    "Automatic renewal would end with it: Certkeeper ordered the current version, and does not renew what was " +
    "uploaded. Only an administrator can do this.";
  const isEnding = losses.some((one) => one.code === Loss.SOURCE_CHANGED);
  return [el("p", {}, what), isEnding && el("p", { class: "note warn" }, ends)];
}

/**
 * @param {Api.Comparison} now
 * @param {Api.Comparison} before
 */
function changedNote(now, before) {
  const words =
    now.version === before.version
      ? "What would be lost is not what was confirmed. Nothing was changed; this is the comparison as it is now."
      : `Version ${now.version} has become current meanwhile. Nothing was changed; this is the comparison with it.`;
  return el("div", { class: "note warn", role: "alert", tabindex: -1 }, el("p", {}, words));
}

/**
 * Return one loss side by side.
 * @param {number} version the current one
 * @param {Api.FoundLoss} loss
 */
function sides(version, { code, before, after }) {
  const side = (/** @type {string} */ title, /** @type {string[]} */ texts) => {
    const shown = texts.length ? texts.map((text) => valueOf(code, text)) : ["none"];
    return el(
      "div",
      {},
      el("dt", {}, title),
      shown.map((one) => el("dd", {}, one)),
    );
  };
  return el("dl", { class: "sides" }, side(`Version ${version}, current`, before), side("In its place", after));
}

/**
 * Return a text of a comparison as the page says it elsewhere.
 * @param {Api.FoundLoss["code"]} code
 * @param {string} text
 * @returns {import("../../dom.js").Child}
 */
function valueOf(code, text) {
  if (code === Loss.ENDS_EARLIER && !Number.isNaN(Date.parse(text))) return minute(text);
  /** @type {Readonly<Record<string, string>>} */
  const words = WORDS[code] ?? {};
  return words[text] ?? foreign(text);
}

/** @type {Partial<Record<Api.FoundLoss["code"], Readonly<Record<string, string>>>>} */
const WORDS = {
  [Loss.TRUST_LOST]: Object.fromEntries(Object.entries(TRUST).map(([trust, { word }]) => [trust, word])),
  [Loss.SOURCE_CHANGED]: SOURCE_LABELS,
};

/** @param {number} version */
function notAllConfirmed(version) {
  const detail = `Tick each loss if it is meant. If one is not, close this: version ${version} stays.`;
  return new Problem(0, { title: "Not each loss is confirmed", detail });
}

/**
 * Return the error; a refusal of an operation that only administrators may call says so.
 * @param {unknown} error
 * @param {boolean} ends whether automatic renewal would have ended
 */
function inWords(error, ends) {
  if (!ends || !(error instanceof Problem) || !error.is(ProblemKind.FORBIDDEN)) return error;
  const detail =
    "Your policies do not let you end automatic renewal. Nothing was changed. Ask somebody who has the Administrator " +
    "policy, or order or renew the certificate instead.";
  return new Problem(error.status, { ...error.document, title: "An administrator has to do this", detail });
}
