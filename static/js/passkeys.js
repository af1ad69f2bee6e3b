// What django-allauth writes on the console when no passkey comes, for people: they have said no, or there is none.

document.addEventListener("allauth.error", (event) => {
  const told = document.querySelector("[data-passkey-failed]");
  if (!told) return;
  event.preventDefault();
  told.textContent = "";
  // Said again each time.
  setTimeout(() => (told.textContent = told.dataset.passkeyFailed));
});
