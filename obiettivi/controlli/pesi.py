"""I pesi: fanno cento, nessuno è vuoto o sproporzionato, e prevale l'ambito di cui si risponde."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.controlli.fascicolo import Fascicolo, Obiettivo, PesiScheda
from obiettivi.controlli.responsabili import GUIDANO
from obiettivi.controlli.segnali import AVVISO, BLOCCO, ERRORE, del_piano, dell_obiettivo
from obiettivi.misura import Pesato, Totale, totali_per_scala
from obiettivi.voci import ObbligoLegge, ScalaPeso
from piao.base.controlli import NonValutabile, Riferimento, Segnale, regola
from piao.base.numeri import numero

Trovati = Iterator[Segnale | NonValutabile]
CENTO = Decimal(100)


@dataclass(frozen=True)
class Voce:
    """Un obiettivo con il peso che ha per qualcuno."""

    obiettivo: Obiettivo
    peso: Decimal | None


@dataclass(frozen=True)
class Quadro:
    """Chi risponde e che cosa pesa per lui."""

    chi: Riferimento
    voci: tuple[Voce, ...]

    @property
    def totali(self) -> list[Totale]:
        return totali_per_scala(Pesato(v.peso, v.obiettivo.scala, v.obiettivo.prerequisito) for v in self.voci)


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
    if f.operativi and not any(_pesi_scritti(o) for o in f.operativi):
        pagina = f.verso("obiettivi:pesi", f.ciclo.anno)
        yield del_piano(BLOCCO, "Nessun obiettivo ha un peso.", "Distribuisci i pesi.", pagina)
        quadri = []
    else:
        quadri = [*_per_incarico(f), *_per_unita(f)]
    for quadro in quadri:
        yield from _quadra(f, quadro)
    yield from _proporzioni(f, quadri)
    for o in f.operativi:
        yield from _indicatori(f, o)


def _pesi_scritti(o: Obiettivo) -> list[Decimal]:
    pesi = [o.peso, *(legame.peso for legame in o.unita), *(assegnazione.peso for assegnazione in o.assegnazioni)]
    return [peso for peso in pesi if peso is not None]


def _per_incarico(f: Fascicolo) -> Iterator[Quadro]:
    for incarico in f.in_vigore:
        if incarico.tipo in GUIDANO:
            voci = tuple(
                _voce(o, a.peso)
                for o in f.obiettivi
                for a in o.assegnazioni
                if (a.tipo, a.pk) == ("incarico", incarico.pk) and (o.operativo or o.anche_individuale or a.peso)
            )
            yield Quadro(Riferimento("incarico", str(incarico.pk), incarico.nome), voci)


def _per_unita(f: Fascicolo) -> Iterator[Quadro]:
    """Le unità i cui obiettivi non sono assegnati a incarichi: lì contano i pesi dell'unità."""
    for unita in f.unita:
        suoi = [(o, legame) for o in f.operativi for legame in o.unita if legame.unita == unita.pk]
        if not any(a.tipo == "incarico" for o, _ in suoi for a in o.assegnazioni):
            voci = tuple(_voce(o, legame.peso) for o, legame in suoi)
            yield Quadro(Riferimento("unita", str(unita.pk), unita.nome), voci)


def _voce(o: Obiettivo, proprio: Decimal | None) -> Voce:
    return Voce(o, o.peso if proprio is None else proprio)


def _quadra(f: Fascicolo, quadro: Quadro) -> Trovati:
    totali = quadro.totali
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


def _indicatori(f: Fascicolo, o: Obiettivo) -> Trovati:
    pesi = [i.peso for i in o.indicatori]
    somma = sum((peso or Decimal(0) for peso in pesi), Decimal(0))
    if (len(pesi) > 1 or any(pesi)) and abs(somma - CENTO) > f.numero("tolleranza_pesi"):
        dettaglio = f"fanno {numero(somma)} e non 100" if any(pesi) else "non sono scritti"
        frase = f"I pesi degli indicatori di «{{o}}» {dettaglio}."
        yield dell_obiettivo(f, o, BLOCCO, frase, "Correggi i pesi degli indicatori.", "misura", "indicatori")


def _proporzioni(f: Fascicolo, quadri: list[Quadro]) -> Trovati:
    """Ogni peso una volta sola, anche se più responsabili condividono l'obiettivo."""
    visti: set[tuple[int, Decimal]] = set()
    for quadro in quadri:
        contano = [voce for voce in quadro.voci if voce.peso is not None and not voce.obiettivo.prerequisito]
        for voce in contano:
            if voce.peso is not None and (voce.obiettivo.pk, voce.peso) not in visti:
                visti.add((voce.obiettivo.pk, voce.peso))
                yield from _proporzione(f, voce.obiettivo, voce.peso, unico=len(contano) == 1)


def _proporzione(f: Fascicolo, o: Obiettivo, peso: Decimal, *, unico: bool) -> Trovati:
    minimo, massimo = f.numero("peso_minimo"), f.numero("peso_massimo")
    if peso <= 0:
        rimedio = "Dagli un peso, oppure dichiaralo prerequisito."
        yield dell_obiettivo(f, o, BLOCCO, "«{o}» ha peso zero: non conta.", rimedio, "che-cosa", "id_peso")
    elif o.scala != ScalaPeso.PERCENTUALE or o.obbligo_legge == ObbligoLegge.TEMPI_PAGAMENTO:
        return
    elif peso < minimo:
        frase = f"«{{o}}» pesa {numero(peso)}%: sotto il {numero(minimo)}% non orienta nessuno."
        yield dell_obiettivo(f, o, AVVISO, frase, "Uniscilo a un altro, o dagli più peso.", "che-cosa", "id_peso")
    elif peso > massimo and not unico:
        frase = f"«{{o}}» pesa {numero(peso)}%: oltre il {numero(massimo)}% gli altri non contano."
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
    if f.schede is None:
        yield NonValutabile("Le schede di valutazione non ci sono ancora: le componenti e i loro pesi stanno lì.")
    elif not f.schede.pesi:
        yield NonValutabile("Fra le schede dell'anno non ce ne sono di dirigenti o di incaricati.")
    else:
        for pesi in f.schede.pesi:
            yield from _prevale(f, pesi)


def _prevale(f: Fascicolo, pesi: PesiScheda) -> Trovati:
    if pesi.struttura is None:
        yield NonValutabile(f"La scheda «{pesi.scheda}» non dice quanto pesano i risultati della struttura.")
    elif pesi.struttura <= pesi.altro:
        frase = (
            f"Nella scheda «{pesi.scheda}» i risultati della struttura pesano {numero(pesi.struttura, 1)}%, "
            f"{pesi.nome_altro} {numero(pesi.altro, 1)}%."
        )
        rimedio = "Nel sistema di valutazione dai ai risultati della struttura il peso più alto."
        oggetto = Riferimento("scheda", pesi.codice, f"Scheda «{pesi.scheda}»")
        yield del_piano(ERRORE, frase, rimedio, f.verso("valutazione:schede", f.ciclo.anno), oggetto)


REGOLE = (pesi_che_tornano, peso_prevalente)
