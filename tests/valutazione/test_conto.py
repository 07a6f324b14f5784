"""Il conto di una scheda: regole congelate, valori scritti, gradi vivi; una frase per ciò che non si calcola."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obiettivi.models import Neutralizzazione, Rilevazione
from obiettivi.voci import StatoSessione
from tests.fabbriche import AttoFactory, UnitaFactory
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory, di_fine_anno, misurabile, validato
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_compilazione import D, Scena, riscrivi
from valutazione.azioni.compilazione import ricalcola
from valutazione.letture.conto import NON_ASSEGNATA, con_conto, conto_di
from valutazione.letture.gradi import NESSUNA_SESSIONE, Gradi
from valutazione.models import Scheda, Voce
from valutazione.voci import Fonte, StatoScheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def scena():
    return Scena()


def misurato(scena, valore=80, target=100):
    """Un obiettivo del servizio, rilevato nella sessione aperta di metà anno."""
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    indicatore = misurabile(obiettivo, target)
    sessione = scena.ciclo.sessioni.first() or SessioneFactory(ciclo=scena.ciclo)
    if valore is not None:
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(valore))
    return obiettivo


# ---- il punteggio ------------------------------------------------------------------------------------------------


def test_i_giudizi_diventano_un_punteggio_con_i_suoi_passi(scena):
    conto = conto_di(scena.valutata(3, 3, 3, 3, 3))
    assert conto.punteggio == D("32.50")
    assert conto.passi[-1].cosa == "punteggio"
    assert not conto.che_manca


def test_il_grado_di_un_obiettivo_si_legge_vivo_dal_monitoraggio(scena):
    obiettivo = misurato(scena, 80)
    scheda = scena.scheda(obiettivo)
    scheda.voci.exclude(obiettivo=obiettivo).update(valore=5)
    assert conto_di(scheda).punteggio == D("93.00")
    Rilevazione.objects.update(valore=D(100))
    assert conto_di(scheda).punteggio == D("100.00")


def test_il_punteggio_e_provvisorio_finche_il_monitoraggio_di_fine_anno_non_e_chiuso(scena):
    scheda = scena.scheda(misurato(scena))
    scheda.voci.filter(obiettivo=None).update(valore=3)
    assert conto_di(scheda).provvisorio
    fine = di_fine_anno(scena.ciclo, stato=StatoSessione.CHIUSA, chiusa_il="2027-01-31T00:00:00Z")
    Rilevazione.objects.update(sessione=fine)
    assert not conto_di(scheda).provvisorio


def test_alla_chiusura_il_risultato_resta_fermo_anche_se_l_obiettivo_si_muove(scena):
    scheda = scena.scheda(misurato(scena, 80))
    scheda.voci.filter(obiettivo=None).update(valore=5)
    ricalcola(scheda)
    scheda.stato = StatoScheda.CHIUSA
    scheda.save()
    Rilevazione.objects.update(valore=D(10))
    fermo = conto_di(Scheda.objects.get(pk=scheda.pk))
    assert (fermo.punteggio, fermo.passi[-1].esito) == (D("93.00"), D("93.00"))


def test_di_una_scheda_chiusa_anche_il_grado_e_quello_di_allora_senza_rileggere_il_monitoraggio(
    scena, django_assert_num_queries
):
    scheda = scena.scheda(misurato(scena, 80))
    scheda.voci.filter(obiettivo=None).update(valore=5)
    ricalcola(scheda)
    Scheda.objects.filter(pk=scheda.pk).update(stato=StatoScheda.CHIUSA)
    Rilevazione.objects.update(valore=D(10))
    chiusa = con_conto(Scheda.objects.filter(pk=scheda.pk)).get()
    with django_assert_num_queries(0):
        grado = next(voce for voce in conto_di(chiusa).voci if voce.voce.obiettivo_id)
    assert (grado.valore, grado.letta) == (D(80), "80,00%")


def test_una_scheda_chiusa_o_annullata_non_si_ricalcola(scena):
    scheda = scena.valutata(1, 1, 1, 1, 1, stato=StatoScheda.ANNULLATA)
    ricalcola(scheda)
    assert Scheda.objects.get(pk=scheda.pk).punteggio is None


def test_la_fascia_ha_il_nome_che_le_da_il_sistema(scena):
    assert conto_di(scena.valutata(1, 1, 1, 1, 1)).fascia == "non positiva"


def test_un_punteggio_fuori_da_ogni_fascia_e_una_frase_non_un_errore(scena):
    scheda = scena.valutata(1, 1, 1, 1, 1)
    scheda.istantanea["premio"]["fasce"] = [{"da": 50, "a": 100, "esito": 100, "nome": "unica"}]
    conto = conto_di(scheda)
    assert conto.punteggio == D("0.00")
    assert "fascia" in conto.problema


def test_i_passi_chiamano_le_voci_per_nome(scena):
    passi = conto_di(scena.valutata(5, 4, 3, 2, 1)).passi
    assert "Qualità del lavoro" in {passo.voce for passo in passi}
    assert not {"C1", "COMP", "TOT"} & {nome for passo in passi for nome, _ in passo.dati}


# ---- ciò che manca -----------------------------------------------------------------------------------------------


def test_senza_regole_la_scheda_dice_che_non_e_assegnata(scena):
    scheda = scena.scheda()
    scheda.istantanea = {}
    assert conto_di(scheda).problema == NON_ASSEGNATA


@pytest.mark.parametrize(
    ("giudizi", "frase"),
    [
        ((5, 5, 5, 5), "Manca una voce da valutare su 5: Iniziativa e adattamento."),
        ((5, 5, 5), "Mancano 2 voci da valutare su 5: Attenzione a cittadini e utenti, Iniziativa e adattamento."),
        ((), "e un'altra."),
    ],
)
def test_chi_manca_e_detto_per_nome(scena, giudizi, frase):
    assert conto_di(scena.valutata(*giudizi)).problema.endswith(frase)


def test_se_mancano_molte_voci_se_ne_dicono_quattro(scena):
    scheda = scena.scheda(misurato(scena, None))
    assert "Mancano 5 voci da valutare su 5" in conto_di(scheda).problema
    assert "e un'altra." in conto_di(scheda).problema


def test_cio_che_deve_dare_il_monitoraggio_si_dice_a_parte(scena):
    scheda = scena.scheda(misurato(scena, None), misurato(scena, None))
    manca = conto_di(scheda).problema
    assert manca.startswith("Mancano 5 voci da valutare su 5: ")
    assert " Il monitoraggio deve ancora 2 risultati su 2: " in manca


def test_se_manca_solo_il_monitoraggio_chi_valuta_non_ha_nulla_da_dare(scena):
    scheda = scena.scheda(misurato(scena, None))
    scheda.voci.filter(obiettivo=None).update(valore=5)
    assert conto_di(scheda).problema.startswith("Il monitoraggio deve ancora un risultato su 1: ")


def test_lo_zero_e_un_valore_chi_manca_no(scena):
    scheda = scena.valutata(5, 5, 5, 5)
    riscrivi(scheda, "C5", conv={"tipo": "identita"})
    Voce.objects.filter(scheda=scheda, codice="C5").update(valore=0)
    assert conto_di(scheda).punteggio is not None


def test_un_ramo_finito_ha_il_suo_risultato_mentre_il_totale_aspetta(scena):
    conto = conto_di(con_conto(Scheda.objects).get(pk=scena.scheda(misurato(scena, 80)).pk))
    assert conto.punteggio is None
    assert conto.di("OB") == D("28.00")
    assert conto.di("COMP") is None


def test_il_risultato_di_un_ramo_c_e_anche_a_conto_finito(scena):
    assert conto_di(scena.valutata(5, 5, 5, 5, 5)).di("COMP") == D(65)


@pytest.mark.parametrize(("politica", "atteso"), [("escludi", "65.00"), ("zero", "45.50"), ("cento", "65.00")])
def test_una_voce_non_misurabile_segue_la_politica_scritta_con_il_motivo(scena, politica, atteso):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    riscrivi(scheda, "COMP", poi={"tipo": "lineare", "da": [0, 5], "a": [0, 65]})
    Voce.objects.filter(scheda=scheda, codice="C1").update(politica=politica, politica_motivo="assente")
    conto = conto_di(scheda)
    voce = next(v for v in conto.voci if v.codice == "C1")
    assert (voce.valore, voce.perche) == (None, "Non misurabile: assente")
    assert conto.punteggio == D(atteso)


def test_una_voce_tolta_dal_conto_non_e_fra_quelle_da_scrivere(scena):
    scheda = scena.valutata(5, 5)
    Voce.objects.filter(scheda=scheda, codice="C5").update(politica="escludi", politica_motivo="assente")
    conto = conto_di(scheda)
    assert (conto.scritte, len(conto.da_scrivere)) == (2, 4)


def test_un_obiettivo_neutralizzato_segue_il_suo_atto(scena):
    obiettivo, altro = misurato(scena, 10), misurato(scena, 80)
    atto = AttoFactory(ente=scena.ente)
    Neutralizzazione.objects.create(obiettivo=obiettivo, politica="escludi", motivo="alluvione", atto=atto)
    scheda = scena.scheda(obiettivo, altro)
    conto = conto_di(scheda)
    assert conto.voci[0].perche == "Neutralizzato: alluvione"
    assert conto.di("OB") == D("28.00")


# ---- i gradi che non ci sono -------------------------------------------------------------------------------------


def test_senza_monitoraggio_il_grado_manca_e_lo_dice(scena):
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    gradi = Gradi(scena.ciclo)
    assert gradi.di_obiettivo(obiettivo).perche == NESSUNA_SESSIONE
    assert gradi.di_unita(scena.unita).perche == NESSUNA_SESSIONE
    assert gradi.dell_ente().perche == NESSUNA_SESSIONE
    assert not gradi.definitivi


def test_un_obiettivo_ritirato_o_un_unita_senza_obiettivi_non_valgono_zero(scena):
    misurato(scena)
    gradi, ritirato = Gradi(scena.ciclo), scena.ciclo.obiettivi.create(titolo="Ritirato", ordine=9)
    assert gradi.di_obiettivo(ritirato).valore is None
    assert "ritirato" in gradi.di_obiettivo(ritirato).perche
    assert "manca il risultato" in gradi.di_unita(None).perche
    assert "non ha obiettivi misurati" in gradi.di_unita(scena.guida_unita()).perche


def test_un_ufficio_senza_obiettivi_suoi_ha_il_risultato_dell_area_che_lo_contiene(scena):
    misurato(scena)
    ufficio = UnitaFactory(ente=scena.ciclo.ente, parent=UnitaFactory(ente=scena.ciclo.ente, parent=scena.unita))
    gradi = Gradi(scena.ciclo)
    vivo = gradi.di_unita(ufficio)
    assert vivo.valore == gradi.di_unita(scena.unita).valore is not None
    assert f"È il risultato di «{scena.unita}»" in vivo.perche
    assert gradi.di_unita(scena.unita).perche == ""


def test_un_obiettivo_non_ancora_rilevato_dice_che_cosa_manca(scena):
    obiettivo = misurato(scena, None)
    gradi = Gradi(scena.ciclo)
    assert gradi.di_obiettivo(obiettivo).perche == "Manca un valore su 1."
    assert gradi.di_unita(scena.unita).valore is None
    assert gradi.dell_ente().perche == "Nessun obiettivo dell'ente è ancora misurato."


def test_una_sessione_solo_programmata_non_conta(scena):
    SessioneFactory(ciclo=scena.ciclo, stato=StatoSessione.PROGRAMMATA)
    assert Gradi(scena.ciclo).sessione is None


@pytest.mark.parametrize("fonte", [Fonte.ENTE, Fonte.STRUTTURA])
def test_il_risultato_dell_ente_e_dell_unita_si_leggono_dal_monitoraggio(scena, fonte):
    misurato(scena, 80)
    with senza_guardie():
        scena.tipo.componenti.filter(codice="C1").update(fonte=fonte, scala=None)
    voce = next(v for v in conto_di(scena.scheda()).voci if v.codice == "C1")
    assert (voce.valore, voce.si_scrive) == (D(80), False)


# ---- cattivi ingressi: ciascuno ha un esito spiegato -------------------------------------------------------------


def test_un_peso_zero_non_conta_e_tutti_i_pesi_a_zero_sono_una_frase(scena):
    scheda = scena.valutata(5, 5, 5, 5, 1)
    riscrivi(scheda, "C5", peso=0)
    assert conto_di(scheda).punteggio == D("65.00")
    for codice in ("C1", "C2", "C3", "C4"):
        riscrivi(scheda, codice, peso=0)
    assert (
        conto_di(scheda).problema == "«Comportamenti e competenze»: I pesi presenti sommano a zero: non c'è una media."
    )


def test_un_target_zero_e_una_frase_che_nomina_la_voce(scena):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    riscrivi(scheda, "C1", conv={"tipo": "rapporto"})
    Voce.objects.filter(scheda=scheda, codice="C1").update(atteso="0")
    assert conto_di(scheda).problema.startswith("«Qualità del lavoro»: Il target è zero")


@pytest.mark.parametrize("atteso", ["", "molto", "1.2.3"])
def test_senza_un_atteso_che_sia_un_numero_il_rapporto_lo_chiede(scena, atteso):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    riscrivi(scheda, "C1", conv={"tipo": "rapporto"})
    Voce.objects.filter(scheda=scheda, codice="C1").update(atteso=atteso)
    assert conto_di(scheda).problema == "«Qualità del lavoro»: Manca «target»."


def test_un_numero_con_il_suo_atteso_diventa_un_rapporto(scena):
    scheda = scena.valutata(4, 5, 5, 5, 5)
    riscrivi(scheda, "C1", conv={"tipo": "rapporto", "max": 5})
    Voce.objects.filter(scheda=scheda, codice="C1").update(atteso="4,0")
    assert conto_di(scheda).punteggio == D("65.00")


@pytest.mark.parametrize(("valore", "passa"), [(0, False), (1, True)])
def test_un_si_o_no_si_scrive_con_uno_o_zero(scena, valore, passa):
    scheda = scena.valutata(valore, 5, 5, 5, 5)
    riscrivi(scheda, "C1", conv={"tipo": "si_no"})
    voce = conto_di(scheda).voci[0]
    assert voce.per_il_motore is passa


def test_un_obiettivo_con_un_si_o_no_e_raggiunto_solo_al_cento_per_cento(scena):
    scheda = scena.scheda(misurato(scena, 99), misurato(scena, 100))
    for voce in scheda.voci.exclude(obiettivo=None):
        riscrivi(scheda, voce.codice, conv={"tipo": "si_no"})
    assert [voce.per_il_motore for voce in conto_di(scheda).voci[:2]] == [False, True]


def test_il_grado_di_un_obiettivo_si_confronta_col_pieno_raggiungimento(scena):
    scheda = scena.scheda(misurato(scena, 80))
    riscrivi(scheda, scheda.voci.first().codice, conv={"tipo": "rapporto"})
    assert conto_di(scheda).di("OB") == D("28.00")


@pytest.mark.parametrize("livelli", [{"Eccellente": 5, "Buono": 4}, {"5": 5, "4": 4}])
def test_una_conversione_per_livelli_riconosce_la_parola_e_il_numero(scena, livelli):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    riscrivi(scheda, "C1", conv={"tipo": "livelli", "livelli": livelli})
    assert conto_di(scheda).punteggio == D("65.00")


def test_regole_congelate_illeggibili_sono_una_frase(scena):
    scheda = scena.valutata(5)
    scheda.istantanea["scheda"]["sconosciuta"] = 1
    assert conto_di(scheda).problema.startswith("Le regole congelate di questa scheda non si leggono")


def test_una_voce_che_le_regole_non_hanno_non_entra_nel_conto(scena):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    Voce.objects.create(scheda=scheda, codice="ALTRA", denominazione="Altra", valore=1)
    assert conto_di(scheda).punteggio == D("65.00")


def test_una_voce_senza_componente_si_scrive_come_un_numero(scena):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    Voce.objects.filter(scheda=scheda, codice="C1").update(componente=None)
    voce = conto_di(scheda).voci[0]
    assert (voce.fonte, voce.livelli, voce.letta) == (Fonte.NUMERO, [], "5")


def test_il_peso_della_persona_vale_dove_le_regole_non_lo_dicono(scena):
    scheda = scena.valutata(5, 1, 1, 1, 1)
    for codice in ("C1", "C2", "C3", "C4", "C5"):
        riscrivi(scheda, codice, peso=None)
    scheda.voci.update(peso=0)
    scheda.voci.filter(codice="C1").update(peso=1)
    assert conto_di(scheda).punteggio == D("65.00")


def test_un_giudizio_che_chiede_una_motivazione_la_aspetta_prima_della_proposta(scena):
    scheda = scena.valutata(1, 3, 3, 3, 3)
    assert conto_di(scheda).che_manca == [
        "Scrivi la motivazione di «Qualità del lavoro»: il giudizio «1 – Insufficiente» la richiede."
    ]
    scheda.voci.filter(codice="C1").update(motivazione="Errori ripetuti.")
    assert not conto_di(scheda).che_manca


def test_quante_che_siano_le_schede_le_letture_sono_le_stesse(scena, django_assert_num_queries):
    obiettivo = misurato(scena, 80)

    def leggi():
        gradi = Gradi(scena.ciclo)
        return [conto_di(scheda, gradi) for scheda in con_conto(Scheda.objects.filter(ciclo=scena.ciclo))]

    scena.scheda(obiettivo)
    with CaptureQueriesContext(connection) as con_una:
        leggi()
    scena.scheda(obiettivo), scena.scheda(obiettivo)
    with django_assert_num_queries(len(con_una)):
        assert len(leggi()) == 3
