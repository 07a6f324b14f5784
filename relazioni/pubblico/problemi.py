"""Gli errori dell'interfaccia, come RFC 9457: `application/problem+json`."""

import json

from django.http import HttpResponse

TIPO = "application/problem+json"


def risposta(stato: int, titolo: str, dettaglio: str) -> HttpResponse:
    corpo = {"type": "about:blank", "title": titolo, "status": stato, "detail": dettaglio}
    testo = json.dumps(corpo, ensure_ascii=False)
    return HttpResponse(testo, status=stato, content_type=TIPO, headers={"Access-Control-Allow-Origin": "*"})
