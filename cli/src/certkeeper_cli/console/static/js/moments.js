// Moments and spans in words. Moments of the API are RFC 3339 in UTC; they are shown in UTC, as certificates bear them.

const DAY = 86_400_000;

/**
 * Return the day of a moment: "2026-01-15".
 * @param {string|null|undefined} moment
 */
export function day(moment) {
  return moment ? moment.slice(0, 10) : "–";
}

/**
 * Return a moment to the minute: "2026-01-15 12:00 UTC".
 * @param {string|null|undefined} moment
 */
export function minute(moment) {
  return moment ? `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC` : "–";
}

/**
 * Return the whole days until a moment, rounded down: negative once it is past.
 * @param {string} moment
 */
export function daysUntil(moment, now = Date.now()) {
  return Math.floor((Date.parse(moment) - now) / DAY);
}

/**
 * Return how far away a moment is: "in 3 days", "2 hours ago".
 * @param {string} moment
 */
export function relative(moment, now = Date.now()) {
  const away = Date.parse(moment) - now;
  const words = span(Math.abs(away) / 1000);
  return away >= 0 ? `in ${words}` : `${words} ago`;
}

/**
 * Return a length of time in its largest unit: "3 days", "5 minutes".
 * @param {number} seconds
 */
export function span(seconds) {
  for (const [length, word] of /** @type {const} */ ([
    [86400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ])) {
    if (seconds >= length) return count(Math.floor(seconds / length), word);
  }
  return count(Math.max(0, Math.ceil(seconds)), "second");
}

/**
 * Return a number with its noun: "1 name", "2 names".
 * @param {number} number
 * @param {string} word
 */
export function count(number, word) {
  return `${number.toLocaleString("en-GB")} ${word}${number === 1 ? "" : "s"}`;
}

/**
 * Return minutes and seconds: "4:59".
 * @param {number} seconds
 */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
