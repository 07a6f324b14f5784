"""Il menu: poche parole in alto, le pagine della sezione aperta sotto, ognuno vede le sue."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from enti.voci import TipoIncarico
from obiettivi.templatetags.navigazione import Anni, anni_del_ciclo, menu_di, pagina_aperta, pagina_di_partenza
from obiettivi.voci import StatoCiclo
from tests.fabbriche import CicloFactory, EnteFactory, RapportoFactory, utente_con

CASA, ELENCO, PERSONE = "/rocca/", "/rocca/2026/obiettivi/", "/rocca/persone/"
VOCI = [CASA, ELENCO, "/rocca/2026/documenti/", "/rocca/2026/documenti/testi/", PERSONE]


@pytest.mark.parametrize(
    ("percorso", "aperta"),
    [
        ("/rocca/", "/rocca/"),
        ("/rocca/2026/", "/rocca/"),
        ("/rocca/2026/obiettivi/", "/rocca/2026/obiettivi/"),
        ("/rocca/2026/obiettivi/7/modifica/misura/", "/rocca/2026/obiettivi/"),
        ("/rocca/2026/documenti/", "/rocca/2026/documenti/"),
        ("/rocca/2026/documenti/testi/premessa/", "/rocca/2026/documenti/testi/"),
        ("/rocca/2026/pesi/", ""),
        ("/rocca/persone/3/", "/rocca/persone/"),
    ],
)
def test_la_voce_aperta_e_quella_che_contiene_la_pagina(percorso, aperta):
    assert pagina_aperta(percorso, VOCI) == aperta


def test_senza_voci_nessuna_e_aperta():
    assert pagina_aperta("/rocca/", []) == ""


def menu(ruolo, *, stato=StatoCiclo.BOZZA, percorso="/"):
    ciclo = CicloFactory(stato=stato, pubblicato_il=None)
    request = RequestFactory().get(percorso.replace("ENTE", ciclo.ente.slug).replace("ANNO", str(ciclo.anno)))
    request.ente, request.user = ciclo.ente, utente_con(ruolo, ciclo.ente)
    return menu_di({"request": request}, Anni(ciclo.anno, stato, [ciclo.anno]))


def sezioni(ruolo, **altro):
    return [voce.testo for voce in menu(ruolo, **altro).sezioni]


def pagine(ruolo, percorso, **altro):
    return [voce.testo for voce in menu(ruolo, percorso=percorso, **altro).pagine]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ruolo", "attese"),
    [
        ("segretario", ["Home", "Obiettivi", "Piano", "Valutazione", "Calendario", "Ente"]),
        ("assessore", ["Home", "Obiettivi", "Piano", "Valutazione", "Calendario", "Ente"]),
        ("revisore", ["Home", "Obiettivi", "Valutazione", "Calendario", "Ente"]),
        ("dipendente", ["Home", "Obiettivi", "Valutazione", "Calendario", "Ente"]),
    ],
)
def test_chi_non_segue_la_preparazione_non_ha_il_piano_nel_menu(ruolo, attese):
    assert sezioni(ruolo) == attese


@pytest.mark.django_db
@pytest.mark.parametrize("ruolo", [*TipoIncarico.values, "dipendente"])
def test_del_piano_approvato_tutti_hanno_la_voce_e_i_risultati(ruolo):
    assert {"Piano", "Risultati"} <= set(sezioni(ruolo, stato=StatoCiclo.APPROVATO))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ruolo", "stato", "attese"),
    [
        ("segretario", "bozza", ["Percorso", "Controlli", "Documento", "Testi", "Giunta", "Versioni"]),
        ("eq", "bozza", ["Percorso", "Controlli", "Documento", "Testi", "Versioni"]),
        ("assessore", "bozza", ["Percorso", "Documento", "Testi", "Giunta", "Versioni"]),
        ("assessore", "proposta", ["Percorso", "Controlli", "Documento", "Testi", "Giunta", "Versioni"]),
        ("dipendente", "approvato", ["Documento", "Testi", "Versioni", "Variazioni"]),
    ],
)
def test_nella_sezione_del_piano_ciascuno_vede_le_sue_pagine(ruolo, stato, attese):
    assert pagine(ruolo, "/ENTE/ANNO/documenti/", stato=stato) == attese


@pytest.mark.django_db
def test_la_pagina_aperta_e_segnata_in_alto_e_sotto():
    trovato = menu("segretario", percorso="/ENTE/ANNO/albero/")
    assert [voce.testo for voce in trovato.sezioni if voce.aperta] == ["Obiettivi"]
    assert [voce.testo for voce in trovato.pagine if voce.aperta] == ["Albero"]


@pytest.mark.django_db
def test_una_sezione_di_una_pagina_sola_non_ha_sottomenu():
    assert pagine("segretario", "/ENTE/ANNO/calendario/") == []


@pytest.mark.django_db
def test_fuori_dal_menu_nulla_e_aperto():
    trovato = menu("segretario", percorso="/ENTE/registro/")
    assert not [voce for voce in trovato.sezioni if voce.aperta]
    assert trovato.pagine == ()


@pytest.mark.django_db
def test_senza_cicli_restano_le_pagine_che_non_parlano_di_un_anno():
    ente = EnteFactory()
    request = RequestFactory().get(f"/{ente.slug}/persone/")
    request.ente, request.user = ente, utente_con("segretario", ente)
    anni = anni_del_ciclo({"request": request})
    trovato = menu_di({"request": request}, anni)
    assert anni == Anni(None, "", [])
    assert [voce.testo for voce in trovato.sezioni] == ["Home", "Obiettivi", "Valutazione", "Ente"]
    assert [voce.testo for voce in trovato.pagine if voce.aperta] == ["Persone"]


@pytest.mark.parametrize(
    ("indirizzo", "testo", "arrivo"),
    [
        ("/rocca/persone/3/", "Persone", "/rocca/persone/"),
        ("/rocca/2026/obiettivi/7/?stato=bozza", "Obiettivi 2026", "/rocca/2026/obiettivi/"),
        ("/rocca/2026/premi/", "Premi 2026", "/rocca/2026/premi/"),
    ],
)
def test_il_percorso_di_una_maschera_comincia_dalla_pagina_del_menu_da_cui_si_arriva(indirizzo, testo, arrivo):
    passo = pagina_di_partenza(indirizzo)
    assert (passo.testo, passo.indirizzo) == (testo, arrivo)


@pytest.mark.parametrize("indirizzo", ["/rocca/", "/rocca/avvisi/", "/mio-accesso/", "/non/esiste/qui/"])
def test_fuori_dalle_pagine_del_menu_il_percorso_non_ha_altri_passi(indirizzo):
    assert pagina_di_partenza(indirizzo) is None


@pytest.mark.django_db
@pytest.mark.parametrize("nome", ["persona", "mie_schede", "mio_premio"])
def test_le_pagine_della_valutazione_fuori_dal_suo_indirizzo_accendono_la_sua_voce(client, nome):
    ciclo = CicloFactory()
    persona = RapportoFactory(ente=ciclo.ente).persona
    argomenti = {"persona": [ciclo.anno, persona.pk], "mie_schede": [], "mio_premio": [ciclo.anno]}[nome]
    indirizzo = reverse(f"valutazione:{nome}", args=[ciclo.ente.slug, *argomenti])
    request = RequestFactory().get(indirizzo)
    request.ente, request.user, request.resolver_match = ciclo.ente, persona.utente, resolve(indirizzo)
    aperto = menu_di({"request": request}, Anni(ciclo.anno, "", [ciclo.anno]))
    assert (aperto.sezione, [voce.testo for voce in aperto.pagine if voce.aperta]) == ("Valutazione", ["Schede"])
