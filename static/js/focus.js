// The focus stays where one was: htmx finds it again by its id; where that is gone (Next, on the last page), it goes to what was
// swapped in, and not to the beginning of the page. A form that was sent and comes back has it on its first wrong field, as a
// whole page would; one that is sent by every change (the columns of a file) leaves it where one chooses.

let left = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  left = target?.contains(document.activeElement) ? target.id : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = left && document.getElementById(left);
  const { xhr, requestConfig } = event.detail;
  left = null;
  if (swapped && xhr?.status === 422 && requestConfig.triggeringEvent?.type === "submit") {
    swapped.querySelector("[aria-invalid=true]")?.focus();
  }
  if (!swapped || document.activeElement !== document.body) return;
  const region = swapped.querySelector('[role="region"][tabindex]') ?? swapped;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus({ preventScroll: true });
});
