"""Ciò che la legge vuole raccontato: genere, pagamenti, formazione, trasparenza, temi del Piano-tipo, utenti."""

from decimal import Decimal

from obiettivi.voci import TEMI_DM132, Tema
from piao.base.controlli import NonValutabile, regola
from piao.base.numeri import numero
from relazioni.contenuto.relazione.fatti import AREE, INCARICHI, ORARIO
from relazioni.contenuto.relazione.tipi import Pagamenti, Rendicontato
from relazioni.controlli.relazione.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    F,
    Trovati,
    dell_obiettivo,
    della_relazione,
    nei_fatti,
    parte_di,
)

USO_INDAGINI = "uso-delle-indagini"


def con_tema(f: F, tema: str) -> list[Rendicontato]:
    return [o for o in f.relazione.in_corso if tema in o.promessa.temi]


@regola("Q11", "C'è il bilancio di genere", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b", gravita=ERRORE)
def bilancio_di_genere(f: F) -> Trovati:
    """Manca il personale per genere e area, chi guida le strutture, l'orario di lavoro, o la formazione per genere."""
    gruppi, formazione = {una.gruppo for una in f.relazione.genere}, f.relazione.formazione
    for gruppo in (AREE, INCARICHI, ORARIO):
        if gruppo not in gruppi:
            frase = f"Nel bilancio di genere manca: {gruppo.lower()}."
            yield della_relazione(f, ERRORE, frase, "Completa i dati del personale e il genere delle persone.")
    if formazione is None or None in (formazione.ore_donne, formazione.ore_uomini):
        frase = "Nel bilancio di genere mancano le ore di formazione di donne e uomini."
        yield nei_fatti(f, ERRORE, frase, "Scrivi le ore dell'anno.", "formazione_ore_donne")


@regola("Q12", "I tempi di pagamento sono certificati", norma="DL 13/2023, art. 4-bis", gravita=BLOCCO)
def tempi_di_pagamento(f: F) -> Trovati:
    """C'è un obiettivo sui tempi di pagamento e mancano il ritardo annuale, la data di estrazione dalla PCC o il
    verbale dell'organo di revisione (blocco); il ritardo è positivo e qualcuno ha una quota di risultato legata ai
    tempi (errore); ITR e ITP sono lontani senza una nota (avviso)."""
    if not f.vige("quota_tempi_pagamento") or not con_tema(f, Tema.TEMPI_PAGAMENTO):
        yield NonValutabile("Nel Piano dell'anno non c'era un obiettivo di legge sui tempi di pagamento.")
        return
    p = f.relazione.pagamenti
    mancano = {
        "itr": ("il ritardo medio annuale (ITR)", p is None or p.itr is None),
        "pcc_il": ("il giorno in cui i dati sono stati estratti dalla PCC", p is None or p.estratti_il is None),
        "revisore_verbale": ("il verbale dell'organo di revisione", p is None or not p.revisore),
    }
    for campo, (che, manca) in mancano.items():
        if manca:
            yield nei_fatti(f, BLOCCO, f"Sui tempi di pagamento manca {che}.", "Scrivilo nei fatti dell'anno.", campo)
    if p and p.itr is not None:
        yield from _il_ritardo(f, p, p.itr)


def _il_ritardo(f: F, p: Pagamenti, itr: Decimal) -> Trovati:
    if itr > f.numero("ritardo_pagamenti_massimo") and f.anno_attorno.quota_pagamenti:
        frase = f"Il ritardo è di {numero(itr)} giorni: la quota di risultato legata ai tempi non si può pagare."
        yield nei_fatti(f, ERRORE, frase, "Motiva, o correggi la quota nella valutazione.", "itr")
    if p.itp is not None and abs(itr - p.itp) > f.numero("pagamenti_tolleranza") and not p.nota:
        frase = f"ITR ({numero(itr)}) e ITP pubblicato ({numero(p.itp)}) sono lontani e nulla lo spiega."
        yield nei_fatti(f, AVVISO, frase, "Scrivi la nota sui pagamenti.", "pagamenti_nota")


@regola("Q13", "La formazione ha le sue ore", norma="Direttiva del Ministro per la PA 14.1.2025", gravita=AVVISO)
def ore_di_formazione(f: F) -> Trovati:
    """Mancano le ore dell'anno, o un obiettivo sulla formazione non ha un risultato."""
    if not f.vige("formazione_ore"):
        yield NonValutabile("Nell'anno la direttiva sulla formazione non c'era ancora.")
        return
    if f.relazione.formazione is None:
        frase = "Non si dice quante ore di formazione sono state fatte."
        yield nei_fatti(f, AVVISO, frase, "Scrivi le ore dell'anno.", "formazione_ore_donne")
    for o in con_tema(f, Tema.FORMAZIONE):
        if o.grado is None and not o.neutralizzato:
            yield dell_obiettivo(f, o, AVVISO, "L'obiettivo sulla formazione non ha un risultato.", "Misuralo.")


@regola("Q14", "Trasparenza e anticorruzione sono considerate", norma="D.Lgs. 33/2013, art. 44", gravita=ERRORE)
def trasparenza_considerata(f: F) -> Trovati:
    """Nessun obiettivo di trasparenza e anticorruzione ha un risultato, o manca il riferimento alla relazione annuale
    del responsabile."""
    if not any(o.grado is not None for o in con_tema(f, Tema.TRASPARENZA)):
        frase = "Nessun obiettivo di trasparenza e anticorruzione ha un risultato."
        yield della_relazione(f, ERRORE, frase, "Misura gli obiettivi; dal prossimo Piano, prevedili.")
    if f.relazione.trasparenza is None or f.relazione.trasparenza.relazione_il is None:
        frase = "Manca il riferimento alla relazione annuale del responsabile anticorruzione."
        yield nei_fatti(f, ERRORE, frase, "Scrivine la data.", "rpct_relazione_il")


@regola("Q15", "I temi del Piano-tipo hanno un risultato", norma="DM 132/2022, artt. 3 e 5", gravita=ERRORE)
def temi_rendicontati(f: F) -> Trovati:
    """Un tema del Piano-tipo era nel Piano e nessuno dei suoi obiettivi ha un risultato."""
    if not f.vige("piano_tipo"):
        yield NonValutabile("Nell'anno il Piano-tipo non c'era ancora.")
        return
    for tema in TEMI_DM132:
        suoi = con_tema(f, tema)
        if suoi and all(o.grado is None and not o.neutralizzato for o in suoi):
            frase = f"Il tema «{tema.label}» era nel Piano e nessuno dei suoi obiettivi ha un risultato."
            yield della_relazione(f, ERRORE, frase, "Misura almeno un obiettivo.", "obiettivi:monitoraggio")


@regola("Q16", "Gli utenti sono stati ascoltati", norma="D.Lgs. 150/2009, artt. 14 c. 4-bis e 19-bis", gravita=ERRORE)
def utenti_ascoltati(f: F) -> Trovati:
    """Nell'anno non c'è un'indagine presso gli utenti con gli esiti pubblicati (errore), o non si dice come le
    risposte sono state usate (avviso)."""
    u = f.relazione.utenti
    if u is None or not u.indagini or u.pubblicate_il is None:
        frase = "Non risulta un'indagine presso gli utenti con gli esiti pubblicati."
        yield nei_fatti(f, ERRORE, frase, "Scrivi le indagini dell'anno e quando sono state pubblicate.", "indagini")
    elif USO_INDAGINI in f.parti_vuote:
        frase = "Non si dice come sono state usate le risposte degli utenti."
        yield parte_di(f, AVVISO, frase, "Scrivi che cosa è cambiato.", USO_INDAGINI)


REGOLE = (
    bilancio_di_genere,
    tempi_di_pagamento,
    ore_di_formazione,
    trasparenza_considerata,
    temi_rendicontati,
    utenti_ascoltati,
)
