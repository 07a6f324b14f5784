"""Impostazioni: un solo file, valori dall'ambiente, chiuso per difetto.

Senza variabili d'ambiente nulla parte: `SVILUPPO=1` (lo mettono `make run` e `make test`) accende i
valori comodi per lavorare in locale; in produzione vanno dichiarati SECRET_KEY, ALLOWED_HOSTS, COOKIE_SICURI.
"""

from datetime import time
from pathlib import Path

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

RADICE = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(RADICE / ".env"))

SVILUPPO = env.bool("SVILUPPO", False)
DEBUG = env.bool("DEBUG", False)

# ---- ciò senza cui non si parte ------------------------------------------------------------------


def _pretendi_impostazioni() -> None:
    """Dice in una frase tutto ciò che manca per partire in produzione, non una cosa alla volta."""
    mancano = [
        frase
        for frase, presente in [
            ("SECRET_KEY (una stringa lunga e casuale)", len(env.str("SECRET_KEY", "")) >= 50),
            ("ALLOWED_HOSTS (i nomi del sito, separati da virgole)", bool(env.list("ALLOWED_HOSTS", []))),
            ("COOKIE_SICURI=1 (il sito deve rispondere in HTTPS)", env.bool("COOKIE_SICURI", False)),
        ]
        if not presente
    ]
    if mancano:
        raise ImproperlyConfigured("Impostazioni mancanti per la produzione: " + "; ".join(mancano) + ".")


if not SVILUPPO:
    _pretendi_impostazioni()

SECRET_KEY = env.str("SECRET_KEY", "solo-per-lo-sviluppo-in-locale-mai-in-produzione-0123456789")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
COOKIE_SICURI = env.bool("COOKIE_SICURI", False)

# ---- applicazioni ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "js_asset",
    "simple_history",
    "tree_queries",
    "piao.base",
    "enti",
    "obiettivi",
    "valutazione",
    "relazioni",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "relazioni.middleware.PortaPubblica",  # ciò che è pubblico risponde senza sessione, senza utente, senza biscotti
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # chiuso salvo eccezioni dichiarate
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "enti.middleware.EnteMiddleware",
    "enti.middleware.SecondoFattoreMiddleware",
]

ROOT_URLCONF = "piao.urls"
WSGI_APPLICATION = "piao.wsgi.application"
ASGI_APPLICATION = "piao.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RADICE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "enti.contesto_pagina.pagina",
            ],
            "builtins": ["piao.base.templatetags.base"],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # «comune.esempio.it» diventa https://; con Django 6 è la regola
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "_pezzi/tabella.html"

# ---- dati ------------------------------------------------------------------------------------------


def _prepara_cartella(cartella: Path) -> None:
    """SQLite crea il suo file, non la cartella che lo contiene."""
    try:
        cartella.mkdir(parents=True, exist_ok=True)
    except OSError as errore:
        raise ImproperlyConfigured(
            f"La cartella dei dati «{cartella}» non si può creare ({errore.strerror}): "
            "indicatene un'altra con CARTELLA_DATI=…."
        ) from errore


DATI = env.path("CARTELLA_DATI", RADICE / "dati")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATI / 'piao.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    _prepara_cartella(DATI)
    # WAL e transazioni «immediate»: chi legge non aspetta chi scrive, due che scrivono fanno la fila (decisione 0002).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# In PostgreSQL le pagine pubbliche possono avere un ruolo loro, che vede solo ciò che è pubblicato (`ruolo_pubblico`).
if env.str("DATABASE_URL_PUBBLICO", ""):
    DATABASES["pubblico"] = env.dj_db_url("DATABASE_URL_PUBBLICO") | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIRROR": "default"},
    }
DATABASE_ROUTERS = ["relazioni.pubblico.guardia.Instradamento"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATI / "file"
MEDIA_URL = "/file/"  # nessuna vista lo serve: ogni file passa da una vista che chiede il permesso

CACHES = {
    # Nel database e non nella memoria: i limiti di tentativi valgono per tutti i processi.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Oltre queste misure la richiesta è rifiutata prima di essere letta in memoria.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
MISURA_MASSIMA_ALLEGATO = env.int("MISURA_MASSIMA_ALLEGATO", 20 * 1024 * 1024)
# Dove risponde ClamAV (una presa locale, o «macchina:porta»); vuoto: i file non si controllano.
ANTIVIRUS = env.str("ANTIVIRUS", "")
FILE_UPLOAD_HANDLERS = [
    "piao.base.carico.FermaITroppoGrandi",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---- lingua e tempo --------------------------------------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
# I numeri si stampano solo da piao.base.numeri: qui i separatori finirebbero anche negli anni e negli indirizzi.
USE_THOUSAND_SEPARATOR = False

# ---- statici ---------------------------------------------------------------------------------------

STATIC_URL = "/statici/"
STATIC_ROOT = env.path("CARTELLA_STATICI", RADICE / "raccolta")
STATICFILES_DIRS = [RADICE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# ---- accesso ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "enti.Utente"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nome}"}
    for nome in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {"NAME": "enti.password.LunghezzaMinima", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL  # «Sei uscito» si legge qui: la pagina di tutti non sa chi la guarda
ACCOUNT_ADAPTER = "enti.accesso.AdattatoreAccesso"
SOCIALACCOUNT_ADAPTER = "enti.accesso.AdattatoreAccessoEsterno"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # l'indirizzo lo verifica l'invito
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if COOKIE_SICURI else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ciclo della performance"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SVILUPPO
USERSESSIONS_TRACK_ACTIVITY = False  # una pagina che si legge non scrive: si ricorda solo quando si è entrati
SOCIALACCOUNT_PROVIDERS = env.json("ACCESSO_ESTERNO", {})  # OIDC e SAML: vedi docs/manuale/installazione.md
# Ruoli per cui il secondo fattore è obbligatorio (nomi in enti/ruoli.py), separati da virgole.
RUOLI_CON_SECONDO_FATTORE: list[str] = env.list("RUOLI_CON_SECONDO_FATTORE", [])

# In prova le lettere restano in una cartella accanto ai dati: si leggono, e non coprono ciò che il comando dice.
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", f"file:///{DATI / 'posta'}" if SVILUPPO else "smtp://localhost:25")
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH", "")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("MITTENTE", "Ciclo della performance <non-rispondere@localhost>")

# L'indirizzo con cui si raggiunge il programma: serve ai collegamenti nelle lettere.
INDIRIZZO_SITO = env.str("INDIRIZZO_SITO", "http://localhost:8000")

# Che cosa fa il lavoratore una volta al giorno (piao/base/orologio.py).
LAVORI_QUOTIDIANI = [
    {
        "nome": "avvisi",
        "titolo": "Avvisi del giorno",
        "dalle": time.fromisoformat(env.str("ORA_DEGLI_AVVISI", "06:30")),
        "funzione": "obiettivi.lavori.avvisi_del_giorno",
    },
    {
        "nome": "posta",
        "titolo": "Posta in attesa",
        "dalle": time(13, 0),
        "funzione": "piao.base.avvisi.lavori.posta_in_attesa",
    },
]

# ---- sicurezza -------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = COOKIE_SICURI
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("DURATA_SESSIONE", 12 * 3600)
SECURE_SSL_REDIRECT = COOKIE_SICURI and env.bool("RINVIA_A_HTTPS", True)
SECURE_REDIRECT_EXEMPT = [r"^salute$"]  # chi sorveglia chiede dall'interno, senza passare dal proxy
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDI", 365 * 24 * 3600) if COOKIE_SICURI else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = COOKIE_SICURI
if env.bool("DIETRO_UN_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # per i browser di oggi decide frame-ancestors, qui sotto: le anteprime si vedono nel sito
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# ---- registro tecnico ------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"righe": {"()": "piao.base.registro_tecnico.Righe"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "righe"}},
    "root": {"handlers": ["console"], "level": env.str("LIVELLO_REGISTRO", "WARNING")},
}
