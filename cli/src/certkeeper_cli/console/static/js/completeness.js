// What was not read, and what may be said then: a list that was not read is not empty, and nothing is known of it.

/**
 * @typedef {{scope: string, what: string, problem: import("./api.js").Problem}} Refused the API did not show it
 * @typedef {{words: string}} Left it was not asked for: a limit was reached
 * @typedef {{refused: Refused[], left: Left[], reading: boolean}} Unread `reading`: the rest is still being asked for
 */

/**
 * Return whether everything was read.
 * @param {Unread} unread
 */
export function allRead({ refused, left, reading }) {
  return !refused.length && !left.length && !reading;
}

/**
 * Return what may be said of a list: that something needs a person, that nothing does ("clear"), that there is nothing
 * at all ("empty"), or, as long as anything was not read, neither ("unknown"). Only this function decides it.
 * @param {number} kept how many things were read
 * @param {number} needs how many of them need a person
 * @param {Unread} unread
 * @returns {"needs"|"clear"|"empty"|"unknown"}
 */
export function verdict(kept, needs, unread) {
  if (needs > 0) return "needs";
  if (!allRead(unread)) return "unknown";
  return kept > 0 ? "clear" : "empty";
}
