// Says things to people who can't see them appear. A partial whose root has data-announce="318 people" is announced when it is swapped in.

export function announce(words) {
  const region = document.getElementById("announcements");
  if (!region || !words) return;
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = words));
}

let last = "";

document.addEventListener("htmx:afterSettle", (event) => {
  const words = event.detail.elt.dataset?.announce ?? "";
  if (words !== last) announce(words);
  last = words;
});
