"""Scrivere nelle schede: valori, motivazioni, voci non misurabili, correzione. Chi può, con quale traccia."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from obiettivi.models import Rilevazione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.registro import eventi_di
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory, misurabile, validato
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_compilazione import D, Scena, con_correttivo, scrivi_valore
from valutazione.azioni.compilazione import (
    NON_SI_SCRIVE,
    Scritto,
    correggi,
    politiche_ammesse,
    ricalcola_aperte,
    scrivi_valori,
    segna_non_misurabile,
)
from valutazione.letture.conto import correttivo_della
from valutazione.models import Scheda
from valutazione.permessi.compilazione import puo_correggere, puo_vedere_confronto, puo_vedere_confronto_intero
from valutazione.voci import Fonte, StatoScheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def scena():
    return Scena()


def con_obiettivo(scena, valore=80):
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    sessione = SessioneFactory(ciclo=scena.ciclo)
    RilevazioneFactory(sessione=sessione, indicatore=misurabile(obiettivo), valore=D(valore))
    return obiettivo


# ---- i valori ----------------------------------------------------------------------------------------------------


def test_si_scrive_una_voce_e_il_conto_segue(scena):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    scrivi_valore(scheda=scheda, codice="C1", valore=D(3), utente=scena.chi_valuta)
    scritta = Scheda.objects.get(pk=scheda.pk)
    assert scritta.voci.get(codice="C1").valore == 3
    assert (scritta.punteggio, scritta.versione) == (D("32.50"), 2)
    assert scritta.esito["passi"]


def test_finche_manca_qualcosa_l_esito_dice_che_cosa(scena):
    scheda = scrivi_valore(scheda=scena.scheda(), codice="C1", valore=D(3), utente=scena.chi_valuta)
    assert scheda.punteggio is None
    assert scheda.esito["problema"].startswith("Mancano 4 voci da valutare su 5")


def test_togliere_un_valore_lo_fa_mancare_non_diventare_zero(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    scritta = scrivi_valore(scheda=scheda, codice="C1", valore=None, utente=scena.chi_valuta)
    assert (scritta.voci.get(codice="C1").valore, scritta.punteggio) == (None, None)


def test_scrivere_la_stessa_cosa_non_cambia_nulla_e_non_lascia_righe(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    uguali = {"C1": Scritto(D("3.0000"))}
    scrivi_valori(scheda, valori=uguali, versione=1, utente=scena.chi_valuta, giudizio="")
    assert (Scheda.objects.get(pk=scheda.pk).versione, eventi_di(scheda).count()) == (1, 0)


def test_il_giudizio_complessivo_si_scrive_insieme_ai_valori(scena):
    scheda = scrivi_valori(scena.scheda(), valori={}, versione=1, utente=scena.chi_valuta, giudizio="Un buon anno.")
    assert (scheda.giudizio, eventi_di(scheda).get().nota) == ("Un buon anno.", "giudizio complessivo")


def test_il_registro_dice_quali_voci_non_che_cosa_si_e_scritto(scena):
    scheda = scena.scheda()
    scrivi_valore(scheda=scheda, codice="C1", valore=D(1), motivazione="Segreto.", utente=scena.chi_valuta)
    evento = eventi_di(scheda).get()
    assert (evento.azione, evento.nota, evento.prima, evento.dopo) == ("valuta", "C1", "", "")


def test_una_motivazione_che_manca_non_ferma_chi_sta_scrivendo(scena):
    scheda = scrivi_valore(scheda=scena.scheda(), codice="C1", valore=D(1), utente=scena.chi_valuta)
    assert scheda.voci.get(codice="C1").valore == 1


@pytest.mark.parametrize(
    ("codice", "valore", "frase"),
    [("C1", "2.5", "non è un giudizio della scala «Cinque giudizi»"), ("C99", "1", "non ha una voce «C99»")],
)
def test_cio_che_non_regge_si_rifiuta_con_una_frase(scena, codice, valore, frase):
    with pytest.raises(ValidationError, match=frase):
        scrivi_valore(scheda=scena.scheda(), codice=codice, valore=D(valore), utente=scena.chi_valuta)


def test_il_grado_di_un_obiettivo_non_si_scrive(scena):
    scheda = scena.scheda(con_obiettivo(scena))
    voce = scheda.voci.first()
    with pytest.raises(ValidationError, match=NON_SI_SCRIVE.format(voce)):
        scrivi_valore(scheda=scheda, codice=voce.codice, valore=D(100), utente=scena.chi_valuta)


@pytest.mark.parametrize("fonte", [Fonte.ENTE, Fonte.STRUTTURA])
def test_il_risultato_dell_ente_e_dell_unita_non_si_scrivono(scena, fonte):
    with senza_guardie():
        scena.tipo.componenti.filter(codice="C1").update(fonte=fonte, scala=None)
    with pytest.raises(ValidationError, match="si legge dal monitoraggio"):
        scrivi_valore(scheda=scena.scheda(), codice="C1", valore=D(1), utente=scena.chi_valuta)


def test_una_voce_senza_componente_accetta_un_numero(scena):
    scheda = scena.scheda()
    scheda.voci.filter(codice="C1").update(componente=None)
    scrivi_valore(scheda=scheda, codice="C1", valore=D("2.5"), utente=scena.chi_valuta)
    assert scheda.voci.get(codice="C1").valore == D("2.5")


def test_un_rifiuto_non_lascia_scritta_meta_della_riga(scena):
    scheda = scena.scheda()
    valori = {"C1": Scritto(D(3)), "C2": Scritto(D(9))}
    with pytest.raises(ValidationError):
        scrivi_valori(scheda, valori=valori, versione=1, utente=scena.chi_valuta)
    assert scheda.voci.get(codice="C1").valore is None


def test_chi_scrive_su_una_scheda_cambiata_nel_frattempo_viene_fermato(scena):
    scheda = scena.scheda()
    scrivi_valore(scheda=scheda, codice="C1", valore=D(3), utente=scena.chi_valuta)
    with pytest.raises(ModificatoDaAltri):
        scrivi_valori(scheda, valori={"C2": Scritto(D(3))}, versione=1, utente=scena.chi_valuta)


@pytest.mark.parametrize("stato", [stato for stato in StatoScheda if stato != StatoScheda.VALUTAZIONE])
def test_fuori_dalla_valutazione_i_valori_non_si_scrivono(scena, stato):
    with pytest.raises(PermissionDenied):
        scrivi_valore(scheda=scena.scheda(stato=stato), codice="C1", valore=D(3), utente=scena.chi_valuta)


@pytest.mark.parametrize("ruolo", ["segretario", "sindaco", "nucleo", "ufficio_personale", "eq"])
def test_chi_non_valuta_quella_persona_non_scrive(scena, ruolo):
    with pytest.raises(PermissionDenied):
        scrivi_valore(scheda=scena.scheda(), codice="C1", valore=D(3), utente=scena.con_ruolo(ruolo))


def test_nessuno_scrive_nella_propria_scheda(scena):
    scheda = scena.scheda()
    with pytest.raises(PermissionDenied):
        scrivi_valore(scheda=scheda, codice="C1", valore=D(3), utente=scheda.persona.utente)


# ---- le voci non misurabili --------------------------------------------------------------------------------------


def test_una_voce_non_misurabile_esce_dal_conto_con_il_suo_motivo(scena):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    scritta = segna_non_misurabile(
        scheda, codice="C1", politica="escludi", motivo=" Assegnato a dicembre. ", versione=1, utente=scena.chi_valuta
    )
    assert scritta.voci.get(codice="C1").politica_motivo == "Assegnato a dicembre."
    assert (scritta.punteggio, eventi_di(scritta).first().dopo) == (D("32.50"), "escludi")


def test_senza_motivo_una_voce_resta_misurabile(scena):
    scheda = scena.scheda()
    with pytest.raises(ValidationError, match="Scrivi perché la voce non è misurabile"):
        segna_non_misurabile(scheda, codice="C1", politica="escludi", motivo="  ", versione=1, utente=scena.chi_valuta)


def test_una_voce_torna_misurabile_e_il_motivo_se_ne_va(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    scheda.voci.filter(codice="C1").update(politica="zero", politica_motivo="assente")
    scritta = segna_non_misurabile(
        scheda, codice="C1", politica="", motivo="resto", versione=1, utente=scena.chi_valuta
    )
    assert (scritta.voci.get(codice="C1").politica_motivo, scritta.punteggio) == ("", D("32.50"))


def test_fra_le_politiche_non_c_e_quella_che_ferma_il_conto():
    assert [codice for codice, _ in politiche_ammesse()] == ["zero", "cento", "escludi"]


# ---- la correzione -----------------------------------------------------------------------------------------------


@pytest.fixture
def correggibile(scena):
    con_correttivo(scena.tipo, "sindaco")
    return scena.valutata(3, 3, 3, 3, 3)


def test_il_sindaco_corregge_entro_il_limite_e_il_motivo_resta_nella_storia(scena, correggibile):
    sindaco = scena.con_ruolo("sindaco")
    scritta = correggi(correggibile, correttivo=D(-4), motivo="Ritardi.", versione=1, utente=sindaco)
    passaggio = scritta.passaggi.get()
    assert scritta.punteggio == passaggio.punteggio == D("31.20")
    assert (passaggio.passo, passaggio.nota, passaggio.chi) == ("correzione", "Ritardi.", sindaco)


def test_la_correzione_si_toglie(scena, correggibile):
    sindaco = scena.con_ruolo("sindaco")
    correggi(correggibile, correttivo=D(5), motivo="Bene.", versione=1, utente=sindaco)
    scritta = correggi(correggibile, correttivo=None, motivo="Ripensandoci.", versione=2, utente=sindaco)
    assert (scritta.correttivo, scritta.punteggio) == (None, D("32.50"))


@pytest.mark.parametrize("quanto", ["5.01", "-5.01", "100"])
def test_oltre_il_limite_la_correzione_si_rifiuta(scena, correggibile, quanto):
    with pytest.raises(ValidationError, match="da −5% a \\+5%"):
        correggi(correggibile, correttivo=D(quanto), motivo="!", versione=1, utente=scena.con_ruolo("sindaco"))


@pytest.mark.parametrize(
    ("funzione", "ammessi"),
    [
        ("sindaco", {"sindaco"}),
        ("segretario", {"segretario"}),
        ("nucleo", {"nucleo"}),
        ("responsabile", {"chi_valuta"}),
    ],
)
def test_corregge_soltanto_chi_il_sistema_dice(scena, funzione, ammessi):
    con_correttivo(scena.tipo, funzione)
    scheda = scena.valutata(3, 3, 3, 3, 3)
    utenti = {ruolo: scena.con_ruolo(ruolo) for ruolo in ("sindaco", "segretario", "nucleo", "ufficio_personale")}
    utenti |= {"chi_valuta": scena.chi_valuta, "persona": scheda.persona.utente}
    assert {ruolo for ruolo, utente in utenti.items() if puo_correggere(utente, scheda)} == ammessi


def test_senza_una_correzione_nelle_regole_nessuno_corregge(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    assert correttivo_della(scheda) is None
    with pytest.raises(PermissionDenied):
        correggi(scheda, correttivo=D(1), motivo="!", versione=1, utente=scena.con_ruolo("sindaco"))


def test_il_sindaco_non_corregge_se_stesso(scena, correggibile):
    sindaco = scena.con_ruolo("sindaco")
    correggibile.persona = sindaco.persona
    assert not puo_correggere(sindaco, correggibile)


@pytest.mark.parametrize("stato", [StatoScheda.NOTIFICATA, StatoScheda.RIESAME, StatoScheda.CHIUSA])
def test_dopo_la_consegna_non_si_corregge_piu(scena, correggibile, stato):
    correggibile.stato = stato
    assert not puo_correggere(scena.con_ruolo("sindaco"), correggibile)


# ---- rifare il conto di tutti ------------------------------------------------------------------------------------


def test_si_ricalcolano_solo_le_schede_aperte_e_si_dice_quante_cambiano(scena):
    obiettivo = con_obiettivo(scena, 80)
    aperta, chiusa, ferma = scena.scheda(obiettivo), scena.scheda(obiettivo), scena.valutata(3, 3, 3, 3, 3)
    for scheda in (aperta, chiusa):
        scheda.voci.filter(obiettivo=None).update(valore=5)
    Scheda.objects.filter(pk=chiusa.pk).update(stato=StatoScheda.CHIUSA)
    assert ricalcola_aperte(scena.ciclo, utente=scena.chi_valuta) == 2
    Rilevazione.objects.update(valore=D(100))
    assert ricalcola_aperte(scena.ciclo, utente=scena.chi_valuta) == 1
    punti = {scheda.pk: scheda.punteggio for scheda in Scheda.objects.all()}
    assert punti == {aperta.pk: D(100), chiusa.pk: None, ferma.pk: D("32.50")}


# ---- chi confronta -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruolo", "vede", "intero"),
    [
        ("segretario", True, True),
        ("ufficio_personale", True, True),
        ("nucleo", True, True),
        ("sindaco", True, False),
        ("assessore", False, False),
        ("revisore", False, False),
    ],
)
def test_il_confronto_intero_e_di_chi_conduce(scena, ruolo, vede, intero):
    utente = scena.con_ruolo(ruolo)
    assert puo_vedere_confronto(utente, scena.ente) == vede
    assert puo_vedere_confronto_intero(utente, scena.ente) == intero


def test_chi_guida_un_unita_vede_il_confronto_delle_sue_persone(scena):
    assert puo_vedere_confronto(scena.chi_valuta, scena.ente)
    assert not puo_vedere_confronto_intero(scena.chi_valuta, scena.ente)
