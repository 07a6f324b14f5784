"""Il catalogo delle parti discorsive del Piano: che cosa si scrive, dove, e con quale testo di partenza.

Le parti `precompilata` hanno un testo modello in `relazioni/testi/` (un file per chiave; `chiave.B.html` vale solo per
l'impostazione B). Le altre le scrive soltanto l'ente: contesto, missione, criticità non si inventano, e la `guida`
dice che cosa ci va. L'ordine è quello dell'elenco; i capitoli vengono da norme §2, gli argomenti da piani §6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from obiettivi.voci import Impostazione
from relazioni.voci import Capitolo

TESTI = Path(__file__).parent / "testi"
TUTTE = "".join(Impostazione.values)
PIAO, TEMPI_DI_PAGAMENTO = 2022, 2023  # anni da cui valgono il PIAO e l'obiettivo sui pagamenti


@dataclass(frozen=True)
class VoceCatalogo:
    """Una parte prevista.

    `solo_semplificato`: soltanto negli enti fino a 50 dipendenti (norme R50-R52); `dal`: il primo anno in cui il testo
    è vero, perché le norme che cita non valgono per i cicli precedenti.
    """

    chiave: str
    titolo: str
    capitolo: Capitolo
    guida: str
    precompilata: bool = False
    impostazioni: str = TUTTE
    solo_semplificato: bool = False
    dal: int = 0

    def testo_modello(self, impostazione: str) -> str:
        """Il testo di partenza per l'impostazione; vuoto se la parte non è precompilata."""
        return _leggi(self.chiave, impostazione or Impostazione.A) if self.precompilata else ""


@cache
def _leggi(chiave: str, impostazione: str) -> str:
    proprio = TESTI / f"{chiave}.{impostazione}.html"
    file = proprio if proprio.exists() else TESTI / f"{chiave}.html"
    return file.read_text(encoding="utf-8").strip()


def _modello(chiave: str, titolo: str, capitolo: Capitolo, guida: str, **condizioni: Any) -> VoceCatalogo:
    return VoceCatalogo(chiave, titolo, capitolo, guida, precompilata=True, **condizioni)


CATALOGO = (
    VoceCatalogo(
        "sintesi",
        "In sintesi",
        Capitolo.PREMESSA,
        "Mezza pagina per chi ha poco tempo: che cosa vuole ottenere l'ente e che cosa cambia per i cittadini.",
    ),
    _modello(
        "base-normativa",
        "Le norme",
        Capitolo.PREMESSA,
        "Le leggi su cui poggia il documento. Aggiungi il regolamento dell'ente, se ne ha uno.",
        impostazioni=Impostazione.C,
        dal=PIAO,
    ),
    _modello(
        "che-cosa-e",
        "Che cos'è questo documento",
        Capitolo.PREMESSA,
        "A che cosa serve il Piano e a chi si rivolge.",
    ),
    _modello(
        "documenti-collegati",
        "Il Piano e gli altri documenti di programmazione",
        Capitolo.PREMESSA,
        "Come il Piano si lega a DUP, bilancio, PEG e PIAO: cambia con l'impostazione del ciclo.",
        dal=PIAO,
    ),
    _modello(
        "regime-semplificato",
        "La scelta dell'ente fino a cinquanta dipendenti",
        Capitolo.PREMESSA,
        "Perché l'ente definisce gli obiettivi anche se il PIAO semplificato non lo richiede.",
        solo_semplificato=True,
        dal=PIAO,
    ),
    VoceCatalogo(
        "contesto-esterno",
        "Il territorio e la comunità",
        Capitolo.CONTESTO,
        "Territorio, economia, servizi: quanto serve a capire gli obiettivi. La popolazione si compone da sola.",
    ),
    VoceCatalogo(
        "contesto-interno",
        "L'organizzazione",
        Capitolo.CONTESTO,
        "Organi, strutture, forme associate, società partecipate. Personale e organigramma si compongono da soli.",
    ),
    VoceCatalogo(
        "mandato",
        "Il mandato amministrativo",
        Capitolo.STRATEGIA,
        "Le scelte di fondo dell'amministrazione, dal programma di mandato e dal DUP.",
    ),
    VoceCatalogo("missione", "La missione", Capitolo.STRATEGIA, "Che cosa l'ente vuole essere per la sua comunità."),
    VoceCatalogo(
        "valore-pubblico",
        "Il valore pubblico",
        Capitolo.STRATEGIA,
        "Quale miglioramento del benessere della comunità si vuole produrre, e come lo si riconoscerà.",
    ),
    _modello(
        "strategico-operativo",
        "Obiettivi strategici e obiettivi operativi",
        Capitolo.STRATEGIA,
        "La differenza fra i due livelli e come si collegano.",
    ),
    _modello(
        "lettura-obiettivi",
        "Come si leggono gli obiettivi",
        Capitolo.OBIETTIVI,
        "La spiegazione delle schede.",
        dal=PIAO,
    ),
    _modello(
        "tempi-pagamento",
        "Il rispetto dei tempi di pagamento",
        Capitolo.OBIETTIVI,
        "L'obiettivo che la legge impone a chi paga le fatture.",
        dal=TEMPI_DI_PAGAMENTO,
    ),
    VoceCatalogo(
        "temi",
        "Semplificazione, accessibilità, pari opportunità",
        Capitolo.COPERTURA,
        "Le azioni dell'ente sui temi che il PIAO chiede di trattare. La matrice si compone da sola.",
    ),
    _modello(
        "organizzativa-individuale",
        "Performance organizzativa e individuale",
        Capitolo.INDIVIDUALE,
        "Le due misure e che cosa conta per ciascun ruolo.",
    ),
    VoceCatalogo(
        "regole-valutazione",
        "Le regole di valutazione",
        Capitolo.INDIVIDUALE,
        "I punteggi del sistema di misurazione e valutazione, per categoria di personale.",
    ),
    VoceCatalogo(
        "risorse",
        "Il quadro delle risorse",
        Capitolo.RISORSE,
        "Che cosa l'ente mette a disposizione. Le tabelle delle risorse si compongono da sole.",
    ),
    _modello(
        "fasi-organi-scadenze",
        "Le fasi, gli organi, le scadenze",
        Capitolo.MONITORAGGIO,
        "Come si svolge il ciclo. La tabella delle fasi dell'ente si compone da sola.",
    ),
    _modello(
        "monitoraggio",
        "La verifica in corso d'anno",
        Capitolo.MONITORAGGIO,
        "Chi verifica, quando, e che cosa succede se un obiettivo cambia.",
    ),
    _modello(
        "trasparenza", "Trasparenza", Capitolo.MONITORAGGIO, "Dove si trovano il Piano, la Relazione e i dati aperti."
    ),
    _modello(
        "miglioramento-ciclo",
        "Il miglioramento del ciclo",
        Capitolo.MONITORAGGIO,
        "Come l'ente impara da un anno all'altro.",
    ),
    VoceCatalogo(
        "criticita",
        "Le criticità",
        Capitolo.MONITORAGGIO,
        "Che cosa non ha funzionato nel ciclo precedente e come si rimedia.",
    ),
    _modello(
        "glossario", "Glossario", Capitolo.ALLEGATI, "Le parole del documento, spiegate a chi non è del mestiere."
    ),
)

PER_CHIAVE = {voce.chiave: voce for voce in CATALOGO}
# Il numero d'ordine di ogni parte prevista, lo stesso per ogni impostazione; in mezzo c'è posto per quelle dell'ente.
ORDINE = {voce.chiave: 10 * posto for posto, voce in enumerate(CATALOGO, start=1)}


def numera(chiavi: Iterable[str]) -> list[int]:
    """I numeri d'ordine di un elenco di parti: quelli del catalogo finché ne segue l'ordine, altrimenti di seguito.

    Così una parte scritta resta al suo posto fra quelle che l'ente non ha ancora toccato.
    """
    numeri: list[int] = []
    for chiave in chiavi:
        numeri.append(max(ORDINE.get(chiave, 0), numeri[-1] + 1 if numeri else 1))
    return numeri


def voci_di(impostazione: str, *, anno: int, semplificato: bool | None) -> list[VoceCatalogo]:
    """Le parti previste per un ciclo. `semplificato` None = non si sa quanti sono i dipendenti.

    Un Piano autonomo (impostazione C) è per sua natura di un ente fino a 50 dipendenti.
    """
    piccolo = impostazione == Impostazione.C if semplificato is None else semplificato
    return [
        voce
        for voce in CATALOGO
        if (not impostazione or impostazione in voce.impostazioni)
        and (piccolo or not voce.solo_semplificato)
        and anno >= voce.dal
    ]
