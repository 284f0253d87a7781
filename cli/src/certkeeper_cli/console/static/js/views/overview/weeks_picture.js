// How many certificates end in each week of the year ahead, as bars, and as a table for those who cannot see them.

import { el, svg } from "../../dom.js";
import { count } from "../../moments.js";
import { validity } from "../../validity.js";
import { CertificateStatus } from "../../words.js";

const WEEK_MS = 7 * 86_400_000;
const WEEKS = 53;
const SIZE = { width: 760, height: 190, left: 34, bottom: 24, top: 10 };

/**
 * Return the picture with its numbers as words above and as a table below.
 * @param {Api.Certificate[]} certificates
 * @param {boolean} complete whether these are all
 * @param {number} [now]
 */
export function weeksPicture(certificates, complete, now = Date.now()) {
  const ends = certificates
    .filter((one) => !one.deleted_at && validity(one, now).word !== CertificateStatus.REVOKED)
    .flatMap((one) => (one.facts ? [Date.parse(one.facts.not_after)] : []));
  const weeks = counted(ends, monday(now), now);
  const past = ends.filter((end) => end <= now).length;
  const later = ends.length - past - weeks.reduce((sum, week) => sum + week.count, 0);
  const words = [
    `${count(ends.length, "certificate")} ${complete ? "kept" : "read so far, not all"}`,
    past && `${past.toLocaleString("en-GB")} expired already`,
    later > 0 && `${later.toLocaleString("en-GB")} end later than in a year`,
  ];
  return [el("p", { class: "aside" }, words.filter(Boolean).join(" · ")), bars(weeks, now), table(weeks)];
}

/**
 * Return how many certificates end in each week, of those that have not ended.
 * @param {number[]} ends
 * @param {number} start
 * @param {number} now
 */
function counted(ends, start, now) {
  const weeks = Array.from({ length: WEEKS }, (_, at) => ({ from: start + at * WEEK_MS, count: 0 }));
  for (const end of ends) {
    const week = weeks[Math.floor((end - start) / WEEK_MS)];
    if (week && end > now) week.count += 1;
  }
  return weeks;
}

/** @param {number} now */
function monday(now) {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
}

/**
 * @param {{from: number, count: number}[]} weeks
 * @param {number} now
 */
function bars(weeks, now) {
  const most = Math.max(4, ...weeks.map((week) => week.count));
  const tick = Math.ceil(most / 4);
  const top = tick * 4;
  const inner = { width: SIZE.width - SIZE.left, height: SIZE.height - SIZE.bottom - SIZE.top };
  const y = (/** @type {number} */ value) => SIZE.top + inner.height * (1 - value / top);
  const step = inner.width / WEEKS;
  const x = (/** @type {number} */ at) => SIZE.left + at * step;
  return el(
    "div",
    { class: "weeks" },
    svg(
      "svg",
      {
        viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
        role: "img",
        "aria-label": "Certificates that end in each week of the year ahead; the table below has the numbers",
      },
      [0, 1, 2, 3, 4].map((line) => [
        svg("line", { x1: SIZE.left, x2: SIZE.width, y1: y(line * tick), y2: y(line * tick), class: "grid" }),
        svg("text", { x: SIZE.left - 8, y: y(line * tick) + 4, class: "scale" }, line * tick),
      ]),
      weeks.map(
        (week, at) =>
          week.count > 0 &&
          svg(
            "rect",
            {
              class: toneOf(week.from, now),
              x: x(at) + 1.5,
              y: y(week.count),
              width: step - 3,
              height: y(0) - y(week.count),
              rx: 2,
            },
            svg("title", {}, `Week of ${dayOf(week.from)}: ${week.count}`),
          ),
      ),
      months(weeks).map(([at, name]) => svg("text", { x: x(at), y: SIZE.height - 6, class: "month" }, name)),
    ),
  );
}

/**
 * @param {number} from
 * @param {number} now
 */
function toneOf(from, now) {
  const weeks = (from - now) / WEEK_MS;
  return weeks < 1 ? "bad" : weeks < 4 ? "warn" : "good";
}

/**
 * The first week of each month.
 * @param {{from: number}[]} weeks
 * @returns {[number, string][]}
 */
function months(weeks) {
  const name = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
  const all = weeks.map((week, at) => /** @type {[number, string]} */ ([at, name.format(week.from)]));
  return all.filter(([at, month]) => at > 0 && all[at - 1][1] !== month);
}

/** @param {{from: number, count: number}[]} weeks */
function table(weeks) {
  const some = weeks.filter((week) => week.count > 0);
  return el(
    "details",
    { id: "weeks-table" },
    el("summary", {}, "As a table"),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el("tr", {}, el("th", { scope: "col" }, "Week of"), el("th", { scope: "col" }, "Certificates that end")),
      ),
      el(
        "tbody",
        {},
        some.length
          ? some.map((week) => el("tr", {}, el("td", {}, dayOf(week.from)), el("td", {}, week.count)))
          : el("tr", {}, el("td", { colspan: 2 }, "none")),
      ),
    ),
  );
}

/** @param {number} moment */
function dayOf(moment) {
  return new Date(moment).toISOString().slice(0, 10);
}
