"""Alberi e organigrammi: scatole che non si toccano, lette in parole, divise in pagine senza perdere nessuno."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.grafici import Nodo, alberi, albero, organigramma, organigrammi
from piao.base.grafici.nodi import ALTEZZA_PAGINA, spezza
from tests.base.documento_di_prova import nodi
from tests.base.test_grafici import CATTIVO, SVG, apri, descrizione, scritte


def _scatole(svg):
    return [
        tuple(float(uno.get(lato)) for lato in ("x", "y", "width", "height"))
        for uno in apri(svg).findall(f"{SVG}rect")
    ]


def _si_toccano(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@pytest.mark.parametrize("funzione", [albero, organigramma])
@pytest.mark.parametrize("quanti", [5, 40, 150])
def test_le_scatole_di_un_albero_non_si_toccano(funzione, quanti):
    scatole = _scatole(funzione(nodi(quanti), prefisso="p", titolo="T"))
    assert len(scatole) == quanti
    assert not [(a, b) for i, a in enumerate(scatole) for b in scatole[:i] if _si_toccano(a, b)]


def test_il_tronco_delle_file_sotto_passa_fra_le_colonne_di_quella_sopra():
    svg = organigramma(
        [Nodo("0", "Giunta"), *(Nodo(str(i), f"Area {i}", "0") for i in range(1, 8))], prefisso="p", titolo=""
    )
    prima_fila = sorted(_scatole(svg)[:4])
    assert prima_fila[1][0] + prima_fila[1][2] < 320 < prima_fila[2][0]


def test_chi_ha_un_solo_sottoposto_sta_in_colonna_con_lui_al_centro():
    catena = [Nodo("s", "Sindaco"), Nodo("g", "Segretario", "s"), Nodo("a", "Area A", "g"), Nodo("b", "Area B", "g")]
    centri = {round(x + larga / 2) for x, _, larga, _ in _scatole(organigramma(catena, prefisso="p", titolo="T"))}
    assert 320 in centri
    assert len(centri) == 3


@pytest.mark.parametrize("funzione", [albero, organigramma])
def test_un_albero_si_legge_in_parole_dal_padre_ai_figli(funzione):
    parole = descrizione(funzione([Nodo("1", "Giunta"), Nodo("2", "Area tecnica", "1")], prefisso="p", titolo="T"))
    assert parole == "Giunta: Area tecnica."


@pytest.mark.parametrize("funzione", [albero, organigramma])
def test_un_albero_che_gira_in_tondo_e_rifiutato(funzione):
    with pytest.raises(ValueError, match="tondo"):
        funzione([Nodo("1", "a", "2"), Nodo("2", "b", "1")], prefisso="p", titolo="T")


@pytest.mark.parametrize("funzione", [albero, organigramma])
def test_un_nodo_senza_padre_conosciuto_fa_radice_e_un_albero_vuoto_non_sbaglia(funzione):
    assert len(_scatole(funzione([Nodo("1", "a", "perso"), Nodo("2", "b")], prefisso="p", titolo="T"))) == 2
    assert _scatole(funzione([], prefisso="p", titolo="T")) == []


def test_le_etichette_degli_alberi_sono_protette():
    svg = albero([Nodo("1", CATTIVO)], prefisso="p", titolo="T")
    assert "<script>" not in svg


def alto(svg):
    return float(apri(svg).get("viewBox").split()[3])


def divisi(funzione, quali):
    return spezza(quali, alto=lambda parte: alto(funzione(parte, prefisso="p", titolo="T")), altezza=ALTEZZA_PAGINA)


@pytest.mark.parametrize("funzione", [albero, organigramma])
def test_un_albero_grande_si_divide_per_rami_senza_perdere_nodi(funzione):
    pezzi = divisi(funzione, nodi(300))
    assert len(pezzi) > 1
    assert {nodo.chiave for pezzo in pezzi for nodo in pezzo} == {nodo.chiave for nodo in nodi(300)}
    assert all(pezzo[0].chiave == "0" for pezzo in pezzi)


@pytest.mark.parametrize("funzione", [alberi, organigrammi])
@pytest.mark.parametrize("quanti", [150, 300])
def test_ogni_pezzo_di_un_albero_grande_sta_in_una_pagina_e_dice_quale_e(funzione, quanti):
    disegni = funzione(nodi(quanti), prefisso="p", titolo="Albero")
    assert [apri(uno).find(f"{SVG}title").text for uno in disegni][0] == f"Albero (1 di {len(disegni)})"
    assert all(alto(uno) <= ALTEZZA_PAGINA for uno in disegni)


def test_un_ramo_che_sta_in_una_pagina_non_si_divide():
    pezzi = divisi(albero, nodi(45))
    assert [sum(nodo.padre == ramo for nodo in pezzo) for pezzo in pezzi for ramo in ("r1", "r2", "r3")].count(0) > 0
    assert all(nodo.padre is None or sum(nodo in pezzo for pezzo in pezzi) == 1 for nodo in nodi(45))


def test_le_pagine_di_un_albero_sono_piene_allo_stesso_modo():
    """Cinque rami uguali, di cui in una pagina ne entrano quattro: tre e due, non quattro e uno."""
    foglie = [Nodo(f"{ramo}{n}", "Obiettivo", f"r{ramo}") for ramo in range(5) for n in range(7)]
    rami = [Nodo(f"r{ramo}", f"Linea {ramo}", "ente") for ramo in range(5)]
    pezzi = divisi(albero, [Nodo("ente", "Comune"), *rami, *foglie])
    assert [sum(nodo.padre == "ente" for nodo in pezzo) for pezzo in pezzi] == [3, 2]


@pytest.mark.parametrize("funzione", [albero, organigramma])
def test_un_albero_che_ci_sta_resta_intero(funzione):
    assert divisi(funzione, nodi(20)) == [nodi(20)]


@pytest.mark.parametrize("funzione", [alberi, organigrammi])
def test_un_albero_in_un_disegno_solo_non_porta_numeri_nel_titolo(funzione):
    (disegno,) = funzione(nodi(5), prefisso="p", titolo="Albero")
    assert apri(disegno).find(f"{SVG}title").text == "Albero"


def test_una_colonna_piu_alta_della_pagina_si_divide_fra_chi_ne_dipende():
    area = [Nodo("g", "Giunta"), Nodo("a", "Area", "g"), Nodo("b", "Altra area", "g")]
    uffici = [Nodo(f"u{i}", f"Ufficio numero {i}", "a") for i in range(90)]
    pezzi = divisi(organigramma, [*area, *uffici])
    assert len(pezzi) > 1
    con_uffici = [pezzo for pezzo in pezzi if any(nodo.padre == "a" for nodo in pezzo)]
    assert all({"g", "a"} <= {nodo.chiave for nodo in pezzo} for pezzo in con_uffici)
    assert sum(nodo.padre == "a" for pezzo in pezzi for nodo in pezzo) == 90


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_dividendo_un_organigramma_ogni_unita_compare_e_nessun_pezzo_esce_dalla_pagina(padri):
    quali = [Nodo("0", "Vertice"), *(Nodo(str(i), f"Unità {i}", str(p % i)) for i, p in enumerate(padri, start=1))]
    pezzi = organigrammi(quali, prefisso="p", titolo="T", altezza=400)
    trovate = {scritta for pezzo in pezzi for scritta in scritte(pezzo)}
    assert trovate == {nodo.etichetta for nodo in quali}
