// The focus stays where one was: htmx finds it again by its id; where that is gone (Next, on the last page), it goes to what was
// swapped in, and not to the beginning of the page.

let left = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  left = target?.contains(document.activeElement) ? target.id : null;
});

document.addEventListener("htmx:afterSettle", () => {
  const swapped = left && document.getElementById(left);
  left = null;
  if (!swapped || document.activeElement !== document.body) return;
  const region = swapped.querySelector('[role="region"][tabindex]') ?? swapped;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus({ preventScroll: true });
});
