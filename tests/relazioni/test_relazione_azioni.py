"""Il percorso della Relazione: chi la comincia, l'approva, la valida, la pubblica; ciò che è congelato non cambia."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from enti.voci import Organo
from obiettivi.models import Ciclo, Motivazione, Rilevazione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from piao.base.flusso import PassoNonAmmesso
from piao.base.lavori import ErroreDiLavoro
from piao.base.models import Evento
from relazioni import lavori
from relazioni.azioni import relazione as azioni
from relazioni.azioni.approvazione import Archiviato, DocumentoCambiato
from relazioni.azioni.relazione import (
    DecisioneRelazione,
    approva_relazione,
    apri_relazione,
    motiva_rilievo,
    prepara_relazione,
    pubblica_relazione,
    riapri_relazione,
    scrivi_fatti,
    scrivi_impieghi,
    valida_relazione,
)
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.relazione import Relazione, componi_relazione, relazione_da_leggere
from relazioni.flusso.relazione import PERCORSO, RelazioneFerma, prossimo_passo
from relazioni.models import Impiego, VersioneRelazione
from relazioni.permessi import puo_leggere_riservate, puo_vedere_relazione
from tests.fabbriche import AttoFactory, CicloFactory, utente_con
from tests.relazioni.scene_relazione import OGGI, congelata, relazione, senza_rilievi, validata

pytestmark = pytest.mark.django_db
RUOLI = ("segretario", "nucleo", "rpct", "sindaco", "assessore", "revisore", "ufficio_personale")
SPETTA = {
    ("bozza", "approvazione"): {"segretario"},
    ("approvata", "validazione"): {"nucleo", "segretario"},
    ("approvata", "riapertura"): {"segretario"},
    ("validata", "pubblicazione"): {"segretario", "rpct"},
}


@pytest.fixture(autouse=True)
def _oggi():
    with time_machine.travel(OGGI, tick=False):
        yield


@pytest.fixture
def bozza(monkeypatch):
    riga = relazione(monkeypatch)
    senza_rilievi(monkeypatch)
    return riga


def segretario(riga):
    return utente_con("segretario", riga.ciclo.ente)


@pytest.mark.parametrize("stato", ["bozza", "approvata", "validata", "pubblicata"])
@pytest.mark.parametrize("passo", PERCORSO)
def test_ogni_passo_spetta_a_chi_dice_la_tabella(bozza, stato, passo):
    bozza.stato = stato
    possono = {ruolo for ruolo in RUOLI if PERCORSO[passo].possibile(utente_con(ruolo, bozza.ente), bozza)}
    assert possono == SPETTA.get((stato, passo), set())


@pytest.mark.parametrize(
    ("stato", "prossimo"),
    [("bozza", "approvazione"), ("approvata", "validazione"), ("validata", "pubblicazione"), ("pubblicata", "")],
)
def test_il_prossimo_passo_porta_avanti(bozza, stato, prossimo):
    bozza.stato = stato
    passo = prossimo_passo(bozza)
    assert (passo.codice if passo else "") == prossimo


# ---- cominciare e scrivere -----------------------------------------------------------------------------------------


def test_si_comincia_una_volta_sola(bozza):
    assert apri_relazione(bozza.ciclo, utente=segretario(bozza)) == bozza
    assert Evento.objects.filter(azione="comincia la Relazione").count() == 1


def test_un_piano_non_approvato_non_ha_relazione():
    ciclo = CicloFactory()
    with pytest.raises(PermissionDenied):
        apri_relazione(ciclo, utente=utente_con("segretario", ciclo.ente))


def test_i_fatti_si_scrivono_con_chi_e_quando(bozza):
    riga = scrivi_fatti(bozza, utente=segretario(bozza), versione=bozza.versione, itr=Decimal("-3.5"))
    assert riga.itr == Decimal("-3.5")
    assert Evento.objects.filter(azione="scrive i fatti dell'anno").exists()


def test_due_persone_sugli_stessi_fatti(bozza):
    scrivi_fatti(bozza, utente=segretario(bozza), versione=bozza.versione, itr=Decimal(1))
    with pytest.raises(ModificatoDaAltri):
        scrivi_fatti(bozza, utente=segretario(bozza), versione=bozza.versione, itr=Decimal(2))


def test_i_fatti_non_li_scrive_chi_non_conduce(bozza):
    with pytest.raises(PermissionDenied):
        scrivi_fatti(bozza, utente=utente_con("nucleo", bozza.ente), itr=Decimal(1))


def test_un_impiego_si_scrive_si_corregge_si_toglie(bozza):
    portale = bozza.ciclo.obiettivi.get(codice="1.1").risorse.get()
    for dati, attesi in (
        ({"importo": Decimal(10), "nota": ""}, [Decimal(10)]),
        ({"importo": Decimal(0), "nota": ""}, [Decimal(0)]),
        ({"importo": None, "nota": ""}, []),
        ({"importo": None, "nota": ""}, []),
    ):
        scrivi_impieghi(bozza, utente=segretario(bozza), impieghi={portale.pk: dati, 0: dati})
        assert [uno.importo for uno in Impiego.objects.all()] == attesi


def test_un_rilievo_si_motiva_e_si_corregge(bozza):
    for motivo in ("Prima", "Dopo"):
        motiva_rilievo(bozza, utente=segretario(bozza), codice="Q08", oggetto="relazione", motivo=motivo)
    assert Motivazione.objects.get().motivo == "Dopo"


# ---- approvare -----------------------------------------------------------------------------------------------------


def test_l_approvazione_congela_contenuto_pdf_e_rilievi(bozza):
    versione = congelata(bozza)
    bozza.refresh_from_db()
    assert (bozza.stato, bozza.atto, versione.numero, versione.pagine) == ("approvata", versione.atto, 1, 3)
    letto = da_canonico(versione.contenuto, Relazione)
    assert (letto.documento.bozza, letto.documento.versione) == (False, 1)
    assert letto.documento.approvazione == "Giunta n. 40 del 10/06/2027"


def test_una_rilevazione_corretta_dopo_cambia_i_dati_vivi_e_non_il_documento(bozza):
    congelata(bozza)
    bozza.refresh_from_db()
    prima = relazione_da_leggere(bozza)[0]
    Rilevazione.objects.update(valore=Decimal(50))
    assert componi_relazione(bozza).complesso.grado != prima.complesso.grado
    assert relazione_da_leggere(bozza)[0] == prima


def test_una_versione_approvata_non_si_modifica_neanche_nel_database(bozza):
    versione = congelata(bozza)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursore:
        cursore.execute("UPDATE relazioni_versionerelazione SET pagine = 9 WHERE id = %s", [versione.pk])


def test_il_lavoro_ripetuto_ritrova_la_versione(bozza):
    versione = congelata(bozza)
    argomenti = {"relazione_id": bozza.pk, "atto_id": versione.atto_id, "utente_id": versione.chi_id, "sito": "x"}
    assert lavori.congela_relazione.call(lavoro_id=None, **argomenti) == {"versione": 1}
    assert VersioneRelazione.objects.count() == 1


def test_un_blocco_ferma_e_nulla_cambia(monkeypatch, bozza):
    rilievo = Rilievo("Q04", Gravita.BLOCCO, Riferimento("esitato", "1", "Tempo"), "Non ha un risultato.")
    senza_rilievi(monkeypatch, Esito((rilievo,)))
    with pytest.raises(ErroreDiLavoro, match="«Tempo»: Non ha un risultato"):
        congelata(bozza)
    bozza.refresh_from_db()
    assert (bozza.stato, VersioneRelazione.objects.count()) == ("bozza", 0)


def test_un_errore_si_supera_motivandolo(monkeypatch, bozza):
    rilievo = Rilievo("Q08", Gravita.ERRORE, Riferimento("relazione", nome="La Relazione"), "Mancano.")
    senza_rilievi(monkeypatch, Esito((rilievo,)))
    decisione = DecisioneRelazione(bozza, AttoFactory(ente=bozza.ente), segretario(bozza))
    with pytest.raises(RelazioneFerma):
        prepara_relazione(decisione)
    motiva_rilievo(bozza, utente=segretario(bozza), codice="Q08", oggetto="relazione", motivo="Non si sa")
    assert prepara_relazione(decisione).numero == 1


def test_senza_una_rilevazione_chiusa_non_si_approva(bozza):
    bozza.ciclo.sessioni.all().delete()
    with pytest.raises(ErroreDiLavoro, match="Nessuna rilevazione"):
        congelata(bozza)


def test_il_motivo_del_ritardo_si_conserva(bozza):
    congelata(bozza, data=date(2027, 6, 14), motivo_ritardo="Elezioni")
    bozza.refresh_from_db()
    assert bozza.motivo_ritardo == "Elezioni"


def test_due_approvazioni_ne_riesce_una(bozza):
    congelata(bozza)
    with pytest.raises(ErroreDiLavoro, match="è «approvata»"):
        congelata(bozza, numero="41")


def test_chi_non_conduce_non_approva(bozza):
    decisione = DecisioneRelazione(bozza, AttoFactory(ente=bozza.ente), utente_con("nucleo", bozza.ente))
    with pytest.raises(PermissionDenied):
        prepara_relazione(decisione)


def test_se_i_dati_cambiano_mentre_si_scrive_il_pdf_si_ricomincia(bozza):
    decisione = DecisioneRelazione(bozza, AttoFactory(ente=bozza.ente, numero="5"), segretario(bozza))
    pronta = prepara_relazione(decisione)
    Rilevazione.objects.update(valore=Decimal(40))
    with pytest.raises(DocumentoCambiato):
        approva_relazione(decisione, pronta, Archiviato("a.pdf", "0" * 64, 1))


def test_se_cambiano_sempre_si_dice(monkeypatch, bozza):
    def cambia(*argomenti):
        raise DocumentoCambiato

    monkeypatch.setattr("relazioni.lavori.approvazione_relazione.approva_relazione", cambia)
    with pytest.raises(ErroreDiLavoro, match="sono cambiati più volte"):
        congelata(bozza)


# ---- validare, riaprire, pubblicare --------------------------------------------------------------------------------


def test_la_validazione_apre_la_porta_ai_premi(bozza):
    congelata(bozza)
    validata(bozza)
    bozza.refresh_from_db()
    assert bozza.stato == "validata"
    assert Ciclo.objects.get(pk=bozza.ciclo_id).relazione_validata_il == date(2027, 6, 12)


def test_una_validazione_negativa_lascia_la_porta_chiusa(bozza):
    congelata(bozza)
    validata(bozza, esito="non_validata", sintesi="Mancano le cause.")
    bozza.refresh_from_db()
    assert bozza.stato == "approvata"
    assert Ciclo.objects.get(pk=bozza.ciclo_id).relazione_validata_il is None


def test_non_validata_si_riapre_e_si_riapprova_con_un_altro_atto(bozza):
    congelata(bozza)
    validata(bozza, esito="non_validata", sintesi="Mancano le cause.")
    bozza.refresh_from_db()
    riapri_relazione(bozza, utente=segretario(bozza), nota="Si scrivono le cause")
    assert congelata(bozza, numero="45", data=date(2027, 6, 14)).numero == 2
    bozza.refresh_from_db()
    validata(bozza, data=date(2027, 6, 15))
    assert bozza.versioni.count() == 2


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"data": date(2027, 6, 16)}, "futura"),
        ({"data": date(2027, 6, 9)}, "si valida dopo"),
        ({"esito": "con_osservazioni"}, "va spiegato"),
    ],
)
def test_una_validazione_che_non_torna_si_rifiuta(bozza, campi, frase):
    congelata(bozza)
    bozza.refresh_from_db()
    with pytest.raises(ValidationError, match=frase):
        validata(bozza, **campi)


def test_il_segretario_trascrive_con_il_verbale(bozza):
    congelata(bozza)
    bozza.refresh_from_db()
    campi = {"esito": "validata", "data": date(2027, 6, 12), "lista": []}
    with pytest.raises(ValidationError, match="serve il verbale"):
        valida_relazione(bozza, utente=segretario(bozza), **campi)
    verbale = {"numero": "3", "data": date(2027, 6, 12)}
    scritta = valida_relazione(bozza, utente=segretario(bozza), verbale=verbale, **campi)
    assert (scritta.trascritta, scritta.verbale.organo, scritta.valida) == (True, Organo.NUCLEO, True)


def test_in_bozza_non_si_valida(bozza):
    with pytest.raises(PermissionDenied):
        validata(bozza)


def test_senza_una_versione_non_c_e_nulla_da_validare(bozza):
    bozza.atto, bozza.stato = AttoFactory(ente=bozza.ente), "approvata"
    bozza.save()
    with pytest.raises(PassoNonAmmesso):
        validata(bozza)


def test_riaprire_vuole_un_motivo(bozza):
    congelata(bozza)
    bozza.refresh_from_db()
    with pytest.raises(ValidationError, match="perché"):
        riapri_relazione(bozza, utente=segretario(bozza), nota=" ")


@pytest.mark.parametrize(
    ("giorno", "frase"),
    [(date(2027, 6, 16), "futura"), (date(2027, 6, 1), "si pubblica dopo"), (date(2027, 6, 14), "")],
)
def test_si_pubblica_dopo_averla_approvata(bozza, giorno, frase):
    congelata(bozza)
    validata(bozza)
    bozza.refresh_from_db()
    if frase:
        with pytest.raises(ValidationError, match=frase):
            pubblica_relazione(bozza, utente=segretario(bozza), pubblicata_il=giorno)
    else:
        assert pubblica_relazione(bozza, utente=segretario(bozza), pubblicata_il=giorno).stato == "pubblicata"


@pytest.mark.parametrize(
    "campi", [{"stato": "approvata"}, {"stato": "pubblicata"}, {"pubblicata_il": date(2027, 1, 1)}]
)
def test_il_database_difende_lo_stato(bozza, campi):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(bozza).objects.filter(pk=bozza.pk).update(**campi)


# ---- chi legge -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ruolo", "in_bozza"), [("segretario", True), ("assessore", True), ("revisore", False)])
def test_in_bozza_la_legge_chi_segue_il_ciclo_poi_tutto_l_ente(bozza, ruolo, in_bozza):
    utente = utente_con(ruolo, bozza.ente)
    assert puo_vedere_relazione(utente, bozza.ciclo) is in_bozza
    congelata(bozza)
    assert puo_vedere_relazione(utente, bozza.ciclo)


def test_un_estraneo_non_la_legge(bozza):
    assert not puo_vedere_relazione(utente_con("segretario", CicloFactory().ente), bozza.ciclo)


@pytest.mark.parametrize(
    ("ruolo", "legge"), [("nucleo", True), ("sindaco", True), ("assessore", False), ("rpct", False)]
)
def test_le_osservazioni_riservate_restano_fra_organismo_ed_ente(bozza, ruolo, legge):
    assert puo_leggere_riservate(utente_con(ruolo, bozza.ente), bozza.ente) is legge


def test_che_mancherebbe_non_scrive_nulla(monkeypatch):
    riga = relazione(monkeypatch)
    prima = azioni.che_mancherebbe(riga, motivo_ritardo="Un motivo")
    riga.refresh_from_db()
    assert riga.motivo_ritardo == ""
    assert any("Q14" in cosa.frase for cosa in prima)
