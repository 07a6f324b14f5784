"""P08 P22 P23 P33 P34 P44: chi valuta, chi risponde, chi è stato sentito."""

from dataclasses import replace
from datetime import date

import pytest

from obiettivi.controlli.fascicolo import Assegnazione, Consultazione, FaseCiclo, Incarico, Legame, Schede, Unita
from tests.obiettivi.controlli.scena import (
    AREA,
    EQ,
    NUCLEO,
    REFERENTE,
    SEGRETARIO,
    ciclo,
    con,
    fascicolo,
    frasi,
    gravita,
    motivi,
    obiettivo,
    pagamenti,
)

INIZIO = date(2020, 1, 1)


def ente(**campi):
    return replace(fascicolo().ente, **campi)


def anche(tipo, incarico=NUCLEO, **campi):
    return Incarico(99, tipo, "Altro incarico", incarico.persona, dal=INIZIO, **campi)


@pytest.mark.parametrize(
    ("incarichi", "suo", "attese"),
    [
        ((NUCLEO,), {}, []),
        ((), {}, ["errore"]),
        ((), {"organismo_dal": date(2025, 1, 1)}, []),
        ((), {"organismo_dal": date(2025, 1, 1), "organismo_al": date(2026, 1, 28)}, ["errore"]),
        ((), {"organismo_dal": date(2026, 1, 30)}, ["errore"]),
        ((replace(NUCLEO, al=date(2026, 1, 28)),), {}, ["errore"]),
        ((replace(NUCLEO, al=date(2026, 1, 29)),), {}, []),
        ((NUCLEO, anche("rpct")), {}, ["errore"]),
        ((NUCLEO, anche("assessore")), {}, ["errore"]),
        ((NUCLEO, anche("segretario")), {}, ["errore"]),
        ((NUCLEO, replace(NUCLEO, pk=50, persona=500), anche("segretario")), {}, ["avviso"]),
        ((NUCLEO, anche("revisore")), {}, []),
    ],
)
def test_p08_l_organismo_e_in_carica_e_indipendente(incarichi, suo, attese):
    assert gravita("P08", fascicolo(incarichi=incarichi, ente=ente(**suo))) == attese


def test_p08_un_dipendente_nell_organismo_e_un_avviso():
    assert gravita("P08", fascicolo(dipendenti=frozenset({NUCLEO.persona}))) == ["avviso"]


@pytest.mark.parametrize(
    ("nota", "attese"),
    [
        ("Coincide con il Segretario comunale.", ["errore"]),
        ("Nel documento: Segretario Comunale e Giunta.", ["errore"]),
        ("Un componente esterno, nominato dal Sindaco.", []),
        ("Il documento di origine non dice quale sia.", []),
        ("Due esperti esterni, designati dalla Giunta.", []),
    ],
)
def test_p08_legge_la_composizione_scritta_a_parole(nota, attese):
    assert gravita("P08", fascicolo(ente=ente(organismo_nota=nota))) == attese


GRUPPO = Assegnazione("gruppo", 1, "Segretario Comunale", gruppo="vertice")


@pytest.mark.parametrize(
    ("campi", "incarichi", "attese"),
    [
        ({}, (EQ,), []),
        ({"assegnazioni": (), "unita": ()}, (EQ,), ["blocco"]),
        ({"assegnazioni": ()}, (EQ,), []),  # guida l'unità capofila
        ({"assegnazioni": ()}, (), ["blocco"]),
        ({"assegnazioni": (GRUPPO,)}, (), []),  # detto per funzione
        ({"assegnazioni": (replace(GRUPPO, responsabile=False),)}, (), ["blocco"]),
        ({}, (replace(EQ, al=date(2026, 1, 28)),), ["blocco"]),
        ({}, (replace(EQ, dal=date(2026, 1, 29)),), []),  # il decreto di gennaio
        ({}, (replace(EQ, dal=date(2026, 1, 30)),), ["blocco"]),
        ({}, (replace(EQ, al=date(2026, 6, 30)),), ["avviso"]),
        ({}, (replace(EQ, al=date(2026, 12, 31)),), []),
        ({"livello": "strategico", "assegnazioni": (), "unita": ()}, (), []),
    ],
)
def test_p22_il_responsabile_ha_un_incarico_valido(campi, incarichi, attese):
    assert gravita("P22", con(obiettivo(**campi), incarichi=incarichi)) == attese


def test_p22_chi_succede_copre_la_scadenza():
    prima, dopo = replace(EQ, al=date(2026, 6, 30)), replace(EQ, pk=40, dal=date(2026, 7, 1))
    assert gravita("P22", con(obiettivo(), incarichi=(prima, dopo))) == []


def test_p22_vale_chi_guida_l_unita_sopra():
    ufficio = Unita(2, "Ufficio", padre=1)
    f = con(obiettivo(assegnazioni=(), unita=(Legame(2),)), unita=(AREA, ufficio))
    assert gravita("P22", f) == []


@pytest.mark.parametrize(
    ("incarico", "attese"),
    [
        (Incarico(60, "eq", "EQ Sociale", 600, dal=INIZIO), ["blocco"]),
        (Incarico(60, "dirigente", "Dirigente", 600, dal=INIZIO), ["blocco"]),
        (Incarico(60, "amministratore_responsabile", "Assessore", 600, dal=INIZIO), []),  # non ha scheda
        (Incarico(60, "assessore", "Assessore", 600, dal=INIZIO), []),
        (Incarico(60, "eq", "EQ cessato", 600, dal=INIZIO, al=date(2026, 1, 1)), []),
    ],
)
def test_p23_ogni_responsabile_in_carica_ha_obiettivi(incarico, attese):
    f = fascicolo(incarichi=(*fascicolo().incarichi, incarico))
    assert gravita("P23", f) == attese


@pytest.mark.parametrize("gruppo", ["tutti", "responsabili"])
def test_p23_un_obiettivo_di_gruppo_copre_i_suoi(gruppo):
    di_gruppo = pagamenti(assegnazioni=(Assegnazione("gruppo", 1, "Gruppo", gruppo=gruppo),))
    solo = Incarico(60, "eq", "EQ Sociale", 600, dal=INIZIO)
    assert gravita("P23", con(obiettivo(), di_gruppo, incarichi=(EQ, solo))) == []


@pytest.mark.parametrize(
    ("gruppo", "attese"),
    [("vertice", []), ("organo_politico", ["blocco"]), ("tutti", []), ("responsabili", ["blocco"])],
)
def test_p23_il_segretario_e_il_vertice(gruppo, attese):
    di_gruppo = obiettivo(assegnazioni=(Assegnazione("gruppo", 1, "Gruppo", gruppo=gruppo),))
    assert gravita("P23", con(di_gruppo, incarichi=(EQ, SEGRETARIO))) == attese


def test_p23_un_unita_senza_obiettivi_e_senza_guida():
    f = fascicolo(unita=(AREA, Unita(2, "Area Sociale")))
    assert gravita("P23", f) == ["errore", "avviso"]


def test_p23_un_ufficio_e_coperto_da_chi_sta_sopra():
    assert gravita("P23", fascicolo(unita=(AREA, Unita(2, "Ufficio", padre=1)))) == []


def test_p23_un_obiettivo_comune_copre_tutte_le_unita():
    f = con(obiettivo(tipologia="comune"), unita=(AREA, Unita(2, "Ufficio", padre=1), Unita(3, "Area Sociale")))
    assert gravita("P23", f) == ["avviso"]


def test_p23_senza_guida_si_nomina_solo_la_piu_alta():
    alta, sotto = Unita(2, "Area Sociale"), Unita(3, "Ufficio", padre=2)
    f = con(obiettivo(tipologia="comune"), unita=(AREA, alta, sotto))
    assert frasi("P23", f) == "«Area Sociale» non ha un responsabile."


def test_p23_un_piano_vuoto_si_ferma():
    assert gravita("P23", con()) == ["blocco"]


@pytest.mark.parametrize(
    ("fase", "anno", "attese"),
    [
        (FaseCiclo("Definizione", "approvazione_peg", 60), 2026, ["avviso"]),
        (FaseCiclo("Definizione", "approvazione_peg", 59), 2026, ["avviso"]),
        (FaseCiclo("Definizione", "approvazione_peg", 58), 2026, []),  # il 28 febbraio
        (FaseCiclo("Definizione", "approvazione_peg", 60), 2023, ["avviso"]),  # il triennio arriva al 2024
        (FaseCiclo("Definizione", "approvazione_peg", 60), 2020, []),
        (FaseCiclo("Misurazione", "chiusura", 90), 2026, []),
        (FaseCiclo("Definizione", "approvazione_peg"), 2026, []),
    ],
)
def test_p33_una_tempistica_che_porta_oltre_febbraio(fase, anno, attese):
    f = fascicolo(fasi_ciclo=(fase,), ciclo=ciclo(anno=anno, anno_fine=anno + 2))
    assert gravita("P33", f) == attese


def test_p33_dice_che_le_schede_non_ci_sono():
    assert motivi("P33", fascicolo()) == ["Le schede di valutazione non ci sono ancora: la data di consegna sta lì."]


@pytest.mark.parametrize(
    ("schede", "oggi", "attese"),
    [
        (Schede((date(2026, 2, 28),)), date(2026, 6, 1), []),
        (Schede((date(2026, 3, 1),)), date(2026, 3, 2), ["avviso"]),
        (Schede((date(2026, 5, 2),)), date(2026, 6, 1), ["errore"]),
        (Schede((), da_assegnare=2), date(2026, 2, 28), []),
        (Schede((), da_assegnare=2), date(2026, 4, 1), ["avviso"]),
        (Schede((), da_assegnare=2), date(2026, 5, 1), ["errore"]),
    ],
)
def test_p33_guarda_quando_le_schede_sono_state_assegnate(schede, oggi, attese):
    assert gravita("P33", fascicolo(schede=schede, oggi=oggi)) == attese


@pytest.mark.parametrize(
    ("quante", "frase"),
    [
        (1, "Una scheda di valutazione non è stata assegnata entro il 28 febbraio 2026."),
        (3, "3 schede non assegnate entro il 28 febbraio 2026."),
    ],
)
def test_p33_dice_quante_mai_di_chi(quante, frase):
    f = fascicolo(schede=Schede(da_assegnare=quante), oggi=date(2026, 4, 1))
    assert frase in frasi("P33", f)


@pytest.mark.parametrize(
    ("schede", "frase"),
    [
        (Schede((INIZIO, INIZIO), lette=1), "Una scheda assegnata non risulta letta dalla persona."),
        (Schede((INIZIO, INIZIO), lette=0), "2 schede assegnate non risultano lette dalla persona."),
    ],
)
def test_p34_conta_le_schede_non_lette(schede, frase):
    assert frase in frasi("P34", fascicolo(schede=schede))


def test_p34_con_tutte_le_schede_lette_non_dice_nulla_delle_schede():
    f = fascicolo(schede=Schede((INIZIO,), lette=1))
    assert motivi("P34", f) == []
    assert "scheda" not in frasi("P34", f)


@pytest.mark.parametrize(
    ("proposto", "attese"), [(date(2026, 1, 29), []), (date(2026, 1, 30), ["avviso"]), (None, ["avviso"])]
)
def test_p34_ogni_responsabile_e_stato_sentito_prima(proposto, attese):
    consultazioni = (Consultazione(10, proposto), Consultazione(11, date(2026, 1, 1)))
    assert gravita("P34", fascicolo(consultazioni=consultazioni)) == attese


def test_p34_la_presa_visione_si_vedra_dalle_schede():
    assert "presa visione" in motivi("P34", fascicolo())[0]


@pytest.mark.parametrize(
    ("oltre", "incarichi", "attese"),
    [
        (True, (REFERENTE,), []),
        (True, (), ["avviso"]),
        (True, (replace(REFERENTE, al=date(2026, 1, 1)),), ["avviso"]),
        (False, (), []),
        (None, (), []),
    ],
)
def test_p44_oltre_cinquanta_serve_il_referente(oltre, incarichi, attese):
    assert gravita("P44", fascicolo(ente=ente(oltre=oltre), incarichi=incarichi)) == attese


def test_p44_prima_della_norma_non_si_applica_e_senza_numero_non_si_sa():
    vecchio = ciclo(anno=2023, anno_fine=2025, approvazione=None)
    assert gravita("P44", fascicolo(incarichi=(), ciclo=vecchio, oggi=date(2023, 12, 31))) == []
    assert motivi("P44", fascicolo(ente=ente(oltre=None))) == ["Non è scritto quanti sono i dipendenti."]
