"""Le regole dei controlli, spiegate e regolate per l'ente; l'unione di obiettivi uguali; le luci di un obiettivo."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from obiettivi.azioni.controlli import motiva, regola_controllo
from obiettivi.controlli.catalogo import PER_CODICE, REGOLE
from obiettivi.models import Obiettivo, RegolaEnte
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Gravita
from piao.base.testo import numeri_in
from relazioni.controlli.relazione import REGOLE as DELLA_RELAZIONE
from tests.fabbriche import CicloFactory, ObiettivoFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db
VEDONO = {
    "segretario": True, "eq": True, "sindaco": True, "assessore": True, "nucleo": True, "rpct": True,
    "ufficio_personale": True, "revisore": False, "dipendente": False,
}  # fmt: skip
TUTTE = (*REGOLE, *DELLA_RELAZIONE)
BLOCCA = next(regola.codice for regola in REGOLE if regola.predefinita == Gravita.BLOCCO)
INCERTA = next(r.codice for r in REGOLE if not r.certa and r.predefinita == Gravita.ERRORE)
CERTA = next(r.codice for r in REGOLE if r.certa and r.predefinita == Gravita.ERRORE)


@pytest.fixture
def scena():
    ciclo = CicloFactory()
    return SimpleNamespace(ciclo=ciclo, ente=ciclo.ente)


def _entra(client, scena, ruolo="segretario"):
    utente = utente_con(ruolo, scena.ente)
    client.force_login(utente)
    return utente


def _ind(scena, nome, *resto):
    return reverse(f"relazioni:{nome}", args=[scena.ente.slug, *resto])


def _codici(risposta):
    return [una.regola.codice for una in risposta.context["filtro"].regole]


# ---- il catalogo ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ruolo", "vede"), VEDONO.items())
def test_le_regole_le_legge_chi_segue_la_preparazione(client, scena, ruolo, vede):
    _entra(client, scena, ruolo)
    for pagina in (_ind(scena, "regole"), _ind(scena, "regola", CERTA)):
        assert client.get(pagina).status_code == (200 if vede else 403)


def test_ogni_regola_e_spiegata_con_norma_e_gravita(client, scena):
    _entra(client, scena)
    risposta = client.get(_ind(scena, "regole"))
    assert _codici(risposta) == [regola.codice for regola in TUTTE]
    assert all(regola.spiegazione for regola in REGOLE)
    assert "fonte da rileggere" in risposta.content.decode()


@pytest.mark.parametrize(
    ("filtro", "prova"),
    [
        ({"vale": "blocco"}, lambda r: r.predefinita == Gravita.BLOCCO),
        ({"ambito": "testo"}, lambda r: r.ambito == "testo"),
        ({"q": "pesi"}, lambda r: "pesi" in f"{r.codice} {r.titolo} {r.norma} {r.spiegazione}".casefold()),
        ({"regolata": "on"}, lambda r: False),
        ({"vale": "x"}, lambda r: True),
    ],
)
def test_le_regole_si_cercano_e_si_restringono(client, scena, filtro, prova):
    _entra(client, scena)
    assert _codici(client.get(_ind(scena, "regole"), filtro)) == [r.codice for r in TUTTE if prova(r)]


def test_si_trovano_le_regole_che_l_ente_ha_cambiato(client, scena):
    utente = _entra(client, scena)
    regola_controllo(PER_CODICE[CERTA], utente=utente, ente=scena.ente, vale="spento", motivo="Non serve")
    for filtro in ({"regolata": "on"}, {"vale": "spento"}):
        assert _codici(client.get(_ind(scena, "regole"), filtro)) == [CERTA]


def test_una_regola_che_non_c_e_e_un_404(client, scena):
    _entra(client, scena)
    for nome in ("regola", "torna_al_previsto"):
        assert client.get(_ind(scena, nome, "Z99")).status_code == 404


def test_un_estraneo_riceve_404(client, scena):
    client.force_login(utente_con("segretario", CicloFactory().ente))
    assert client.get(_ind(scena, "regole")).status_code == 404


# ---- regolare ------------------------------------------------------------------------------------------------


def test_il_segretario_regola_e_la_storia_lo_racconta(client, scena):
    _entra(client, scena)
    pagina = _ind(scena, "regola", CERTA)
    assert client.post(pagina, {"vale": "avviso", "motivo": "Da noi è raro"}).url == pagina
    testo = client.get(pagina).content.decode()
    assert all(frase in testo for frase in ("Da noi è raro", "Storia", "Riporta al previsto"))


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"vale": "avviso", "motivo": ""}, "obbligatorio"),
        ({"vale": "errore", "motivo": "x"}, "non è tra quelle disponibili"),
        ({"vale": "boh", "motivo": "x"}, "non è tra quelle disponibili"),
        ({}, "obbligatorio"),
    ],
)
def test_una_regolazione_incompleta_si_rifiuta_con_una_frase(client, scena, dati, frase):
    _entra(client, scena)
    risposta = client.post(_ind(scena, "regola", CERTA), {"visto": ""} | dati)
    assert frase in risposta.content.decode()
    assert not RegolaEnte.objects.exists()


def test_una_fonte_incerta_diventa_blocco_solo_spuntando_la_conferma(client, scena):
    _entra(client, scena)
    pagina, dati = _ind(scena, "regola", INCERTA), {"vale": "blocco", "motivo": "Lo vogliamo"}
    assert "conferma di volerlo" in client.post(pagina, dati).content.decode()
    client.post(pagina, dati | {"confermato": "on"})
    assert RegolaEnte.objects.get().vale == "blocco"


@pytest.mark.parametrize(
    ("ruolo", "codice", "stato"),
    [
        ("ufficio_personale", CERTA, 302),
        ("ufficio_personale", BLOCCA, 403),
        ("segretario", BLOCCA, 302),
        ("nucleo", CERTA, 403),
        ("eq", CERTA, 403),
    ],
)
def test_chi_regola_e_che_cosa(client, scena, ruolo, codice, stato):
    _entra(client, scena, ruolo)
    pagina = _ind(scena, "regola", codice)
    assert client.get(pagina).status_code == 200
    assert client.post(pagina, {"vale": "avviso", "motivo": "x"}).status_code == stato


def test_l_ufficio_personale_non_vede_il_blocco_fra_le_scelte(client, scena):
    _entra(client, scena, "ufficio_personale")
    scelte = client.get(_ind(scena, "regola", CERTA)).context["form"].fields["vale"].choices
    assert [valore for valore, _ in scelte] == ["spento", "info", "avviso"]


def test_tornare_al_previsto_chiede_conferma(client, scena):
    utente = _entra(client, scena)
    regola_controllo(PER_CODICE[CERTA], utente=utente, ente=scena.ente, vale="spento", motivo="Non serve")
    pagina = _ind(scena, "torna_al_previsto", CERTA)
    assert "al previsto?" in client.get(pagina).content.decode()
    client.post(pagina)
    assert not RegolaEnte.objects.exists()


@pytest.mark.parametrize("ruolo", ["nucleo", "eq", "sindaco"])
def test_chi_non_regola_non_torna_al_previsto(client, scena, ruolo):
    utente = utente_con("segretario", scena.ente)
    regola_controllo(PER_CODICE[CERTA], utente=utente, ente=scena.ente, vale="spento", motivo="Non serve")
    _entra(client, scena, ruolo)
    assert client.post(_ind(scena, "torna_al_previsto", CERTA)).status_code == 403


# ---- unire ---------------------------------------------------------------------------------------------------


@pytest.fixture
def uguali(scena):
    return [
        ObiettivoFactory(ciclo=scena.ciclo, titolo="Privacy", unita=UnitaFactory(ente=scena.ente)) for _ in range(3)
    ]


def _unione(scena, obiettivi):
    return _ind(scena, "unisci", scena.ciclo.anno) + "?obiettivi=" + ",".join(str(o.pk) for o in obiettivi)


def _conferma(client, pagina, **campi):
    form = client.get(pagina).context["form"]
    return client.post(pagina, {nome: form[nome].value() for nome in form.fields} | campi)


def test_si_vede_che_cosa_succede_poi_si_unisce(client, scena, uguali):
    _entra(client, scena)
    pagina = _unione(scena, uguali)
    testo = client.get(pagina).content.decode()
    assert all(str(o.unita_collegate.get().unita) in testo for o in uguali)
    altra = uguali[2].unita_collegate.get().unita_id
    risposta = _conferma(client, pagina, capofila=altra)
    resta = Obiettivo.objects.get(titolo="Privacy")
    assert risposta.url == reverse("obiettivi:scheda", args=[scena.ente.slug, 2026, resta.pk])
    assert resta.unita_collegate.get(ruolo="capofila").unita_id == altra


def test_se_nel_frattempo_sono_cambiati_si_rilegge(client, scena, uguali):
    _entra(client, scena)
    pagina = _unione(scena, uguali)
    form = client.get(pagina).context["form"]
    Obiettivo.objects.filter(pk=uguali[0].pk).update(versione=5)
    risposta = client.post(pagina, {nome: form[nome].value() for nome in form.fields})
    assert "Nel frattempo" in risposta.content.decode()
    assert Obiettivo.objects.count() == 3


@pytest.mark.parametrize("versioni", ["", "boh", "1:2:3", "1:x"])
def test_un_modulo_manomesso_si_rifiuta(client, scena, uguali, versioni):
    _entra(client, scena)
    assert _conferma(client, _unione(scena, uguali), versioni=versioni).status_code == 200
    assert Obiettivo.objects.count() == 3


def test_un_obiettivo_validato_si_dice_prima(client, scena, uguali):
    _entra(client, scena)
    Obiettivo.objects.filter(pk=uguali[0].pk).update(stato="validato")
    testo = client.get(_unione(scena, uguali)).content.decode()
    assert "Riportalo in bozza" in testo
    assert "data-una-volta" not in testo


@pytest.mark.parametrize(("testo", "chiavi"), [("1,2", [1, 2]), ("", []), ("1,x,²,99999999999", [1])])
def test_le_chiavi_di_un_indirizzo_si_leggono_con_prudenza(testo, chiavi):
    assert numeri_in(testo) == chiavi


def test_obiettivi_che_non_ci_sono_piu_sono_un_404(client, scena):
    _entra(client, scena)
    assert client.get(_ind(scena, "unisci", 2026) + "?obiettivi=999").status_code == 404


@pytest.mark.parametrize("ruolo", ["eq", "nucleo", "ufficio_personale", "sindaco"])
def test_unisce_soltanto_il_segretario(client, scena, uguali, ruolo):
    _entra(client, scena, ruolo)
    assert client.get(_unione(scena, uguali)).status_code == 403


# ---- le luci -------------------------------------------------------------------------------------------------


def _luci(scena, obiettivo):
    return reverse("obiettivi:luci", args=[scena.ente.slug, scena.ciclo.anno, obiettivo.pk])


@pytest.mark.parametrize(("htmx", "intera"), [({}, True), ({"HTTP_HX_REQUEST": "true"}, False)])
def test_le_luci_hanno_sette_lettere_e_una_parola_ciascuna(client, scena, htmx, intera):
    _entra(client, scena)
    risposta = client.get(_luci(scena, ObiettivoFactory(ciclo=scena.ciclo)), **htmx)
    testo = risposta.content.decode()
    assert [luce.lettera for luce in risposta.context["luci"]] == list("abcdefg")
    assert testo.count('class="luce-parola"') == 7
    assert ("<html" in testo) == intera


def test_accanto_a_un_rilievo_motivato_si_legge_il_motivo(client, scena):
    utente = _entra(client, scena)
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo)
    oggetto = {"codice": "P13", "oggetto": f"obiettivo:{obiettivo.pk}", "obiettivo": obiettivo}
    motiva(scena.ciclo, utente=utente, motivo="Si misura da marzo", **oggetto)
    assert "Si misura da marzo" in client.get(_luci(scena, obiettivo)).content.decode()


@pytest.mark.parametrize(("ruolo", "stato"), [("nucleo", 200), ("eq", 200), ("assessore", 403), ("dipendente", 403)])
def test_le_luci_le_vede_chi_vede_i_controlli(client, scena, ruolo, stato):
    _entra(client, scena, ruolo)
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo, stato="proposto")
    assert client.get(_luci(scena, obiettivo)).status_code == stato
    pagina = reverse("obiettivi:scheda", args=[scena.ente.slug, 2026, obiettivo.pk])
    assert ("luci-riquadro" in client.get(pagina).content.decode()) == (stato == 200)


@pytest.mark.parametrize(("ruolo", "stato", "modifica"), [("segretario", "bozza", True), ("nucleo", "bozza", False)])
def test_chi_non_modifica_non_ha_i_collegamenti(client, scena, ruolo, stato, modifica):
    _entra(client, scena, ruolo)
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo, stato=stato)
    assert ("/modifica/" in client.get(_luci(scena, obiettivo)).content.decode()) == modifica


def test_di_una_bozza_altrui_non_ci_sono_luci(client, scena):
    scena.ciclo.stato = StatoCiclo.PROPOSTA
    scena.ciclo.save()
    _entra(client, scena, "assessore")
    assert client.get(_luci(scena, ObiettivoFactory(ciclo=scena.ciclo))).status_code == 404


def test_le_luci_stanno_in_poche_letture(client, scena, django_assert_max_num_queries, settings):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    _entra(client, scena)
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo, completo=True)
    with django_assert_max_num_queries(20):
        client.get(_luci(scena, obiettivo), HTTP_HX_REQUEST="true")
