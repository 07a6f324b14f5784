"""Il lettore attento: trova nei testi norme superate, segnaposti, anni sbagliati, dati personali, conti che non
tornano.

Funzioni pure sul testo. Ogni segnalazione dice da dove a dove, che cosa c'è, che cosa si propone e perché. Le norme
stanno in `citazioni.json` con la loro decorrenza: ciò che era giusto nel 2020 non si segnala in un Piano del 2020."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from piao.base.brani import Brano, Evidenza, evidenzia
from piao.base.controlli import Gravita

FILE = Path(__file__).with_name("citazioni.json")
CODICE_FISCALE = re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b", re.I)
ANNO = re.compile(
    r"\b(?P<cosa>piano(?: della performance| delle performance| degli obiettivi)?"
    r"|organigramma|anno|annualità|esercizio)(?: dell'anno| per l'anno)? (?P<anno>20\d\d)\b(?P<fino>[-/]\d{2,4})?",
    re.I,
)
QUOTA = re.compile(
    r"\b(?P<parte>\d{1,6})\s+(?:[a-zà-ù]+\s+){0,3}su\s+(?P<tutto>\d{1,6})\b[^.;%\n]{0,40}?\b(?P<scritta>\d{1,3}(?:,\d+)?)\s*%",
    re.I,
)
PAROLA = re.compile(r"\w+")
INTORNO = 40
CENTO = Decimal(100)


@dataclass(frozen=True)
class Segnalazione:
    """Un tratto del testo (posizioni in caratteri), ciò che vi si legge, ciò che si propone e perché."""

    regola: str
    voce: str
    inizio: int
    fine: int
    parole: str
    motivo: str
    proposta: str = ""
    norma: str = ""
    gravita: Gravita = Gravita.AVVISO

    @property
    def in_parole(self) -> str:
        propone = f" Proposta: «{self.proposta}»." if self.proposta else ""
        return f"«{self.parole}». {self.motivo}{propone}"


@dataclass(frozen=True)
class Voce:
    """Una riga del catalogo. `prima_non` e `dopo_non` sono contesti in cui l'espressione va bene."""

    codice: str
    espressione: re.Pattern[str]
    proposta: str
    motivo: str
    norma: str
    gravita: Gravita
    dal: date
    al: date
    prima_non: re.Pattern[str] | None
    dopo_non: re.Pattern[str] | None

    def vale(self, il: date) -> bool:
        return self.dal <= il <= self.al

    def in_contesto(self, testo: str, trovata: re.Match[str]) -> bool:
        prima, dopo = testo[max(0, trovata.start() - INTORNO) : trovata.start()], testo[trovata.end() :][:INTORNO]
        return not (
            (self.prima_non and self.prima_non.search(prima)) or (self.dopo_non and self.dopo_non.search(dopo))
        )


@cache
def voci() -> tuple[Voce, ...]:
    righe: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_voce(riga) for riga in righe)


def citazioni(testo: str, *, il: date) -> list[Segnalazione]:
    """P38: norme citate male o superate quel giorno, e segnaposti."""
    return [
        _da("P38", voce.codice, trovata, voce.motivo, voce.proposta, voce.norma, voce.gravita)
        for voce in voci()
        if voce.vale(il)
        for trovata in voce.espressione.finditer(testo)
        if voce.in_contesto(testo, trovata)
    ]


def anni_sbagliati(testo: str, *, anno: int) -> list[Segnalazione]:
    """P37: un anno accanto a «Piano», «organigramma», «anno» che non è fra il precedente e i due seguenti.

    «Piano» e «organigramma» dell'anno prima sono sospetti anche loro (un testo copiato), ma si avvisa soltanto.
    """
    trovate = []
    for trovata in ANNO.finditer(testo):
        scritto, cosa = int(trovata["anno"]), trovata["cosa"].lower()
        fuori = not anno - 1 <= scritto <= anno + 2
        vecchio = scritto == anno - 1 and not trovata["fino"] and cosa.startswith(("piano", "organigramma"))
        if fuori or vecchio:
            gravita = Gravita.ERRORE if fuori and cosa.startswith(("piano", "organigramma")) else Gravita.AVVISO
            motivo = f"Il Piano è del {anno}: controlla che l'anno non venga da un testo copiato."
            trovate.append(_da("P37", "anno", trovata, motivo, gravita=gravita))
    return trovate


def dati_personali(testo: str, *, nomi: Iterable[tuple[str, str]]) -> list[Segnalazione]:
    """P39: codici fiscali, e nomi (cognome, nome) di persone che un documento pubblico non deve nominare."""
    codici = [
        _da("P39", "codice-fiscale", trovata, "Un codice fiscale non si pubblica.", gravita=Gravita.BLOCCO)
        for trovata in CODICE_FISCALE.finditer(testo)
    ]
    motivo = "È il nome di un dipendente senza responsabilità dirigenziali."
    persone = _nomi_in(testo, _per_prima_parola(frozenset(nomi)))
    return codici + [_da("P39", "nome", trovata, motivo, gravita=Gravita.ERRORE) for trovata in persone]


def _nomi_in(testo: str, per_parola: Mapping[str, tuple[str, ...]]) -> Iterator[re.Match[str]]:
    """I nomi nel testo: di ogni parola si provano soltanto quelli che cominciano così, per quanti siano in tutto."""
    fine = 0
    for parola in PAROLA.finditer(testo):
        nomi = per_parola.get(parola[0].casefold())
        trovata = _uno_di(nomi).match(testo, parola.start()) if nomi and parola.start() >= fine else None
        if trovata:
            fine = trovata.end()
            yield trovata


def conti_che_non_tornano(testo: str, *, scarto: Decimal) -> list[Segnalazione]:
    """P36: «16 donne su 24, il 68%»: la percentuale scritta differisce da quella calcolata più dello scarto."""
    trovate = []
    for trovata in QUOTA.finditer(testo):
        parte, tutto = int(trovata["parte"]), int(trovata["tutto"])
        scritta = Decimal(trovata["scritta"].replace(",", "."))
        if tutto and abs(CENTO * parte / tutto - scritta) > scarto:
            calcolata = f"{CENTO * parte / tutto:.1f}%".replace(".", ",")
            motivo = f"{parte} su {tutto} fa {calcolata}."
            trovate.append(_da("P36", "quota", trovata, motivo, calcolata, gravita=Gravita.ERRORE))
    return trovate


def leggi(
    testo: str, *, il: date, anno: int, scarto: Decimal, nomi: Iterable[tuple[str, str]] = ()
) -> list[Segnalazione]:
    """Tutto ciò che il lettore trova, nell'ordine del testo."""
    tutte = [
        *citazioni(testo, il=il),
        *anni_sbagliati(testo, anno=anno),
        *dati_personali(testo, nomi=nomi),
        *conti_che_non_tornano(testo, scarto=scarto),
    ]
    return sorted(tutte, key=lambda s: (s.inizio, s.fine, s.regola, s.voce))


def evidenziato(intero: Brano, segnalazioni: Iterable[Segnalazione]) -> str:
    """L'HTML con le parole segnalate dentro `<mark>`: la classe dice la gravità, il titolo il motivo."""
    return evidenzia(intero, _evidenze(segnalazioni))


def _evidenze(segnalazioni: Iterable[Segnalazione]) -> Iterator[Evidenza]:
    for s in segnalazioni:
        propone = f" Proposta: {s.proposta}" if s.proposta else ""
        yield Evidenza(s.inizio, s.fine, f"rilievo rilievo-{s.gravita}", f"{s.regola}. {s.motivo}{propone}")


def _da(
    regola: str,
    voce: str,
    trovata: re.Match[str],
    motivo: str,
    proposta: str = "",
    norma: str = "",
    gravita: Gravita = Gravita.AVVISO,
) -> Segnalazione:
    return Segnalazione(regola, voce, trovata.start(), trovata.end(), trovata[0], motivo, proposta, norma, gravita)


@lru_cache(maxsize=8)
def _per_prima_parola(nomi: frozenset[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Cognome e nome insieme, in qualunque ordine: il solo cognome è troppo spesso una parola comune."""
    trovati: dict[str, tuple[str, ...]] = {}
    for coppia in sorted(coppia for coppia in nomi if all(coppia)):
        for primo, secondo in (coppia, coppia[::-1]):
            if parola := PAROLA.match(primo):
                inizio = parola[0].casefold()
                trovati[inizio] = (*trovati.get(inizio, ()), rf"{re.escape(primo)}\s+{re.escape(secondo)}")
    return trovati


@lru_cache(maxsize=512)
def _uno_di(espressioni: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(espressioni)})\b", re.I)


def _voce(riga: dict[str, Any]) -> Voce:
    return Voce(
        codice=riga["codice"],
        espressione=re.compile(riga["espressione"], re.I if not riga["codice"].startswith(SENSIBILI) else 0),
        proposta=riga["proposta"],
        motivo=riga["motivo"],
        norma=riga["norma"],
        gravita=Gravita(riga["gravita"]),
        dal=date.fromisoformat(riga["dal"]) if "dal" in riga else date.min,
        al=date.fromisoformat(riga["al"]) if "al" in riga else date.max,
        prima_non=re.compile(riga["prima_non"], re.I) if "prima_non" in riga else None,
        dopo_non=re.compile(riga["dopo_non"], re.I) if "dopo_non" in riga else None,
    )


SENSIBILI = ("po", "civit", "segnaposto-lettere", "categorie")  # qui la maiuscola fa la differenza
