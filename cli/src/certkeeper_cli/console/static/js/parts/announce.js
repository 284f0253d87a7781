// What a screen reader reads out of things that happen without the focus moving.

const REPEAT_MS = 30; // a text is read again only where the box was empty for a moment

/**
 * Have a text read out.
 * @param {string} text
 */
export function announce(text) {
  const box = document.getElementById("said");
  if (!box) return;
  box.textContent = "";
  setTimeout(() => {
    box.textContent = text;
  }, REPEAT_MS);
}
