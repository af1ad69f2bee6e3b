// A form that changes something is sent once: the second click of a double click does nothing. htmx sees to its own forms.

const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-get]")) return;
  // After a while, or back on the page, it can be sent again: the answer may have been a file, or none.
  if (Date.now() - (sent.get(form) ?? 0) < 3000) event.preventDefault();
  else sent.set(form, Date.now());
});

addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
