"""Assegnare più obiettivi insieme: prima si sceglie a chi, poi si scrive; chi non può cambiare resta com'è."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from obiettivi.azioni.assegnazioni import assegna_a_destinatario, assegna_a_unita
from obiettivi.azioni.insieme import GiaAssegnato
from obiettivi.models import Assegnazione, Obiettivo, ObiettivoUnita
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    GruppoFactory,
    IncaricoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    RapportoFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def segretario(client, ciclo):
    client.utente = utente_con("segretario", ciclo.ente)
    client.force_login(client.utente)
    return client


@pytest.fixture
def area(ciclo):
    return UnitaFactory(ente=ciclo.ente, denominazione="Area Tecnica")


def manda(client, ciclo, che, obiettivi=(), **dati):
    indirizzo = reverse("obiettivi:assegna", args=[ciclo.ente.slug, ciclo.anno, che])
    return client.post(indirizzo, {"scelti": [o.pk for o in obiettivi], **dati}, follow=True)


# ---- la pagina -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("che", "titolo"), [("unita", "Assegnare a un&#x27;unità"), ("responsabile", "Assegnare a un responsabile")]
)
def test_prima_si_chiede_a_chi_e_non_si_scrive_nulla(segretario, ciclo, area, che, titolo):
    scelti = ObiettivoFactory.create_batch(2, ciclo=ciclo, titolo="Tempi certi")
    testo = manda(segretario, ciclo, che, scelti).content.decode()
    assert titolo in testo
    assert "2 obiettivi scelti" in testo
    assert testo.count('name="scelti"') == testo.count("Tempi certi") == 2
    assert "Scegli a chi assegnare" not in testo
    assert ObiettivoUnita.objects.count() + Assegnazione.objects.count() == 0


def test_scelta_l_unita_tutti_gli_obiettivi_sono_suoi(segretario, ciclo, area):
    scelti = ObiettivoFactory.create_batch(2, ciclo=ciclo)
    testo = manda(segretario, ciclo, "unita", scelti, a_chi=area.pk, ruolo="partecipante").content.decode()
    assert "Fatto su 2 obiettivi." in testo
    assert set(ObiettivoUnita.objects.values_list("unita", "ruolo")) == {(area.pk, "partecipante")}


@pytest.mark.parametrize("tipo", ["incarico", "gruppo", "persona"])
def test_il_responsabile_puo_essere_un_incarico_un_gruppo_o_una_persona(segretario, ciclo, tipo):
    riga = {
        "incarico": lambda: IncaricoFactory(ente=ciclo.ente, tipo="eq"),
        "gruppo": lambda: GruppoFactory(ente=ciclo.ente),
        "persona": lambda: RapportoFactory(ente=ciclo.ente).persona,
    }[tipo]()
    scelto = ObiettivoFactory(ciclo=ciclo)
    manda(segretario, ciclo, "responsabile", [scelto], a_chi=f"{tipo}:{riga.pk}", ruolo="responsabile")
    assegnazione = Assegnazione.objects.get()
    assert (assegnazione.obiettivo, assegnazione.destinatario, assegnazione.ruolo) == (scelto, riga, "responsabile")


def test_chi_non_puo_cambiare_resta_com_e_e_si_dice_perche(segretario, ciclo, area):
    libero, validato = ObiettivoFactory(ciclo=ciclo), ObiettivoFactory(ciclo=ciclo, stato="validato", titolo="Fermo")
    suo = ObiettivoUnitaFactory(obiettivo__ciclo=ciclo, obiettivo__titolo="Suo", unita=area).obiettivo
    dati = {"a_chi": area.pk, "ruolo": "capofila"}
    testo = manda(segretario, ciclo, "unita", [libero, validato, suo], **dati).content.decode()
    assert "Fatto su un obiettivo." in testo
    assert "«Fermo» resta com&#x27;è. È «validato»: per cambiarlo va prima riportato in bozza." in testo
    assert "«Suo» resta com&#x27;è. È già di Area Tecnica." in testo
    assert not validato.unita_collegate.exists()


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"a_chi": "", "ruolo": "capofila"}, "Scegli a chi assegnare gli obiettivi."),
        ({"a_chi": "999999", "ruolo": "capofila"}, "Scegli un&#x27;opzione valida"),
        ({"a_chi": "boh", "ruolo": "re"}, "Scegli un&#x27;opzione valida"),
    ],
)
def test_una_scelta_sbagliata_torna_con_una_frase_e_gli_obiettivi_restano_scelti(segretario, ciclo, area, dati, frase):
    scelto = ObiettivoFactory(ciclo=ciclo)
    testo = manda(segretario, ciclo, "unita", [scelto], **dati).content.decode()
    assert frase in testo
    assert f'name="scelti" value="{scelto.pk}"' in testo
    assert not ObiettivoUnita.objects.exists()


def test_senza_obiettivi_scelti_si_torna_all_elenco_con_una_frase(segretario, ciclo):
    assert "Scegli almeno un obiettivo da assegnare." in manda(segretario, ciclo, "unita").content.decode()


def test_l_unita_e_l_obiettivo_di_un_altro_ente_non_si_possono_scegliere(segretario, ciclo, area):
    altrui = ObiettivoFactory()
    scelto = ObiettivoFactory(ciclo=ciclo)
    manda(segretario, ciclo, "unita", [altrui], a_chi=area.pk, ruolo="capofila")
    manda(segretario, ciclo, "unita", [scelto], a_chi=UnitaFactory().pk, ruolo="capofila")
    assert not ObiettivoUnita.objects.exists()


def test_si_assegna_a_un_unita_o_a_un_responsabile_e_a_nient_altro(segretario, ciclo):
    assert manda(segretario, ciclo, "luna", [ObiettivoFactory(ciclo=ciclo)]).status_code == 404


@pytest.mark.parametrize(
    "ruolo", ["dirigente", "eq", "nucleo", "sindaco", "assessore", "ufficio_personale", "dipendente"]
)
def test_solo_il_segretario_assegna_insieme(client, ciclo, ruolo):
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert manda(client, ciclo, "unita").status_code == 403


def test_un_estraneo_riceve_404_e_a_chi_legge_la_pagina_non_risponde(client, segretario, ciclo):
    indirizzo = reverse("obiettivi:assegna", args=[ciclo.ente.slug, ciclo.anno, "unita"])
    assert segretario.get(indirizzo).status_code == 405
    client.force_login(utente_con("segretario", CicloFactory().ente))
    assert client.post(indirizzo).status_code == 404


def test_a_ciclo_chiuso_l_elenco_non_offre_di_assegnare(segretario, ciclo):
    ObiettivoFactory(ciclo=ciclo)
    elenco = reverse("obiettivi:elenco", args=[ciclo.ente.slug, ciclo.anno])
    assert "Assegna a un responsabile…" in segretario.get(elenco).content.decode()
    type(ciclo).objects.update(stato="approvato")
    assert "Assegna a un responsabile…" not in segretario.get(elenco).content.decode()


# ---- le scritture ----------------------------------------------------------------------------------------


def test_l_assegnazione_si_annota_e_chi_ha_la_maschera_aperta_lo_sapra(segretario, ciclo, area):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    assegna_a_unita(obiettivo, utente=segretario.utente, a_chi=area, ruolo="capofila")
    assert Obiettivo.objects.get().versione == obiettivo.versione + 1
    evento = Evento.objects.latest("pk")
    assert (evento.azione, evento.nota) == ("modifica l'obiettivo", "assegna a Area Tecnica (capofila)")


def test_chi_guida_un_altra_unita_non_assegna(ciclo, area):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    with pytest.raises(PermissionDenied):
        assegna_a_unita(obiettivo, utente=utente_con("eq", ciclo.ente, unita=area), a_chi=area, ruolo="capofila")
    assert not ObiettivoUnita.objects.exists()


def test_lo_stesso_destinatario_due_volte_e_rifiutato(segretario, ciclo):
    riga = AssegnazioneFactory(obiettivo__ciclo=ciclo)
    with pytest.raises(GiaAssegnato, match="È già assegnato a"):
        assegna_a_destinatario(riga.obiettivo, utente=segretario.utente, a_chi=riga.gruppo, ruolo="responsabile")


def test_un_obiettivo_validato_non_si_assegna(segretario, ciclo, area):
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato="validato")
    with pytest.raises(PassoNonAmmesso, match="riportato in bozza"):
        assegna_a_destinatario(obiettivo, utente=segretario.utente, a_chi=GruppoFactory(), ruolo="responsabile")


# ---- si torna indietro -----------------------------------------------------------------------------------------


def annulla(client, ciclo, che, righe, metodo="post"):
    indirizzo = reverse("obiettivi:annulla_assegnazione", args=[ciclo.ente.slug, ciclo.anno, che])
    return getattr(client, metodo)(f"{indirizzo}?righe={righe}", follow=True)


@pytest.fixture
def appena_assegnata(ciclo, area):
    return ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), unita=area)


def test_il_messaggio_porta_dove_si_annulla(segretario, ciclo, area):
    testo = manda(segretario, ciclo, "unita", [ObiettivoFactory(ciclo=ciclo)], a_chi=area.pk, ruolo="capofila")
    assert f"/unita/annulla/?righe={ObiettivoUnita.objects.get().pk}" in testo.content.decode()


def test_annullare_chiede_conferma_e_toglie_solo_cio_che_era_stato_aggiunto(segretario, ciclo, appena_assegnata):
    resta = ObiettivoUnitaFactory(obiettivo=appena_assegnata.obiettivo, unita=UnitaFactory(ente=ciclo.ente))
    domanda = annulla(segretario, ciclo, "unita", appena_assegnata.pk, "get").content.decode()
    assert "Annullare l&#x27;assegnazione di un obiettivo?" in domanda
    assert ObiettivoUnita.objects.count() == 2
    assert "Fatto su un obiettivo." in annulla(segretario, ciclo, "unita", appena_assegnata.pk).content.decode()
    assert ObiettivoUnita.objects.get() == resta
    assert Evento.objects.get(azione="modifica l'obiettivo").nota == "annulla l'assegnazione"


def test_di_un_obiettivo_validato_l_assegnazione_non_si_annulla(segretario, ciclo, appena_assegnata):
    Obiettivo.objects.update(stato="validato")
    assert "resta com&#x27;è" in annulla(segretario, ciclo, "unita", appena_assegnata.pk).content.decode()
    assert ObiettivoUnita.objects.exists()


@pytest.mark.parametrize(
    ("che", "righe"), [("unita", "0,x,"), ("unita", "9" * 30), ("responsabile", ""), ("boh", "1")]
)
def test_senza_nulla_da_annullare_la_pagina_non_c_e(segretario, ciclo, appena_assegnata, che, righe):
    assert annulla(segretario, ciclo, che, righe).status_code == 404


def test_l_assegnazione_di_un_altro_ente_non_si_annulla(segretario, ciclo):
    altrove = ObiettivoUnitaFactory()
    assert annulla(segretario, ciclo, "unita", altrove.pk).status_code == 404


def test_solo_chi_gestisce_il_ciclo_annulla(client, ciclo, appena_assegnata):
    client.force_login(utente_con("dipendente", ciclo.ente))
    assert annulla(client, ciclo, "unita", appena_assegnata.pk).status_code == 403
