// A word of the API among the words that it may be.

/**
 * Return whether a value is one of the words.
 * @template {string} W
 * @param {readonly W[]} words
 * @param {string|null|undefined} value
 * @returns {value is W}
 */
export function isOneOf(words, value) {
  return words.some((one) => one === value);
}

/**
 * Return what was chosen in a form as one of the words; undefined, which is not sent, where none was chosen.
 * @template {string} W
 * @param {Readonly<Record<string, W>>} words
 * @param {string} value
 * @returns {W|undefined}
 */
export function chosenOf(words, value) {
  return Object.values(words).find((one) => one === value);
}
