"""Le pagine: chi entra, quante letture fanno, che cosa mostrano."""

import pytest
from django.urls import reverse

from obiettivi.models import Ciclo, Obiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    ClassificazioneFactory,
    EnteFactory,
    FaseCicloFactory,
    FaseFactory,
    IncaricoFactory,
    IndicatoreFactory,
    LineaMandatoFactory,
    NotaOrigineFactory,
    ObiettivoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    UtenteFactory,
    ValoreStoricoFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db

LETTE_DA_TUTTI = ["casa", "ciclo", "linee", "elenco", "scheda", "storia"]
DEL_SEGRETARIO = ["nuovo_ciclo", "modifica_ciclo", "fasi_ciclo", "nuova_linea", "linea", "elimina_linea"]
DI_CHI_SCRIVE = ["nuovo", "modifica", "nuovo_indicatore", "indicatore", "togli_indicatore", "duplica", "elimina"]
RUOLI = ["segretario", "eq", "nucleo", "sindaco", "assessore", "revisore", "ufficio_personale", "dipendente"]


@pytest.fixture
def unita():
    return UnitaFactory()


@pytest.fixture
def ciclo(unita):
    return CicloFactory(ente=unita.ente)


@pytest.fixture
def obiettivo(ciclo, unita):
    return ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)


def utente(ruolo, unita):
    return utente_con(ruolo, unita.ente, **({"unita": unita} if ruolo == "eq" else {}))


def indirizzo(nome, obiettivo):
    slug, anno = obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno
    linea = LineaMandatoFactory(ente=obiettivo.ciclo.ente)
    indicatore = obiettivo.indicatori.first()
    argomenti = {
        "linee": [slug],
        "nuovo_ciclo": [slug],
        "nuova_linea": [slug],
        "linea": [slug, linea.pk],
        "elimina_linea": [slug, linea.pk],
        "sposta_linea": [slug, linea.pk],
        "modifica": [slug, anno, obiettivo.pk, "che-cosa"],
        "indicatore": [slug, anno, obiettivo.pk, indicatore.pk],
        "togli_indicatore": [slug, anno, obiettivo.pk, indicatore.pk],
    }
    dell_anno = ["casa", "ciclo", "modifica_ciclo", "fasi_ciclo", "elenco", "nuovo", "insieme"]
    comuni = [slug, anno] if nome in dell_anno else [slug, anno, obiettivo.pk]
    return reverse(f"obiettivi:{nome}", args=argomenti.get(nome, comuni))


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("nome", LETTE_DA_TUTTI + DEL_SEGRETARIO + DI_CHI_SCRIVE)
def test_ogni_ruolo_apre_le_sue_pagine_e_non_le_altre(nome, ruolo, client, obiettivo, unita):
    client.force_login(utente(ruolo, unita))
    risposta = client.get(indirizzo(nome, obiettivo))
    vede = ruolo not in ("assessore", "revisore", "dipendente")
    if nome in LETTE_DA_TUTTI:
        atteso = 200 if vede or nome not in ("scheda", "storia") else 404
    elif nome in DEL_SEGRETARIO:
        atteso = 200 if ruolo == "segretario" else 403
    else:
        scrive = ruolo in ("segretario", "eq")
        atteso = 200 if scrive else 403 if vede or nome in ("nuovo", "duplica") else 404
    assert risposta.status_code == atteso


@pytest.mark.parametrize("nome", LETTE_DA_TUTTI + DEL_SEGRETARIO + DI_CHI_SCRIVE)
def test_per_un_estraneo_nessuna_pagina_esiste(nome, client, obiettivo):
    client.force_login(UtenteFactory())
    assert client.get(indirizzo(nome, obiettivo)).status_code == 404


@pytest.mark.parametrize("nome", ["casa", "elenco", "scheda", "modifica"])
def test_chi_non_e_entrato_va_alla_pagina_di_accesso(nome, client, obiettivo):
    risposta = client.get(indirizzo(nome, obiettivo))
    assert risposta.status_code == 302
    assert "/accesso/" in risposta["Location"]


@pytest.mark.parametrize("nome", ["insieme", "sposta_linea"])
def test_cio_che_scrive_non_risponde_a_una_lettura(nome, client, obiettivo, unita):
    client.force_login(utente("segretario", unita))
    assert client.get(indirizzo(nome, obiettivo)).status_code == 405


@pytest.mark.parametrize("dove", ["passo/vola/", "modifica/altro/", "indicatori/999/"])
def test_un_indirizzo_inventato_non_esiste(dove, client, obiettivo, unita):
    client.force_login(utente("segretario", unita))
    assert client.get(indirizzo("scheda", obiettivo) + dove).status_code == 404


def test_un_formato_sconosciuto_non_esiste(client, obiettivo, unita):
    client.force_login(utente("segretario", unita))
    assert client.get(indirizzo("elenco", obiettivo) + "esporta.exe").status_code == 404


def riempi(ciclo, unita, quanti):
    for _ in range(quanti):
        obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
        ValoreStoricoFactory(indicatore=obiettivo.indicatori.get())


@pytest.mark.parametrize("quanti", [1, 3])
@pytest.mark.parametrize("ruolo", ["segretario", "eq", "dipendente"])
@pytest.mark.parametrize("nome", ["elenco", "ciclo", "linee"])
def test_gli_elenchi_fanno_al_massimo_quindici_letture(
    nome, ruolo, quanti, client, ciclo, unita, obiettivo, quindici_letture
):
    riempi(ciclo, unita, quanti)
    client.force_login(utente(ruolo, unita))
    with quindici_letture():
        assert client.get(indirizzo_senza_scritture(nome, ciclo)).status_code == 200


def indirizzo_senza_scritture(nome, ciclo):
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug] + ([] if nome == "linee" else [ciclo.anno]))


def test_cinquecento_obiettivi_costano_quanto_uno(client, ciclo, unita, quindici_letture):
    Obiettivo.objects.bulk_create([Obiettivo(ciclo=ciclo, titolo=f"Obiettivo {n}", ordine=n) for n in range(500)])
    client.force_login(utente("segretario", unita))
    with quindici_letture():
        pagina = client.get(indirizzo_senza_scritture("elenco", ciclo), {"unita": "", "manca": "indicatori"})
    assert "<strong>500</strong> obiettivi" in pagina.content.decode()


@pytest.mark.parametrize("quanti", [1, 3])
@pytest.mark.parametrize("ruolo", ["segretario", "eq"])
def test_una_scheda_piena_fa_al_massimo_quindici_letture(ruolo, quanti, client, ciclo, unita, quindici_letture):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, padre=ObiettivoFactory(ciclo=ciclo, livello="strategico"))
    for _ in range(quanti):
        indicatore = IndicatoreFactory(obiettivo=obiettivo)
        TargetFactory(indicatore=indicatore)
        ValoreStoricoFactory(indicatore=indicatore)
        FaseFactory(obiettivo=obiettivo)
        RisorsaFactory(obiettivo=obiettivo)
        AssegnazioneFactory(obiettivo=obiettivo)
    ClassificazioneFactory(obiettivo=obiettivo)
    client.force_login(utente(ruolo, unita))
    with quindici_letture():
        assert (
            client.get(reverse("obiettivi:scheda", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk])).status_code
            == 200
        )


@pytest.mark.parametrize("ruolo", ["segretario", "eq", "dipendente", "nucleo"])
def test_la_casa_sta_in_quindici_letture_anche_per_chi_ha_due_enti(ruolo, client, ciclo, unita, quindici_letture):
    riempi(ciclo, unita, 3)
    chi_guarda = utente(ruolo, unita)
    IncaricoFactory(ente=EnteFactory(), tipo="nucleo", persona=chi_guarda.persona)
    client.force_login(chi_guarda)
    with quindici_letture():
        assert client.get(reverse("obiettivi:casa", args=[ciclo.ente.slug])).status_code == 200


@pytest.mark.parametrize("ruolo", ["segretario", "eq", "dipendente", "nucleo"])
def test_le_letture_della_casa_non_crescono_con_i_dati(
    ruolo, client, ciclo, unita, settings, django_assert_num_queries
):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    riempi(ciclo, unita, 1)
    client.force_login(utente(ruolo, unita))
    pagina = reverse("obiettivi:casa", args=[ciclo.ente.slug])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as prima:
        client.get(pagina)
    riempi(ciclo, unita, 3)
    with django_assert_num_queries(len(prima)):
        assert client.get(pagina).status_code == 200


def test_la_casa_di_un_ente_senza_ciclo_dice_da_dove_si_comincia(client):
    ente = EnteFactory()
    client.force_login(utente_con("segretario", ente))
    testo = client.get(reverse("obiettivi:casa", args=[ente.slug])).content.decode()
    assert "Disegna l&#x27;organigramma" in testo or "Disegna l'organigramma" in testo
    assert reverse("obiettivi:nuovo_ciclo", args=[ente.slug]) in testo


def test_la_casa_senza_ciclo_non_invita_chi_non_puo_aprirlo(client):
    ente = EnteFactory()
    client.force_login(utente_con("dipendente", ente))
    testo = client.get(reverse("obiettivi:casa", args=[ente.slug])).content.decode()
    assert reverse("obiettivi:nuovo_ciclo", args=[ente.slug]) not in testo
    assert "Il ciclo non è ancora aperto" in testo


def test_la_casa_della_guida_dice_che_cosa_le_tocca(client, ciclo, unita):
    ObiettivoFactory(ciclo=ciclo, unita=unita, titolo="Tornato", stato="restituito", osservazioni="Alza il target.")
    client.force_login(utente("eq", unita))
    testo = client.get(reverse("obiettivi:casa", args=[ciclo.ente.slug])).content.decode()
    assert "Restituito: Alza il target." in testo


def test_la_casa_di_un_dipendente_mostra_i_suoi_obiettivi(client, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato="validato", titolo="Il mio obiettivo")
    chi = utente("dipendente", unita)
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=chi.persona)
    client.force_login(chi)
    testo = client.get(reverse("obiettivi:casa", args=[ciclo.ente.slug])).content.decode()
    assert "Assegnati a te" in testo
    assert "Il mio obiettivo" in testo


def test_la_scheda_mostra_le_nove_colonne_del_piano_tipo(client, obiettivo, unita):
    client.force_login(utente("nucleo", unita))
    testo = client.get(indirizzo("scheda", obiettivo)).content.decode()
    for colonna in (
        "Che cosa facciamo",
        "Chi ne risponde",
        "A chi è rivolto",
        "Chi contribuisce",
        "Entro quando",
        "Come misuriamo",
        "Da dove partiamo",
        "Dove vogliamo arrivare",
        "Dove si verifica",
    ):
        assert f"<dt>{colonna}</dt>" in testo


def test_la_scheda_di_chi_scrive_dice_che_cosa_manca_con_il_collegamento(client, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    client.force_login(utente("eq", unita))
    testo = client.get(reverse("obiettivi:scheda", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk])).content.decode()
    assert "Per proporlo manca ancora" in testo
    assert f"/obiettivi/{obiettivo.pk}/modifica/quando/#id_data_inizio" in testo


def test_la_scheda_di_chi_legge_non_offre_azioni(client, obiettivo, unita):
    client.force_login(utente("nucleo", unita))
    testo = client.get(indirizzo("scheda", obiettivo)).content.decode()
    for azione in ("modifica/", "passo/", "duplica/", "elimina/"):
        assert f"/obiettivi/{obiettivo.pk}/{azione}" not in testo


def test_un_html_incollato_si_vede_come_testo(client, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="<b>Uno</b>", descrizione="<script>alert(1)</script>")
    client.force_login(utente("segretario", unita))
    testo = client.get(reverse("obiettivi:scheda", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk])).content.decode()
    assert "<script>alert" not in testo
    assert "&lt;b&gt;Uno&lt;/b&gt;" in testo


def test_la_pagina_del_ciclo_mostra_fasi_e_note_sul_documento_di_origine(client, ciclo, unita):
    FaseCicloFactory(ciclo=ciclo, denominazione="Programmazione", organi=["Giunta"])
    NotaOrigineFactory(ciclo=ciclo, descrizione="Il totale non torna.")
    client.force_login(utente("dipendente", unita))
    testo = client.get(indirizzo_senza_scritture("ciclo", ciclo)).content.decode()
    assert "Programmazione" in testo
    assert "Note sul documento di origine" in testo
    assert "Il totale non torna." in testo


def test_l_anno_si_scrive_senza_il_punto_delle_migliaia(client, ciclo, unita):
    client.force_login(utente("segretario", unita))
    for nome in ("elenco", "ciclo", "linee"):
        assert "2.026" not in client.get(indirizzo_senza_scritture(nome, ciclo)).content.decode()


def test_ci_si_muove_fra_gli_anni(client, ciclo, unita):
    CicloFactory(ente=ciclo.ente, anno=2025)
    client.force_login(utente("segretario", unita))
    assert "Ciclo 2025" in client.get(reverse("obiettivi:casa", args=[ciclo.ente.slug, 2025])).content.decode()
    assert Ciclo.objects.count() == 2
