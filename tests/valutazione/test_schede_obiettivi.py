"""Gli obiettivi che entrano in una scheda, con il peso di ciascuno; preparare, assegnare insieme, unire i periodi."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from enti.models import Incarico
from enti.voci import TipoGruppo
from obiettivi.voci import StatoObiettivo, Tipologia
from tests.fabbriche import (
    AssegnazioneFactory,
    GruppoFactory,
    IncaricoFactory,
    ObiettivoFactory,
    PersonaFactory,
    RapportoFactory,
)
from tests.valutazione.aiuti import senza_guardie
from valutazione.azioni.schede import assegna_schede, crea_schede, prepara
from valutazione.letture.anno import valutazione_annuale
from valutazione.letture.assegnati import Assegnati
from valutazione.letture.schede import istantanea_prevista, manca_per_assegnare
from valutazione.models import Scheda

pytestmark = pytest.mark.django_db
INIZIO, FINE = date(2026, 1, 1), date(2026, 12, 31)


# ---- gli obiettivi -----------------------------------------------------------------------------------------------


def _assegnati(scena, nome="ada"):
    return {str(uno.obiettivo): uno.peso for uno in Assegnati(scena.ciclo).di(scena.scheda(nome))}


def _obiettivo(scena, titolo, **campi):
    return ObiettivoFactory(ciclo=scena.ciclo, titolo=titolo, stato=StatoObiettivo.VALIDATO, peso=30, **campi)


def test_ogni_assegnatario_ha_il_suo_peso(scena):
    scena.obiettivo.assegnazioni.filter(persona=scena.persone["bruno"]).update(peso=15)
    assert (_assegnati(scena)["Sportello"], _assegnati(scena, "bruno")["Sportello"]) == (60, 15)


def test_senza_peso_proprio_vale_quello_dell_obiettivo(scena):
    scena.obiettivo.assegnazioni.update(peso=None)
    assert _assegnati(scena) == {"Sportello": 20}


@pytest.mark.parametrize(
    ("campi", "arriva"),
    [
        ({"tipologia": Tipologia.COMUNE}, True),
        ({"anche_individuale": True}, True),
        ({"stato": StatoObiettivo.PROPOSTO, "anche_individuale": True}, False),
        ({"prerequisito": True, "peso": None, "anche_individuale": True}, False),
        ({}, False),
    ],
)
def test_un_obiettivo_comune_arriva_a_tutti(scena, campi, arriva):
    base = {"ciclo": scena.ciclo, "titolo": "Comune", "stato": StatoObiettivo.VALIDATO, "peso": 30}
    ObiettivoFactory(**base | campi)
    assert ("Comune" in _assegnati(scena)) is arriva
    assert ("Comune" in _assegnati(scena, "eq")) is arriva


@pytest.mark.parametrize(
    ("tipo", "nomi"),
    [
        (TipoGruppo.TUTTI, {"ada", "bruno", "eq", "altra_eq", "segretario"}),
        (TipoGruppo.RESPONSABILI, {"eq", "altra_eq"}),
        (TipoGruppo.VERTICE, {"segretario"}),
        (TipoGruppo.ELENCO, {"bruno"}),
        (TipoGruppo.DIPENDENTE, {"bruno"}),
        (TipoGruppo.ORGANO_POLITICO, set()),
    ],
)
def test_un_gruppo_porta_l_obiettivo_a_chi_ne_fa_parte(scena, tipo, nomi):
    persone = [scena.persone["bruno"]] if tipo not in (TipoGruppo.RESPONSABILI, TipoGruppo.VERTICE) else []
    gruppo = GruppoFactory(ente=scena.ente, tipo=tipo, persone=persone)
    AssegnazioneFactory(obiettivo=_obiettivo(scena, "Di gruppo"), gruppo=gruppo)
    assert {nome for nome in scena.schede if "Di gruppo" in _assegnati(scena, nome)} == nomi


def test_assegnato_all_incarico_arriva_a_chi_lo_tiene_e_a_chi_succede(scena):
    suo = scena.schede["eq"].incarico
    AssegnazioneFactory(obiettivo=_obiettivo(scena, "Dell'incarico"), gruppo=None, incarico=suo, peso=40)
    assert _assegnati(scena, "eq") == {"Dell'incarico": 40}
    Incarico.objects.filter(pk=suo.pk).update(al=date(2025, 12, 31))
    nuovo = IncaricoFactory(ente=scena.ente, tipo="eq", unita=scena.anagrafe, dal="2026-01-01")
    Scheda.objects.filter(pk=scena.schede["eq"].pk).update(incarico=nuovo, persona=nuovo.persona)
    assert _assegnati(scena, "eq") == {"Dell'incarico": 40}


def test_piu_strade_un_obiettivo_solo_con_il_peso_piu_vicino(scena):
    gruppo = GruppoFactory(ente=scena.ente, tipo=TipoGruppo.TUTTI)
    AssegnazioneFactory(obiettivo=scena.obiettivo, gruppo=gruppo, peso=5)
    assert _assegnati(scena) == {"Sportello": 60}


def test_uno_strategico_conta_solo_se_vale_per_i_singoli_o_ha_un_peso_suo(scena):
    for titolo, peso in (("Senza", None), ("Con", 10)):
        obiettivo = _obiettivo(scena, titolo, livello="strategico")
        AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=scena.persone["ada"], peso=peso)
    assert _assegnati(scena) == {"Sportello": 60, "Con": 10}


def test_un_interim_ha_solo_gli_obiettivi_del_suo_incarico(scena):
    incarico = IncaricoFactory(ente=scena.ente, tipo="eq", unita=scena.tributi, ad_interim=True)
    _obiettivo(scena, "Comune", tipologia=Tipologia.COMUNE)
    AssegnazioneFactory(obiettivo=_obiettivo(scena, "Suo"), gruppo=None, incarico=incarico)
    Scheda.objects.filter(pk=scena.schede["eq"].pk).update(incarico=incarico)
    assert _assegnati(scena, "eq") == {"Suo": 30}


def test_se_nessun_obiettivo_pesa_contano_tutti_allo_stesso_modo(scena):
    scena.obiettivo.assegnazioni.update(peso=None)
    type(scena.obiettivo).objects.update(peso=None)
    dati = istantanea_prevista(scena.scheda("ada")).dati
    assert [figlio["peso"] for figlio in dati["scheda"]["figli"][0]["figli"]] == ["1"]


def test_un_obiettivo_senza_peso_fra_altri_pesati_ferma_l_assegnazione(scena):
    altro = ObiettivoFactory(
        ciclo=scena.ciclo, titolo="Leggero", stato=StatoObiettivo.VALIDATO, anche_individuale=True
    )
    assert altro.peso is None
    assert [m.frase for m in manca_per_assegnare(scena.scheda("ada"))] == [
        "«Leggero» non ha un peso, e gli altri obiettivi sì."
    ]


@pytest.mark.parametrize(("agg", "base"), [("somma_pesata", 100), ("media_pesata", None)])
def test_i_pesi_si_usano_come_dice_il_componente(scena, agg, base):
    scheda = scena.scheda("ada")
    with senza_guardie():
        scheda.tipo.componenti.filter(fonte="obiettivi").update(aggregazione=agg, mancante="escludi")
    ramo = istantanea_prevista(scena.scheda("ada")).dati["scheda"]["figli"][0]
    assert (ramo["agg"], ramo.get("base_pesi"), ramo["mancante"]) == (agg, base, "escludi")


# ---- preparare, assegnare insieme, unire -------------------------------------------------------------------------


def _prepara(scena, scheda, **campi):
    dati = {"valutatore": scheda.valutatore, "proponente": None, "dal": scheda.dal, "al": scheda.al}
    return prepara(scheda, utente=scena.utenti["segretario"], versione=None, **dati | campi)


def test_si_cambia_chi_valuta(scena):
    assert (
        _prepara(scena, scena.scheda("ada"), valutatore=scena.persone["altra_eq"]).valutatore
        == (scena.persone["altra_eq"])
    )


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"valutatore": "ada"}, "Nessuno valuta sé stesso"),
        ({"proponente": "ada"}, "Nessuno propone la propria valutazione"),
        ({"dal": date(2025, 12, 1)}, "Il periodo sta nel 2026"),
    ],
)
def test_una_preparazione_sbagliata_si_rifiuta(scena, campi, frase):
    campi = {
        nome: scena.persone.get(valore, valore) if isinstance(valore, str) else valore
        for nome, valore in campi.items()
    }
    with pytest.raises(ValidationError, match=frase):
        _prepara(scena, scena.scheda("ada"), **campi)


def test_due_periodi_della_stessa_scheda_non_si_sovrappongono(scena):
    scheda = _prepara(scena, scena.scheda("ada"), al=date(2026, 6, 30))
    Scheda.objects.create(
        ciclo=scheda.ciclo, tipo=scheda.tipo, persona=scheda.persona, unita=scheda.unita, dal="2026-07-01", al=FINE
    )
    with pytest.raises(ValidationError, match="Si sovrappone"):
        _prepara(scena, scheda, al=date(2026, 9, 30))


def test_assegnata_la_scheda_il_periodo_si_ferma(scena):
    assegna_schede(scena.ciclo, utente=scena.utenti["eq"])
    with pytest.raises(ValidationError, match="Il periodo si è fermato"):
        _prepara(scena, scena.scheda("ada"), al=date(2026, 6, 30))


def test_assegnare_un_unita_assegna_cio_che_si_puo_e_dice_il_resto(scena):
    persona = RapportoFactory(ente=scena.ente, unita=scena.anagrafe, persona=PersonaFactory(cognome="Zeta")).persona
    crea_schede(scena.ciclo, utente=scena.utenti["segretario"])
    esito = assegna_schede(scena.ciclo, utente=scena.utenti["segretario"], unita=scena.anagrafe)
    assert [s.persona for s in esito.assegnate] == [scena.persone["ada"]]
    assert {s.persona for s, _ in esito.ferme} == {persona, scena.persone["eq"]}


def test_chi_valuta_assegna_solo_le_sue(scena):
    esito = assegna_schede(scena.ciclo, utente=scena.utenti["eq"])
    assert [s.persona for s in esito.assegnate] == [scena.persone["ada"]]


def _periodi(scena, punteggi, **campi):
    date_ = [(INIZIO, date(2026, 1, 31)), (date(2026, 2, 1), FINE)]
    scheda = scena.scheda("ada")
    coppie = zip(punteggi, date_, strict=True)
    return [Scheda(tipo=scheda.tipo, dal=dal, al=al, punteggio=p, **campi) for p, (dal, al) in coppie]


@pytest.mark.parametrize(("per_giorni", "atteso"), [(True, "78.30"), (False, "70.00")])
def test_piu_periodi_si_uniscono_per_giorni_o_in_media(scena, per_giorni, atteso):
    schede = _periodi(scena, [Decimal(60), Decimal(80)])
    schede[0].tipo.sistema.media_per_giorni = per_giorni
    valutazione, problema = valutazione_annuale(schede)
    assert (valutazione.punteggio, problema) == (Decimal(atteso), "")


def test_un_periodo_senza_punteggio_lascia_l_anno_senza(scena):
    assert valutazione_annuale(_periodi(scena, [None, Decimal(80)])) == (
        None,
        "Manca il punteggio di una scheda su 2.",
    )


def test_un_interim_non_entra_nella_media(scena):
    schede = _periodi(scena, [Decimal(60), Decimal(80)])
    schede[0].incarico = Incarico(ad_interim=True)
    assert valutazione_annuale(schede)[0].punteggio == 80
