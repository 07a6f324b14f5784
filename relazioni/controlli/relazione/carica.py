"""Riempire il fascicolo della Relazione: un numero fisso di letture, quanti che siano gli obiettivi."""

from datetime import date

from django.db.models import Min
from django.utils import timezone

from obiettivi.controlli.testi import NOMINABILI
from obiettivi.letture.controlli import nomi_riservati
from obiettivi.models import Assegnazione, Ciclo, Obiettivo, Parere, Variazione, VerbaleMonitoraggio
from obiettivi.voci import StatoSessione, StatoVariazione, Tema
from relazioni.contenuto.relazione import Relazione, relazione_da_leggere
from relazioni.contenuto.relazione.specchio import Specchio, specchio_del_piano
from relazioni.controlli.piano import mancanze_del_pdf
from relazioni.controlli.relazione.fascicolo import Anno, FascicoloRelazione, Percorso, Promesse
from relazioni.letture import parti_di, produzioni_di, validazioni_di
from relazioni.models import Pubblicazione, TipoDocumento, TipoPubblicazione
from relazioni.models import Relazione as Riga
from valutazione.aggregati import fatti_di

TABELLE_DEI_PREMI = (TipoPubblicazione.PREMI_AMMONTARE, TipoPubblicazione.PREMI_DATI)


def fascicolo_della_relazione(riga: Riga, *, oggi: date | None = None) -> FascicoloRelazione:
    """La Relazione com'è adesso (congelata, se approvata) e ciò che le sta attorno."""
    composta, vigente = relazione_da_leggere(riga)
    ciclo, ultima = riga.ciclo, produzioni_di(riga.ciclo, TipoDocumento.RELAZIONE).first()
    pdf = vigente.pdf if vigente else ultima.file if ultima else None
    vuote = (parte.chiave for parte in parti_di(ciclo, TipoDocumento.RELAZIONE) if parte.vuota or not parte.attiva)
    return FascicoloRelazione(
        slug=ciclo.ente.slug,
        oggi=oggi or timezone.localdate(),
        relazione=composta,
        percorso=_percorso(riga),
        promesse=_promesse(ciclo, composta),
        anno_attorno=_anno(ciclo),
        nomi=frozenset(nomi_riservati(ciclo.ente, nominabili=NOMINABILI)),
        parti_vuote=frozenset(vuote),
        pagine=vigente.pagine if vigente else ultima.pagine if ultima else None,
        mancanze_pdf=mancanze_del_pdf(pdf) if pdf else None,
        valutazioni=fatti_di(
            ciclo, gradi={una.nome: una.grado for una in composta.per_unita if una.grado is not None}
        ),
    )


def _percorso(riga: Riga) -> Percorso:
    atto = riga.atto
    ultima = validazioni_di(riga).order_by("-versione__numero", "-creata_il").first() if riga.approvata else None
    return Percorso(
        stato=riga.stato,
        organo=atto.organo if atto else "",
        numero=atto.numero if atto else "",
        approvata_il=atto.data if atto else None,
        motivo_ritardo=riga.motivo_ritardo,
        validata=ultima.esito if ultima else "",
        validata_il=ultima.data if ultima else None,
        pubblicata_il=riga.pubblicata_il,
    )


def _promesse(ciclo: Ciclo, composta: Relazione) -> Promesse:
    specchio = specchio_del_piano(ciclo)
    approvate = Variazione.objects.filter(ciclo=ciclo, stato=StatoVariazione.APPROVATA)
    con_parere = set(Parere.objects.filter(ciclo=ciclo, variazione__isnull=False).values_list("variazione", flat=True))
    numeri = list(approvate.values_list("pk", "numero"))
    return Promesse(
        congelate=specchio.congelato,
        approvati=frozenset(uno.promessa.identificativo for uno in specchio.obiettivi),
        diverse=_diverse(composta, specchio),
        variazioni=len(numeri),
        variazioni_senza_parere=tuple(numero for pk, numero in numeri if pk not in con_parere),
    )


def _diverse(composta: Relazione, specchio: Specchio) -> tuple[str, ...]:
    """Gli obiettivi la cui promessa, nella Relazione, non è quella dell'ultima versione approvata."""
    adesso = {uno.promessa.identificativo: uno.promessa for uno in specchio.obiettivi}
    return tuple(
        uno.etichetta
        for uno in composta.obiettivi
        if adesso.get(uno.promessa.identificativo, uno.promessa) != uno.promessa
    )


def _anno(ciclo: Ciclo) -> Anno:
    seguente = Ciclo.objects.filter(ente=ciclo.ente, anno=ciclo.anno + 1).first()
    continuati = list(
        Obiettivo.objects.filter(ciclo=seguente, precedente__ciclo=ciclo).values_list(
            "titolo", "risultato_anno_precedente"
        )
    )
    pagamenti = Assegnazione.objects.filter(obiettivo__ciclo=ciclo, quota_risultato__gt=0)
    return Anno(
        sessioni_chiuse=ciclo.sessioni.filter(stato=StatoSessione.CHIUSA).count(),
        verbali=VerbaleMonitoraggio.objects.filter(sessione__ciclo=ciclo, depositato_il__isnull=False).count(),
        continuati=len(continuati) if seguente else None,
        continuati_senza_risultato=tuple(titolo for titolo, scritto in continuati if not scritto),
        quota_pagamenti=pagamenti.filter(obiettivo__classificazioni__codice=Tema.TEMPI_PAGAMENTO).exists(),
        premi_pubblicati_il=_premi_pubblicati(ciclo),
    )


def _premi_pubblicati(ciclo: Ciclo) -> date | None:
    """Il giorno in cui sono uscite la prima volta tutte e due le tabelle dei premi; None se ne manca una."""
    in_linea = Pubblicazione.objects.filter(
        ente=ciclo.ente, anno=ciclo.anno, tipo__in=TABELLE_DEI_PREMI, ritirata_il__isnull=True
    )
    prime = dict(in_linea.order_by().values_list("tipo").annotate(prima=Min("pubblicata_il")))
    return max(prime.values()) if len(prime) == len(TABELLE_DEI_PREMI) else None
