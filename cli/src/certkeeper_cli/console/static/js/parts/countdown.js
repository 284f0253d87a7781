// A button that waits until it may be pressed again, and says for how long.

import { clock, span } from "../moments.js";
import { announce } from "./announce.js";

const TICK_MS = 500;

/**
 * Disable a button until a moment, and show how long that takes.
 * @param {HTMLButtonElement} button
 * @param {Element} words the element that shows the time
 * @param {number} until in milliseconds of the epoch
 * @param {AbortSignal} signal
 */
export function countdown(button, words, until, signal) {
  const left = () => Math.ceil((until - Date.now()) / 1000);
  const tick = () => {
    if (signal.aborted || !button.isConnected) return stop();
    const seconds = left();
    button.disabled = seconds > 0;
    words.textContent = seconds > 0 ? `again in ${clock(seconds)}` : "";
    if (seconds <= 0) stop();
  };
  const timer = setInterval(tick, TICK_MS);
  const stop = () => clearInterval(timer);
  if (left() > 0) announce(`Verify again in ${span(left())}`);
  queueMicrotask(tick);
}
