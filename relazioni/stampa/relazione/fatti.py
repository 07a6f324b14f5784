"""I fatti dell'anno in tabella: risorse, variazioni, pagamenti, trasparenza, utenti, formazione, genere, processo."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from obiettivi.voci import Tema
from piao.base.grafici import Barra, barre
from piao.base.numeri import data_breve, data_estesa, euro, numero, percento
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.relazione.tipi import PerGenere, Relazione, RisorsaUsata
from relazioni.stampa.blocchi import Blocco, attributi, figura, nota, tabella, titolo
from relazioni.stampa.parole import maiuscola
from relazioni.stampa.relazione import individuale
from relazioni.stampa.relazione.risultati import grado_detto
from relazioni.stampa.variazioni import variazioni as le_variazioni

SENZA_IMPIEGO = "n.d."
NESSUNA_VARIAZIONE = "Durante l'anno il Piano non è cambiato."
SENZA_PAGAMENTI = "I dati sui tempi di pagamento non sono stati riportati."
SENZA_INDAGINI = "Non risultano indagini presso gli utenti."


# ---- risorse -----------------------------------------------------------------------------------------------------


def risorse(r: Relazione) -> list[Blocco]:
    """Previste e usate; il totale confronta soltanto le righe di cui si conosce anche l'uso."""
    nomi = {uno.numero: uno.etichetta for uno in r.obiettivi}
    note = [una for una in r.risorse if una.previsto is not None and una.usato is not None]
    colonne = [
        Colonna("Risorsa", larghezza=30),
        Colonna("Obiettivo"),
        Colonna("Prevista", numerica=True, larghezza=15),
        Colonna("Usata", numerica=True, larghezza=15),
        Colonna("Nota"),
    ]
    righe = [
        [f"{una.descrizione} ({una.tipo})", nomi.get(una.obiettivo or 0, ""), _previsto(una), _usato(una), una.nota]
        for una in r.risorse
    ]
    totale = ["Totale confrontato", "", _somma(u.previsto for u in note), _somma(u.usato for u in note), ""]
    quadro = tabella(
        "Le risorse previste e quelle usate", colonne, righe, totale=totale if note else (), asciutta=True
    )
    return [titolo("Previste e usate", "risorse-usate"), *quadro] if quadro else []


def _previsto(una: RisorsaUsata) -> str:
    if una.previsto is not None:
        return euro(una.previsto)
    return "" if una.quantita is None else numero(una.quantita)


def _usato(una: RisorsaUsata) -> str:
    """Chi aveva un importo e non dice quanto ne ha usato è «n.d.»; di ore e di mezzi non si chiede il conto."""
    if una.usato is not None:
        return euro(una.usato)
    if una.quantita_usata is not None:
        return numero(una.quantita_usata)
    return SENZA_IMPIEGO if una.previsto is not None else ""


def _somma(importi: Iterable[Decimal | None]) -> str:
    return euro(sum((importo for importo in importi if importo is not None), Decimal(0)))


def variazioni(r: Relazione) -> list[Blocco]:
    return le_variazioni(r) if r.variazioni else [nota(NESSUNA_VARIAZIONE)]


# ---- pagamenti, formazione, utenti, trasparenza ------------------------------------------------------------------


def pagamenti(r: Relazione) -> list[Blocco]:
    p = r.pagamenti
    if p is None:
        return [nota(SENZA_PAGAMENTI)]
    voci = [
        ("Ritardo medio annuale (ITR)", _giorni(p.itr)),
        ("Tempo medio di pagamento", _giorni(p.tmp)),
        ("Tempestività pubblicata (ITP)", _giorni(p.itp)),
        ("Debito scaduto a fine anno", "" if p.stock is None else euro(p.stock)),
        ("Estratti dalla PCC il", data_estesa(p.estratti_il) if p.estratti_il else ""),
        ("Verificati dall'organo di revisione", p.revisore),
        ("Verbale del", data_estesa(p.revisore_il) if p.revisore_il else ""),
        ("Nota", p.nota),
    ]
    return [*attributi("I tempi di pagamento", voci), *_con_tema(r, Tema.TEMPI_PAGAMENTO)]


def _giorni(valore: Decimal | None) -> str:
    return "" if valore is None else f"{numero(valore)} giorni"


def trasparenza(r: Relazione) -> list[Blocco]:
    t = r.trasparenza
    voci = [
        ("Relazione annuale dell'RPCT", data_estesa(t.relazione_il) if t.relazione_il else ""),
        ("Dove si legge", t.indirizzo),
        ("Attestazione degli obblighi", data_estesa(t.attestazione_il) if t.attestazione_il else ""),
    ] if t else []  # fmt: skip
    return [*attributi("Gli adempimenti", voci), *_con_tema(r, Tema.TRASPARENZA)]


def utenti(r: Relazione) -> list[Blocco]:
    u = r.utenti
    if u is None:
        return [nota(SENZA_INDAGINI)]
    voci = [
        ("Indagini", "" if u.indagini is None else numero(u.indagini)),
        ("Risposte raccolte", "" if u.risposte is None else numero(u.risposte)),
        ("Utenti soddisfatti", "" if u.soddisfatti is None else percento(u.soddisfatti)),
        ("Esiti pubblicati il", data_estesa(u.pubblicate_il) if u.pubblicate_il else ""),
    ]
    return [*attributi("Le indagini dell'anno", voci), *_con_tema(r, Tema.QUALITA)]


def formazione(r: Relazione) -> list[Blocco]:
    f = r.formazione
    if f is None:
        return _con_tema(r, Tema.FORMAZIONE)
    righe = [
        ["Donne", _intero(f.ore_donne), numero(f.media_donne)],
        ["Uomini", _intero(f.ore_uomini), numero(f.media_uomini)],
    ]
    colonne = [Colonna("Chi", larghezza=40), Colonna("Ore", numerica=True), Colonna("Ore a testa", numerica=True)]
    totale = ["Tutti", _intero(f.ore), numero(f.media)]
    voci = [
        ("Ore chieste a ciascuno", "" if f.soglia is None else numero(f.soglia)),
        ("Dipendenti che le hanno raggiunte", "" if f.in_soglia is None else numero(f.in_soglia)),
    ]
    return [
        *tabella("Le ore di formazione", colonne, righe, totale=totale),
        *attributi("La soglia", voci),
        *_con_tema(r, Tema.FORMAZIONE),
    ]


def _intero(valore: int | None) -> str:
    return numero(valore)


def _con_tema(r: Relazione, tema: str) -> list[Blocco]:
    """Gli obiettivi del Piano dedicati a quel tema, con il loro risultato."""
    scelti = [uno for uno in r.in_corso if tema in (*uno.promessa.temi, *uno.promessa.temi_proposti)]
    colonne = [Colonna("Obiettivo"), Colonna("Grado", numerica=True, larghezza=20), Colonna("Esito", larghezza=25)]
    righe = [[uno.etichetta, grado_detto(uno), maiuscola(uno.esito)] for uno in scelti]
    return tabella(f"Gli obiettivi del Piano su questo tema: {Tema(tema).label.lower()}", colonne, righe)


# ---- genere ------------------------------------------------------------------------------------------------------


def genere(r: Relazione) -> list[Blocco]:
    blocchi: list[Blocco] = []
    for posto, gruppo in enumerate(dict.fromkeys(una.gruppo for una in r.genere)):
        blocchi += _del_gruppo(gruppo, [una for una in r.genere if una.gruppo == gruppo], posto)
    return [*blocchi, *individuale.per_genere(r), *_formazione_per_genere(r), *_con_tema(r, Tema.PARI_OPPORTUNITA)]


def _del_gruppo(gruppo: str, righe: list[PerGenere], posto: int) -> list[Blocco]:
    disegno = barre(
        [Barra(una.voce, una.donne_percento) for una in righe],
        prefisso=f"genere-{posto}",
        titolo=f"Quota di donne: {gruppo.lower()}",
    )
    quadro = tabella(
        gruppo,
        [
            Colonna("Voce", larghezza=40),
            Colonna("Donne", numerica=True),
            Colonna("Uomini", numerica=True),
            Colonna("Quota di donne", numerica=True),
        ],
        [[una.voce, numero(una.donne), numero(una.uomini), percento(una.donne_percento)] for una in righe],
    )
    return [titolo(gruppo, f"genere-{posto}"), figura(f"Quota di donne: {gruppo.lower()}", disegno), *quadro]


def _formazione_per_genere(r: Relazione) -> list[Blocco]:
    f = r.formazione
    if f is None or (f.media_donne is None and f.media_uomini is None):
        return []
    return attributi(
        "Formazione per genere",
        [("Ore a testa, donne", numero(f.media_donne)), ("Ore a testa, uomini", numero(f.media_uomini))],
    )


# ---- processo --------------------------------------------------------------------------------------------------


def processo(r: Relazione) -> list[Blocco]:
    colonne = [Colonna("Fase"), Colonna("Quando", larghezza=20), Colonna("Atto", larghezza=30)]
    righe = [[t.che_cosa, data_breve(t.quando) if t.quando else "", t.atto] for t in r.tappe]
    quadro = tabella("Le fasi del ciclo, con date e atti", colonne, righe, asciutta=True)
    return [titolo("Le fasi e gli atti", "fasi-e-atti"), *quadro] if quadro else []


Componi = Callable[[Relazione], list[Blocco]]
