"""Settings, driven by the environment.

`GONGKAI_MODE` is `demo`, `test` or (default) `production`; only the first two may run without secrets
and without `DATABASE_URL`.
"""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from foundation.outbox import sms
from foundation.refusals import Refused
from foundation.signin.waits import FREE
from portal import environment, logs, site
from requests_app.clock_rules import read_rules
from requests_app.fees import read_fee_policy
from requests_app.row_policy import read_row_policy

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = environment.secret("GONGKAI_MODE", default="production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"GONGKAI_MODE must be production, demo or test, not {MODE!r}")
RELAXED = MODE != "production"

VAR_DIR = Path(environment.secret("GONGKAI_VAR", default=str(BASE_DIR / "var")))
DEBUG = False
SECRET_KEY = environment.secret("SECRET_KEY", default="demo-and-test-only" if RELAXED else None)
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS", default="127.0.0.1,localhost,testserver" if RELAXED else ""
)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "portal",
    "annual_report",
    "requests_app",
    "disclosure",
    "foundation.staff",
    "foundation.outbox",
    "foundation.signin",
    "foundation.ledger",
    "foundation.files",
    "foundation.agencies",
    "foundation.search",
    "foundation.privacy",
    "foundation.workdays",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "axes",
    "portal.admin_app.WorkbenchConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.body_limits.BodyLimits",
    "foundation.once.AskOnce",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "foundation.signin.middleware.SignInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.rate_limits.RateLimits",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.page",
            ],
        },
    },
]


def database(name: str) -> dict[str, object]:
    """The database behind the variable `name`; connections are kept (psycopg2 has no pool)."""
    url = environment.secret(name, default="")
    if not url:
        raise ImproperlyConfigured(
            f"{name} must be set: outside the demo and the tests there is no built-in database"
        )
    return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))


DATABASES = {"default": database("DATABASE_URL")}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # no password is looked at without being counted
    "foundation.agencies.access.CapabilityBackend",
]
AUTH_USER_MODEL = "agencies.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "foundation.signin.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "foundation.signin.passwords.NotCommon"},
    {"NAME": "foundation.signin.passwords.NotOnlyDigits"},
    {"NAME": "foundation.signin.passwords.NotOnesOwnName"},
]
if MODE == "test":  # accounts made for one test need no slow hash
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "admin:login"

# Who must show a second factor: everybody, or only the writers. Nobody is for the demo and the tests.
SECOND_FACTOR = environment.one_of(
    "SECOND_FACTOR",
    ("everybody", "writers", *(("nobody",) if RELAXED else ())),
    default="nobody" if RELAXED else "everybody",
)

# Wrong tries are counted by name and address together (foundation/signin/throttle.py).
AXES_HANDLER = "foundation.signin.throttle.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = FREE + 1
AXES_COOLOFF_TIME = "foundation.signin.throttle.cool_off"
AXES_USERNAME_CALLABLE = "foundation.signin.throttle.name_of"
AXES_CLIENT_IP_CALLABLE = "foundation.signin.throttle.counted_address_of"
AXES_RESET_ON_SUCCESS = False  # only at the end of the way in, not after the password alone
AXES_DISABLE_ACCESS_LOG = True  # the sign-in log is our own, and append-only
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if MODE == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Published files and files of a case live under different roots; neither is served without the gate.
FILES_PUBLIC_ROOT = VAR_DIR / "files" / "public"
FILES_PRIVATE_ROOT = VAR_DIR / "files" / "private"

# Master keys that wrap the keys of single cases: "id:base64,id:base64", the first one encrypts.
GONGKAI_KEYS = environment.secret(
    "GONGKAI_KEYS",
    default="demo:ZGVtby1hbmQtdGVzdC1vbmx5LWRlbW8tYW5kLXRlc3Q=" if RELAXED else None,
)

# Official furniture of header, footer and meta tags (portal/site.py); the demo's is invented and says so.
GONGKAI_SITE = site.parse(environment.secret("GONGKAI_SITE", default=""), demo=RELAXED)

# The demo may pretend another day; everything that asks for today asks foundation.workdays.present.
AS_OF = environment.day("GONGKAI_AS_OF")
if AS_OF and not RELAXED:
    raise ImproperlyConfigured("GONGKAI_AS_OF is for the demo: in production the ledger records real days")

# How the clock reads what the regulation leaves open (requests_app/clock_rules.py); empty: our reading.
try:
    GONGKAI_CLOCK = read_rules(environment.secret("GONGKAI_CLOCK", default=""))
except Refused as refused:
    raise ImproperlyConfigured(f"GONGKAI_CLOCK: {refused}") from refused

# Which row of the yearly report counts what no national text settles (requests_app/row_policy.py).
try:
    GONGKAI_REPORT_ROWS = read_row_policy(environment.secret("GONGKAI_REPORT_ROWS", default=""))
except Refused as refused:
    raise ImproperlyConfigured(f"GONGKAI_REPORT_ROWS: {refused}") from refused

# Which processing fees (信息处理费) the district charges (requests_app/fees.py); empty: none.
try:
    GONGKAI_FEES = read_fee_policy(
        environment.secret("GONGKAI_FEES", default="items,pages" if RELAXED else "")
    )
except Refused as refused:
    raise ImproperlyConfigured(f"GONGKAI_FEES: {refused}") from refused

# Agencies (codes, comma-separated; * for all) that confirm what is filed online by hand, on the next working
# day at the latest, instead of at the moment of filing (条例第31条第三项).
GONGKAI_CONFIRM_BY_HAND = frozenset(environment.words("GONGKAI_CONFIRM_BY_HAND"))

# Where the review organ takes applications online, printed on answers served online (行政复议法第22条).
GONGKAI_REVIEW_CHANNEL = environment.secret("GONGKAI_REVIEW_CHANNEL", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The whole body is limited before it is read (portal/body_limits.py); these limit what is kept of a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # typed text: a long document several times over
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # far more than any form has
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # no form has more than three

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Left alone for half an hour, or after twelve hours whatever happens, one signs in again.
SESSION_IDLE_SECONDS = 60 * environment.whole_number("SESSION_IDLE_MINUTES", default=720 if RELAXED else 30)
SESSION_COOKIE_AGE = 3600 * environment.whole_number("SESSION_HOURS", default=12)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # they end with the session
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not RELAXED
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without TLS
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=not RELAXED)
SECURE_HSTS_SECONDS = environment.whole_number("SECURE_HSTS_SECONDS", default=0 if RELAXED else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not RELAXED
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
# Whose word counts about where a request came from; everybody else could write that header themselves.
PROXY_ADDRESSES = environment.addresses("PROXY_ADDRESSES", default="127.0.0.1,::1" if BEHIND_PROXY else "")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Who is told of errors, and through which server; what the mails say is portal/logs.py's business.
ADMINS = environment.mail_addresses("ADMINS")
SERVER_EMAIL = DEFAULT_FROM_EMAIL = environment.secret("SERVER_EMAIL", default="root@localhost")
EMAIL_SUBJECT_PREFIX = "[公开] "
EMAIL_HOST = environment.secret("EMAIL_HOST", default="localhost")
EMAIL_PORT = environment.whole_number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = environment.secret("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = environment.secret("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10  # an unreachable mail server must not hold a request

# Reminders to colleagues go by e-mail where there is a server, by text message where a gateway is named, else
# they stand on the call list. The gateway is JSON: url, body with {phone} and {text}, content_type, headers,
# success.
OUTBOX_BY_EMAIL = environment.flag(
    "OUTBOX_BY_EMAIL", default=environment.secret("EMAIL_HOST", default="") != ""
)
SMS_GATEWAY = sms.read(environment.secret("SMS_GATEWAY", default=""))

# JSON lines on stderr: a trace stays one line with its message, whichever collector reads it. Django's
# default for production would mail the request and print what people typed.
LOGGING = logs.configuration()

SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware would put another page over our own
