"""Ciò che i controlli della Relazione sanno di valutazioni e premi: conteggi, mai persone né punteggi di qualcuno.

fatti = fatti_di(ciclo, gradi={"Area tecnica": Decimal(80)})   # None: quell'anno non c'è nessuna scheda
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from obiettivi.misura.numeri import ZERO, conti_esatti
from obiettivi.models import Ciclo
from valutazione.aggregati.calcolo import Aggregati, Valutato
from valutazione.aggregati.letture import aggregati_di, valutati_di
from valutazione.letture.premi import giorni as g
from valutazione.letture.premi.scenari import calcola
from valutazione.misura import distribuzione
from valutazione.models import Premio, Riesame, Scheda, Simulazione
from valutazione.voci import Destinatari, StatoScheda

UNITA_PER_CONFRONTARE = 5  # con meno, due andamenti opposti sono un caso


@dataclass(frozen=True)
class Fatti:
    """Un anno di valutazioni. `aperte`: schede non chiuse di chi ha lavorato i giorni minimi del sistema."""

    aggregati: Aggregati
    aperte: int = 0
    riesami: int = 0  # chiesti e non ancora decisi
    negative_non_sentite: int = 0  # di incaricati EQ, senza chiamata al contraddittorio
    unita_uguali: int = 0  # unità con almeno tre persone e un solo punteggio
    andamenti_opposti: bool = False  # dove le unità vanno meglio le persone hanno punteggi più bassi
    premi_diversi: tuple[str, ...] = ()  # categorie i cui premi non sono più quelli che dà il conto
    premi_oltre: tuple[str, ...] = ()  # categorie i cui premi superano lo stanziato
    pagati_il: date | None = None  # il primo pagamento


def fatti_di(ciclo: Ciclo, *, gradi: Mapping[str, Decimal] | None = None) -> Fatti | None:
    """I fatti dell'anno; None senza schede. `gradi`: quanto ha raggiunto ogni unità, per nome."""
    valide = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA)
    schede = list(valide.select_related("tipo__sistema").defer("istantanea", "esito"))
    if not schede:
        return None
    valutati, scenari = valutati_di(ciclo), _scenari(ciclo)
    per_unita = _per_unita(valutati)
    return Fatti(
        aggregati=aggregati_di(ciclo),
        aperte=_aperte(schede),
        riesami=Riesame.objects.filter(scheda__in=valide, deciso_il__isnull=True).count(),
        negative_non_sentite=_negative_non_sentite(ciclo),
        unita_uguali=sum(_uguali(quote) for quote in per_unita.values()),
        andamenti_opposti=opposti(gradi or {}, {unita: sum(q, ZERO) / len(q) for unita, q in per_unita.items()}),
        premi_diversi=tuple(_nome(s) for s in scenari if _importi(s.premi.all()) != _importi(calcola(s).premi)),
        premi_oltre=tuple(_nome(s) for s in scenari if _distribuito(s) > s.fondo.importo),
        pagati_il=min((s.fondo.liquidato_il for s in scenari if s.fondo.liquidato_il), default=None),
    )


# ---- le schede -----------------------------------------------------------------------------------------------------


def _aperte(schede: Iterable[Scheda]) -> int:
    """Quante non sono chiuse, di chi ha lavorato abbastanza da essere valutato."""
    periodi = defaultdict[int, list[g.Periodo]](list)
    for scheda in schede:
        periodi[scheda.persona_id].append((scheda.dal, scheda.al))
    return sum(
        scheda.stato != StatoScheda.CHIUSA
        and g.quanti(periodi[scheda.persona_id]) >= scheda.tipo.sistema.giorni_minimi
        for scheda in schede
    )


def _negative_non_sentite(ciclo: Ciclo) -> int:
    """Quante valutazioni di EQ stanno sotto la soglia del sistema senza che la persona sia stata chiamata."""
    di_eq = ciclo.schede.filter(tipo__destinatari=Destinatari.EQ).exclude(stato=StatoScheda.ANNULLATA)
    negative = di_eq.filter(punteggio__lt=F("tipo__sistema__soglia_negativa"))
    return negative.filter(contraddittorio_il__isnull=True).count()


# ---- le unità ------------------------------------------------------------------------------------------------------


def _per_unita(valutati: Iterable[Valutato]) -> dict[str, list[Decimal]]:
    esito = defaultdict[str, list[Decimal]](list)
    for valutato in valutati:
        if valutato.unita:
            esito[valutato.unita].append(valutato.quota)
    return esito


def _uguali(quote: Sequence[Decimal]) -> bool:
    come = distribuzione(quote)
    return come is not None and come.tutti_uguali


def opposti(gradi: Mapping[str, Decimal], medie: Mapping[str, Decimal]) -> bool:
    """Se fra le unità il risultato e la media delle persone vanno in direzioni contrarie (correlazione negativa)."""
    comuni = [unita for unita in medie if unita in gradi]
    if len(comuni) < UNITA_PER_CONFRONTARE:
        return False
    with conti_esatti():
        medio = sum((gradi[una] for una in comuni), ZERO) / len(comuni)
        return sum(((gradi[una] - medio) * medie[una] for una in comuni), ZERO) < 0


# ---- i premi -------------------------------------------------------------------------------------------------------


def _scenari(ciclo: Ciclo) -> list[Simulazione]:
    """Gli scenari confermati, uno per fondo."""
    confermati = Simulazione.objects.filter(confermata=True, fondo__ciclo=ciclo)
    return list(confermati.select_related("fondo__ciclo__ente", "fondo__regole").order_by("fondo__platea"))


def _importi(premi: Iterable[Premio]) -> dict[int, Decimal]:
    return {premio.persona_id: premio.totale for premio in premi}


def _distribuito(scenario: Simulazione) -> Decimal:
    return sum(_importi(scenario.premi.all()).values(), ZERO)


def _nome(scenario: Simulazione) -> str:
    return scenario.fondo.get_platea_display()
