// Buttons that copy a value: <button data-copy="12" data-label="the ID of Mathematics">. Hidden until this runs (class script-only).
// Where copying is not allowed, it selects the value, which stands before the button.

import { announce } from "./announce.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling);
    announce("Copying is not allowed here. The value is selected: copy it by hand.");
    return;
  }
  button.dataset.state = "done";
  announce(`Copied ${button.dataset.label}.`);
  setTimeout(() => delete button.dataset.state, 2000);
});
