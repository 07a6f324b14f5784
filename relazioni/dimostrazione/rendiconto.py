"""La Relazione del Comune di Esempio: i fatti dell'anno, i testi, la Giunta, la validazione, la pubblicazione."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from enti.azioni import scrivi_atto
from enti.models import Atto, Utente
from enti.voci import Organo, TipoIncarico
from obiettivi.azioni.verbale import deposita_verbale, scrivi_verbale
from obiettivi.models import Ciclo
from relazioni.azioni.relazione import (
    apri_relazione,
    motiva_rilievo,
    pubblica_relazione,
    scrivi_fatti,
    scrivi_impieghi,
    valida_relazione,
)
from relazioni.azioni.testi import scrivi_parte
from relazioni.contenuto.relazione.fatti import risorse_da_rendicontare
from relazioni.controlli.relazione import esamina_relazione
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import con_incarico
from relazioni.lavori import congela_relazione
from relazioni.letture import parte_di
from relazioni.lista_parere import RELAZIONE, Risposta, congela, domande
from relazioni.models import Relazione, TipoDocumento
from relazioni.voci import EsitoValidazione

# Quanta parte di ciò che si era previsto si è usata, a rotazione fra le risorse.
IMPIEGATE = (Decimal("0.97"), Decimal("1.00"), Decimal("0.88"), Decimal("0.94"))
CENTESIMO = Decimal("0.01")
TESTI = {
    "fatti-principali": "<p>Il comune paga le fatture prima della scadenza, rilascia prima i permessi di costruire e "
    "presta più libri. Non è andata come si voleva con le segnalazioni dopo le piogge di novembre e con l'assistenza "
    "domiciliare, dove un posto è rimasto vuoto.</p>",
    "fatti-nuovi": "<p>Le piogge di novembre hanno raddoppiato le segnalazioni su strade e scoli. Da marzo a dicembre "
    "il mercato è stato sospeso per i lavori in piazza.</p>",
    "uso-delle-indagini": "<p>Chi ha risposto chiedeva orari più larghi all'anagrafe: da dicembre lo sportello apre "
    "anche il giovedì pomeriggio.</p>",
    "azioni-positive": "<p>Due persone in più lavorano un giorno a distanza; gli avvisi di selezione arrivano anche "
    "alle associazioni professionali, per avere candidature di donne e di uomini.</p>",
    "punti-di-forza": "<p>Gli obiettivi sono stati assegnati a febbraio e seguiti in tre momenti dell'anno.</p>",
    "punti-di-debolezza": "<p>Due indicatori sono stati rilevati in ritardo: dal prossimo anno il dato si chiede a "
    "ottobre.</p>",
}
VERBALE = (
    "Esaminati i risultati al 31 dicembre: gli scostamenti sono spiegati e i correttivi adeguati. Due indicatori sono "
    "stati rilevati dopo la chiusura, riaprendo la sessione."
)
PERCHE_RESTA = "Il dato non è stato raccolto nell'anno; il rimedio è scritto fra i punti di debolezza."
SINTESI = "La Relazione è coerente con il Piano, completa e comprensibile."
RISERVATE = "Si raccomanda di anticipare a ottobre la raccolta dei dati di fine anno."


def rendi_conto(ciclo: Ciclo) -> Relazione:
    """Dalla bozza di maggio alla pubblicazione di giugno. Solleva ErroreDiLavoro se il PDF non si può scrivere."""
    dopo, segretario = ciclo.anno + 1, con_incarico(TipoIncarico.SEGRETARIO)
    with nel_giorno(date(dopo, 2, 10)):
        _il_nucleo_ha_verificato(ciclo)
    with nel_giorno(date(dopo, 5, 4)):
        relazione = _scrivi(ciclo, segretario)
    with nel_giorno(date(dopo, 5, 21), ora=17):
        _approva(relazione, segretario)
    relazione.refresh_from_db()
    with nel_giorno(date(dopo, 6, 5)):
        _valida(relazione)
    relazione.refresh_from_db()
    with nel_giorno(date(dopo, 6, 9)):
        return pubblica_relazione(relazione, utente=segretario, pubblicata_il=date(dopo, 6, 9))


def _il_nucleo_ha_verificato(ciclo: Ciclo) -> None:
    nucleo, il = con_incarico(TipoIncarico.NUCLEO), date(ciclo.anno + 1, 2, 10)
    verbale = scrivi_verbale(ciclo.sessioni.latest("al"), utente=nucleo, data=il, testo=VERBALE)
    deposita_verbale(verbale, utente=nucleo)


def _scrivi(ciclo: Ciclo, segretario: Utente) -> Relazione:
    relazione = apri_relazione(ciclo, utente=segretario)
    relazione = scrivi_fatti(relazione, utente=segretario, **_fatti(ciclo.anno + 1))
    impieghi: dict[int, dict[str, Any]] = {
        risorsa.pk: {"importo": (risorsa.importo * IMPIEGATE[posto % len(IMPIEGATE)]).quantize(CENTESIMO)}
        for posto, risorsa in enumerate(risorse_da_rendicontare(ciclo))
        if risorsa.importo is not None
    }
    scrivi_impieghi(relazione, utente=segretario, impieghi=impieghi)
    for chiave, testo in TESTI.items():
        _scrivi_parte(ciclo, chiave, testo, segretario)
    for rilievo in esamina_relazione(relazione).da_motivare:
        oggetto = rilievo.oggetto.codice
        motiva_rilievo(relazione, utente=segretario, codice=rilievo.codice, oggetto=oggetto, motivo=PERCHE_RESTA)
    return relazione


def _fatti(dopo: int) -> dict[str, Any]:
    return {
        "itr": Decimal("-4.20"),
        "tmp": Decimal("25.80"),
        "itp": Decimal("-3.90"),
        "stock": Decimal("1250.00"),
        "pcc_il": date(dopo, 2, 2),
        "revisore_verbale": "n. 3",
        "revisore_il": date(dopo, 2, 20),
        "formazione_ore_donne": 612,
        "formazione_ore_uomini": 448,
        "formazione_in_soglia": 17,
        "indagini": 2,
        "indagini_risposte": 19,
        "indagini_soddisfatti": Decimal("79.00"),
        "indagini_pubblicate_il": date(dopo, 1, 12),
        "rpct_relazione_il": date(dopo, 1, 28),
        "rpct_indirizzo": "https://www.comune.esempio.test/amministrazione-trasparente/relazione-rpct",
    }


def _scrivi_parte(ciclo: Ciclo, chiave: str, testo: str, segretario: Utente) -> None:
    parte = parte_di(ciclo, chiave, TipoDocumento.RELAZIONE)
    scrivi_parte(
        ciclo,
        chiave,
        utente=segretario,
        capitolo=parte.capitolo,
        titolo=parte.titolo,
        testo=testo,
        documento=TipoDocumento.RELAZIONE,
    )


def _approva(relazione: Relazione, segretario: Utente) -> None:
    anno = relazione.ciclo.anno
    atto = scrivi_atto(
        Atto(ente=relazione.ente, organo=Organo.GIUNTA),
        utente=segretario,
        numero="41",
        data=date(anno + 1, 5, 21),
        oggetto=f"Approvazione della Relazione sulla performance {anno}",
    )
    congela_relazione.call(
        None, relazione_id=relazione.pk, atto_id=atto.pk, utente_id=segretario.pk, sito=settings.INDIRIZZO_SITO
    )


def _valida(relazione: Relazione) -> None:
    il = date(relazione.ciclo.anno + 1, 6, 5)
    valida_relazione(
        relazione,
        utente=con_incarico(TipoIncarico.NUCLEO),
        verbale={"numero": "4", "data": il},
        esito=EsitoValidazione.VALIDATA,
        data=il,
        lista=congela((domanda, Risposta.SI, "") for domanda in domande(RELAZIONE)),
        sintesi=SINTESI,
        riservate=RISERVATE,
    )
