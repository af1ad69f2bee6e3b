"""What browsers are told: cookies, HTTPS, what a page may load. Whether there is HTTPS, SITE_URL says."""

from cerego.settings.environment import flag, whole
from cerego.settings.site import HTTPS

# A cookie named __Host-… can't be planted by another host of the domain, nor by plain HTTP.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # names stand in them: not in a cookie
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=HTTPS)
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = whole("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
X_FRAME_OPTIONS = "DENY"
# What a page may load, and from where: our own files, and pictures made of data (QR codes). Nothing inline, no eval.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "font", "connect", "manifest")),
        "img-src 'self' data:",
        *(f"{what} 'none'" for what in ("base-uri", "frame-ancestors", "object-src")),
        "form-action 'self'",
    ]
)
