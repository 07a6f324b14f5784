"""Porta per i server ASGI: `un server ASGI con piao.asgi`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piao.settings")
application = get_asgi_application()
