"""Che cosa manca in Amministrazione trasparente, e da quanti giorni: per il responsabile della trasparenza."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from enti.models import Atto, Ente
from obiettivi.models import Ciclo, Versione
from obiettivi.voci import TipoVersione
from relazioni.models import Pubblicazione, TipoPubblicazione, Validazione, VersioneRelazione
from relazioni.tabelle_da_pubblicare import titolo_della_validazione
from relazioni.voci import EsitoValidazione
from valutazione.models import Sistema
from valutazione.voci import StatoFondo, StatoSistema

TEMPESTIVO = 20  # giorni oltre i quali una pubblicazione «tempestiva» (art. 8 c. 1) si dice in ritardo
PESANTI = ("contenuto", "rilievi")


@dataclass(frozen=True)
class DaPubblicare:
    """Una cosa approvata che nessuno ha ancora pubblicato. `tipo` e `pk` dicono quale; `dal` da quando aspetta."""

    tipo: str
    pk: int
    che_cosa: str
    dal: date
    giorni: int
    atto: str = ""

    @property
    def in_ritardo(self) -> bool:
        return self.giorni > TEMPESTIVO


def da_pubblicare(ente: Ente, *, oggi: date | None = None) -> list[DaPubblicare]:
    """Da ciò che aspetta da più tempo. Ciò che è stato ritirato non si ripropone. Un numero fisso di letture."""
    giorno = oggi or timezone.localdate()
    trovati = [*_piani(ente), *_relazioni(ente), *_validazioni(ente), *_sistemi(ente), *_premi(ente, giorno)]
    voci = [
        DaPubblicare(tipo, pk, che_cosa, dal, max((giorno - dal).days, 0), atto)
        for tipo, pk, che_cosa, dal, atto in trovati
    ]
    return sorted(voci, key=lambda voce: (voce.dal, voce.tipo))


Trovato = tuple[str, int, str, date, str]


def _piani(ente: Ente) -> Iterator[Trovato]:
    righe = Versione.objects.filter(ciclo__ente=ente, pubblicazioni__isnull=True)
    for riga in righe.select_related("ciclo", "atto").defer(*PESANTI):
        nome = str(TipoVersione(riga.tipo).label)
        titolo = f"{nome[:1].upper()}{nome[1:]} {riga.ciclo.anno}, versione {riga.numero}"
        yield TipoPubblicazione.PIANO, riga.pk, titolo, _giorno(riga.atto, riga), riga.atto.estremi


def _relazioni(ente: Ente) -> Iterator[Trovato]:
    """Si pubblica la Relazione che l'organismo ha validato (D.Lgs. 150/2009, art. 14 c. 6)."""
    righe = VersioneRelazione.objects.filter(relazione__ciclo__ente=ente, pubblicazioni__isnull=True)
    validate = righe.filter(validazioni__isnull=False).exclude(validazioni__esito=EsitoValidazione.NON_VALIDATA)
    for riga in validate.select_related("relazione__ciclo", "atto").defer(*PESANTI).distinct():
        titolo = f"Relazione {riga.ciclo.anno}, versione {riga.numero}"
        yield TipoPubblicazione.RELAZIONE, riga.pk, titolo, _giorno(riga.atto, riga), riga.atto.estremi


def _validazioni(ente: Ente) -> Iterator[Trovato]:
    """Ciò che l'organismo ha deciso su una Relazione pubblicata (D.Lgs. 33/2013, art. 31)."""
    uscite = Pubblicazione.objects.filter(ente=ente, tipo=TipoPubblicazione.VALIDAZIONE)
    titoli = set(uscite.values_list("titolo", flat=True))
    righe = Validazione.objects.filter(versione__relazione__ciclo__ente=ente, versione__pubblicazioni__isnull=False)
    for riga in righe.select_related("versione__relazione__ciclo", "verbale").distinct():
        titolo = titolo_della_validazione(riga)
        if titolo not in titoli:
            yield (
                TipoPubblicazione.VALIDAZIONE,
                riga.pk,
                titolo,
                riga.data,
                riga.verbale.estremi if riga.verbale else "",
            )


def _giorno(atto: Atto, congelata: Any) -> date:
    """Si conta dal giorno dell'atto; se l'atto non ha una data, da quando la versione è stata congelata qui."""
    return atto.data or timezone.localtime(congelata.creata_il).date()


def _sistemi(ente: Ente) -> Iterator[Trovato]:
    pubblicati = Pubblicazione.objects.filter(ente=ente, tipo=TipoPubblicazione.SISTEMA).values("titolo")
    noti = {riga["titolo"] for riga in pubblicati}
    for riga in Sistema.objects.filter(ente=ente, stato=StatoSistema.ADOTTATO, dal__isnull=False).select_related(
        "atto"
    ):
        if str(riga) not in noti and riga.dal:
            dal = riga.atto.data if riga.atto and riga.atto.data else riga.dal
            yield TipoPubblicazione.SISTEMA, riga.pk, str(riga), dal, riga.atto.estremi if riga.atto else ""


def _premi(ente: Ente, oggi: date) -> Iterator[Trovato]:
    """Gli anni con tutti i fondi definiti; si contano da oggi: la conferma non lascia qui una data."""
    tipi = (TipoPubblicazione.PREMI_AMMONTARE, TipoPubblicazione.PREMI_DATI)
    fatte = set(Pubblicazione.objects.filter(ente=ente, tipo__in=tipi).values_list("tipo", "anno"))
    definiti = Ciclo.objects.filter(ente=ente, fondi__isnull=False).exclude(fondi__stato=StatoFondo.APERTO).distinct()
    for ciclo in definiti:
        for tipo in tipi:
            if (tipo, ciclo.anno) not in fatte:
                yield tipo, ciclo.pk, f"{tipo.label} {ciclo.anno}", oggi, ""
