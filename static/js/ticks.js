// Ticks in a list [data-ticks]: the one in its head ticks the page, with Shift a stretch is ticked; how many are, is said.

import { announce } from "./announce.js";

const boxes = (list) => [...list.querySelectorAll("input[name=person]")];
let last = null;

function tell(list) {
  const all = boxes(list);
  const ticked = all.filter((box) => box.checked);
  const page = list.querySelector("[data-tick-page]");
  page.checked = ticked.length === all.length;
  page.indeterminate = ticked.length > 0 && !page.checked;
  const everybody = list.querySelector("input[name=all]");
  const words = everybody.checked ? everybody.dataset.words : `${ticked.length} chosen`;
  list.querySelector("[data-ticks-count]").textContent = words;
  announce(words);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-ticks] input[name=person]");
  if (!box) return;
  const all = boxes(box.closest("[data-ticks]"));
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-ticks]");
  if (!list || !event.target.matches("[data-tick-page], input[name=person], input[name=all]")) return;
  if (event.target.matches("[data-tick-page]")) for (const box of boxes(list)) box.checked = event.target.checked;
  if (!boxes(list).some((box) => box.checked)) list.querySelector("input[name=all]").checked = false;
  tell(list);
});
