"""La scheda su carta: una pagina HTML da convertire in PDF, e lo stesso modulo in bianco.

Prima il contenuto (`Foglio`), poi i pezzi. È un documento interno: lo dice in ogni pagina, e non entra mai fra quelli
che si pubblicano. A chi non può ancora leggere la valutazione esce l'assegnazione, senza giudizi.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone

from obiettivi.misura.numeri import in_parole
from piao.base.numeri import data_breve, data_estesa, numero, percento
from piao.base.pdf.pezzi import Attributi, Colonna, Documento, Tabella
from valutazione.letture.configurazione import configurazione_di
from valutazione.letture.conto import Conto, Ramo
from valutazione.letture.schede import passaggi_di
from valutazione.letture.voci import VoceLetta
from valutazione.models import Componente, LivelloScala, PassaggioScheda, Scheda, TipoScheda
from valutazione.voci import Fonte

VUOTO = "–"
OBIETTIVI_IN_BIANCO = 5
FIRME = ("Chi valuta", "La persona valutata, per presa visione")
COLONNE_VALUTATE = [
    Colonna("Voce", larghezza=30),
    Colonna("Peso", numerica=True, larghezza=10),
    Colonna("Secondo la persona", larghezza=15),
    Colonna("Valutazione", larghezza=20),
    Colonna("Motivazione"),
]
COLONNE_ASSEGNATE = [Colonna("Voce", larghezza=30), Colonna("Peso", numerica=True, larghezza=10), Colonna("Atteso")]
COLONNE_IN_BIANCO = [
    Colonna("Voce", larghezza=40),
    Colonna("Peso", numerica=True, larghezza=10),
    Colonna("Valutazione", larghezza=20),
    Colonna("Motivazione"),
]


@dataclass(frozen=True)
class Parte:
    """Una parte della scheda: il nome, una frase, la tabella delle voci."""

    nome: str
    descrizione: str
    tabella: Tabella


@dataclass(frozen=True)
class Foglio:
    """Ciò che si stampa di una scheda, o di un modulo in bianco."""

    documento: Documento
    occhiello: str
    nome: str
    sotto: str
    dati: Attributi | None = None
    numeri: Sequence[tuple[str, str]] = ()
    avvisi: Sequence[str] = ()
    parti: Sequence[Parte] = ()
    giudizio: str = ""
    tabelle: Sequence[Tabella] = ()
    scale: Sequence[Tabella] = ()
    derivazione: Tabella | None = None
    in_bianco: bool = False


def html_foglio(foglio: Foglio) -> str:
    """La pagina intera da convertire in PDF."""
    contesto = {"foglio": foglio, "documento": foglio.documento, "firme": FIRME}
    return render_to_string("pdf/valutazione/scheda.html", contesto)


# ---- la scheda di una persona ------------------------------------------------------------------------------------


def foglio_di(conto: Conto, *, con_valutazione: bool) -> Foglio:
    """Il foglio di una scheda. Senza `con_valutazione` restano le regole e gli obiettivi assegnati."""
    scheda = conto.scheda
    foglio = Foglio(
        documento=_documento(scheda.ente.denominazione, f"Scheda di valutazione {scheda.ciclo.anno}"),
        occhiello=f"Scheda di valutazione {scheda.ciclo.anno}",
        nome=str(scheda.persona),
        sotto=f"{scheda.tipo}, dal {data_breve(scheda.dal)} al {data_breve(scheda.al)}",
        dati=Attributi("La scheda", _dati(scheda)),
        parti=[_parte(ramo, valutata=con_valutazione) for ramo in conto.rami],
    )
    if not con_valutazione:
        return foglio
    return replace(
        foglio,
        numeri=_numeri(conto),
        avvisi=conto.che_manca,
        giudizio=scheda.giudizio,
        tabelle=[tabella for tabella in _storia(scheda) if tabella.righe],
        derivazione=_derivazione(conto),
    )


def _documento(ente: str, titolo: str) -> Documento:
    descrizione = "Documento interno: contiene dati personali e non si pubblica."
    return Documento(
        titolo=titolo,
        ente=ente,
        descrizione=descrizione,
        parole_chiave=("performance", "valutazione"),
        interno=True,
    )


def _dati(scheda: Scheda) -> list[tuple[str, str]]:
    voci = [
        ("Persona", str(scheda.persona)),
        ("Unità", str(scheda.unita or "")),
        ("Periodo", f"dal {data_estesa(scheda.dal)} al {data_estesa(scheda.al)}"),
        ("Propone", str(scheda.proponente or "")),
        ("Valuta", str(scheda.valutatore or "")),
        ("Stato", str(scheda.get_stato_display())),
        ("Assegnata il", data_breve(scheda.assegnata_il) if scheda.assegnata_il else ""),
        ("Consegnata il", data_breve(scheda.notificata_il) if scheda.notificata_il else ""),
        ("Chiusa il", data_breve(scheda.chiusa_il) if scheda.chiusa_il else ""),
    ]
    return [(nome, valore) for nome, valore in voci if valore]


def _numeri(conto: Conto) -> list[tuple[str, str]]:
    if conto.punteggio is None:
        return []
    fascia = [(conto.fascia, "fascia")] if conto.fascia else []
    rami = [(numero(ramo.valore, 2), ramo.nome) for ramo in conto.rami if ramo.valore is not None]
    return [(numero(conto.punteggio, 2), "punteggio"), *fascia, *rami]


def _parte(ramo: Ramo, *, valutata: bool) -> Parte:
    colonne = COLONNE_VALUTATE if valutata else COLONNE_ASSEGNATE
    righe = [_valutata(voce) if valutata else _assegnata(voce) for voce in ramo.voci]
    totale = ("Risultato", "", "", numero(ramo.valore, 2), "") if valutata and ramo.valore is not None else ()
    return Parte(ramo.nome, ramo.descrizione, Tabella(ramo.nome, colonne, righe, totale))


def _valutata(voce: VoceLetta) -> list[str]:
    valore = voce.letta if voce.si_scrive else percento(voce.valore, 2)
    perche = voce.voce.motivazione or (voce.perche if voce.valore is None else "")
    return [
        str(voce.voce),
        _in_cifre(voce.peso),
        voce.autovalutazione or VUOTO,
        valore if voce.valore is not None else VUOTO,
        perche or VUOTO,
    ]


def _assegnata(voce: VoceLetta) -> list[str]:
    return [str(voce.voce), _in_cifre(voce.peso), voce.voce.atteso or VUOTO]


def _storia(scheda: Scheda) -> Iterable[Tabella]:
    """Colloqui, osservazioni, riesame, passaggi: ciò che è successo, con le date."""
    yield Tabella(
        "Colloqui",
        [Colonna("Colloquio", larghezza=30), Colonna("Fatto il", larghezza=20), Colonna("Che cosa si è detto")],
        [[str(c.get_tipo_display()), data_breve(c.il), c.nota or VUOTO] for c in scheda.colloqui.all()],
    )
    yield Tabella(
        "Osservazioni della persona valutata",
        [Colonna("Presentate il", larghezza=20), Colonna("Osservazioni", larghezza=40), Colonna("Risposta")],
        [[data_breve(o.presentata_il), o.testo, o.risposta or VUOTO] for o in scheda.osservazioni.all()],
    )
    riesame = getattr(scheda, "riesame", None)
    yield Tabella(
        "Riesame",
        [Colonna("Chiesto il", larghezza=15), Colonna("Motivi", larghezza=30), Colonna("Decisione"),
         Colonna("Prima", numerica=True, larghezza=10), Colonna("Dopo", numerica=True, larghezza=10)],
        [[data_breve(riesame.chiesto_il), riesame.motivi, riesame.decisione or VUOTO,
          numero(riesame.prima, 2), numero(riesame.dopo, 2)]] if riesame else [],
    )  # fmt: skip
    yield Tabella(
        "Storia della scheda",
        [Colonna("Quando", larghezza=15), Colonna("Che cosa", larghezza=25), Colonna("Chi", larghezza=20),
         Colonna("Punteggio", numerica=True, larghezza=15), Colonna("Nota")],
        [_passaggio(passaggio) for passaggio in reversed(passaggi_di(scheda))],
    )  # fmt: skip


def _passaggio(passaggio: PassaggioScheda) -> list[str]:
    quando = data_breve(timezone.localtime(passaggio.quando).date())
    chi = str(passaggio.chi) if passaggio.chi else VUOTO
    punti = VUOTO if passaggio.punteggio is None else numero(passaggio.punteggio, 2)
    return [quando, passaggio.nome, chi, punti, passaggio.nota or VUOTO]


def _derivazione(conto: Conto) -> Tabella | None:
    """Come si arriva al punteggio, passo per passo."""
    colonne = [
        Colonna("Voce", larghezza=20),
        Colonna("Che cosa si fa", larghezza=30),
        Colonna("Dati"),
        Colonna("Esito", numerica=True, larghezza=15),
    ]
    righe = [
        [
            passo.voce or VUOTO,
            f"{passo.cosa}: {passo.formula}",
            "; ".join(f"{nome} {in_parole(valore)}" for nome, valore in passo.dati) or VUOTO,
            VUOTO if passo.esito is None else in_parole(passo.esito),
        ]
        for passo in conto.passi
    ]
    return Tabella("Come si arriva al punteggio", colonne, righe, classe="quadro") if righe else None


# ---- il modulo in bianco -----------------------------------------------------------------------------------------


def modulo_in_bianco(tipo: TipoScheda) -> Foglio:
    """La scheda di un tipo da compilare a mano: le voci, i pesi, le scale, il posto per scrivere e firmare."""
    componenti = list(tipo.componenti.select_related("scala").prefetch_related("scala__livelli"))
    regole = configurazione_di(tipo).get("scheda", {})
    per_codice = {uno.codice: uno for uno in componenti}
    rami = [(per_codice[nodo["cod"]], _foglie(nodo, per_codice)) for nodo in regole.get("figli", [])]
    scale = dict.fromkeys(uno.scala for uno in componenti if uno.scala)
    return Foglio(
        documento=_documento(tipo.ente.denominazione, f"Scheda di valutazione: {tipo}"),
        occhiello="Scheda di valutazione",
        nome=str(tipo),
        sotto=str(tipo.sistema),
        dati=Attributi("La scheda", [("Persona", ""), ("Unità", ""), ("Periodo", ""), ("Chi valuta", "")]),
        parti=[_in_bianco(ramo, foglie) for ramo, foglie in rami],
        scale=[_scala(str(scala), scala.livelli.all()) for scala in scale],
        in_bianco=True,
    )


def _foglie(nodo: dict[str, object], per_codice: dict[str, Componente]) -> list[Componente]:
    figli: list[dict[str, object]] = nodo.get("figli", [])  # type: ignore[assignment]  # la forma del motore
    if not figli:
        return [per_codice[str(nodo["cod"])]]
    return [foglia for figlio in figli for foglia in _foglie(figlio, per_codice)]


def _in_bianco(ramo: Componente, foglie: Sequence[Componente]) -> Parte:
    righe = [riga for uno in foglie for riga in _righe_in_bianco(uno)]
    return Parte(str(ramo), ramo.descrizione, Tabella(str(ramo), COLONNE_IN_BIANCO, righe, classe="dati in-bianco"))


def _righe_in_bianco(voce: Componente) -> list[list[str]]:
    """Una riga per voce; dove ci sono gli obiettivi assegnati, il posto per scriverne alcuni."""
    if voce.fonte != Fonte.OBIETTIVI:
        return [[str(voce), _in_cifre(voce.peso), "", ""]]
    return [[f"Obiettivo {posto}", "", "", ""] for posto in range(1, OBIETTIVI_IN_BIANCO + 1)]


def _in_cifre(peso: Decimal | None) -> str:
    return VUOTO if peso is None else numero(peso)


def _scala(nome: str, livelli: Iterable[LivelloScala]) -> Tabella:
    colonne = [Colonna("Valore", larghezza=10), Colonna("Giudizio", larghezza=25), Colonna("Che cosa significa")]
    righe = [[numero(uno.valore), uno.etichetta, uno.descrittore or VUOTO] for uno in livelli]
    return Tabella(nome, colonne, righe)
