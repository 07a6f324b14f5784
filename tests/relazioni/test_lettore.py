"""Il lettore attento accanto all'editor: che cosa segna, con quale contesto, come corregge."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from relazioni.lettore import corretto, segni_di
from relazioni.letture import parte_di
from tests.fabbriche import AttoFactory, CicloFactory, IncaricoFactory, PersonaFactory, RapportoFactory, utente_con

pytestmark = pytest.mark.django_db
LEGGE = "Legge 150/2009"


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026)


@pytest.fixture(autouse=True)
def _oggi():
    with time_machine.travel(date(2026, 3, 1)):
        yield


def _parole(ciclo, html):
    return [(segno.trovato.regola, segno.trovato.parole) for segno in segni_di(ciclo, html)]


# ---- che cosa si segna -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "attesi"),
    [
        ("<p>Il D.Lgs. 150/2009.</p>", []),
        (f"<p>La {LEGGE}.</p>", [("P38", LEGGE)]),
        ("<p>Il DI 13/2023.</p>", [("P38", "DI 13/2023")]),
        ("<p>Delibera n. ____ del 2026</p>", [("P38", "____")]),
        ("<p>Il Piano 2019.</p>", [("P37", "Piano 2019")]),
        ("<p>16 donne su 24, il 68%.</p>", [("P36", "16 donne su 24, il 68%")]),
        ("<p>RSSMRA80A01H501U</p>", [("P39", "RSSMRA80A01H501U")]),
        ("", []),
    ],
)
def test_si_segnano_norme_anni_conti_segnaposti_e_codici_fiscali(ciclo, html, attesi):
    assert _parole(ciclo, html) == attesi


def test_si_segna_il_nome_di_un_dipendente_ma_non_di_chi_ha_responsabilita(ciclo):
    for cognome, tipo in (("Bianchi", None), ("Verdi", "eq")):
        persona = PersonaFactory(cognome=cognome, nome="Ada")
        RapportoFactory(ente=ciclo.ente, persona=persona)
        if tipo:
            IncaricoFactory(ente=ciclo.ente, persona=persona, tipo=tipo)
    assert _parole(ciclo, "<p>Ada Bianchi e Ada Verdi</p>") == [("P39", "Ada Bianchi")]


def test_una_norma_si_segna_solo_da_quando_e_superata():
    vecchio = CicloFactory(anno=2020)
    vecchio.atto_approvazione = AttoFactory(ente=vecchio.ente, data=date(2020, 1, 30))
    testo = "<p>L'art. 169, comma 3-bis, prevede che il Piano sia unificato nel PEG.</p>"
    assert _parole(vecchio, testo) == []
    assert _parole(CicloFactory(anno=2026), testo) != []


def test_un_segno_dice_le_parole_attorno_e_quale_volta_e(ciclo):
    lungo = "parola " * 12
    primo, secondo = segni_di(ciclo, f"<p>{lungo}{LEGGE} {lungo}</p><p>Ancora la {LEGGE}, e basta.</p>")
    assert primo.prima.startswith("…parola")
    assert primo.dopo.endswith("parola…")
    assert (secondo.volta, secondo.prima, secondo.dopo) == (1, "Ancora la ", ", e basta.")
    assert secondo.chiave == f"1:{LEGGE}"


# ---- correggere ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prima", "chiave", "dopo"),
    [
        (f"<p>La {LEGGE}</p>", f"0:{LEGGE}", "<p>La D.Lgs. 150/2009</p>"),
        (f"<p>{LEGGE}</p><ul><li>{LEGGE}</li></ul>", f"1:{LEGGE}", f"<p>{LEGGE}</p><ul><li>D.Lgs. 150/2009</li></ul>"),
        (
            "<p>L'art. 163, <em>comma 3-bis</em>&nbsp;del <strong>TUEL</strong></p>",
            "0:art. 163, comma 3-bis",
            "<p>L'art. 169, comma 3-bis<em></em>&nbsp;del <strong>TUEL</strong></p>",
        ),
    ],
)
def test_la_correzione_tocca_solo_quelle_parole(ciclo, prima, chiave, dopo):
    assert corretto(ciclo, prima, chiave) == dopo


@pytest.mark.parametrize(
    ("html", "chiave"),
    [
        ("<p>Nulla</p>", f"0:{LEGGE}"),
        (f"<p>{LEGGE}</p>", f"1:{LEGGE}"),
        (f"<p>{LEGGE}</p>", "senza senso"),
        ("<p>16 donne su 24, il 68%.</p>", "0:16 donne su 24, il 68%"),
        ("<p>Delibera n. ____</p>", "0:____"),
    ],
)
def test_cio_che_non_c_e_piu_o_non_ha_una_proposta_non_si_corregge(ciclo, html, chiave):
    assert corretto(ciclo, html, chiave) is None


# ---- le pagine -------------------------------------------------------------------------------------------------


def _ind(ciclo, nome, *resto):
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *resto])


@pytest.fixture
def segretario(client, ciclo):
    client.force_login(utente_con("segretario", ciclo.ente))
    return client


def _scrive(**campi):
    return {"titolo": "In sintesi", "capitolo": "premessa", "testo": f"<p>La {LEGGE}</p>"} | campi


def test_la_pagina_elenca_i_passi_del_testo(segretario, ciclo):
    segretario.post(_ind(ciclo, "parte", "sintesi"), _scrive())
    pagina = segretario.get(_ind(ciclo, "parte", "sintesi")).content.decode()
    assert "1 passo" in pagina
    assert "Scrivi «D.Lgs. 150/2009»" in pagina


@pytest.mark.parametrize(("nome", "resto"), [("parte", ["sintesi"]), ("nuova_parte", [])])
def test_la_correzione_torna_nella_maschera_e_non_salva(segretario, ciclo, nome, resto):
    dati = _scrive(titolo="Cambiato", correggi=f"0:{LEGGE}")
    risposta = segretario.post(_ind(ciclo, nome, *resto), dati)
    assert risposta.context["form"]["testo"].value() == "<p>La D.Lgs. 150/2009</p>"
    assert risposta.context["form"]["titolo"].value() == "Cambiato"
    assert parte_di(ciclo, "sintesi").testo == ""


def test_se_le_parole_non_ci_sono_piu_si_dice_e_nulla_va_perso(segretario, ciclo):
    risposta = segretario.post(_ind(ciclo, "parte", "sintesi"), _scrive(testo="<p>Altro</p>", correggi="0:x"))
    assert "non ci sono più" in risposta.content.decode()
    assert risposta.context["form"]["testo"].value() == "<p>Altro</p>"


def test_mentre_si_scrive_si_rilegge_senza_salvare(segretario, ciclo):
    risposta = segretario.post(_ind(ciclo, "leggi_testo"), {"testo": f"<p>{LEGGE}</p><script>x</script>"})
    assert "1 passo" in risposta.content.decode()
    assert "<script" not in risposta.content.decode()
    assert not ciclo.sezioni.exists()


@pytest.mark.parametrize(("ruolo", "stato"), [("segretario", 200), ("nucleo", 403), ("eq", 403), ("dipendente", 403)])
def test_il_testo_lo_rilegge_chi_lo_scrive(client, ciclo, ruolo, stato):
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.post(_ind(ciclo, "leggi_testo"), {"testo": ""}).status_code == stato


def test_rileggere_non_e_un_collegamento(segretario, ciclo):
    assert segretario.get(_ind(ciclo, "leggi_testo")).status_code == 405
