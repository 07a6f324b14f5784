"""Il foglio di controllo per l'organismo di valutazione: PDF da firmare e mettere agli atti, foglio di calcolo."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils import timezone

from obiettivi.controlli.catalogo import REGOLE
from obiettivi.controlli.quadro import Quadro, Voce
from obiettivi.models import Ciclo, Motivazione
from piao.base.controlli import Gravita, Regola
from piao.base.numeri import data_breve, data_estesa, numero
from piao.base.pdf.pezzi import Colonna, Documento
from piao.base.tabelle import Foglio as FoglioDiCalcolo
from piao.base.tabelle import in_xlsx_a_fogli
from relazioni.controlli.relazione import REGOLE as DELLA_RELAZIONE
from relazioni.models import Relazione
from relazioni.stampa.blocchi import Blocco, Capitolo, attributi, nota, numeri, tabella, titolo

NESSUNO = "nessun rilievo"
INTESTAZIONI = (
    "Gravità", "Controllo", "Titolo", "Oggetto", "Rilievo", "Rimedio", "Norma", "Motivazione", "In qualità di",
    "Quando",
)  # fmt: skip


@dataclass(frozen=True)
class Foglio:
    """Il quadro di un ciclo in un giorno: che cosa si è controllato e che cosa ne è venuto."""

    GENERE: ClassVar = "Piano"
    CON_ARTICOLO: ClassVar = "il Piano"
    REGOLE: ClassVar[Sequence[Regola[Any]]] = REGOLE

    ciclo: Ciclo
    quadro: Quadro
    giorno: date

    @property
    def stato(self) -> str:
        return self.ciclo.get_stato_display()

    @property
    def nome(self) -> str:
        nome, triennio = self.ciclo.titolo or "Piano della performance", self.ciclo.triennio
        return nome if triennio in nome else f"{nome} {triennio}"

    @property
    def esito(self) -> str:
        """L'esito in una frase, quella che si legge per prima."""
        blocchi, errori = self.quadro.blocchi, self.quadro.da_motivare
        if blocchi:
            chi = self.CON_ARTICOLO[0].upper() + self.CON_ARTICOLO[1:]
            return f"{chi} non può andare avanti: {_ci_sono(blocchi, Gravita.BLOCCO)}."
        if errori:
            ma = f"{_ci_sono(errori, Gravita.ERRORE)} da correggere o da motivare"
            return f"Nulla ferma {self.CON_ARTICOLO}, ma {ma}."
        return f"Nulla ferma {self.CON_ARTICOLO}, e ogni errore rimasto è motivato."


@dataclass(frozen=True)
class FoglioRelazione(Foglio):
    """Lo stesso foglio, sulle regole Q01-Q30."""

    GENERE: ClassVar = "Relazione"
    CON_ARTICOLO: ClassVar = "la Relazione"
    REGOLE: ClassVar[Sequence[Regola[Any]]] = DELLA_RELAZIONE

    relazione: Relazione

    @property
    def stato(self) -> str:
        return self.relazione.get_stato_display()

    @property
    def nome(self) -> str:
        return f"Relazione sulla performance {self.ciclo.anno}"


def html_foglio(foglio: Foglio) -> str:
    """Il foglio da scrivere in PDF, con il posto per la firma."""
    ente = foglio.ciclo.ente
    documento = Documento(
        titolo=f"Foglio di controllo {foglio.ciclo.anno}",
        ente=ente.denominazione,
        descrizione=f"Esito dei controlli di conformità: {foglio.nome} di {ente.denominazione}.",
        parole_chiave=("performance", "controlli", "conformità", ente.denominazione),
        interno=True,
    )
    contesto = {
        "documento": documento,
        "foglio": foglio,
        "organismo": ente.get_organismo_display(),
        "capitoli": capitoli(foglio),
    }
    return render_to_string("pdf/controlli/documento.html", contesto)


def capitoli(foglio: Foglio) -> list[Capitolo]:
    """Prima l'esito, poi il perché: chi ha poco tempo si ferma alla prima pagina."""
    parti = [
        ("L'esito", "esito", _esito(foglio), False),
        ("I rilievi", "rilievi", _rilievi_per_gravita(foglio.quadro), False),
        ("Che cosa non si è controllato", "non-controllato", _non_controllato(foglio.quadro), False),
        ("Controllo per controllo", "controlli", _per_controllo(foglio), True),
    ]
    presenti = [parte for parte in parti if parte[2]]
    return [Capitolo(f"{n}. {t}", a, tuple(b), larga) for n, (t, a, b, larga) in enumerate(presenti, start=1)]


def _esito(foglio: Foglio) -> list[Blocco]:
    ciclo, conteggi = foglio.ciclo, foglio.quadro.conteggi
    voci = [
        ("Ente", ciclo.ente.denominazione),
        (foglio.GENERE, foglio.nome),
        ("Stato", foglio.stato),
        ("Controllato il", data_estesa(foglio.giorno)),
        ("Controlli compiuti", numero(len(foglio.REGOLE) - len(foglio.quadro.spente))),
        ("Rilievi motivati", numero(foglio.quadro.motivati)),
    ]
    return [
        Blocco("pdf/controlli/_esito.html", "frase", foglio.esito),
        numeri(*((numero(quanti), PAROLE[gravita][quanti == 1]) for gravita, quanti in conteggi.items())),
        *attributi("Il controllo", voci),
        nota(
            f"Un blocco ferma {foglio.CON_ARTICOLO}; un errore si corregge o resta con una motivazione scritta; "
            "avvisi e informazioni si leggono."
        ),
    ]


PAROLE = {
    Gravita.BLOCCO: ("blocchi", "blocco"),
    Gravita.ERRORE: ("errori", "errore"),
    Gravita.AVVISO: ("avvisi", "avviso"),
    Gravita.INFO: ("informazioni", "informazione"),
}


def _rilievi_per_gravita(quadro: Quadro) -> list[Blocco]:
    blocchi: list[Blocco] = []
    for gravita in Gravita:
        if voci := [voce for voce in quadro.voci if voce.rilievo.gravita == gravita]:
            nome = PAROLE[gravita][0].capitalize()
            blocchi += [titolo(nome, f"gravita-{gravita}"), *_tabella_rilievi(nome, voci)]
    return blocchi


def _tabella_rilievi(nome: str, voci: Iterable[Voce]) -> list[Blocco]:
    colonne = [Colonna("Controllo", larghezza=10), Colonna("Rilievo", larghezza=50), Colonna("Rimedio o motivazione")]
    righe = [[voce.rilievo.codice, voce.rilievo.frase, _rimedio_o_motivo(voce)] for voce in voci]
    return tabella(nome, colonne, righe)


def _rimedio_o_motivo(voce: Voce) -> str:
    return f"Motivato: {in_parole(voce.motivazione)}" if voce.motivazione else voce.rilievo.rimedio


def in_parole(motivazione: Motivazione) -> str:
    """Il motivo, e chi l'ha scritto in quale veste e quando. Il nome della persona non esce: basta il ruolo."""
    chi = f"{motivazione.ruolo}, " if motivazione.ruolo else ""
    return f"«{motivazione.motivo}» ({chi}{data_breve(timezone.localdate(motivazione.quando))})"


def _non_controllato(quadro: Quadro) -> list[Blocco]:
    non_valutabili = tabella(
        "Controlli che non si possono ancora valutare",
        [Colonna("Controllo", larghezza=10), Colonna("Titolo", larghezza=40), Colonna("Perché")],
        [[voce.codice, nome, voce.motivo] for nome, voce in quadro.non_valutabili],
    )
    spente = tabella(
        "Controlli che l'ente ha spento",
        [Colonna("Controllo", larghezza=10), Colonna("Titolo", larghezza=40), Colonna("Perché")],
        [[una.riga.codice, una.titolo, una.riga.motivo] for una in quadro.spente],
    )
    return [*non_valutabili, *spente]


def _per_controllo(foglio: Foglio) -> list[Blocco]:
    """Ogni regola con il suo esito: anche quelle che non hanno trovato nulla."""
    esiti = esiti_per_controllo(foglio)
    colonne = [Colonna("Controllo", larghezza=10), Colonna("Titolo", larghezza=40), Colonna("Norma"), Colonna("Esito")]
    righe = [[regola.codice, regola.titolo, regola.norma, esiti[regola.codice]] for regola in foglio.REGOLE]
    return tabella("Tutti i controlli", colonne, righe, classe="quadro")


def esiti_per_controllo(foglio: Foglio) -> dict[str, str]:
    """«2 errori, 1 avviso», «nessun rilievo», «non valutabile», «spento»."""
    quadro = foglio.quadro
    trovati: dict[str, Counter[Gravita]] = {}
    for voce in quadro.voci:
        trovati.setdefault(voce.rilievo.codice, Counter())[voce.rilievo.gravita] += 1
    esiti = dict.fromkeys((regola.codice for regola in foglio.REGOLE), NESSUNO)
    esiti |= {voce.codice: "non valutabile" for _, voce in quadro.non_valutabili}
    esiti |= {una.riga.codice: "spento" for una in quadro.spente}
    return esiti | {codice: _quanti(gravita) for codice, gravita in trovati.items()}


def _quanti(gravita: Counter[Gravita]) -> str:
    return ", ".join(f"{numero(gravita[g])} {PAROLE[g][gravita[g] == 1]}" for g in Gravita if gravita[g])


def _ci_sono(quanti: int, gravita: Gravita) -> str:
    parola = PAROLE[gravita][quanti == 1]
    return f"c'è un {parola}" if quanti == 1 else f"ci sono {numero(quanti)} {parola}"


# ---- foglio di calcolo -----------------------------------------------------------------------------------------


def in_fogli(foglio: Foglio) -> bytes:
    """Gli stessi dati in un foglio di calcolo: i rilievi, l'esito di ogni controllo, ciò che non si è controllato."""
    quadro, esiti = foglio.quadro, esiti_per_controllo(foglio)
    altri = [(voce.codice, nome, "non valutabile", voce.motivo) for nome, voce in quadro.non_valutabili]
    altri += [(una.riga.codice, una.titolo, "spento", una.riga.motivo) for una in quadro.spente]
    return in_xlsx_a_fogli(
        [
            FoglioDiCalcolo("Esito", ("Voce", "Valore"), _righe_di_testa(foglio)),
            FoglioDiCalcolo("Rilievi", INTESTAZIONI, [_riga(voce) for voce in quadro.voci]),
            FoglioDiCalcolo(
                "Controlli",
                ("Controllo", "Titolo", "Norma", "Esito"),
                [(regola.codice, regola.titolo, regola.norma, esiti[regola.codice]) for regola in foglio.REGOLE],
            ),
            FoglioDiCalcolo("Non controllato", ("Controllo", "Titolo", "Come mai", "Perché"), altri),
        ],
        interno=True,
    )


def _righe_di_testa(foglio: Foglio) -> list[tuple[str, str | int | date]]:
    return [
        ("Ente", foglio.ciclo.ente.denominazione),
        (foglio.GENERE, foglio.nome),
        ("Stato", foglio.stato),
        ("Controllato il", foglio.giorno),
        ("Esito", foglio.esito),
        *((PAROLE[gravita][0].capitalize(), quanti) for gravita, quanti in foglio.quadro.conteggi.items()),
        ("Errori da motivare", foglio.quadro.da_motivare),
        ("Per l'organismo di valutazione", "Data e firma:"),
    ]


def _riga(voce: Voce) -> tuple[str | date | None, ...]:
    r, m = voce.rilievo, voce.motivazione
    perche = (m.motivo, m.ruolo, timezone.localdate(m.quando)) if m else ("", "", None)
    return (r.gravita.label, r.codice, voce.titolo, voce.oggetto, r.frase, r.rimedio, r.norma, *perche)
