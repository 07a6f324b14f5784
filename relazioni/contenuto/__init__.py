"""Il Piano composto come dati: da qui nascono l'anteprima, il PDF, il JSON e i CSV allegati."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone

from enti.letture import contesto_di
from obiettivi.letture import linee_di, risorse_del_piano
from obiettivi.letture.versioni import versione_vigente
from obiettivi.models import Ciclo, LineaMandato, Obiettivo, Versione
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.ente import atti_del_ciclo, dati_ente, personale_di, serie_popolazione, struttura
from relazioni.contenuto.obiettivi import da_pubblicare, dati_obiettivi, dati_risorsa
from relazioni.contenuto.testi import testi, valori
from relazioni.contenuto.tipi import DatiFaseCiclo, Frontespizio, Linea, Piano
from relazioni.contenuto.variazioni import variazioni_approvate
from relazioni.letture import parti_di

__all__ = ["Piano", "componi_piano", "giorno_di_riferimento", "piano_da_leggere", "valori_di_oggi"]


def componi_piano(ciclo: Ciclo, *, versione: int | None = None) -> Piano:
    """Tutto ciò che esce nel Piano di un ciclo. Il numero di letture non dipende da quanti sono gli obiettivi.

    `versione` è il numero della versione approvata che si sta congelando.
    """
    ciclo = _riletto(ciclo)
    il = giorno_di_riferimento(ciclo)
    righe, linee = da_pubblicare(ciclo), linee_del_mandato(ciclo)
    unita = struttura(ciclo.ente, il=il, usate=_unita_usate(righe))
    numeri_linee = {linea.pk: posto for posto, linea in enumerate(linee, start=1)}
    variazioni = variazioni_approvate(ciclo)
    apertura = _apertura(ciclo)
    ultima = variazioni[-1].atto if variazioni else ""
    piano = replace(
        apertura,
        documento=replace(apertura.documento, versione=versione, variazione=ultima),
        unita=unita.unita,
        linee=tuple(Linea(numeri_linee[linea.pk], str(linea), linea.descrizione) for linea in linee),
        obiettivi=dati_obiettivi(ciclo, righe, il=il, unita=unita.numeri, linee=numeri_linee),
        risorse=tuple(dati_risorsa(risorsa, unita.numeri) for risorsa in risorse_del_piano(ciclo)),
        fasi_ciclo=_fasi(ciclo),
        variazioni=variazioni,
    )
    scritti, mancanti = testi(parti_di(ciclo), valori(piano))
    return replace(piano, testi=scritti, mancanti=mancanti)


def valori_di_oggi(ciclo: Ciclo) -> dict[str, str]:
    """Il valore di ogni variabile dei testi, senza comporre il resto del Piano."""
    return valori(_apertura(_riletto(ciclo)))


def _riletto(ciclo: Ciclo) -> Ciclo:
    """Il ciclo com'è nel database, con i suoi atti; l'ente è quello di chi chiede, con ciò che ne ha già letto."""
    letto = Ciclo.objects.select_related(*ATTI).get(pk=ciclo.pk)
    letto.ente = ciclo.ente
    return letto


def _apertura(ciclo: Ciclo) -> Piano:
    """Le prime pagine: chi è l'ente, gli atti, il contesto. Bastano alle variabili dei testi."""
    contesto = contesto_di(ciclo.ente)
    return Piano(
        ente=dati_ente(ciclo.ente),
        documento=frontespizio(ciclo),
        atti=atti_del_ciclo(ciclo),
        popolazione=serie_popolazione(contesto, anno=ciclo.anno),
        personale=personale_di(contesto, anno=ciclo.anno),
    )


def piano_da_leggere(ciclo: Ciclo) -> tuple[Piano, Versione | None]:
    """Il Piano da mostrare: la copia congelata in vigore, con la sua versione, oppure ciò che c'è adesso."""
    vigente = versione_vigente(ciclo) if ciclo.concluso else None
    return (da_canonico(vigente.contenuto), vigente) if vigente else (componi_piano(ciclo), None)


ATTI = (
    "atto_approvazione",
    "atto_smvp",
    "atto_dup",
    "atto_dup_aggiornamento",
    "atto_bilancio",
    "atto_piao",
)


def giorno_di_riferimento(ciclo: Ciclo) -> date:
    """Il giorno a cui si guardano unità e incarichi: l'approvazione, altrimenti oggi senza uscire dall'anno."""
    if ciclo.atto_approvazione and ciclo.atto_approvazione.data:
        return ciclo.atto_approvazione.data
    return min(max(timezone.localdate(), date(ciclo.anno, 1, 1)), date(ciclo.anno, 12, 31))


def frontespizio(ciclo: Ciclo) -> Frontespizio:
    approvazione = ciclo.atto_approvazione
    return Frontespizio(
        titolo=ciclo.titolo or "Piano della performance",
        anno=ciclo.anno,
        triennio=ciclo.triennio,
        anni=tuple(ciclo.anni),
        impostazione=ciclo.impostazione,
        bozza=not ciclo.concluso,
        anno_presunto=ciclo.anno_presunto,
        provvisorio=ciclo.provvisorio,
        periodo=ciclo.periodo,
        allegato_a=ciclo.allegato_a,
        approvazione=approvazione.estremi or approvazione.oggetto if approvazione else "",
    )


def linee_del_mandato(ciclo: Ciclo) -> list[LineaMandato]:
    """Le linee del mandato in corso nell'anno del ciclo; senza date valgono sempre."""
    return [
        linea
        for linea in linee_di(ciclo.ente)
        if (linea.dal is None or linea.dal <= ciclo.anno) and (linea.al is None or linea.al >= ciclo.anno)
    ]


def _fasi(ciclo: Ciclo) -> tuple[DatiFaseCiclo, ...]:
    return tuple(
        DatiFaseCiclo(fase.denominazione, tuple(fase.organi), fase.finalita, fase.tempistica)
        for fase in ciclo.fasi_ciclo.all()
    )


def _unita_usate(obiettivi: Iterable[Obiettivo]) -> set[int]:
    return {legame.unita_id for obiettivo in obiettivi for legame in obiettivo.unita_collegate.all()}
