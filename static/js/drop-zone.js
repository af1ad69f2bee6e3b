// A file can be dropped on <label data-drop-zone>, and the zone says the name of what was chosen.

const zone = (event) => event.target.closest?.("[data-drop-zone]");

for (const kind of ["dragover", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    const over = zone(event);
    if (!over) return;
    event.preventDefault();
    if (kind === "dragover") over.dataset.state = "over";
    else delete over.dataset.state;
  });
}

document.addEventListener("drop", (event) => {
  const over = zone(event);
  if (!over) return;
  event.preventDefault();
  delete over.dataset.state;
  if (!event.dataTransfer.files.length) return;
  const input = over.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const over = zone(event);
  const file = event.target.files?.[0];
  if (!over || !file) return;
  over.dataset.state = "chosen";
  const name = over.querySelector("[data-drop-zone-name]");
  if (name) name.textContent = `${file.name} · ${(file.size / 1024).toLocaleString("en", { maximumFractionDigits: 0 })} kB`;
});
