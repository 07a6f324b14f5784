"""La struttura nel documento: il disegno delle unità, diviso in pagine quando non ci sta."""

import pytest

from relazioni.contenuto.tipi import DatiEnte, DatiUnita, Frontespizio, Piano
from relazioni.stampa.contesto import UNITA_DISEGNATE, organizzazione


def _piano(*unita):
    frontespizio = Frontespizio("Piano", 2026, "2026-2028", (2026,), "A", bozza=True)
    return Piano(DatiEnte("Comune di Prova", "comune"), frontespizio, unita=unita)


def _aree(quante, servizi=0):
    aree = [DatiUnita(i, f"Area numero {i}", "area") for i in range(1, quante + 1)]
    return aree + [
        DatiUnita(1000 * area.id + n, f"Servizio {area.id}.{n}", "servizio", padre=area.id, profondita=1)
        for area in aree
        for n in range(1, servizi + 1)
    ]


def _figure(piano):
    return [blocco.dato for blocco in organizzazione(piano) if blocco.nome == "figura"]


def test_un_ente_piccolo_ha_un_organigramma_solo():
    (figura,) = _figure(_piano(*_aree(5, 2)))
    assert figura.didascalia == "L'organigramma"


def test_un_ente_grande_ne_ha_piu_d_uno_e_ognuno_dice_quale_e():
    figure = _figure(_piano(*_aree(12, 14)))
    quante = len(figure)
    assert quante > 1
    assert [figura.didascalia for figura in figure] == [
        f"L'organigramma, parte {i} di {quante}" for i in range(1, quante + 1)
    ]
    assert all("Comune di Prova" in figura.disegno for figura in figure)
    assert sum(figura.disegno.count("Servizio ") for figura in figure) >= 12 * 14


@pytest.mark.parametrize("quante", [0, 1, UNITA_DISEGNATE + 1])
def test_senza_unita_con_una_sola_o_con_troppe_non_c_e_disegno(quante):
    assert _figure(_piano(*_aree(quante))) == []


def test_la_tabella_delle_unita_c_e_solo_se_dice_piu_dei_nomi():
    nomi = [blocco.nome for blocco in organizzazione(_piano(DatiUnita(1, "Area"), DatiUnita(2, "Altra")))]
    con_livello = [blocco.nome for blocco in organizzazione(_piano(*_aree(2)))]
    assert "tabella" not in nomi
    assert "tabella" in con_livello
