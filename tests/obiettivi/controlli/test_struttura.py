"""P09 P10 P11 P12 P18 P31 P35: la forma del Piano."""

from dataclasses import replace
from datetime import date

import pytest

from obiettivi.controlli.duplicati import gruppi_uguali, normalizzato
from obiettivi.controlli.fascicolo import Legame, Linea, Padre, Unita
from tests.obiettivi.controlli.scena import (
    LINEA,
    ciclo,
    con,
    fascicolo,
    frasi,
    gravita,
    indicatore,
    motivi,
    obiettivo,
    segnali,
    una_parte,
)

TEMI = {"semplificazione", "digitalizzazione", "accessibilita", "pari_opportunita"}


def ente(**campi):
    return replace(fascicolo().ente, **campi)


def piccolo(**campi):
    return fascicolo(ente=ente(oltre=False, dipendenti=24), **campi)


@pytest.mark.parametrize(
    ("suo", "impostazione", "attese"),
    [
        ({"oltre": True}, "", []),
        ({"oltre": False}, "C", ["info"]),
        ({"oltre": False}, "", ["errore", "info"]),
        ({"oltre": False, "a_parita": True}, "C", ["avviso", "info"]),
        ({"oltre": None}, "", []),
    ],
    ids=["51", "49", "49 senza impostazione", "50", "non si sa"],
)
def test_p09_anche_i_piccoli_hanno_un_piano(suo, impostazione, attese):
    assert gravita("P09", fascicolo(ente=ente(**suo), ciclo=ciclo(impostazione=impostazione))) == attese


def test_p09_senza_il_numero_dei_dipendenti_non_si_puo_dire():
    assert motivi("P09", fascicolo(ente=ente(oltre=None))) == ["Non è scritto quanti sono i dipendenti."]


@pytest.mark.parametrize(
    ("html", "parole"), [("<p>Perché serve.</p>", "ne spiega il perché"), ("", "non ne spiega ancora")]
)
def test_p09_riconosce_la_scelta_spiegata(html, parole):
    assert parole in frasi("P09", piccolo(testi=(una_parte("regime-semplificato", html),)))


def test_p09_prima_del_piao_non_si_applica():
    vecchio = ciclo(anno=2020, anno_fine=2022, approvazione=None, impostazione="")
    assert gravita("P09", piccolo(ciclo=vecchio, oggi=date(2020, 12, 31))) == []


@pytest.mark.parametrize(("oltre", "attesa"), [(True, "errore"), (False, "avviso"), (None, "avviso")])
@pytest.mark.parametrize("tema", sorted(TEMI))
def test_p10_manca_un_tema(oltre, attesa, tema):
    f = con(obiettivo(temi=frozenset(TEMI - {tema})), ente=ente(oltre=oltre))
    assert gravita("P10", f) == [attesa]


def test_p10_un_tema_senza_indicatori_non_conta():
    f = con(obiettivo(indicatori=()))
    assert gravita("P10", f) == ["errore"] * 4
    assert "senza indicatori" in frasi("P10", f)


@pytest.mark.parametrize("codice", ["P10", "P11"])
def test_senza_obiettivi_i_temi_non_si_possono_dire(codice):
    assert motivi(codice, con()) == ["Il Piano non ha ancora obiettivi."]


def test_p10_prima_del_piano_tipo_non_si_applica():
    vecchio = ciclo(anno=2020, anno_fine=2022, approvazione=None)
    assert gravita("P10", con(obiettivo(temi=frozenset()), ciclo=vecchio, oggi=date(2020, 12, 31))) == []


@pytest.mark.parametrize(
    ("ambiti", "attese"),
    [
        ("abcdefgh", []),
        ("abcdefg", ["info"]),
        ("abcd", ["info"]),
        ("abc", ["avviso"]),
        ("abdefgh", ["info", "avviso"]),  # manca la soddisfazione dei destinatari
        ("a", ["avviso", "avviso"]),
        ("", ["avviso"]),
    ],
)
def test_p11_gli_ambiti_dell_articolo_8(ambiti, attese):
    assert gravita("P11", con(obiettivo(ambiti=frozenset(ambiti)))) == attese


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"padre": None}, ["errore"]),
        ({"padre": None, "linea": LINEA}, []),
        ({"padre": Padre(90, "S1")}, ["errore"]),
        ({"padre": Padre(90, "S1"), "nel_dup": True}, []),
        ({"padre": Padre(90, "S1", linea=LINEA)}, []),
        ({"linea": Linea(5, "Vecchia", 2025)}, ["errore"]),
        ({"linea": Linea(5, "In corso", 2026)}, []),
        ({"padre": Padre(90, "S1", linea=Linea(5, "Vecchia", 2024))}, ["errore"]),
    ],
)
def test_p12_ogni_operativo_discende_dalla_strategia(campi, attese):
    assert gravita("P12", con(obiettivo(**campi))) == attese


def test_p12_uno_strategico_senza_operativi_si_segnala():
    assert gravita("P12", con(obiettivo(pk=90, livello="strategico", padre=None))) == ["avviso"]
    assert gravita("P12", con(obiettivo(pk=90, livello="strategico"), obiettivo())) == []


def test_p12_su_un_obiettivo_solo_non_conta_i_figli():
    assert gravita("P12", con(obiettivo(pk=90, livello="strategico"), parziale=True)) == []


@pytest.mark.parametrize(("fine", "attese"), [(2025, ["errore"]), (2026, ["avviso"]), (2027, []), (None, [])])
def test_p12_il_mandato_scade(fine, attese):
    assert gravita("P12", fascicolo(ente=ente(mandato_al=fine))) == attese


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"titolo": "Corretto e legittimo esercizio delle funzioni", "indicatori": ()}, ["avviso"]),
        ({"titolo": "Supporto agli uffici", "indicatori": ()}, ["avviso"]),
        ({"titolo": "Supporto agli uffici"}, []),  # ha un target numerico
        ({"titolo": "Supportare gli uffici", "indicatori": ()}, []),
        ({"titolo": "x" * 200}, []),
        ({"titolo": "x" * 201}, ["avviso"]),
    ],
)
def test_p18_formule_generiche_e_titoli_lunghissimi(campi, attese):
    assert gravita("P18", con(obiettivo(**campi))) == attese


def test_p18_un_target_di_sole_parole_non_rende_misurabile():
    vago = indicatore(target=(replace(indicatore().target[0], valore=None, testo="miglioramento"),))
    assert gravita("P18", con(obiettivo(titolo="Coordinamento dei servizi", indicatori=(vago,)))) == ["avviso"]


def copie(quante, **campi):
    return tuple(obiettivo(pk=n, titolo="Pagare in tempo!", unita=(Legame(n),), **campi) for n in range(1, quante + 1))


@pytest.mark.parametrize(
    ("obiettivi", "attese"),
    [(copie(2), []), (copie(3), ["avviso"]), (copie(3, tipologia="trasversale"), [])],
    ids=["due", "tre", "tre ma trasversali"],
)
def test_p18_lo_stesso_testo_in_tre_unita(obiettivi, attese):
    assert gravita("P18", fascicolo(obiettivi=obiettivi)) == attese


def test_due_titoli_sono_uguali_anche_se_cambiano_accenti_e_punti():
    assert normalizzato("Qualità,  dei Servizi.") == normalizzato("qualita dei servizi")


def test_i_gruppi_vanno_dal_piu_diffuso_e_vogliono_due_unita():
    stessa = (obiettivo(pk=8, titolo="Altro"), obiettivo(pk=9, titolo="altro."))
    due = tuple(obiettivo(pk=n, titolo="Due", unita=(Legame(n),)) for n in (5, 6))
    gruppi = gruppi_uguali((*stessa, *due, *copie(3)))
    assert [(len(gruppo.unita), len(gruppo.obiettivi)) for gruppo in gruppi] == [(3, 3), (2, 2)]


def test_gli_strategici_e_i_titoli_vuoti_non_sono_copie():
    strategici = copie(3, livello="strategico")
    assert gruppi_uguali((*strategici, obiettivo(pk=5, titolo="…"), obiettivo(pk=6, titolo="!"))) == []


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"stakeholder": " "}, ["avviso"]),
        ({"tipologia": "trasversale"}, ["avviso"]),
        ({"tipologia": "trasversale", "unita": (Legame(1), Legame(2, False))}, []),
        ({"tipologia": "trasversale", "contributori": "Ragioneria"}, []),
        ({"tipologia": "trasversale", "unita": (), "contributori": "Ragioneria, Tributi"}, []),
    ],
)
def test_p31_si_sa_a_chi_e_rivolto_e_chi_contribuisce(campi, attese):
    assert gravita("P31", con(obiettivo(**campi))) == attese


def test_p31_prima_del_piano_tipo_non_si_applica():
    vecchio = ciclo(anno=2020, anno_fine=2022, approvazione=None)
    assert segnali("P31", con(obiettivo(stakeholder=""), ciclo=vecchio, oggi=date(2020, 12, 31))) == []


@pytest.mark.parametrize(("quanti", "attese"), [(1, ["info"]), (2, []), (8, []), (9, ["info"])])
def test_p35_un_responsabile_ha_fra_due_e_otto_obiettivi(quanti, attese):
    assert gravita("P35", con(*(obiettivo(pk=n, assegnazioni=()) for n in range(1, quanti + 1)))) == attese


@pytest.mark.parametrize(("quanti", "attese"), [(15, []), (16, ["info"])])
def test_p35_l_ente_ha_al_massimo_quindici_strategici(quanti, attese):
    assert gravita("P35", con(*(obiettivo(pk=n, livello="strategico") for n in range(1, quanti + 1)))) == attese


def test_p35_una_sola_parola_al_singolare():
    f = con(obiettivo(assegnazioni=()), unita=(Unita(1, "Area"),))
    assert "un solo obiettivo operativo" in frasi("P35", f)
