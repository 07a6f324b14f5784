"""Il confronto fra chi valuta: media, scarto, severità, tutti uguali; e chi può vederlo, fino a dove."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.valutazione.scena_compilazione import Scena
from valutazione.disegni import istogramma, medie
from valutazione.letture.calibrazione import (
    GLI_ALTRI,
    LE_MIE,
    TUTTI,
    confronto_intero,
    confronto_mio,
    piu_numeroso,
    schede_da_confrontare,
    tipi_di,
)
from valutazione.misura import distanza, distribuzione, fuori_misura
from valutazione.models import Scheda
from valutazione.voci import StatoScheda

PUNTEGGI = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=30)


# ---- i conti -----------------------------------------------------------------------------------------------------


def test_la_distribuzione_dice_media_scarto_ed_estremi():
    d = distribuzione([D(70), D(80), D(90), D(80)])
    assert (d.quanti, d.media, d.minimo, d.massimo, d.campo) == (4, D(80), D(70), D(90), D(20))
    assert d.scarto.quantize(D("0.0001")) == D("7.0711")


def test_senza_punteggi_non_c_e_una_distribuzione():
    assert distribuzione([]) is None


@given(PUNTEGGI, st.randoms())
def test_la_distribuzione_non_dipende_dall_ordine_e_la_media_sta_fra_gli_estremi(punteggi, caso):
    mescolati = list(punteggi)
    caso.shuffle(mescolati)
    d = distribuzione(punteggi)
    assert d == distribuzione(mescolati)
    assert d.minimo <= d.media <= d.massimo
    assert 0 <= d.scarto <= d.campo


@given(st.decimals(0, 100, places=2), st.integers(1, 10))
def test_chi_da_a_tutti_lo_stesso_ha_scarto_zero_ed_e_detto_da_tre_persone_in_su(punteggio, quanti):
    d = distribuzione([punteggio] * quanti)
    assert (d.scarto, d.campo, d.tutti_uguali) == (0, 0, quanti >= 3)


def test_la_distanza_si_misura_in_scarti_e_non_c_e_se_tutti_sono_pari():
    tutti = distribuzione([D(60), D(80)])
    assert distanza(distribuzione([D(90)]), tutti) == 2
    assert distanza(distribuzione([D(90)]), distribuzione([D(90), D(90)])) is None


@pytest.mark.parametrize(("scarti", "fuori"), [(None, False), ("1.5", False), ("1.51", True), ("-2", True)])
def test_oltre_uno_scarto_e_mezzo_se_ne_parla(scarti, fuori):
    assert fuori_misura(None if scarti is None else D(scarti)) == fuori


# ---- che cosa si confronta ---------------------------------------------------------------------------------------


@pytest.fixture
def scena(db):
    return Scena()


def con_punti(scena, *punti, **campi):
    """Una scheda per punteggio, valutata dalla stessa persona."""
    for punteggio in punti:
        scheda = scena.scheda(**campi)
        Scheda.objects.filter(pk=scheda.pk).update(punteggio=punteggio)


def altro_valutatore(scena):
    return scena.guida(scena.guida_unita())


def intero(scena):
    return confronto_intero(schede_da_confrontare(scena.ciclo), scena.tipo)


def mio(scena):
    return confronto_mio(schede_da_confrontare(scena.ciclo), scena.tipo, scena.chi_valuta)


def test_chi_e_lontano_dalla_media_dell_ente_e_segnalato(scena):
    con_punti(scena, 40, 41, 42)
    con_punti(scena, *[80] * 6, 82, 84, 86, valutatore=altro_valutatore(scena))
    avvisi = {uno.nome: uno.avviso for uno in intero(scena).valutatori}
    assert avvisi[str(scena.valutatore)] == "più severo della media"
    assert list(avvisi.values()).count("") == 1


def test_chi_e_indulgente_si_riconosce(scena):
    con_punti(scena, 95, 96, 97)
    con_punti(scena, *[50] * 8, 51, valutatore=altro_valutatore(scena))
    assert [uno.avviso for uno in intero(scena).avvisi] == ["più indulgente della media"]


def test_lo_stesso_punteggio_a_tutti_si_segnala_due_persone_no(scena):
    con_punti(scena, 80, 80, 80)
    con_punti(scena, 81, 81, valutatore=altro_valutatore(scena))
    assert [(uno.nome, uno.avviso) for uno in intero(scena).avvisi] == [
        (str(scena.valutatore), "stesso punteggio per tutti")
    ]


def test_tutti_pari_nell_ente_non_hanno_una_distanza(scena):
    con_punti(scena, 80, 80)
    con_punti(scena, 80, 80, valutatore=altro_valutatore(scena))
    assert {uno.scarti for uno in intero(scena).valutatori} == {None}


def test_due_sole_persone_lontane_non_bastano_per_un_avviso(scena):
    con_punti(scena, 10, 11)
    con_punti(scena, *[80] * 9, 81, valutatore=altro_valutatore(scena))
    assert intero(scena).avvisi == []


def test_senza_valutatore_le_schede_hanno_un_gruppo_loro(scena):
    con_punti(scena, 80, valutatore=None)
    assert [uno.nome for uno in intero(scena).valutatori] == ["Senza valutatore"]


def test_le_schede_senza_punteggio_si_contano_le_annullate_e_quelle_da_assegnare_no(scena):
    scena.scheda(), scena.scheda(stato=StatoScheda.ANNULLATA), scena.scheda(stato=StatoScheda.PREPARAZIONE)
    confronto = intero(scena)
    assert (confronto.senza_punteggio, confronto.insiemi, confronto.valutatori) == (1, (), ())


def test_le_classi_sono_le_fasce_del_premio_con_il_loro_nome(scena):
    con_punti(scena, 50, 70, 95, 59.99)
    assert intero(scena).righe == [("non positiva", [2]), ("adeguata", [1]), ("eccellente", [1])]


@pytest.mark.parametrize(
    "premio",
    [
        {},
        {"fasce": [{"da": 0, "a": 100, "esito": 100}]},
        {"fasce": [{"da": 90, "a": 100, "esito": 100, "nome": "alta"}]},
        {"fasce": [{"da": 9, "a": 1, "esito": 0}]},
    ],
)
def test_senza_fasce_con_un_nome_che_prendano_tutti_si_va_di_dieci_in_dieci(scena, premio):
    type(scena.tipo).objects.filter(pk=scena.tipo.pk).update(premio=premio)
    scena.tipo.premio = premio
    con_punti(scena, 71, 79.99, 90)
    assert intero(scena).righe == [
        ("da 70 a meno di 80", [2]), ("da 80 a meno di 90", [0]), ("da 90 a meno di 100", [1]),
    ]  # fmt: skip


# ---- chi valuta: le sue persone, e le altre senza nome -----------------------------------------------------------


def test_chi_valuta_vede_le_sue_persone_e_le_altre_solo_insieme(scena):
    con_punti(scena, 70, 80)
    con_punti(scena, 60, 70, 80, 90, valutatore=(altro := altro_valutatore(scena)))
    confronto = mio(scena)
    assert [(uno.nome, uno.distribuzione.quanti, uno.anonimo) for uno in confronto.insiemi] == [
        (LE_MIE, 2, False), (GLI_ALTRI, 4, True),
    ]  # fmt: skip
    assert str(altro) not in {uno.nome for uno in confronto.valutatori}


@pytest.mark.parametrize(("altre", "nascosti"), [(0, True), (3, True), (4, False)])
def test_se_le_altre_sono_meno_di_quattro_non_se_ne_dice_nulla(scena, altre, nascosti):
    con_punti(scena, 70, 80)
    con_punti(scena, *[90] * altre, valutatore=altro_valutatore(scena))
    confronto = mio(scena)
    assert confronto.altri_nascosti == nascosti
    assert [uno.nome for uno in confronto.insiemi] == ([LE_MIE] if nascosti else [LE_MIE, GLI_ALTRI])
    assert (confronto.valutatori[0].scarti is None) == nascosti


def test_chi_non_ha_ancora_punteggi_vede_soltanto_gli_altri(scena):
    scena.scheda()
    con_punti(scena, 60, 70, 80, 90, valutatore=altro_valutatore(scena))
    confronto = mio(scena)
    assert ([uno.nome for uno in confronto.insiemi], confronto.senza_punteggio) == ([GLI_ALTRI], 1)
    assert confronto.valutatori == ()


def test_chi_propone_confronta_le_persone_che_propone(scena):
    con_punti(scena, 80, valutatore=altro_valutatore(scena), proponente=scena.valutatore)
    assert mio(scena).insiemi[0].distribuzione.quanti == 1


def test_i_tipi_sono_quelli_in_cui_si_valuta_qualcuno(scena):
    con_punti(scena, 80)
    scena.tipo = scena.sistema.tipi.get(codice="responsabili")
    con_punti(scena, 80, valutatore=altro_valutatore(scena))
    schede = schede_da_confrontare(scena.ciclo)
    assert [tipo.codice for tipo in tipi_di(schede)] == ["responsabili", "dipendenti"]
    assert [tipo.codice for tipo in tipi_di(schede, di=scena.chi_valuta)] == ["dipendenti"]


# ---- i disegni ---------------------------------------------------------------------------------------------------


def test_i_disegni_dicono_in_parole_cio_che_mostrano(scena):
    con_punti(scena, 70, 80)
    con_punti(scena, 91, 95, valutatore=altro_valutatore(scena))
    confronto = intero(scena)
    assert f"{TUTTI}: non positiva 0, adeguata 2, eccellente 2." in istogramma(confronto)
    assert f"{scena.valutatore}: 75 (media di tutti 84)" in medie(confronto)


def test_senza_punteggi_non_si_disegna_e_una_sola_media_non_si_confronta(scena):
    assert istogramma(intero(scena)) is None
    con_punti(scena, 70)
    assert medie(intero(scena)) is None


# ---- la pagina ---------------------------------------------------------------------------------------------------


def apri(client, scena, utente, **filtri):
    client.force_login(utente)
    return client.get(reverse("valutazione:calibrazione", args=[scena.ente.slug, scena.ciclo.anno]), filtri)


@pytest.mark.parametrize(
    ("ruolo", "stato"),
    [("segretario", 200), ("ufficio_personale", 200), ("nucleo", 200), ("assessore", 403), ("revisore", 403)],
)
def test_la_pagina_intera_e_di_chi_conduce(client, scena, ruolo, stato):
    con_punti(scena, 70, 80)
    con_punti(scena, 90, 90, 90, valutatore=(altro := altro_valutatore(scena)))
    risposta = apri(client, scena, scena.con_ruolo(ruolo))
    assert risposta.status_code == stato
    assert (str(altro) in risposta.content.decode()) == (stato == 200)


def test_chi_valuta_non_trova_il_nome_ne_gli_estremi_degli_altri(client, scena):
    con_punti(scena, 70, 80)
    con_punti(scena, 61, 93, 94, 95, valutatore=(altro := altro_valutatore(scena)))
    pagina = apri(client, scena, scena.chi_valuta).content.decode()
    assert GLI_ALTRI in pagina
    assert str(altro) not in pagina
    assert not {"61,00", "95,00"} & set(pagina.replace("<", " ").split())


def test_chi_valuta_legge_perche_gli_altri_non_si_mostrano(client, scena):
    con_punti(scena, 70, 80)
    con_punti(scena, 99, valutatore=altro_valutatore(scena))
    pagina = apri(client, scena, scena.chi_valuta).content.decode()
    assert "meno di quattro" in pagina
    assert "99,00" not in pagina


def test_chi_non_valuta_nessuno_non_ha_nulla_da_confrontare(client, scena):
    con_punti(scena, 70, 80)
    assert "Nulla da confrontare" in apri(client, scena, altro_valutatore(scena).utente).content.decode()


def test_si_sceglie_il_tipo_di_scheda_e_uno_strano_non_rompe_nulla(client, scena):
    con_punti(scena, 80)
    dipendenti, scena.tipo = scena.tipo, scena.sistema.tipi.get(codice="responsabili")
    con_punti(scena, 80)
    segretario = scena.con_ruolo("segretario")
    scelta = apri(client, scena, segretario, tipo=dipendenti.pk)
    assert scelta.context["confronto"].tipo == dipendenti
    assert apri(client, scena, segretario, tipo="x").context["confronto"].tipo == scena.tipo


def test_il_numero_di_letture_non_cresce_con_le_schede(client, scena, quindici_letture):
    con_punti(scena, *range(60, 80))
    segretario = scena.con_ruolo("segretario")
    apri(client, scena, segretario)
    with quindici_letture():
        apri(client, scena, segretario)


@pytest.mark.parametrize(("ruolo", "stato"), [("segretario", 302), ("nucleo", 403), ("sindaco", 403)])
def test_i_conti_li_rifa_chi_conduce(client, scena, ruolo, stato):
    client.force_login(scena.con_ruolo(ruolo))
    scheda = scena.valutata(3, 3, 3, 3, 3)
    dove = reverse("valutazione:ricalcola", args=[scena.ente.slug, scena.ciclo.anno])
    assert client.post(dove).status_code == stato
    assert (Scheda.objects.get(pk=scheda.pk).punteggio is not None) == (stato == 302)


def test_se_nessun_punteggio_cambia_lo_si_dice(client, scena):
    client.force_login(scena.con_ruolo("segretario"))
    dove = reverse("valutazione:ricalcola", args=[scena.ente.slug, scena.ciclo.anno])
    assert "Nessun punteggio è cambiato" in client.post(dove, follow=True).content.decode()


# ---- da dove si comincia -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_il_confronto_si_apre_sul_gruppo_piu_numeroso(client):
    scena = Scena("segretario")
    scena.valutata()
    scena.tipo = scena.sistema.tipi.get(codice="dipendenti")
    scena.valutata()
    scena.valutata()
    schede = schede_da_confrontare(scena.ciclo)
    assert [tipo.codice for tipo in tipi_di(schede)] == ["segretario", "dipendenti"]
    client.force_login(scena.con_ruolo("segretario"))
    pagina = client.get(reverse("valutazione:calibrazione", args=[scena.ente.slug, scena.ciclo.anno]))
    assert pagina.context["confronto"].tipo == scena.tipo


def test_senza_schede_non_c_e_un_gruppo_piu_numeroso():
    assert piu_numeroso([], []) is None
