"""Le pagine dei controlli: chi le vede, come si filtrano, come si motiva, dove portano i rimedi."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from obiettivi.azioni.controlli import motiva, regola_controllo
from obiettivi.controlli.catalogo import PER_CODICE
from obiettivi.models import Motivazione, Obiettivo
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito, Gravita, NonValutabile, Riferimento, Rilievo
from relazioni import rimedi
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db
VEDONO = {
    "segretario": True, "dirigente": True, "eq": True, "sindaco": True, "assessore": False, "nucleo": True,
    "rpct": True, "ufficio_personale": True, "revisore": False, "dipendente": False,
}  # fmt: skip


@pytest.fixture
def scena(monkeypatch):
    """Un ciclo con due obiettivi di due unità e quattro rilievi scelti, uno per gravità."""
    ciclo = CicloFactory()
    area = UnitaFactory(ente=ciclo.ente, denominazione="Area Tecnica")
    altra = UnitaFactory(ente=ciclo.ente, denominazione="Area Sociale")
    primo = ObiettivoFactory(ciclo=ciclo, titolo="Strade", unita=area)
    secondo = ObiettivoFactory(ciclo=ciclo, titolo="Asili", unita=altra)
    suo = {"dentro": f"obiettivo:{primo.pk}"}
    rilievi = (
        _rilievo("P13", "blocco", "obiettivo", primo.pk, "Strade senza indicatori", _scheda(ciclo, primo)),
        _rilievo("P14", "errore", "indicatore", 7, "Manca la partenza", _scheda(ciclo, primo), **suo),
        _rilievo("P31", "avviso", "obiettivo", secondo.pk, "Asili senza destinatari", _scheda(ciclo, secondo)),
        _rilievo("P09", "info", "piano", "", "Forma semplificata", ""),
    )
    esito = Esito(rilievi, (NonValutabile("Non ci sono le schede", "P33"),))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: esito)
    return SimpleNamespace(ciclo=ciclo, ente=ciclo.ente, area=area, primo=primo, secondo=secondo, rilievi=rilievi)


def _rilievo(codice, gravita, tipo, chiave, frase, collegamento, *, dentro=""):
    oggetto = Riferimento(tipo, str(chiave), f"{tipo} {chiave}", dentro)
    return Rilievo(codice, Gravita(gravita), oggetto, frase, "Rimedia", collegamento, "art. 5")


def _scheda(ciclo, obiettivo):
    return reverse("obiettivi:modifica", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk, "misura"])


def _ind(scena, nome="controlli", *resto):
    return reverse(f"relazioni:{nome}", args=[scena.ente.slug, scena.ciclo.anno, *resto])


def _entra(client, scena, ruolo="segretario", **campi):
    utente = utente_con(ruolo, scena.ente, **campi)
    client.force_login(utente)
    return utente


def _frasi(risposta):
    return {voce.rilievo.frase for gruppo in risposta.context["pagina"] for voce in gruppo.voci}


# ---- chi vede ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ruolo", "vede"), VEDONO.items())
def test_i_rilievi_li_vede_chi_vede_le_bozze(client, scena, ruolo, vede):
    _entra(client, scena, ruolo)
    assert client.get(_ind(scena)).status_code == (200 if vede else 403)
    assert client.get(_ind(scena, "foglio_di_calcolo")).status_code == (200 if vede else 403)


@pytest.mark.parametrize(
    ("stato", "vede"),
    [(StatoCiclo.CONSULTAZIONE, False), (StatoCiclo.PARERE, False), (StatoCiclo.PROPOSTA, True), ("approvato", True)],
)
def test_gli_assessori_li_vedono_da_quando_il_piano_e_proposto(client, scena, stato, vede):
    scena.ciclo.stato = stato
    scena.ciclo.save()
    _entra(client, scena, "assessore")
    assert client.get(_ind(scena)).status_code == (200 if vede else 403)


def test_di_una_bozza_gli_assessori_non_leggono_neppure_i_rilievi(client, scena):
    scena.ciclo.stato = StatoCiclo.PROPOSTA
    scena.ciclo.save()
    Obiettivo.objects.filter(pk=scena.secondo.pk).update(stato="validato")
    _entra(client, scena, "assessore")
    assert _frasi(client.get(_ind(scena))) == {"Asili senza destinatari", "Forma semplificata"}


@pytest.mark.parametrize("pagina", [("controlli",), ("foglio_di_calcolo",), ("motiva", "P14", "indicatore:7")])
def test_un_estraneo_riceve_404(client, scena, pagina):
    client.force_login(utente_con("segretario", CicloFactory().ente))
    assert client.get(_ind(scena, *pagina)).status_code == 404


def test_la_linguetta_c_e_solo_per_chi_vi_puo_entrare(client, scena):
    for ruolo, vede in (("nucleo", True), ("assessore", False)):
        _entra(client, scena, ruolo)
        assert (_ind(scena) in client.get(_ind(scena, "documenti")).content.decode()) == vede


# ---- l'elenco ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filtro", "frasi"),
    [
        ({"gravita": "errore"}, {"Manca la partenza"}),
        ({"controllo": "P31"}, {"Asili senza destinatari"}),
        ({"motivazione": "da_motivare"}, {"Manca la partenza"}),
        ({"motivazione": "motivati"}, set()),
        ({"q": "strade indicatori"}, {"Strade senza indicatori"}),
        ({"q": "asili"}, {"Asili senza destinatari"}),
        ({"q": "nulla di simile"}, set()),
    ],
)
def test_i_rilievi_si_filtrano(client, scena, filtro, frasi):
    _entra(client, scena)
    assert _frasi(client.get(_ind(scena), filtro)) == frasi


def test_si_filtra_per_unita(client, scena):
    _entra(client, scena)
    risposta = client.get(_ind(scena), {"unita": scena.area.pk})
    assert _frasi(risposta) == {"Strade senza indicatori", "Manca la partenza"}


@pytest.mark.parametrize("filtro", [{"unita": "x"}, {"gravita": "x"}, {"page": "x"}, {"q": "a" * 200}])
def test_un_filtro_sbagliato_non_filtra(client, scena, filtro):
    _entra(client, scena)
    assert len(_frasi(client.get(_ind(scena), filtro))) == 4


@pytest.mark.parametrize(
    ("ordine", "primi"),
    [
        ("gravita", ["P13", "P14", "P31", "P09"]),
        ("controllo", ["P09", "P13", "P14", "P31"]),
        ("oggetto", ["P31", "P13", "P09"]),
    ],
)
def test_i_rilievi_si_ordinano(client, scena, ordine, primi):
    _entra(client, scena)
    gruppi = client.get(_ind(scena), {"ordina": ordine}).context["pagina"]
    assert [gruppo.prima.rilievo.codice for gruppo in gruppi] == primi


def test_di_una_regola_con_molti_rilievi_si_leggono_i_primi(client, scena, monkeypatch):
    molti = tuple(_rilievo("P31", "avviso", "unita", n, f"Frase {n}", "") for n in range(8))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: Esito(molti))
    _entra(client, scena)
    gruppo = client.get(_ind(scena)).context["pagina"][0]
    assert (len(gruppo.voci), gruppo.quanti, gruppo.altri) == (5, 8, 3)
    assert len(_frasi(client.get(_ind(scena), {"controllo": "P31"}))) == 8


def test_senza_rilievi_lo_si_dice(client, scena, monkeypatch):
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: Esito())
    _entra(client, scena)
    pagina = client.get(_ind(scena)).content.decode()
    assert "Nessun rilievo" in pagina
    assert "Nulla ferma il Piano" in pagina


def test_si_dice_che_cosa_non_si_e_controllato_e_perche(client, scena, monkeypatch):
    segretario = _entra(client, scena)
    regola = PER_CODICE["P43"]
    riga = regola_controllo(regola, utente=segretario, ente=scena.ente, vale="spento", motivo="Ente senza fondo")
    esito = Esito((), (NonValutabile("Non ci sono le schede", "P33"),), (SimpleNamespace(codice=riga.codice),))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: esito)
    pagina = client.get(_ind(scena)).content.decode()
    assert all(frase in pagina for frase in ("Non ci sono le schede", "Ente senza fondo", regola.titolo))


def test_una_regola_che_il_catalogo_non_ha_piu_si_mostra_lo_stesso(client, scena, monkeypatch):
    vecchio = _rilievo("Z99", "avviso", "piano", "", "Rilievo di una volta", "")
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: Esito((vecchio,)))
    _entra(client, scena)
    assert "Rilievo di una volta" in client.get(_ind(scena)).content.decode()


@pytest.mark.parametrize(("unita", "quanti"), [(1, 0), (2, 1)])
def test_gli_obiettivi_scritti_uguali_si_vedono_con_l_offerta_di_unirli(client, scena, unita, quanti):
    for n in range(unita):
        ObiettivoFactory(ciclo=scena.ciclo, titolo="Privacy.", unita=(scena.area, UnitaFactory(ente=scena.ente))[n])
    _entra(client, scena)
    risposta = client.get(_ind(scena))
    assert len(risposta.context["uguali"]) == quanti
    assert ("Unisci in un solo obiettivo" in risposta.content.decode()) == bool(quanti)


# ---- i rimedi ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruolo", "porta"), [("segretario", "modifica"), ("nucleo", "scheda"), ("eq", "scheda"), ("rpct", "scheda")]
)
def test_il_rimedio_porta_dove_chi_guarda_puo_entrare(client, scena, ruolo, porta):
    _entra(client, scena, ruolo)
    collegamento = client.get(_ind(scena)).context["quadro"].voci[0].collegamento
    argomenti = [scena.ente.slug, 2026, scena.primo.pk]
    attesi = {"modifica": _scheda(scena.ciclo, scena.primo), "scheda": reverse("obiettivi:scheda", args=argomenti)}
    assert collegamento == attesi[porta]
    assert client.get(collegamento).status_code == 200


@pytest.mark.parametrize(
    ("pagina", "argomenti", "entrano"),
    [
        ("enti:modifica_ente", (), {"segretario"}),
        ("enti:persone", (), {"segretario", "ufficio_personale", "nucleo"}),
        ("obiettivi:elenco", (2026,), {"segretario", "ufficio_personale", "nucleo", "sindaco"}),
        ("obiettivi:modifica_ciclo", (2026,), {"segretario"}),
        ("obiettivi:nuovo", (2026,), {"segretario"}),
        ("relazioni:parte", (2026, "sintesi"), {"segretario"}),
        ("obiettivi:nuova_linea", (), {"segretario"}),
    ],
)
@pytest.mark.parametrize("ruolo", ["segretario", "ufficio_personale", "nucleo", "sindaco"])
def test_un_collegamento_non_porta_mai_a_una_porta_chiusa(
    client, scena, monkeypatch, pagina, argomenti, entrano, ruolo
):
    indirizzo = reverse(pagina, args=[scena.ente.slug, *argomenti])
    esito = Esito((_rilievo("P09", "avviso", "piano", "", "Frase", f"{indirizzo}#id_campo"),))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: esito)
    _entra(client, scena, ruolo)
    collegamento = client.get(_ind(scena)).context["quadro"].voci[0].collegamento
    assert collegamento == (f"{indirizzo}#id_campo" if ruolo in entrano else "")


@pytest.mark.parametrize("collegamento", ["", "/non/esiste/da/nessuna/parte/", "{bozza}"])
def test_senza_una_pagina_da_aprire_resta_la_frase(client, scena, monkeypatch, collegamento):
    scena.ciclo.stato = StatoCiclo.PROPOSTA
    scena.ciclo.save()
    indirizzo = collegamento.format(bozza=_scheda(scena.ciclo, scena.primo))
    esito = Esito((_rilievo("P31", "avviso", "piano", "", "Frase", indirizzo),))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: esito)
    _entra(client, scena, "assessore")
    assert client.get(_ind(scena)).context["quadro"].voci[0].collegamento == ""


# ---- motivare ------------------------------------------------------------------------------------------------


def test_il_segretario_motiva_e_si_vede_chi_e_quando(client, scena):
    utente = _entra(client, scena)
    risposta = client.post(_ind(scena, "motiva", "P14", "indicatore:7"), {"motivo": "Il dato arriva a marzo"})
    assert risposta.url.endswith("?controllo=P14#r-P14-indicatore-7")
    pagina = client.get(_ind(scena)).content.decode()
    assert all(frase in pagina for frase in ("Il dato arriva a marzo", str(utente), "Segretario"))


def test_un_codice_con_spazi_e_barre_ha_la_sua_pagina_e_un_posto_valido(client, scena, monkeypatch):
    strano = _rilievo("P14", "errore", "scheda", "Incaricati di EQ / area", "La scheda pesa poco", "")
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: Esito((strano,)))
    _entra(client, scena)
    assert 'id="r-P14-scheda-Incaricati-di-EQ-/-area"' in client.get(_ind(scena)).content.decode()
    assert client.get(_ind(scena, "motiva", "P14", "scheda:Incaricati di EQ / area")).status_code == 200


def test_una_motivazione_vuota_si_rifiuta_con_una_frase(client, scena):
    _entra(client, scena)
    risposta = client.post(_ind(scena, "motiva", "P14", "indicatore:7"), {"motivo": " "})
    assert risposta.status_code == 200
    assert "obbligatorio" in risposta.content.decode()


@pytest.mark.parametrize("visto", ["", "boh", "2026-13-45T99:00:00"])
def test_due_persone_sulla_stessa_motivazione_la_seconda_rilegge(client, scena, visto):
    utente = _entra(client, scena)
    motiva(scena.ciclo, utente=utente, codice="P14", oggetto="indicatore:7", motivo="Il mio motivo")
    risposta = client.post(_ind(scena, "motiva", "P14", "indicatore:7"), {"motivo": "Il tuo", "visto": visto})
    pagina = risposta.content.decode()
    assert all(frase in pagina for frase in ("Nel frattempo", "Il mio motivo", "Il tuo"))
    assert Motivazione.objects.get().motivo == "Il mio motivo"


def test_si_corregge_cio_che_si_era_visto(client, scena):
    utente = _entra(client, scena)
    motiva(scena.ciclo, utente=utente, codice="P14", oggetto="indicatore:7", motivo="Prima")
    visto = client.get(_ind(scena, "motiva", "P14", "indicatore:7")).context["form"]["visto"].value()
    client.post(_ind(scena, "motiva", "P14", "indicatore:7"), {"motivo": "Dopo", "visto": visto})
    assert Motivazione.objects.get().motivo == "Dopo"


@pytest.mark.parametrize(("dati", "motivati"), [({}, 1), ({"tutti": "on"}, 4)])
def test_uno_stesso_motivo_puo_valere_per_tutta_la_regola(client, scena, monkeypatch, dati, motivati):
    molti = tuple(_rilievo("P31", "avviso", "unita", n, f"Frase {n}", "") for n in range(1, 5))
    monkeypatch.setattr(rimedi, "esamina_piano", lambda ciclo: Esito((*molti, *scena.rilievi[:2])))
    utente = _entra(client, scena)
    motiva(scena.ciclo, utente=utente, codice="P31", oggetto="unita:4", motivo="Già scritto")
    pagina = _ind(scena, "motiva", "P31", "unita:1")
    assert "senza motivazione (2)" in client.get(pagina).content.decode()
    client.post(pagina, {"motivo": "Lo stesso", **dati})
    righe = dict(Motivazione.objects.filter(codice="P31").values_list("oggetto", "motivo"))
    assert (len(righe) if dati else len(righe) - 1) == motivati
    assert (righe["unita:1"], righe["unita:4"]) == ("Lo stesso", "Già scritto")


def test_ritirare_chiede_conferma(client, scena):
    utente = _entra(client, scena)
    motiva(scena.ciclo, utente=utente, codice="P14", oggetto="indicatore:7", motivo="Prima")
    pagina = _ind(scena, "ritira", "P14", "indicatore:7")
    assert "Ritirare la motivazione?" in client.get(pagina).content.decode()
    client.post(pagina)
    assert not Motivazione.objects.exists()
    assert client.get(pagina).status_code == 404


@pytest.mark.parametrize(
    ("codice", "oggetto", "stato"),
    [("P14", "indicatore:7", 200), ("P13", "obiettivo:{primo}", 403), ("P09", "piano", 403), ("P14", "piano", 404)],
)
def test_si_motivano_errori_e_avvisi_che_ci_sono(client, scena, codice, oggetto, stato):
    _entra(client, scena)
    oggetto = oggetto.format(primo=scena.primo.pk)
    assert client.get(_ind(scena, "motiva", codice, oggetto)).status_code == stato


@pytest.mark.parametrize(("dove", "stato"), [("area", 200), ("altrove", 403)])
def test_chi_guida_l_unita_motiva_i_rilievi_dei_suoi_obiettivi(client, scena, dove, stato):
    unita = scena.area if dove == "area" else UnitaFactory(ente=scena.ente)
    _entra(client, scena, "eq", unita=unita)
    assert client.get(_ind(scena, "motiva", "P14", "indicatore:7")).status_code == stato
    assert client.get(_ind(scena)).context["quadro"].voci[1].motivabile == (stato == 200)


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "rpct", "ufficio_personale"])
def test_chi_legge_soltanto_non_motiva(client, scena, ruolo):
    _entra(client, scena, ruolo)
    assert client.post(_ind(scena, "motiva", "P14", "indicatore:7"), {"motivo": "x"}).status_code == 403


# ---- le letture non crescono ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", ["segretario", "eq"])
def test_le_letture_non_crescono_con_gli_obiettivi(client, ruolo, django_assert_max_num_queries, settings):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    ciclo = CicloFactory()
    unita = UnitaFactory(ente=ciclo.ente)
    client.force_login(IncaricoFactory(ente=ciclo.ente, tipo=ruolo, unita=unita).persona.utente)
    indirizzo = reverse("relazioni:controlli", args=[ciclo.ente.slug, ciclo.anno])
    quante = []
    for quanti in (3, 27):
        for _ in range(quanti):
            ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
        with django_assert_max_num_queries(45) as letture:
            assert client.get(indirizzo).status_code == 200
        quante.append(len(letture))
    assert quante[0] == quante[1]
