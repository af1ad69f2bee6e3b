// Menus are <details data-menu>: this closes them on Escape (and gives the focus back) and on a click elsewhere. One with a
// search (data-menu-search) begins in it; Enter there opens the first of the links, and the arrows go through them.

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches("details[data-menu][open]")) event.target.querySelector("[data-menu-search]")?.focus();
  },
  true, // it does not bubble
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest("details[data-menu]");
  const search = menu?.querySelector("[data-menu-search]");
  if (!search) return;
  const links = [...menu.querySelectorAll(".menu__list a")];
  const at = links.indexOf(event.target);
  if (event.key === "ArrowDown") (links[at + 1] ?? links[at])?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? search).focus();
  else if (event.key === "Enter" && event.target === search && search.value && links.length) links[0].click();
  else return;
  event.preventDefault();
});
