"""I premi del Comune di Esempio: i fondi, una prova, la conferma dopo la validazione della Relazione, il pagamento."""

from datetime import date
from decimal import Decimal
from typing import Any

from enti.azioni import scrivi_atto
from enti.models import Atto, Persona, Utente
from enti.voci import Organo, TipoIncarico
from obiettivi.models import Ciclo
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import con_incarico, posta
from valutazione.azioni.premi import (
    conferma_premi,
    crea_fondo,
    crea_scenario,
    paga_premi,
    scrivi_interim,
    scrivi_partecipante,
)
from valutazione.flusso import negativa
from valutazione.models import Fondo
from valutazione.voci import AnniValutati, CriterioParita, Destinatari, Tempi

TEMPI_RISPETTATI: dict[str, Any] = {
    "tempi": Tempi.SI,
    "tempi_ritardo": Decimal("-4.20"),
    "tempi_fonte": "Piattaforma dei crediti commerciali; verbale del revisore n. 3 del 20 febbraio 2026",
}
FONDI: dict[Destinatari, dict[str, Any]] = {
    Destinatari.DIPENDENTI: {
        "importo": Decimal(24500),
        "risorse_trattamenti": Decimal(68450),
        "risorse_performance": Decimal(24500),
        "maggiorazione": Decimal(30),
        "quota_massima": Decimal(20),
        "criterio_parita": CriterioParita.ANZIANITA,
        "differenziali_valutazioni": Decimal(50),
        "differenziali_esperienza": Decimal(30),
        "differenziali_anni": AnniValutati.TRE,
        "differenziali_usate": 3,
    },
    Destinatari.EQ: {"importo": Decimal(13500), "posizione_totale": Decimal(44500)} | TEMPI_RISPETTATI,
    Destinatari.DIRIGENTI: {"importo": Decimal(8000)} | TEMPI_RISPETTATI,
    Destinatari.SEGRETARIO: {"importo": Decimal(4500)} | TEMPI_RISPETTATI,
}
# L'importo di partenza di ciascuno: la retribuzione di posizione, il premio intero, il monte salari.
BASI = {
    Destinatari.EQ: {"bruno.esempio": 11000, "eq": 12000, "ada.prova": 12500, "responsabile": 9000},
    Destinatari.DIRIGENTI: {"dirigente": 8000},
    Destinatari.SEGRETARIO: {"segretario": 82000},
}
POSIZIONE_COPERTA, QUOTA_INTERIM = Decimal(10000), Decimal(20)


def premia(ciclo: Ciclo) -> list[Fondo]:
    """Quattro fondi, confermati e pagati: nessuno conferma quello da cui prende il suo premio."""
    dopo = ciclo.anno + 1
    with nel_giorno(date(dopo, 6, 11)):
        fondi = [_fondo(ciclo, platea, campi) for platea, campi in FONDI.items()]
    with nel_giorno(date(dopo, 6, 16)):
        crea_scenario(
            fondi[0],
            utente=con_incarico(TipoIncarico.UFFICIO_PERSONALE),
            nome="Con la maggiorazione al 40%",
            maggiorazione=Decimal(40),
        )
    with nel_giorno(date(dopo, 6, 18)):
        for fondo in fondi:
            conferma_premi(fondo.simulazioni.order_by("pk")[0], utente=_chi_conferma(fondo))
    with nel_giorno(date(dopo, 7, 10)):
        return [_paga(fondo) for fondo in fondi]


def _fondo(ciclo: Ciclo, platea: Destinatari, campi: dict[str, Any]) -> Fondo:
    utente = _chi_conferma_la(platea)
    fissata = {"fissata_il": date(ciclo.anno, 11, 20)}
    fondo = crea_fondo(ciclo, utente=utente, platea=platea, **fissata, **campi)
    for chi, base in BASI.get(platea, {}).items():
        persona = Persona.objects.get(email=posta(chi))
        scrivi_partecipante(fondo, persona, utente=utente, base=Decimal(base))
    if platea == Destinatari.EQ:
        _interim(fondo, utente)
    if platea == Destinatari.DIPENDENTI:
        _esclude_chi_e_andato_male(fondo, utente)
    return fondo


def _esclude_chi_e_andato_male(fondo: Fondo, utente: Utente) -> None:
    """La fascia più bassa del sistema non dà premio."""
    schede = fondo.ciclo.schede.filter(tipo__destinatari=fondo.platea).select_related("tipo__sistema", "persona")
    for scheda in schede:
        if negativa(scheda):
            scrivi_partecipante(fondo, scheda.persona, utente=utente, escluso="valutazione non positiva")


def _interim(fondo: Fondo, utente: Utente) -> None:
    nell_anno = {"dal__lte": date(fondo.ciclo.anno, 12, 31), "al__gte": date(fondo.ciclo.anno, 1, 1)}
    for incarico in fondo.ente.incarichi.filter(ad_interim=True, tipo=TipoIncarico.EQ, **nell_anno):
        scrivi_interim(fondo, utente=utente, incarico=incarico, posizione=POSIZIONE_COPERTA, percentuale=QUOTA_INTERIM)


def _chi_conferma(fondo: Fondo) -> Utente:
    return _chi_conferma_la(Destinatari(fondo.platea))


def _chi_conferma_la(platea: Destinatari) -> Utente:
    """L'ufficio personale è fra i dipendenti, il segretario ha il suo fondo: ciascuno conferma quelli degli altri."""
    dipendenti = platea == Destinatari.DIPENDENTI
    return con_incarico(TipoIncarico.SEGRETARIO if dipendenti else TipoIncarico.UFFICIO_PERSONALE)


def _paga(fondo: Fondo) -> Fondo:
    utente, il = _chi_conferma(fondo), date(fondo.ciclo.anno + 1, 7, 10)
    atto = scrivi_atto(
        Atto(ente=fondo.ente, organo=Organo.RESPONSABILE),
        utente=utente,
        numero=str(210 + list(FONDI).index(Destinatari(fondo.platea))),
        data=date(il.year, 7, 8),
        oggetto=f"Liquidazione dei premi {fondo.ciclo.anno}: {fondo.get_platea_display().lower()}",
    )
    return paga_premi(Fondo.objects.get(pk=fondo.pk), utente=utente, il=il, atto=atto)
