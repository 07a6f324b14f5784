"""Il fondo, gli scenari, la conferma: chi può, che cosa si congela, che cosa ferma."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from piao.base.concorrenza import ModificatoDaAltri
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Avviso, Evento
from piao.base.registro import eventi_di
from tests.fabbriche import AttoFactory, IncaricoFactory, RapportoFactory
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import PREMIO, importi, in_servizio, primo, scena, scheda, tipo
from valutazione.azioni import premi as azioni
from valutazione.azioni.premi.conferma import FattiCambiati, rifai_il_conto
from valutazione.letture.premi.scenari import REGOLE_DIVERSE, passi_letti
from valutazione.models import Assenza, Fondo, Interim, Simulazione
from valutazione.voci import ModoPremio, StatoFondo

pytestmark = pytest.mark.django_db
D = Decimal
CON_GIORNI = PREMIO | {"fattori": [{"input": "giorni_utili", "base": 365}]}


@pytest.fixture
def s():
    return scena(100, 75, 50)


def confermato(s, **campi):
    fondo = s.fondo(maggiorazione=D(30), quota_massima=D(34), fissata_il=date(2026, 1, 15), **campi)
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="Mancano le risorse del fondo.")
    return Fondo.objects.get(pk=fondo.pk)


# ---- il fondo e lo scenario --------------------------------------------------------------------------------------


def test_il_fondo_nasce_gia_diviso(s):
    scenario = primo(s.fondo())
    assert importi(scenario) == [D("1714.29"), D("1285.71"), D(0)]
    assert scenario.destinazioni == [["premi", "3000.00"], ["economia", "0.00"]]
    assert passi_letti(scenario.premi.first().passi)


def test_cambiare_il_fondo_ricalcola_ogni_scenario(s):
    fondo = s.fondo()
    azioni.crea_scenario(fondo, utente=s.segretario, nome="Altro", senza_assenze=True)
    azioni.modifica_fondo(fondo, utente=s.segretario, versione=fondo.versione, importo=D(700))
    assert [importi(uno)[0] for uno in fondo.simulazioni.all()] == [D(400), D(400)]


def test_due_persone_sullo_stesso_fondo(s):
    fondo = s.fondo()
    azioni.modifica_fondo(fondo, utente=s.segretario, versione=fondo.versione, importo=D(700))
    with pytest.raises(ModificatoDaAltri):
        azioni.modifica_fondo(fondo, utente=s.personale, versione=fondo.versione, importo=D(800))


def test_un_fondo_solo_per_categoria_e_per_anno(s):
    s.fondo()
    with pytest.raises(ValidationError, match="hanno già il loro fondo"):
        s.fondo()


@pytest.mark.parametrize("chi", ["nucleo", "dipendente"])
def test_i_fondi_li_scrive_chi_conduce(s, chi):
    utente = s.nucleo if chi == "nucleo" else s.persone[0].utente
    with pytest.raises(PermissionDenied):
        azioni.crea_fondo(s.ciclo, utente=utente, platea="dipendenti", importo=D(1))


def test_eliminare_un_fondo_toglie_i_suoi_scenari(s):
    fondo = s.fondo()
    azioni.elimina_fondo(fondo, utente=s.segretario)
    assert not Simulazione.objects.exists()
    assert Evento.objects.filter(azione="elimina il fondo dei premi").exists()


def test_uno_scenario_diverso_non_tocca_il_fondo(s):
    fondo = s.fondo()
    altro = azioni.crea_scenario(fondo, utente=s.segretario, nome="Di più", importo=D(7000))
    assert importi(altro)[0] == D(4000)
    assert importi(primo(fondo))[0] == D("1714.29")
    assert not altro.come_il_fondo


def test_uno_scenario_si_cambia_e_si_elimina_ma_non_l_ultimo(s):
    fondo = s.fondo()
    altro = azioni.crea_scenario(fondo, utente=s.segretario, nome="Altro", importo=D(7000))
    azioni.modifica_scenario(altro, utente=s.segretario, versione=altro.versione, importo=D(700))
    assert importi(altro)[0] == D(400)
    azioni.elimina_scenario(altro, utente=s.segretario)
    with pytest.raises(ValidationError, match="l'unico scenario"):
        azioni.elimina_scenario(primo(fondo), utente=s.segretario)


def test_rifare_il_conto_prende_i_fatti_di_adesso():
    s = scena(100, 100, premio=CON_GIORNI)
    fondo = s.fondo()
    Assenza.objects.create(
        rapporto=s.persone[0].rapporti.get(), dal=date(2026, 1, 1), al=date(2026, 3, 14), conta=True
    )
    scenario = azioni.ricalcola(primo(fondo), utente=s.segretario)
    assert importi(scenario) == [D("1333.33"), D("1666.67")]


def test_regole_diverse_fermano_il_conto_finche_non_si_sceglie():
    s = scena(100)
    rapporto = RapportoFactory(ente=s.ente)
    with senza_guardie():
        altra = tipo(
            s.sistema, "dipendenti", modo_premio=ModoPremio.RIPARTO, premio={"fattori": [{"input": "giorni"}]}
        )
    scheda(s, rapporto.persona, 80, rapporto=rapporto, tipo=altra)
    fondo = s.fondo()
    assert primo(fondo).problema == REGOLE_DIVERSE
    azioni.modifica_fondo(fondo, utente=s.segretario, regole=altra)
    assert importi(primo(fondo)) == [D(1500), D(1500)]


# ---- le persone --------------------------------------------------------------------------------------------------


def test_un_escluso_non_ha_premio_e_gli_altri_si_dividono_il_fondo(s):
    fondo = s.fondo()
    azioni.scrivi_partecipante(fondo, s.persone[0], utente=s.segretario, escluso="In comando altrove")
    assert importi(primo(fondo)) == [D(0), D(3000), D(0)]
    assert primo(fondo).premi.get(persona=s.persone[0]).escluso == "In comando altrove"


def test_due_persone_sullo_stesso_partecipante(s):
    fondo = s.fondo()
    azioni.scrivi_partecipante(fondo, s.persone[0], utente=s.segretario, base=D(1))
    with pytest.raises(ModificatoDaAltri):
        azioni.scrivi_partecipante(fondo, s.persone[0], utente=s.segretario, versione=0, base=D(2))


def test_nessuno_scrive_i_propri_dati(s):
    fondo = s.fondo()
    IncaricoFactory(ente=s.ente, tipo="ufficio_personale", persona=s.persone[0])
    with pytest.raises(PermissionDenied):
        azioni.scrivi_partecipante(fondo, s.persone[0], utente=s.persone[0].utente, base=D(9999))


def test_l_interim_entra_nel_premio_e_si_puo_togliere(s):
    fondo = s.fondo("eq", 5000)
    incarico = IncaricoFactory(ente=s.ente, tipo="eq", persona=s.eq, ad_interim=True, dal=date(2026, 7, 2))
    azioni.scrivi_partecipante(fondo, s.eq, utente=s.segretario, base=D(10000))
    scritto = {"incarico": incarico, "posizione": D(10000), "percentuale": D(20)}
    riga = azioni.scrivi_interim(fondo, utente=s.segretario, **scritto)
    assert primo(fondo).premi.get().interim == D("1002.74")  # 10.000 × 20% × 183/365 × 100%
    azioni.togli_interim(riga, utente=s.segretario)
    assert primo(fondo).premi.get().interim == 0
    assert not Interim.objects.exists()


# ---- la conferma -------------------------------------------------------------------------------------------------


def test_confermare_congela_e_avvisa_ciascuno(s):
    fondo = confermato(s)
    assert (fondo.stato, fondo.confermato_il is not None) == (StatoFondo.CONFERMATO, True)
    assert fondo.motivazione
    assert Avviso.objects.filter(genere="premio").count() == 3
    assert "€" not in Avviso.objects.filter(genere="premio").first().titolo


@pytest.mark.parametrize(
    "scrive",
    [
        lambda s, f: azioni.modifica_fondo(f, utente=s.segretario, importo=D(1)),
        lambda s, f: azioni.elimina_fondo(f, utente=s.segretario),
        lambda s, f: azioni.scrivi_partecipante(f, s.persone[0], utente=s.segretario, escluso="x"),
        lambda s, f: azioni.crea_scenario(f, utente=s.segretario, nome="x"),
        lambda s, f: azioni.modifica_scenario(primo(f), utente=s.segretario, importo=D(1)),
        lambda s, f: azioni.elimina_scenario(primo(f), utente=s.segretario),
        lambda s, f: azioni.ricalcola(primo(f), utente=s.segretario),
        lambda s, f: azioni.conferma_premi(primo(f), utente=s.segretario),
    ],
)
def test_dopo_la_conferma_nulla_si_tocca(s, scrive):
    fondo = confermato(s)
    prima = importi(primo(fondo))
    with pytest.raises(ValidationError, match="prima riapri il fondo"):
        scrive(s, fondo)
    assert importi(primo(fondo)) == prima


def test_una_scheda_che_cambia_dopo_la_conferma_non_cambia_i_premi(s):
    fondo = confermato(s)
    s.persone[2].schede.update(punteggio=D(100))
    assert importi(primo(fondo))[2] == 0


@pytest.mark.parametrize(
    ("prepara", "frase"),
    [
        (lambda s, f: s.persone[0].schede.update(stato="valutazione"), "schede ancora aperte"),
        (lambda s, f: setattr(s.ciclo, "relazione_validata_il", None) or s.ciclo.save(), "Relazione 2026"),
        (lambda s, f: setattr(s.ciclo, "stato", "bozza") or s.ciclo.save(), "senza Piano non ci sono premi"),
        (lambda s, f: s.persone[0].schede.update(assegnata_il=None), "mai stati assegnati"),
        (lambda s, f: f.simulazioni.update(importo=D(5)), "parametri diversi dal fondo"),
        (lambda s, f: s.persone[0].schede.update(valutatore=None), "manca chi valuta"),
    ],
)
def test_le_porte_della_legge_fermano_la_conferma(s, prepara, frase):
    fondo = s.fondo()
    prepara(s, fondo)
    with pytest.raises(ValidationError, match=frase):
        azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="comunque")


def test_un_conto_che_non_si_fa_non_si_conferma(s):
    fondo = s.fondo("eq")
    with pytest.raises(ValidationError, match="manca l'importo di partenza"):
        azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="comunque")


def test_gli_errori_aperti_chiedono_una_motivazione(s):
    in_servizio(s, 20)
    fondo = s.fondo()  # nessuna maggiorazione: un errore, non un blocco
    with pytest.raises(ValidationError, match="scrivi perché si conferma"):
        azioni.conferma_premi(primo(fondo), utente=s.segretario)
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="Contratto in corso di firma.")
    assert eventi_di(fondo).first().nota == "Contratto in corso di firma."


def test_se_i_fatti_sono_cambiati_si_rifa_il_conto_e_non_si_conferma(s):
    fondo = s.fondo()
    s.persone[1].schede.update(punteggio=D(80))
    with pytest.raises(FattiCambiati):
        azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    rifai_il_conto(primo(fondo))
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    assert importi(primo(fondo))[0] == D("1666.67")


def test_una_parita_non_decisa_ferma_la_conferma_e_il_posto_scritto_la_decide():
    s = scena(95, 95)
    fondo = s.fondo(maggiorazione=D(30), quota_massima=D(50), fissata_il=date(2026, 1, 15))
    with pytest.raises(ValidationError, match="parità"):
        azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    azioni.scrivi_partecipante(fondo, s.persone[1], utente=s.segretario, posto=1)
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    assert primo(fondo).premi.get(persona=s.persone[1]).maggiorazione == D(450)


def test_nessuno_conferma_il_proprio_premio(s):
    fondo = s.fondo()
    IncaricoFactory(ente=s.ente, tipo="ufficio_personale", persona=s.persone[0])
    with pytest.raises(PermissionDenied):
        azioni.conferma_premi(primo(fondo), utente=s.persone[0].utente, motivazione="x")


# ---- riaprire e pagare -------------------------------------------------------------------------------------------


def test_un_riesame_riapre_il_fondo_e_il_premio_cambia(s):
    fondo = confermato(s)
    azioni.riapri_fondo(fondo, utente=s.segretario, nota="Il riesame ha dato ragione.")
    s.persone[2].schede.update(punteggio=D(90))
    azioni.ricalcola(primo(fondo), utente=s.segretario)
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    assert importi(primo(fondo))[2] > 0
    assert Avviso.objects.filter(genere="premio", destinatario=s.persone[2].utente).exists()


def test_per_riaprire_serve_un_motivo(s):
    fondo = confermato(s)
    with pytest.raises(ValidationError, match="perché si riapre"):
        azioni.riapri_fondo(fondo, utente=s.segretario, nota=" ")


def test_pagati_i_premi_non_si_torna_indietro(s):
    fondo, atto = confermato(s), AttoFactory(ente=s.ente)
    pagato = azioni.paga_premi(fondo, utente=s.personale, il=date(2999, 1, 1), atto=atto)
    assert (pagato.stato, pagato.atto_liquidazione) == (StatoFondo.LIQUIDATO, atto)
    with pytest.raises(PassoNonAmmesso):
        azioni.riapri_fondo(pagato, utente=s.segretario, nota="ripensamento")


def test_non_si_paga_prima_di_confermare(s):
    fondo = confermato(s)
    with pytest.raises(ValidationError, match="prima della conferma"):
        azioni.paga_premi(fondo, utente=s.personale, il=date(2020, 1, 1))
    with pytest.raises(PassoNonAmmesso):
        azioni.paga_premi(s.fondo("eq"), utente=s.personale, il=date(2999, 1, 1))


def test_le_porte_aperte_e_chi_non_conduce(s):
    fondo = confermato(s)
    for gesto in (azioni.riapri_fondo, azioni.paga_premi):
        campi = {"nota": "x"} if gesto is azioni.riapri_fondo else {"il": date(2999, 1, 1)}
        with pytest.raises(PermissionDenied):
            gesto(fondo, utente=s.nucleo, **campi)
