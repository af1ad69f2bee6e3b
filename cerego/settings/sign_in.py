"""Signing in: an e-mail address and a password; nobody signs up by themselves."""

from cerego.settings.site import HTTPS

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sign_in.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "people.sign_in.forms.SignInForm",
    "reset_password": "people.sign_in.forms.ForgottenForm",
    "reset_password_from_key": "people.sign_in.forms.PasswordByLinkForm",
    "change_password": "people.sign_in.forms.OtherPasswordForm",
    "set_password": "people.sign_in.forms.FirstPasswordForm",
    "reauthenticate": "people.sign_in.forms.StillYouForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "people.sign_in.link_tokens.LinkTokens"  # noqa: S105 (no password)
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds
# Wrong passwords are counted by address and place together ("key"), by place, and by address; no count lasts for long.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # a school behind one address begins its day
    "login_failed": "100/5m/ip,5/5m/key",
    "login_failed_anywhere": "50/10m/key",
    "reset_password": "60/5m/ip,3/5m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "people.sign_in.two_factor.Adapter"
MFA_FORMS = {
    "authenticate": "people.sign_in.forms.CodeForm",
    "reauthenticate": "people.sign_in.forms.StillYouByCodeForm",
    "add_webauthn": "people.sign_in.forms.AddKeyForm",
    "authenticate_webauthn": "people.sign_in.forms.KeyForm",
    "login_webauthn": "people.sign_in.forms.SignInByKeyForm",
    "reauthenticate_webauthn": "people.sign_in.forms.StillYouByKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cerego"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the partner's, and proven by following a link
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow it on localhost alone
