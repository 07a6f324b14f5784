"""Dal database agli aggregati di un anno: un numero fisso di letture."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from enti.parametri import valore
from enti.voci import Area
from obiettivi.misura.numeri import CENTO, conti_esatti
from obiettivi.models import Ciclo
from valutazione.aggregati.calcolo import Aggregati, Stanziamento, Valutato, aggrega
from valutazione.letture.premi import giorni as g
from valutazione.models import Componente, Premio, Scheda
from valutazione.motore import leggi_smvp, valutazione_di
from valutazione.voci import StatoFondo, StatoScheda

NORME_NOTE = date(2018, 5, 25)
Chiave = tuple[str, int]  # categoria, persona


def aggregati_di(ciclo: Ciclo, *, k: int | None = None) -> Aggregati:
    """Gli aggregati dell'anno: schede chiuse, premi confermati. `k`: sotto quante persone non si dice nulla."""
    valutati, stati = valutati_di(ciclo), _stati(ciclo)
    return aggrega(
        valutati,
        [
            Stanziamento(f.get_platea_display(), f.importo, f.stato != StatoFondo.APERTO, len(stati[f.platea]))
            for f in ciclo.fondi.all()
        ],
        anno=ciclo.anno,
        k=k if k is not None else soglia(ciclo.anno),
        concluse=bool(valutati) and all(chiuse for di_una in stati.values() for chiuse in di_una.values()),
    )


def valutati_di(ciclo: Ciclo) -> list[Valutato]:
    """Le persone valutate, per i conti di questa stanza: non escono. Una per categoria, con i suoi periodi uniti."""
    schede = list(_schede(ciclo))
    premi = {(p.simulazione.fondo.platea, p.persona_id): p for p in _premi(ciclo)}
    massimi = _massimi({scheda.tipo_id for scheda in schede})
    divise = defaultdict[Chiave, list[Scheda]](list)
    for scheda in schede:
        divise[scheda.tipo.destinatari, scheda.persona_id].append(scheda)
    return [_valutato(sue, premi.get(chiave), massimi) for chiave, sue in divise.items()]


def soglia(anno: int) -> int:
    """Sotto quante persone un dato non si dice, quell'anno."""
    return int(valore("soglia_aggregazione", max(date(anno, 12, 31), NORME_NOTE)).numero)


def _schede(ciclo: Ciclo) -> QuerySet[Scheda]:
    chiuse = ciclo.schede.filter(stato=StatoScheda.CHIUSA, punteggio__isnull=False)
    return chiuse.select_related("tipo__sistema", "persona", "rapporto", "unita").order_by("dal", "pk")


def _stati(ciclo: Ciclo) -> dict[str, dict[int, bool]]:
    """Per ogni categoria, di ogni persona che ha una scheda, se le sue sono tutte chiuse."""
    stati = defaultdict[str, dict[int, bool]](dict)
    schede = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA)
    for categoria, persona, stato in schede.values_list("tipo__destinatari", "persona", "stato").order_by():
        stati[categoria][persona] = stati[categoria].get(persona, True) and stato == StatoScheda.CHIUSA
    return stati


def _premi(ciclo: Ciclo) -> QuerySet[Premio]:
    confermati = Premio.objects.filter(simulazione__confermata=True, simulazione__fondo__ciclo=ciclo)
    return confermati.select_related("simulazione__fondo").defer("passi", "simulazione__passi")


def _massimi(tipi: set[int]) -> dict[int, Decimal]:
    """Il tetto scritto alla radice di ogni scheda, se c'è."""
    radici = Componente.objects.filter(tipo__in=tipi, genitore__isnull=True, massimo__isnull=False)
    return {tipo: massimo for tipo, massimo in radici.values_list("tipo", "massimo") if massimo}


def _valutato(schede: list[Scheda], premio: Premio | None, massimi: dict[int, Decimal]) -> Valutato:
    ultima = schede[-1]
    massimo = _massimo(ultima, massimi)
    with conti_esatti():
        quota = _punteggio(schede) * CENTO / massimo
    rapporto = ultima.rapporto
    return Valutato(
        categoria=ultima.tipo.get_destinatari_display(),
        quota=min(quota, CENTO),
        genere=ultima.persona.get_genere_display() if ultima.persona.genere else "",
        area=Area(rapporto.area).label if rapporto and rapporto.area else "",
        unita=str(ultima.unita) if ultima.unita else "",
        valutatore=ultima.valutatore_id,
        fascia=premio.fascia if premio else "",
        premio=premio.totale if premio and premio.totale else None,
    )


def _massimo(scheda: Scheda, massimi: dict[int, Decimal]) -> Decimal:
    """Il punteggio più alto possibile: quello delle regole del premio, il tetto della scheda, altrimenti cento."""
    scritto = scheda.tipo.premio.get("punteggio_massimo")
    return Decimal(str(scritto)) if scritto else massimi.get(scheda.tipo_id) or CENTO


def _punteggio(schede: list[Scheda]) -> Decimal:
    """Quello della sola scheda, o i periodi uniti come dice il sistema."""
    if len(schede) == 1:
        return schede[0].punteggio or Decimal(0)
    tipo = schede[-1].tipo
    periodi = [{"punteggio": s.punteggio, "giorni": g.quanti([(s.dal, s.al)])} for s in schede]
    peso = "giorni" if tipo.sistema.media_per_giorni else "semplice"
    regole = leggi_smvp({"decimali_punteggio": tipo.decimali_punteggio})
    return valutazione_di(regole, {"periodi": periodi, "peso": peso}).punteggio
