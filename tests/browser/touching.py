"""What a finger can hit on a page as it stands in the browser."""

from playwright.sync_api import Page

SMALLEST = 44
"""Pixels that a target has to be high and wide."""
_TOO_SMALL = """async (smallest) => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'][role=button]";
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".visually-hidden, .skip-link") && element.getBoundingClientRect().width > 1;
  const inText = (link) => {
    if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
    let around = link.parentElement;
    while (getComputedStyle(around).display === "inline") around = around.parentElement;
    const rest = around.cloneNode(true);
    rest.querySelectorAll("a, button, .visually-hidden").forEach((each) => each.remove());
    return /\\p{L}{2,}/u.test(rest.textContent);
  };
  const hits = (x, y, parts) => parts.some((part) => part.contains(document.elementFromPoint(x, y)));
  const isLarge = (part, parts) => {
    part.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { left, top, width, height } = part.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const half = smallest / 2 - 1;
    if ([[-half, 0], [half, 0], [0, -half], [0, half]].every(([h, v]) => hits(x + h, y + v, parts))) return true;
    const reach = (h, v) => {
      let far = 0;
      while (far < smallest && hits(x + h * (far + 1), y + v * (far + 1), parts)) far += 1;
      return far;
    };
    const room = 1; // the middle itself, and what rounding takes
    return reach(-1, 0) + reach(1, 0) + room >= smallest - 1 && reach(0, -1) + reach(0, 1) + room >= smallest - 1;
  };
  const isFine = (control) => {
    const parts = [control, ...(control.labels ?? [])].filter(isSeen);
    return parts.some((part) => isLarge(part, parts));
  };
  const told = (control) => {
    const { width, height } = control.getBoundingClientRect();
    return `${Math.round(width)} × ${Math.round(height)}: ${control.outerHTML.replace(/\\s+/g, " ").slice(0, 160)}`;
  };
  const judged = new Set();
  for (const open of document.querySelectorAll("details[data-menu][open]")) open.open = false; // it lies over others
  const look = () => [...document.querySelectorAll(CONTROLS)].filter((control) => {
    if (judged.has(control) || !isSeen(control)) return false;
    judged.add(control);
    return !inText(control) && !isFine(control);
  }).map(told);
  const found = look();
  for (const closed of document.querySelectorAll("details:not([open])")) {
    closed.open = true;
    found.push(...look());
    closed.open = false;
  }
  return found;
}"""


def too_small(page: Page) -> list[str]:
    """The controls that fingers miss: those on the page, and those that come up when what is folded opens.

    What counts is where a finger hits: a control with its labels, and what is laid over it. Links in running text are as high as
    the text is.
    """
    found: list[str] = page.evaluate(_TOO_SMALL, SMALLEST)
    return found
