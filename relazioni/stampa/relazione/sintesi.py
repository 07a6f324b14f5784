"""Una o due pagine per chi ha poco tempo: i numeri, com'è andata in breve, che cosa non è riuscito."""

from collections.abc import Sequence
from decimal import Decimal

from obiettivi.misura.esiti import SPIEGATI, Esito
from piao.base.grafici import Barra, barre
from piao.base.numeri import numero, percento
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.relazione.tipi import Grado, Relazione, Rendicontato
from relazioni.stampa.blocchi import Blocco, figura, nota, numeri, tabella, titolo
from relazioni.stampa.parole import maiuscola
from relazioni.voci import CapitoloRelazione

SPIEGA_ND = "«n.d.» vuol dire che il valore non c'è: non è uno zero, e non entra nelle medie."
PROVVISORI = "I risultati sono provvisori: la rilevazione di fine anno non è ancora chiusa."
RIGHE_IN_SINTESI = 20  # una pagina: di più, non è una sintesi
NON_RIUSCITI = (Esito.LONTANO, Esito.IN_PARTE, Esito.NON_MISURATO)


def sintesi(r: Relazione) -> list[Blocco]:
    provvisori = [] if r.documento.definitivi else [nota(PROVVISORI)]
    return [
        titolo("I risultati in breve", "in-breve"),
        *provvisori,
        *_numeri(r),
        *esiti(r),
        *_per(r.per_linea, "Per linea di mandato", "linee"),
    ]


def _numeri(r: Relazione) -> list[Blocco]:
    contati = r.esiti
    return [
        numeri(
            (percento(r.complesso.grado), "grado di raggiungimento"),
            (numero(len(r.in_corso)), "obiettivi"),
            (numero(contati[Esito.RAGGIUNTO]), "raggiunti"),
            (numero(contati[Esito.NON_MISURATO]), "non misurati"),
        )
    ]


def esiti(r: Relazione) -> list[Blocco]:
    """Quanti obiettivi per ciascun esito: il disegno e la stessa cosa in tabella."""
    if not r.in_corso:
        return []
    presenti = {esito: quanti for esito, quanti in r.esiti.items() if quanti or esito == Esito.RAGGIUNTO}
    righe = [Barra(maiuscola(esito), Decimal(quanti)) for esito, quanti in presenti.items()]
    disegno = barre(righe, prefisso="esiti", titolo="Obiettivi per esito", unita="")
    quadro = tabella(
        "Obiettivi per esito",
        [Colonna("Esito", larghezza=30), Colonna("Che cosa vuol dire"), Colonna("Obiettivi", numerica=True)],
        [[maiuscola(esito), SPIEGATI[esito], numero(quanti)] for esito, quanti in presenti.items()],
        totale=["Totale", "", numero(len(r.in_corso))],
    )
    return [figura("Com'è andata, obiettivo per obiettivo", disegno), *quadro]


def _per(gradi: Sequence[Grado], nome: str, prefisso: str) -> list[Blocco]:
    if len(gradi) < 2:
        return []
    righe = [Barra(uno.nome, uno.grado) for uno in gradi]
    return [figura(nome, barre(righe, prefisso=prefisso, titolo=f"Grado di raggiungimento. {nome}")), nota(SPIEGA_ND)]


def non_riusciti(r: Relazione) -> list[Blocco]:
    """Ciò che non è andato come promesso, detto in prima pagina."""
    scelti = [uno for uno in r.in_corso if uno.esito in NON_RIUSCITI]
    if not scelti:
        return []
    troppi = len(scelti) > RIGHE_IN_SINTESI
    detti = [uno for uno in scelti if not troppi or uno.esito != Esito.NON_MISURATO]
    colonne = [Colonna("Obiettivo"), Colonna("Grado", numerica=True, larghezza=15), Colonna("Perché", larghezza=40)]
    didascalia = "Gli obiettivi che non sono riusciti" + ("" if troppi else ", o non sono stati misurati")
    quadro = tabella(didascalia, colonne, [_riga(uno) for uno in detti])
    return [titolo("Che cosa non è riuscito", "non-riusciti"), *quadro, *_non_misurati(len(scelti) - len(detti))]


def _non_misurati(quanti: int) -> list[Blocco]:
    """Quando sono troppi per una sintesi, quanti; uno per uno si leggono più avanti."""
    frase = f"Obiettivi non misurati: {numero(quanti)}. Si leggono nel capitolo «{CapitoloRelazione.SCHEDE.label}»."
    return [nota(frase)] if quanti else []


def _riga(uno: Rendicontato) -> list[str]:
    spiegazioni = [i.spiegazione.strip() for i in uno.indicatori if i.spiegazione.strip()]
    return [uno.etichetta, percento(uno.grado), " ".join(spiegazioni) or uno.problema or "non spiegato"]
