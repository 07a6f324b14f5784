"""Chi riceve quale avviso, quando, e che il giro di ogni giorno si può rifare."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.azioni.avvisi import CHE_COSA, DESTINATARI, avvisa_ente, avvisa_passaggio, avvisa_restituito
from obiettivi.azioni.passi import restituisci
from obiettivi.lavori import avvisi_del_giorno
from obiettivi.models import Passaggio
from obiettivi.voci import StatoCiclo, StatoObiettivo
from piao.base.models import Avviso, Messaggio
from tests.fabbriche import CicloFactory, EnteFactory, ObiettivoFactory, UnitaFactory, UtenteFactory, utente_con

pytestmark = pytest.mark.django_db
TERMINE = date(2027, 1, 31)


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2027, ente=EnteFactory(slug="borgo"))


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def del_piano(ciclo):
    return Avviso.objects.filter(collegamento=reverse("obiettivi:scadenza", args=["borgo", 2027, "piano"]))


# ---- scadenze


@pytest.mark.parametrize(
    ("giorni", "avvisi", "urgente", "da_confermare"),
    [
        (31, 0, False, False),
        (30, 1, False, False),
        (8, 1, False, False),
        (7, 1, True, False),
        (0, 1, True, False),
        (-1, 1, True, True),
        (-60, 1, True, True),
        (-61, 0, False, False),
    ],
)
def test_si_avvisa_alle_soglie(ciclo, segretario, giorni, avvisi, urgente, da_confermare):
    avvisa_ente(ciclo.ente, oggi=TERMINE - timedelta(days=giorni))
    assert del_piano(ciclo).count() == avvisi
    for avviso in del_piano(ciclo):
        assert (avviso.urgente, avviso.da_confermare) == (urgente, da_confermare)


def test_ogni_soglia_avvisa_una_volta_sola_quanti_che_siano_i_giri(ciclo, segretario):
    for giorno in range(40):
        for _ in range(2):
            avvisa_ente(ciclo.ente, oggi=TERMINE - timedelta(days=35 - giorno))
    titoli = list(del_piano(ciclo).order_by("pk").values_list("titolo", flat=True))
    assert [titolo.removeprefix("Adozione del Piano della performance: ") for titolo in titoli] == [
        "fra 30 giorni",
        "fra 7 giorni",
        "oggi",
        "in ritardo di un giorno",
    ]


def test_una_scadenza_spostata_avvisa_di_nuovo(ciclo, segretario):
    avvisa_ente(ciclo.ente, oggi=TERMINE)
    ciclo.bilancio_termine = date(2027, 1, 15)
    ciclo.save()
    avvisa_ente(ciclo.ente, oggi=date(2027, 2, 14))
    assert del_piano(ciclo).count() == 2


def test_l_avviso_va_a_chi_ne_risponde(ciclo, segretario):
    sindaco, altro = utente_con("sindaco", ciclo.ente), utente_con("revisore", ciclo.ente)
    avvisa_ente(ciclo.ente, oggi=TERMINE)
    destinatari = {avviso.destinatario for avviso in del_piano(ciclo)}
    assert destinatari == {segretario, sindaco}
    assert altro not in destinatari


def test_cio_che_e_fatto_non_avvisa(ciclo, segretario):
    ciclo.bilancio_approvato_il = date(2026, 12, 1)
    ciclo.save()
    avvisa_ente(ciclo.ente, oggi=date(2026, 12, 31))
    assert not Avviso.objects.filter(titolo__startswith="Bilancio").exists()


# ---- cose da fare


def test_le_cose_da_fare_si_ricordano_una_volta_la_settimana(ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.PROPOSTO)
    conti = []
    for giorno in (date(2027, 1, 11), date(2027, 1, 15), date(2027, 1, 18)):
        avvisa_ente(ciclo.ente, oggi=giorno)
        conti.append(Avviso.objects.filter(genere="compito").count())
    assert conti == [1, 1, 2]


def test_gli_anni_passati_non_danno_compiti(segretario, ciclo):
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.PROPOSTO)
    avvisa_ente(ciclo.ente, oggi=date(2028, 1, 10))
    assert not Avviso.objects.filter(genere="compito").exists()


# ---- passaggi


def passaggio(ciclo, a, chi=None):
    return Passaggio.objects.create(ciclo=ciclo, passo="prova", da=StatoCiclo.BOZZA, a=a, chi=chi, nota="Leggi qui")


@pytest.mark.parametrize("stato", StatoCiclo.values)
def test_ogni_passaggio_avvisa_chi_tocca_e_nessun_altro(ciclo, stato):
    utenti = {tipo: utente_con(tipo, ciclo.ente) for tipo in TipoIncarico.values}
    avvisa_passaggio(passaggio(ciclo, stato), oggi=date(2027, 1, 10))
    avvisati = set(Avviso.objects.values_list("destinatario", flat=True))
    assert avvisati == {utenti[tipo].pk for tipo in DESTINATARI[stato]}
    assert Avviso.objects.first().titolo == CHE_COSA[stato].format(anno=2027)


def test_chi_ha_compiuto_il_passo_non_si_avvisa_da_se(ciclo, segretario):
    avvisa_passaggio(passaggio(ciclo, StatoCiclo.BOZZA, chi=segretario), oggi=date(2027, 1, 10))
    assert not Avviso.objects.exists()


def test_il_giro_del_giorno_non_ripete_un_passaggio_gia_detto(ciclo):
    utente_con("nucleo", ciclo.ente)
    fatto = passaggio(ciclo, StatoCiclo.PARERE)
    avvisa_passaggio(fatto, oggi=fatto.quando.date())
    avvisa_ente(ciclo.ente, oggi=fatto.quando.date())
    assert Avviso.objects.filter(genere="passaggio").count() == 1


# ---- obiettivi restituiti


def test_un_obiettivo_restituito_si_dice_subito_a_chi_guida_la_capofila(ciclo, segretario):
    unita = UnitaFactory(ente=ciclo.ente)
    eq, altro = utente_con("eq", ciclo.ente, unita=unita), utente_con("eq", ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato=StatoObiettivo.PROPOSTO, titolo="Asilo")
    restituisci(obiettivo, utente=segretario, nota="Manca il target.")
    avviso = Avviso.objects.get()
    assert (avviso.destinatario, avviso.urgente, avviso.testo) == (eq, True, "Manca il target.")
    assert "Asilo" in avviso.titolo
    assert not altro.avvisi.exists()


def test_la_stessa_restituzione_si_dice_una_volta_una_nuova_di_nuovo(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    utente_con("eq", ciclo.ente, unita=unita)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, osservazioni="Manca il target.")
    for osservazioni in ("Manca il target.", "Manca il target.", "Ora manca la data."):
        obiettivo.osservazioni = osservazioni
        avvisa_restituito(obiettivo, oggi=date(2027, 1, 10))
    assert Avviso.objects.count() == 2


# ---- il giro del giorno


def test_il_giro_del_giorno_manda_un_messaggio_per_persona_anche_rifatto(ciclo, segretario, time_machine):
    time_machine.move_to("2027-01-31 06:30:00+01:00", tick=False)
    esiti = [avvisi_del_giorno.call(lavoro_id=None) for _ in range(2)]
    assert esiti == [{"preparati": 1, "partiti": 1}, {"preparati": 0, "partiti": 0}]
    assert [lettera.to for lettera in mail.outbox] == [[segretario.email]]
    assert Messaggio.objects.get().stato == Messaggio.Stato.INVIATO


def test_nessun_ente_nessuna_posta():
    assert avvisi_del_giorno.call(lavoro_id=None) == {"preparati": 0, "partiti": 0}


# ---- le pagine


@pytest.fixture
def avviso(ciclo, segretario):
    return Avviso.objects.create(
        destinatario=segretario, ente="borgo", genere="x", chiave="x", titolo="Leggimi", collegamento="/borgo/2027/",
        da_confermare=True,
    )  # fmt: skip


def test_il_numero_degli_avvisi_sta_in_ogni_pagina(client, ciclo, segretario, avviso):
    client.force_login(segretario)
    risposta = client.get(reverse("enti:avvisi", args=["borgo"]))
    assert risposta.context["ente"].avvisi_da_leggere == 1
    assert '<span class="visually-hidden"> da leggere</span>' in risposta.content.decode()


def test_aprire_un_avviso_lo_segna_letto_e_porta_dove_si_fa(client, segretario, avviso):
    client.force_login(segretario)
    risposta = client.post(reverse("enti:apri_avviso", args=["borgo", avviso.pk]))
    avviso.refresh_from_db()
    assert risposta.url == "/borgo/2027/"
    assert avviso.letto_il
    assert avviso.preso_atto_il is None


@pytest.mark.parametrize("dove", ["https://altrove.it/", "//altrove.it", "", "javascript:alert(1)"])
def test_un_avviso_non_porta_mai_fuori_dal_programma(client, segretario, avviso, dove):
    Avviso.objects.update(collegamento=dove)
    client.force_login(segretario)
    risposta = client.post(reverse("enti:apri_avviso", args=["borgo", avviso.pk]))
    assert risposta.url == reverse("enti:avvisi", args=["borgo"])


def test_prendere_atto_dalla_pagina(client, segretario, avviso):
    client.force_login(segretario)
    client.post(reverse("enti:conferma_avviso", args=["borgo", avviso.pk]))
    avviso.refresh_from_db()
    assert avviso.preso_atto_il


@pytest.mark.parametrize("pagina", ["apri_avviso", "conferma_avviso"])
def test_gli_avvisi_degli_altri_non_esistono(client, ciclo, avviso, pagina):
    client.force_login(utente_con("nucleo", ciclo.ente))
    assert client.post(reverse(f"enti:{pagina}", args=["borgo", avviso.pk])).status_code == 404
    assert client.get(reverse(f"enti:{pagina}", args=["borgo", avviso.pk])).status_code == 405


@pytest.mark.parametrize(("da_confermare", "frase"), [(False, "Avvisi segnati come letti: 1."), (True, "Non c")])
def test_segnare_tutto_letto(client, segretario, avviso, da_confermare, frase):
    Avviso.objects.update(da_confermare=da_confermare)
    client.force_login(segretario)
    assert frase in client.post(reverse("enti:avvisi_letti", args=["borgo"]), follow=True).content.decode()


@pytest.mark.parametrize(
    ("parametri", "quanti"),
    [({}, 1), ({"q": "leggi"}, 1), ({"q": "zzz"}, 0), ({"quali": "aperti"}, 1), ({"quali": "atto"}, 0)],
)
def test_gli_avvisi_si_cercano_e_si_filtrano(client, segretario, avviso, parametri, quanti):
    client.force_login(segretario)
    risposta = client.get(reverse("enti:avvisi", args=["borgo"]), parametri)
    assert risposta.context["pagina"].paginator.count == quanti


def test_la_preferenza_si_salva(client, segretario, ciclo):
    client.force_login(segretario)
    pagina = reverse("enti:preferenza_avvisi", args=["borgo"])
    client.post(pagina, {"posta": "mai"})
    assert (segretario.preferenza_avvisi.posta, segretario.preferenza_avvisi.urgenti_subito) == ("mai", False)
    assert "Quando avvisarmi" in client.post(pagina, {"posta": "boh"}).content.decode()


def test_la_posta_mandata_mostra_solo_quella_dell_ente(client, ciclo, segretario, avviso):
    for indirizzo, slug in (("qui@esempio.it", "borgo"), ("altrove@esempio.it", "altrove")):
        lettera = Messaggio.objects.create(
            destinatario=UtenteFactory(), indirizzo=indirizzo, oggetto="Avvisi", corpo="…", identita=f"<{slug}>",
            stato=Messaggio.Stato.FALLITO, errore="server spento",
        )  # fmt: skip
        Avviso.objects.create(
            destinatario=lettera.destinatario, ente=slug, genere="x", chiave="y", titolo="T", messaggio=lettera
        )
    client.force_login(segretario)
    corpo = client.get(reverse("enti:lettere", args=["borgo"]), {"quali": "no"}).content.decode()
    assert "qui@esempio.it" in corpo
    assert "server spento" in corpo
    assert "altrove@esempio.it" not in corpo


@pytest.mark.parametrize("quanti", [1, 300])
def test_le_letture_degli_avvisi_non_crescono(client, segretario, avviso, quanti, quindici_letture):
    Avviso.objects.bulk_create(
        [Avviso(destinatario=segretario, ente="borgo", genere="x", chiave=f"k{n}", titolo="T") for n in range(quanti)]
    )
    client.force_login(segretario)
    with quindici_letture():
        client.get(reverse("enti:avvisi", args=["borgo"]))
