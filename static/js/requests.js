// What htmx requests need besides htmx: a page instead of a fragment once the session has ended, buttons that stay under the
// finger, and words when nothing came back.

import { announce } from "./announce.js";

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const answered = new URL(xhr.responseURL || location.href, location.href).pathname;
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  if (answered !== asked && /<html/i.test(xhr.responseText.slice(0, 200))) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// What is polled is not swapped while one presses a button in it: the click would be lost. It asks again anyway.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, target } = event.detail;
  if (elt.matches("[hx-trigger*=every]") && target?.querySelector(":active")) event.detail.shouldSwap = false;
});

for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(kind, () => announce("That did not work: the server gave no answer. Try again, or reload the page."));
}

document.documentElement.dataset.script = "";
