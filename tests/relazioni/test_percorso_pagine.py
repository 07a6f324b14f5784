"""Le pagine del percorso: chi le vede, che cosa ci si fa, che cosa si dice quando non si può."""

from datetime import date

import pytest
from django.utils import timezone

from obiettivi.models import Ciclo, Consultazione, Motivazione, Passaggio
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito
from relazioni.views import percorso
from tests.fabbriche import IncaricoFactory, UnitaFactory, utente_con
from tests.relazioni.scena_percorso import ciclo_a, con_parere, entra, esito, ind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rilievi")]

TUTTI = {"segretario", "dirigente", "eq", "sindaco", "assessore", "nucleo", "rpct", "ufficio_personale", "revisore",
         "dipendente"}  # fmt: skip
SEGUONO = TUTTI - {"revisore", "dipendente"}
GUIDANO = {"dirigente", "eq"}
GIUNTA = {"segretario", "sindaco", "assessore", "nucleo"}
# pagina: (stato in cui la si prova, chi la vede)
PAGINE = {
    "percorso": ("bozza", SEGUONO),
    "consultazione": ("consultazione", {"segretario", "nucleo"} | GUIDANO),
    "parere": ("parere", SEGUONO),
    "nuovo_parere": ("parere", {"segretario", "nucleo"}),
    "giunta": ("proposta", GIUNTA),
    "nuovo_commento": ("proposta", {"sindaco", "assessore"}),
    "atti": ("bozza", {"segretario"}),
    "passo_piano:consultazione": ("bozza", {"segretario"}),
    "passo_piano:parere": ("consultazione", {"segretario"}),
    "passo_piano:proposta": ("parere", {"segretario"}),
    "passo_piano:pubblicazione": ("approvato", {"segretario", "rpct"}),
    "passo_piano:rimanda": ("proposta", {"segretario", "sindaco"}),
    "bozza_atto:proposta:docx": ("proposta", {"segretario"}),
    "modello_atto:delibera:odt": ("proposta", {"segretario"}),
    "carica_modello:delibera": ("proposta", {"segretario"}),
}


# È fra i suoi passi, ma non da questo stato: torna al percorso, che glielo dice.
NON_ADESSO = {("passo_piano:rimanda", "nucleo")}


@pytest.mark.parametrize("ruolo", sorted(TUTTI))
@pytest.mark.parametrize("pagina", PAGINE)
def test_ogni_pagina_del_percorso_per_ogni_ruolo(client, pagina, ruolo):
    stato, chi_puo = PAGINE[pagina]
    ciclo = ciclo_a(stato)
    entra(client, ruolo, ciclo)
    altrimenti = 302 if (pagina, ruolo) in NON_ADESSO else 403
    assert client.get(ind(ciclo, pagina)).status_code == (200 if ruolo in chi_puo else altrimenti)


@pytest.mark.parametrize("pagina", PAGINE)
def test_l_estraneo_non_trova_nulla(client, pagina):
    ciclo = ciclo_a(PAGINE[pagina][0])
    client.force_login(utente_con("segretario", ciclo_a("bozza").ente))
    assert client.get(ind(ciclo, pagina)).status_code == 404


@pytest.mark.parametrize("pagina", PAGINE)
def test_chi_non_e_entrato_va_all_accesso(client, pagina):
    risposta = client.get(ind(ciclo_a(PAGINE[pagina][0]), pagina))
    assert risposta.status_code == 302
    assert "/accesso/" in risposta["Location"]


@pytest.mark.parametrize("stato", StatoCiclo.values)
@pytest.mark.parametrize("pagina", ["percorso", "consultazione", "parere", "giunta", "atti"])
def test_ogni_pagina_si_legge_in_ogni_stato(client, pagina, stato):
    ciclo = ciclo_a(stato)
    entra(client, "segretario", ciclo)
    assert client.get(ind(ciclo, pagina)).status_code == 200


# ---- il percorso -----------------------------------------------------------------------------------------------


def test_la_pagina_dice_dove_si_e_anche_con_le_parole(client):
    ciclo = ciclo_a("parere")
    entra(client, "segretario", ciclo)
    pagina = client.get(ind(ciclo, "percorso"))
    assert '<li class="tappa tappa-adesso" aria-current="step">' in pagina.content.decode()
    assert "siamo qui" in pagina.content.decode()


def test_si_legge_che_cosa_manca_e_il_pulsante_non_c_e(client, rilievi):
    ciclo = ciclo_a("parere")
    rilievi(esito("blocco"))
    entra(client, "segretario", ciclo)
    pagina = client.get(ind(ciclo, "percorso")).content.decode()
    assert "Prima mancano 2 cose:" in pagina
    assert 'href="/dove/"' in pagina
    assert ind(ciclo, "passo_piano:proposta") not in pagina


@pytest.mark.parametrize(("stato", "li_vede"), [("parere", False), ("proposta", True)])
def test_l_assessore_vede_i_rilievi_solo_da_quando_il_piano_e_proposto(client, rilievi, stato, li_vede):
    ciclo = ciclo_a(stato)
    rilievi(esito("blocco"))
    entra(client, "assessore", ciclo)
    assert ("Non discende da nulla" in client.get(ind(ciclo, "percorso")).content.decode()) is li_vede


def test_un_passo_compiuto_lo_dice_e_torna_al_percorso(client):
    ciclo = ciclo_a("bozza")
    entra(client, "segretario", ciclo)
    risposta = client.post(ind(ciclo, "passo_piano:consultazione"), {"nota": "Si comincia."}, follow=True)
    assert risposta.redirect_chain == [(ind(ciclo, "percorso"), 302)]
    testo = risposta.content.decode()
    assert "La consultazione è aperta" in testo
    assert "Si comincia." in testo


def test_un_passo_che_non_si_puo_ancora_dice_perche_e_non_perde_la_nota(client, rilievi):
    ciclo = ciclo_a("parere")
    con_parere(ciclo)
    rilievi(esito("blocco"))
    entra(client, "segretario", ciclo)
    risposta = client.post(ind(ciclo, "passo_piano:proposta"), {"nota": "Di corsa."})
    assert "Non si può ancora proporre il Piano alla Giunta" in risposta.content.decode()
    assert "Di corsa." in risposta.content.decode()
    assert Ciclo.objects.get(pk=ciclo.pk).stato == "parere"


def test_rimandare_senza_motivo_chiede_il_motivo(client):
    ciclo = ciclo_a("proposta")
    entra(client, "sindaco", ciclo)
    risposta = client.post(ind(ciclo, "passo_piano:rimanda"), {"nota": " "})
    assert "Scrivi perché" in risposta.content.decode()
    assert Ciclo.objects.get(pk=ciclo.pk).stato == "proposta"


def test_chi_propone_con_un_parere_contrario_legge_perche_deve_spiegarsi(client):
    ciclo = ciclo_a("parere")
    con_parere(ciclo, "contrario")
    entra(client, "segretario", ciclo)
    assert "è contrario" in client.get(ind(ciclo, "passo_piano:proposta")).content.decode()


@pytest.mark.parametrize(
    ("giorno", "frase"), [("", "Scrivi il giorno"), ("2999-01-01", "nel futuro"), ("ieri", "data valida")]
)
def test_una_pubblicazione_impossibile_si_rifiuta_con_una_frase(client, giorno, frase):
    ciclo = ciclo_a("approvato")
    entra(client, "rpct", ciclo)
    risposta = client.post(ind(ciclo, "passo_piano:pubblicazione"), {"pubblicato_il": giorno, "nota": "Fatto."})
    assert frase in risposta.content.decode()
    assert "Fatto." in risposta.content.decode()


def test_chi_arriva_secondo_trova_il_passo_gia_fatto(client):
    ciclo = ciclo_a("consultazione")
    entra(client, "segretario", ciclo)
    risposta = client.get(ind(ciclo, "passo_piano:consultazione"), follow=True)
    assert "Adesso non si può avviare la consultazione" in risposta.content.decode()


def test_chi_conferma_mentre_un_altro_ha_gia_confermato_lo_sa(client, monkeypatch):
    ciclo = ciclo_a("bozza")
    entra(client, "segretario", ciclo)
    compi = percorso.compi_passo

    def qualcuno_prima(ciclo, *cosa, **campi):
        Ciclo.objects.filter(pk=ciclo.pk).update(stato="consultazione")
        return compi(ciclo, *cosa, **campi)

    monkeypatch.setattr(percorso, "compi_passo", qualcuno_prima)
    risposta = client.post(ind(ciclo, "passo_piano:consultazione"), {"nota": ""}, follow=True)
    assert "Qualcuno è arrivato prima." in risposta.content.decode()


@pytest.mark.parametrize("passo", ["approvazione", "inventato"])
def test_un_passo_che_non_si_compie_da_qui_non_esiste(client, passo):
    ciclo = ciclo_a("proposta")
    entra(client, "segretario", ciclo)
    assert client.get(ind(ciclo, f"passo_piano:{passo}")).status_code == 404


def test_i_rilievi_di_un_passaggio_si_rileggono_con_impronta_e_motivazioni(client):
    ciclo = ciclo_a("proposta")
    trovato = esito("errore", "info")
    passaggio = Passaggio.objects.create(
        ciclo=ciclo, passo="proposta", da="parere", a="proposta", rilievi=trovato.in_json(), impronta_rilievi="ab12"
    )
    Motivazione.objects.create(
        ciclo=ciclo, codice="P10", oggetto="obiettivo:7", motivo="È nuovo.", quando=passaggio.quando
    )
    entra(client, "nucleo", ciclo)
    pagina = client.get(ind(ciclo, "passaggio", passaggio.pk)).content.decode()
    assert all(parola in pagina for parola in ("P10", "È nuovo.", "ab12", "Non discende da nulla."))


@pytest.mark.parametrize(("ruolo", "stato", "codice"), [("assessore", "parere", 403), ("dipendente", "proposta", 403)])
def test_i_rilievi_di_un_passaggio_li_vede_chi_vede_i_controlli(client, ruolo, stato, codice):
    ciclo = ciclo_a(stato)
    passaggio = Passaggio.objects.create(ciclo=ciclo, passo="x", da="bozza", a=stato, rilievi=Esito().in_json())
    entra(client, ruolo, ciclo)
    assert client.get(ind(ciclo, "passaggio", passaggio.pk)).status_code == codice


def test_il_passaggio_di_un_altro_ciclo_qui_non_c_e(client):
    ciclo, altro = ciclo_a("parere"), ciclo_a("parere")
    passaggio = Passaggio.objects.create(ciclo=altro, passo="x", da="bozza", a="parere", rilievi=Esito().in_json())
    entra(client, "segretario", ciclo)
    assert client.get(ind(ciclo, "passaggio", passaggio.pk)).status_code == 404


# ---- la consultazione ------------------------------------------------------------------------------------------


@pytest.fixture
def consultazione():
    ciclo = ciclo_a("consultazione")
    return ciclo, IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente), titolo="Tributi")


def test_il_segretario_registra_le_date(client, consultazione):
    ciclo, guida = consultazione
    entra(client, "segretario", ciclo)
    indirizzo = ind(ciclo, "registra_consultazione", guida.pk)
    dati = {"proposto_il": "2026-01-10", "negoziato_il": "", "concordato_il": "2026-01-12", "nota": "Va bene."}
    assert "Consultazione registrata: Tributi." in client.post(indirizzo, dati, follow=True).content.decode()
    assert Consultazione.objects.get().concordato_il == date(2026, 1, 12)


def test_le_date_in_disordine_tornano_nella_maschera_con_la_frase(client, consultazione):
    ciclo, guida = consultazione
    entra(client, "segretario", ciclo)
    dati = {"proposto_il": "2026-01-10", "negoziato_il": "2026-01-01", "nota": "Ciò che ho scritto"}
    pagina = client.post(ind(ciclo, "registra_consultazione", guida.pk), dati).content.decode()
    assert "si propone, poi si negozia, poi si concorda" in pagina
    assert "Ciò che ho scritto" in pagina


@pytest.mark.parametrize(("ruolo", "codice"), [("nucleo", 403), ("eq", 403), ("sindaco", 403)])
def test_le_date_non_le_registra_nessun_altro(client, consultazione, ruolo, codice):
    ciclo, guida = consultazione
    entra(client, ruolo, ciclo)
    assert client.get(ind(ciclo, "registra_consultazione", guida.pk)).status_code == codice
    assert client.get(ind(ciclo, "concorda", guida.pk)).status_code == codice


def test_il_responsabile_concorda_dalla_sua_pagina(client, consultazione):
    ciclo, guida = consultazione
    client.force_login(guida.persona.utente)
    assert "Di' la tua" in client.get(ind(ciclo, "consultazione")).content.decode()
    risposta = client.post(ind(ciclo, "concorda", guida.pk), {"nota": "", "concordo": "sì"}, follow=True)
    assert "Accordo registrato" in risposta.content.decode()
    assert Consultazione.objects.get().concordato_il == timezone.localdate()


def test_chi_non_concorda_scrive_che_cosa_non_va(client, consultazione):
    ciclo, guida = consultazione
    client.force_login(guida.persona.utente)
    indirizzo = ind(ciclo, "concorda", guida.pk)
    assert "Scrivi che cosa non va" in client.post(indirizzo, {"nota": ""}).content.decode()
    assert "Osservazioni salvate" in client.post(indirizzo, {"nota": "Poco."}, follow=True).content.decode()
    assert (Consultazione.objects.get().nota, Consultazione.objects.get().concordato_il) == ("Poco.", None)


def test_se_nel_frattempo_il_segretario_ha_scritto_si_confronta(client, consultazione):
    ciclo, guida = consultazione
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, nota="Del segretario", versione=4)
    client.force_login(guida.persona.utente)
    pagina = client.post(ind(ciclo, "concorda", guida.pk), {"nota": "Mia", "versione": "3"}).content.decode()
    assert "Nel frattempo qualcun altro ha salvato" in pagina
    assert "Del segretario" in pagina
    assert Consultazione.objects.get().nota == "Del segretario"


def test_senza_responsabili_la_pagina_dice_che_cosa_fare(client):
    ciclo = ciclo_a("consultazione")
    entra(client, "segretario", ciclo)
    assert "Nessun responsabile da sentire" in client.get(ind(ciclo, "consultazione")).content.decode()


@pytest.mark.parametrize("quanti", [1, 5])
def test_le_letture_del_percorso_non_crescono_con_i_passaggi(client, quanti, settings, django_assert_max_num_queries):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    ciclo = ciclo_a("consultazione")
    for _ in range(quanti):
        chi = utente_con("segretario", ciclo.ente)
        Passaggio.objects.create(ciclo=ciclo, passo="rimanda", da="consultazione", a="bozza", chi=chi)
    entra(client, "segretario", ciclo)
    with django_assert_max_num_queries(17):
        client.get(ind(ciclo, "percorso"))
