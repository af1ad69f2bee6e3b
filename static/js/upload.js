// A chosen file is sent at once: <form data-upload>. Without script, its button sends it.

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (!form || !event.target.files?.length) return;
  form.querySelector("button:not([type=button])").setAttribute("aria-busy", "true");
  form.requestSubmit();
});
