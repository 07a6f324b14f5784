"""I pesi: fanno cento, nessuno è vuoto o sproporzionato, e prevale l'ambito di cui si risponde."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.controlli.fascicolo import Fascicolo, Obiettivo
from obiettivi.controlli.responsabili import GUIDANO
from obiettivi.controlli.segnali import AVVISO, BLOCCO, ERRORE, del_piano, dell_obiettivo
from obiettivi.misura import Pesato, Totale, totali_per_scala
from obiettivi.voci import ObbligoLegge, ScalaPeso
from piao.base.controlli import NonValutabile, Riferimento, Segnale, regola
from piao.base.numeri import numero

Trovati = Iterator[Segnale | NonValutabile]
CENTO = Decimal(100)


@dataclass(frozen=True)
class Quadro:
    """Chi risponde e che cosa pesa per lui."""

    chi: Riferimento
    voci: tuple[Pesato, ...]


@regola(
    "P24",
    "I pesi fanno cento",
    norma="D.Lgs. 150/2009, art. 9; sistema di misurazione e valutazione",
    gravita=BLOCCO,
    certa=False,
)
def pesi_che_tornano(f: Fascicolo) -> Trovati:
    """I pesi degli obiettivi di un responsabile (o di un'unità, se nessuno li ha per incarico) non fanno cento, o sono
    in scale diverse; i pesi degli indicatori di un obiettivo non fanno cento; un peso è zero. Avvisa sotto 5 e oltre
    60."""
    if f.operativi and all(o.peso is None and not _pesi_propri(o) for o in f.operativi if not o.prerequisito):
        pagina = f.verso("obiettivi:pesi", f.ciclo.anno)
        yield del_piano(BLOCCO, "Nessun obiettivo ha un peso.", "Distribuisci i pesi.", pagina)
    else:
        for quadro in (*_per_incarico(f), *_per_unita(f)):
            yield from _quadra(f, quadro)
    for o in f.operativi:
        yield from _pesi_dell_obiettivo(f, o)


def _pesi_propri(o: Obiettivo) -> list[Decimal]:
    pesi = [*(legame.peso for legame in o.unita), *(assegnazione.peso for assegnazione in o.assegnazioni)]
    return [peso for peso in pesi if peso is not None]


def _per_incarico(f: Fascicolo) -> Iterator[Quadro]:
    for incarico in f.in_vigore:
        if incarico.tipo not in GUIDANO:
            continue
        voci = [
            _pesato(o, a.peso)
            for o in f.obiettivi
            for a in o.assegnazioni
            if (a.tipo, a.pk) == ("incarico", incarico.pk) and (o.operativo or o.anche_individuale or a.peso)
        ]
        yield Quadro(Riferimento("incarico", str(incarico.pk), incarico.nome), tuple(voci))


def _per_unita(f: Fascicolo) -> Iterator[Quadro]:
    """Le unità i cui obiettivi non sono assegnati a incarichi: lì contano i pesi dell'unità."""
    for unita in f.unita:
        suoi = [(o, legame) for o in f.operativi for legame in o.unita if legame.unita == unita.pk]
        if not any(a.tipo == "incarico" for o, _ in suoi for a in o.assegnazioni):
            voci = tuple(_pesato(o, legame.peso) for o, legame in suoi)
            yield Quadro(Riferimento("unita", str(unita.pk), unita.nome), voci)


def _pesato(o: Obiettivo, proprio: Decimal | None) -> Pesato:
    return Pesato(o.peso if proprio is None else proprio, o.scala, o.prerequisito)


def _quadra(f: Fascicolo, quadro: Quadro) -> Trovati:
    totali = totali_per_scala(quadro.voci)
    pagina = f.verso("obiettivi:pesi_di", f.ciclo.anno, quadro.chi.tipo, quadro.chi.chiave)
    if len(totali) > 1:
        scale = ", ".join(ScalaPeso(t.scala).label for t in totali)
        frase = f"I pesi di «{quadro.chi.nome}» sono in scale diverse ({scale}): non si sommano."
        yield Segnale(BLOCCO, quadro.chi, frase, "Portali alla stessa scala.", pagina)
    elif totali and not _torna(totali[0], f.numero("tolleranza_pesi")):
        totale = totali[0]
        frase = f"I pesi di «{quadro.chi.nome}» fanno {numero(totale.somma)} e non {numero(totale.atteso)}"
        frase += f" ({_senza(totale)})." if totale.senza_peso else "."
        yield Segnale(BLOCCO, quadro.chi, frase, "Ridistribuisci i pesi.", pagina)


def _torna(totale: Totale, tolleranza: Decimal) -> bool:
    return totale.residuo is None or abs(totale.residuo) <= tolleranza


def _senza(totale: Totale) -> str:
    return "un obiettivo non ha peso" if totale.senza_peso == 1 else f"{totale.senza_peso} obiettivi non hanno peso"


def _pesi_dell_obiettivo(f: Fascicolo, o: Obiettivo) -> Trovati:
    pesi = [i.peso for i in o.indicatori]
    somma = sum((peso or Decimal(0) for peso in pesi), Decimal(0))
    if (len(pesi) > 1 or any(pesi)) and abs(somma - CENTO) > f.numero("tolleranza_pesi"):
        dettaglio = f"fanno {numero(somma)} e non 100" if any(pesi) else "non sono scritti"
        frase = f"I pesi degli indicatori di «{{o}}» {dettaglio}."
        yield dell_obiettivo(f, o, BLOCCO, frase, "Correggi i pesi degli indicatori.", "misura", "indicatori")
    for peso in _pesi_scritti(o):
        yield from _proporzione(f, o, peso)


def _pesi_scritti(o: Obiettivo) -> list[Decimal]:
    """I pesi che contano, una volta ciascuno: quello dell'obiettivo, i suoi per ogni destinatario."""
    return sorted({*([] if o.peso is None else [o.peso]), *_pesi_propri(o)}) if not o.prerequisito else []


def _proporzione(f: Fascicolo, o: Obiettivo, peso: Decimal) -> Trovati:
    minimo, massimo = f.numero("peso_minimo"), f.numero("peso_massimo")
    if peso <= 0:
        rimedio = "Dagli un peso, oppure dichiaralo prerequisito."
        yield dell_obiettivo(f, o, BLOCCO, "«{o}» ha peso zero: non conta.", rimedio, "che-cosa", "id_peso")
    elif o.scala == ScalaPeso.PERCENTUALE and o.obbligo_legge != ObbligoLegge.TEMPI_PAGAMENTO:
        if peso < minimo:
            frase = f"«{{o}}» pesa {numero(peso)}%: meno di {numero(minimo)} non orienta nessuno."
            yield dell_obiettivo(f, o, AVVISO, frase, "Uniscilo a un altro, o dagli più peso.", "che-cosa", "id_peso")
        elif peso > massimo:
            frase = f"«{{o}}» pesa {numero(peso)}%: oltre {numero(massimo)} gli altri non contano."
            yield dell_obiettivo(f, o, AVVISO, frase, "Dividilo, o dagli meno peso.", "che-cosa", "id_peso")


@regola(
    "P25",
    "Per chi dirige prevale la struttura di cui risponde",
    norma="D.Lgs. 150/2009, art. 9 c. 1 lett. a",
    gravita=ERRORE,
    certa=False,
)
def peso_prevalente(f: Fascicolo) -> Trovati:
    """Nella scheda di dirigenti e incaricati l'ambito organizzativo di diretta responsabilità non pesa più di ogni
    altra componente. Si valuta sulle schede."""
    yield NonValutabile("Le schede di valutazione non ci sono ancora: le componenti e i loro pesi stanno lì.")


REGOLE = (pesi_che_tornano, peso_prevalente)
