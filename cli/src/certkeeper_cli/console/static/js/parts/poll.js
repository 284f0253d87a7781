// Looking again and again while the person is here, and not while the page is hidden.

import { isAbort } from "../api.js";

/**
 * Calls `look` now, then after as many milliseconds as it returns; 0 ends it. A look that fails is tried again.
 * @param {(signal: AbortSignal) => Promise<number>} look
 * @param {AbortSignal} signal
 * @param {(error: unknown) => void} failed
 * @returns {() => void} looks at once
 */
export function poll(look, signal, failed) {
  let timer = 0;
  let running = false;
  let asked = false; // while one look ran: what it finds may be older than what was just done
  const FAILED_MS = 8000;
  /** @returns {Promise<void>} */
  const turn = async () => {
    asked = running;
    if (running || signal.aborted) return;
    clearTimeout(timer);
    running = true;
    let wait = FAILED_MS;
    try {
      wait = await look(signal);
    } catch (error) {
      if (!isAbort(error)) failed(error);
    }
    running = false;
    if (asked) return turn();
    if (wait && !signal.aborted && !document.hidden) timer = setTimeout(turn, wait);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) turn(); }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  turn();
  return turn;
}
