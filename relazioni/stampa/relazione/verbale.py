"""Il verbale di validazione in due rese: quella interna ha le osservazioni riservate, quella pubblica no."""

from django.template.loader import render_to_string

from piao.base.numeri import data_estesa
from piao.base.pdf.pezzi import Colonna, Documento
from relazioni.lista_parere import rileggi
from relazioni.models import Validazione
from relazioni.stampa.blocchi import Blocco, Capitolo, attributi, paragrafi, tabella, titolo

INTERNA, PUBBLICA = "interno", "pubblico"
RESE = (INTERNA, PUBBLICA)
NORMA = "D.Lgs. 150/2009, art. 14 c. 4 lett. c"


def html_verbale(una: Validazione, resa: str) -> str:
    ente, anno = una.ente, una.versione.relazione.ciclo.anno
    nome = f"Verbale di validazione della Relazione sulla performance {anno}"
    documento = Documento(
        titolo=nome,
        ente=ente.denominazione,
        descrizione=f"{nome} di {ente.denominazione}, a uso {resa}.",
        parole_chiave=("performance", "validazione", ente.denominazione),
        interno=resa == INTERNA,
    )
    capitolo = Capitolo(nome, "verbale", tuple(_blocchi(una, resa)))
    return render_to_string("pdf/piano/documento.html", {"documento": documento, "capitoli": [capitolo]})


def _blocchi(una: Validazione, resa: str) -> list[Blocco]:
    v = una.versione
    voci = [
        ("Organismo", una.ente.get_organismo_display()),
        ("Data", data_estesa(una.data)),
        ("Esito", una.get_esito_display()),
        ("Documento", f"versione {v.numero}, {v.atto.estremi}, codice di verifica {v.codice}"),
        ("Norma", NORMA),
        ("Registrata", "trascritta dal verbale" if una.trascritta else ""),
    ]
    colonne = [Colonna("Criterio"), Colonna("Risposta", larghezza=15), Colonna("Nota", larghezza=30)]
    # La nota è dell'organismo per l'ente: nella resa pubblica restano criterio e risposta.
    righe = [[v["domanda"], v["risposta"], v["nota"] if resa == INTERNA else ""] for v in rileggi(una.lista)]
    riservate = [titolo("Osservazioni riservate", "riservate"), *paragrafi(una.riservate)]
    return [
        *attributi("La validazione", voci),
        *([titolo("Le ragioni", "ragioni"), *paragrafi(una.sintesi)] if una.sintesi else []),
        *tabella("I criteri", colonne, righe, asciutta=True),
        *(riservate if resa == INTERNA and una.riservate else []),
        *paragrafi("Firma"),
    ]
