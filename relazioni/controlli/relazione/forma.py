"""La forma: sintesi, chiarezza, un file accessibile e da conservare."""

from obiettivi.controlli.segnali import manca
from piao.base.brani import brano
from piao.base.controlli import NonValutabile, regola
from piao.base.numeri import numero
from relazioni.controlli.relazione.leggibilita import gulpease
from relazioni.controlli.relazione.segnali import AVVISO, ERRORE, F, Trovati, della_relazione, parte_di
from relazioni.voci import CapitoloRelazione

NON_PRODOTTA = "Il PDF della Relazione non è ancora stato prodotto."


@regola("Q19", "È sintetica e chiara", norma="D.Lgs. 150/2009, art. 14 c. 4 lett. c", gravita=AVVISO)
def sintetica_e_chiara(f: F) -> Trovati:
    """Il documento supera le pagine di una sintesi, un testo è difficile da leggere (indice Gulpease sotto la soglia),
    o manca la parte per i cittadini."""
    if f.pagine is not None and f.pagine > f.numero("relazione_pagine"):
        frase = f"Il documento ha {numero(f.pagine)} pagine: chi valida la cerca sintetica."
        yield della_relazione(f, AVVISO, frase, "Accorcia i testi, sposta le schede in allegato.")
    if not any(testo.capitolo == CapitoloRelazione.SINTESI for testo in f.relazione.testi):
        frase = "Manca la sintesi per i cittadini."
        yield della_relazione(f, AVVISO, frase, "Mostra o scrivi la presentazione.", "relazioni:sezioni_relazione")
    for testo in f.relazione.testi:
        indice = gulpease(brano(testo.html).testo)
        if indice is not None and indice < f.numero("relazione_gulpease"):
            frase = f"«{testo.titolo}» è difficile da leggere: indice {numero(indice)} su 100."
            yield parte_di(f, AVVISO, frase, "Frasi più corte, parole più comuni.", testo.chiave)


@regola("Q28", "Il documento è accessibile e si può conservare", norma="L. 4/2004; linee guida AgID", gravita=ERRORE)
def accessibile(f: F) -> Trovati:
    """Al PDF approvato, o all'ultimo prodotto, mancano i tag, la lingua, il titolo, i segnalibri o la dichiarazione
    PDF/UA o PDF/A."""
    if f.mancanze_pdf is None:
        yield NonValutabile(NON_PRODOTTA)
    elif f.mancanze_pdf:
        frase = f"Al PDF {manca(f.mancanze_pdf)}."
        yield della_relazione(f, ERRORE, frase, "Produci di nuovo il documento.")


REGOLE = (sintetica_e_chiara, accessibile)
