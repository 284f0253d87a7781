// Repeats a request while the person is here, and not while the page is hidden.

import { isAbort } from "../api.js";

const FAILED_MS = 8000; // until a request that failed is repeated

/**
 * Call `load` now, then after as many milliseconds as it returns; 0 ends it. A call that fails is repeated.
 * @param {(signal: AbortSignal) => Promise<number>} load
 * @param {AbortSignal} signal
 * @param {(error: unknown) => void} failed
 * @returns {() => void} calls `load` at once
 */
export function poll(load, signal, failed) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  let running = false;
  let asked = false; // while a call ran: its answer may be older than what was just done
  /** @returns {Promise<void>} */
  const turn = async () => {
    asked = running;
    if (running || signal.aborted) return;
    clearTimeout(timer);
    running = true;
    let wait = FAILED_MS;
    try {
      wait = await load(signal);
    } catch (error) {
      if (!isAbort(error)) failed(error);
    }
    running = false;
    if (asked) return turn();
    if (wait && !signal.aborted && !document.hidden) timer = setTimeout(turn, wait);
  };
  const onShown = () => {
    if (!document.hidden) turn();
  };
  document.addEventListener("visibilitychange", onShown, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  turn();
  return turn;
}
