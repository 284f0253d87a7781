// What a screen reader says of things that happen without the focus moving.

/** @param {string} text */
export function say(text) {
  const box = document.getElementById("said");
  if (!box) return;
  box.textContent = "";
  setTimeout(() => { box.textContent = text; }, 30); // the same text again is read again
}
