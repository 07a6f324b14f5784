"""Le versioni approvate del Piano: che cosa vale oggi, che cosa valeva, quale porta un certo codice."""

from django.db.models import Max, QuerySet
from django.shortcuts import get_object_or_404

from enti.models import Atto
from obiettivi.codici import codice_scritto
from obiettivi.models import Ciclo, Variazione, Versione
from obiettivi.voci import TipoVersione

PESANTI = ("contenuto", "rilievi")  # testi lunghi: si leggono solo quando servono


def versioni_di(ciclo: Ciclo) -> QuerySet[Versione]:
    """Dalla più recente, senza i testi lunghi."""
    versioni = Versione.objects.filter(ciclo=ciclo).select_related("atto", "variazione", "chi")
    return versioni.defer(*PESANTI).order_by("-numero")


def versione_vigente(ciclo: Ciclo) -> Versione | None:
    """L'ultima approvata: vale finché la Giunta non ne approva un'altra."""
    return versioni_di(ciclo).first()


def versione_provvisoria(ciclo: Ciclo) -> Versione | None:
    """Quella degli obiettivi provvisori: resta anche quando il Piano definitivo l'ha assorbita."""
    return versioni_di(ciclo).filter(tipo=TipoVersione.PROVVISORIA).first()


def versione_di(ciclo: Ciclo, numero: int) -> Versione:
    """Solleva Http404 se non c'è."""
    return get_object_or_404(versioni_di(ciclo), numero=numero)


def versione_dell_atto(ciclo: Ciclo, atto: Atto, variazione: Variazione | None) -> Versione | None:
    """La versione già congelata per questa decisione, se c'è."""
    return versioni_di(ciclo).filter(atto=atto, variazione=variazione).first()


def versione_con_codice(scritto: str) -> Versione | None:
    """La versione che porta il codice, comunque lo si sia scritto; con il suo ente."""
    codice = codice_scritto(scritto)
    versioni = Versione.objects.select_related("ciclo__ente", "atto", "variazione").defer(*PESANTI)
    return versioni.filter(codice=codice).first() if codice else None


def prossimo_numero(ciclo: Ciclo) -> int:
    ultimo: int | None = Versione.objects.filter(ciclo=ciclo).aggregate(ultimo=Max("numero"))["ultimo"]
    return (ultimo or 0) + 1
