"""Il manuale dentro l'applicazione: pagine, collegamenti, ricerca."""

import re

import html5lib
import pytest
from django.conf import settings
from django.urls import reverse

from piao.base.manuale.pagine import Pagina, cerca, pagina, pagine, simili, vicine

NOMI = [p.nome for p in pagine()]
AIUTI = {
    slug.strip("/ ")
    for file in (settings.RADICE / "templates").rglob("*.html")
    for slug in re.findall(r"{% block aiuto %}(.*?){% endblock", file.read_text())
    if slug.strip("/ ") and "{" not in slug  # un nome che viene dalla vista si legge solo aprendo la pagina
}


@pytest.fixture
def libro(tmp_path, settings):
    """Un manuale di prova al posto di quello vero."""
    settings.RADICE = tmp_path
    cartella = tmp_path / "docs" / "manuale"
    cartella.mkdir(parents=True)
    (cartella / "indice.md").write_text("# Manuale\n\nVedi [Pesi](pesi.md) e [Albero](albero.md#come-si-legge).\n")
    (cartella / "albero.md").write_text("# L'albero\n\nSi apre e si chiude.\n\n## Come si legge\n\nDall'alto.\n")
    (cartella / "pesi.md").write_text("# I pesi\n\nLa **somma** è cento.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    (cartella / "zeta.md").write_text("# Zeta\n\nNon è nell'indice. <script>alert(1)</script>\n")
    return cartella


def test_le_pagine_seguono_l_ordine_dell_indice_e_poi_il_nome(libro):
    assert [p.nome for p in pagine()] == ["indice", "pesi", "albero", "zeta"]


def test_il_titolo_e_quello_del_file_e_non_si_ripete_nel_corpo(libro):
    aperta = pagina("albero")
    assert aperta.titolo == "L'albero"
    assert "<h1" not in aperta.html


def test_il_sommario_e_il_primo_capoverso_senza_segni(libro):
    assert pagina("pesi").sommario == "La somma è cento."


def test_i_collegamenti_fra_pagine_portano_alle_pagine_mostrate(libro):
    html = pagina("indice").html
    assert f'href="{reverse("manuale:pagina", args=["pesi"])}"' in html
    assert f'href="{reverse("manuale:pagina", args=["albero"])}#come-si-legge"' in html


def test_l_html_nel_file_e_mostrato_mai_eseguito(libro):
    assert "<script>" not in pagina("zeta").html
    assert "&lt;script&gt;" in pagina("zeta").html


def test_le_tabelle_hanno_intestazioni_di_colonna(libro):
    assert '<th scope="col">a</th>' in pagina("pesi").html


def test_i_titoli_hanno_un_ancora_e_fanno_l_elenco_delle_voci(libro):
    aperta = pagina("albero")
    assert 'id="come-si-legge"' in aperta.html
    assert [(v.ancora, v.titolo) for v in aperta.voci] == [("come-si-legge", "Come si legge")]


def test_un_file_senza_titolo_prende_il_nome(libro):
    assert Pagina("primi-passi", "Testo.").titolo == "Primi passi"


@pytest.mark.parametrize("nome", ["manca", "../settings", "Albero", "a/b"])
def test_un_nome_che_non_e_di_una_pagina_non_apre_nulla(libro, nome):
    assert pagina(nome) is None


def test_la_ricerca_non_bada_a_maiuscole_e_accenti(libro):
    assert [t.pagina.nome for t in cerca("SOMMA e", pagine())] == ["pesi"]
    assert [t.pagina.nome for t in cerca("è cento", pagine())] == ["pesi"]


def test_chi_ha_le_parole_nel_titolo_viene_prima(libro):
    (libro / "altra.md").write_text("# Altra\n\nParla dei pesi.\n")
    assert [t.pagina.nome for t in cerca("pesi", pagine())][0] == "pesi"


def test_l_estratto_mostra_le_parole_attorno(libro):
    (libro / "lunga.md").write_text("# Lunga\n\n" + "parole " * 60 + "ago " + "parole " * 60)
    (trovata,) = cerca("ago", pagine())
    assert "ago" in trovata.estratto
    assert trovata.estratto.startswith("… ")
    assert len(trovata.estratto) < 200


def test_senza_parole_non_si_trova_nulla(libro):
    assert cerca("   ", pagine()) == []


def test_ogni_pagina_conosce_le_vicine(libro):
    prima, dopo = vicine("pesi", pagine())
    assert (prima.nome, dopo.nome) == ("indice", "albero")
    assert vicine("zeta", pagine())[1] is None
    assert vicine("indice", pagine())[0] is None


def test_di_un_nome_sbagliato_si_propongono_i_piu_simili(libro):
    assert [p.nome for p in simili("alberi", pagine())] == ["albero"]


# ---- le pagine vere --------------------------------------------------------------------------------


def test_il_manuale_si_legge_senza_entrare(client, db):
    assert client.get(reverse("manuale:indice")).status_code == 200


@pytest.mark.parametrize("nome", [nome for nome in NOMI if nome != "indice"])
def test_ogni_pagina_si_apre(client, db, nome):
    risposta = client.get(reverse("manuale:pagina", args=[nome]))
    assert risposta.status_code == 200
    assert risposta.content.decode().count("<h1>") == 1


@pytest.mark.parametrize("nome", NOMI)
def test_ogni_collegamento_del_manuale_porta_da_qualche_parte(nome):
    albero = html5lib.parse(pagina(nome).html, namespaceHTMLElements=False)
    for collegamento in albero.findall(".//a"):
        verso, _, ancora = collegamento.get("href").partition("#")
        if verso.startswith("/manuale/") or not verso:
            altra = pagina(verso.strip("/").partition("/")[2] or ("indice" if verso else nome))
            assert altra, verso
            assert not ancora or f'id="{ancora}"' in altra.html
        else:
            assert verso.startswith("https://")


def test_l_indice_elenca_ogni_pagina_una_volta_sola():
    elenco = pagina("indice").testo.partition("## Le pagine del programma")[2].partition("\n## ")[0]
    elencate = re.findall(r"\]\(([a-z-]+)\.md\)", elenco)
    assert sorted(["indice", *elencate]) == sorted(p.nome for p in pagine())


@pytest.mark.parametrize("nome", sorted(AIUTI))
def test_ogni_aiuto_nominato_in_una_pagina_esiste(nome):
    assert pagina(nome.split("#")[0])


def test_la_ricerca_risponde_dal_programma(client, db):
    risposta = client.get(reverse("manuale:indice"), {"q": "pesi"})
    assert "Pesi" in risposta.content.decode()
    assert client.get(reverse("manuale:indice"), {"q": "xyzxyz"}).status_code == 200


def test_una_pagina_che_manca_risponde_404_e_propone_le_altre(client, db):
    risposta = client.get(reverse("manuale:pagina", args=["alberi"]))
    assert risposta.status_code == 404
    assert reverse("manuale:pagina", args=["albero"]) in risposta.content.decode()


def test_la_pagina_indice_ha_un_indirizzo_solo(client, db):
    assert client.get("/manuale/indice/").headers["Location"] == reverse("manuale:indice")
