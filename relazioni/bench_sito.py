"""Il sito come lo serve gunicorn a `make bench`, con in più la pagina nuda: `gunicorn relazioni.bench_sito`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piao.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - le impostazioni si leggono a programma avviato

settings.ROOT_URLCONF = "relazioni.bench_pubblico"
