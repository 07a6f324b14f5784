"""Che cosa va nelle bozze della proposta e della delibera: soltanto dati dell'ente e del Piano, mai di persone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from obiettivi.letture.giunta import numeri_del_piano
from obiettivi.letture.percorso import parere_valido
from obiettivi.models import Ciclo, Consultazione, Parere
from piao.base.numeri import data_estesa, euro, numero
from relazioni.contenuto import componi_piano
from relazioni.contenuto.testi import valori
from relazioni.letture import produzioni_di
from relazioni.variabili import VARIABILI

# Nome e spiegazione dei segnaposto in più, nell'ordine in cui si mostrano.
SEGNAPOSTO = {
    **VARIABILI,
    "titolo_piano": "titolo del documento",
    "obiettivi_strategici": "quanti obiettivi strategici",
    "obiettivi_operativi": "quanti obiettivi operativi",
    "indicatori": "quanti indicatori",
    "unita": "quante unità coinvolte",
    "risorse": "risorse finanziarie collegate, in euro",
    "responsabili_sentiti": "quanti responsabili sono stati sentiti",
    "responsabili_concordi": "quanti hanno concordato",
    "parere_esito": "esito del parere sul Piano",
    "parere_data": "giorno del parere",
    "parere_verbale": "verbale del parere",
    "oggi": "data di oggi",
}
ELENCHI = {
    "allegati": "gli allegati, uno per riga",
    "obiettivi": "gli obiettivi del Piano, uno per riga",
    "unita_coinvolte": "le unità coinvolte, una per riga",
}
LETTERE = "ABCDEFGH"


@dataclass(frozen=True)
class DatiAtto:
    """I valori dei segnaposto semplici e le voci di quelli che si ripetono."""

    valori: dict[str, str]
    elenchi: dict[str, list[str]]


def dati_atto(ciclo: Ciclo) -> DatiAtto:
    piano, numeri, parere = componi_piano(ciclo), numeri_del_piano(ciclo), parere_valido(ciclo)
    nomi = [o.nome for o in piano.obiettivi if o.stato == "validato"]
    usate = {legame.id for o in piano.obiettivi if o.stato == "validato" for legame in o.unita}
    semplici = valori(piano) | {
        "titolo_piano": piano.documento.titolo.replace(piano.documento.triennio, "").strip(),
        "obiettivi_strategici": numero(numeri.strategici),
        "obiettivi_operativi": numero(numeri.operativi),
        "indicatori": numero(numeri.indicatori),
        "unita": numero(numeri.unita),
        "risorse": "" if numeri.risorse is None else euro(numeri.risorse),
        "oggi": data_estesa(timezone.localdate()),
        **_consultazione(ciclo),
        **_parere(parere),
    }
    allegati = [f"{lettera}) {voce}" for lettera, voce in zip(LETTERE, _allegati(ciclo, parere), strict=False)]
    unita = [u.denominazione for u in piano.unita if u.id in usate]
    return DatiAtto(semplici, {"allegati": allegati, "obiettivi": nomi, "unita_coinvolte": unita})


def _consultazione(ciclo: Ciclo) -> dict[str, str]:
    date = list(Consultazione.objects.filter(ciclo=ciclo).values_list("concordato_il", flat=True))
    concordi = sum(data is not None for data in date)
    return {"responsabili_sentiti": numero(len(date)), "responsabili_concordi": numero(concordi)}


def _parere(parere: Parere | None) -> dict[str, str]:
    if parere is None:
        return dict.fromkeys(("parere_esito", "parere_data", "parere_verbale"), "")
    return {
        "parere_esito": parere.get_esito_display(),
        "parere_data": data_estesa(parere.dato_il),
        "parere_verbale": parere.verbale.estremi if parere.verbale else "",
    }


def _allegati(ciclo: Ciclo, parere: Parere | None) -> Iterable[str]:
    pdf = produzioni_di(ciclo).first()
    impronta = f" (PDF, {numero(pdf.pagine)} pagine, SHA-256 {pdf.impronta})" if pdf else ""
    yield f"Piano della performance {ciclo.triennio}{impronta}"
    if parere:
        verbale = f", {parere.verbale.estremi}" if parere.verbale and parere.verbale.estremi else ""
        yield f"Parere dell'organismo di valutazione del {data_estesa(parere.dato_il)}{verbale}"
    yield "Scheda dei controlli di conformità"
