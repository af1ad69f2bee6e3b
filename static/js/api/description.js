// The API's description: Swagger UI, from our own files, in the place that names the description's address.
const place = document.querySelector("[data-api-description]")
const dark = window.matchMedia("(prefers-color-scheme: dark)")
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches)

if (place) {
  follow() // Swagger UI has dark looks, but leaves it to the page to say when
  dark.addEventListener("change", follow)
  window.SwaggerUIBundle({
    url: place.dataset.apiDescription,
    domNode: place,
    deepLinking: true,
    displayRequestDuration: false,
    validatorUrl: null,
    requestInterceptor: (request) => {
      // Who is signed in may try calls out; the cookie of this token can't be read by scripts.
      if (!request.headers.Authorization) request.headers["X-CSRFToken"] = place.dataset.csrf
      return request
    },
  })
}
