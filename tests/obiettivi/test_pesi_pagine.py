"""Le pagine dei pesi: che cosa si vede, si propone, si salva."""

import re

import pytest
from django.urls import reverse

from obiettivi.models import ObiettivoUnita
from obiettivi.voci import ScalaPeso, StatoObiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    EnteFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026)


@pytest.fixture
def unita(ciclo):
    return UnitaFactory(ente=ciclo.ente, denominazione="Tributi")


@pytest.fixture
def legami(ciclo, unita):
    return [ObiettivoUnitaFactory(unita=unita, peso=10, obiettivo=ObiettivoFactory(ciclo=ciclo)) for _ in range(3)]


def indirizzo(ciclo, unita):
    return reverse("obiettivi:pesi_di", args=[ciclo.ente.slug, ciclo.anno, "unita", unita.pk])


def riassunto(ciclo):
    return reverse("obiettivi:pesi", args=[ciclo.ente.slug, ciclo.anno])


def entra(client, ciclo, ruolo="segretario", **campi):
    client.force_login(utente_con(ruolo, ciclo.ente, **campi))


def dati(legami, pesi, azione="salva", visto="10"):
    scritti = {f"peso_{legame.pk}": peso for legame, peso in zip(legami, pesi, strict=True)}
    return scritti | {f"visto_{legame.pk}": visto for legame in legami} | {"azione": azione, "decimali": "0"}


def pesi_salvati():
    return list(ObiettivoUnita.objects.order_by("pk").values_list("peso", flat=True))


def test_il_riassunto_dice_quanto_manca(client, ciclo, legami):
    entra(client, ciclo)
    assert "mancano 70%" in client.get(riassunto(ciclo)).content.decode()


def test_il_riassunto_dice_quanto_e_di_troppo(client, ciclo, unita):
    ObiettivoUnitaFactory(unita=unita, peso=130, obiettivo=ObiettivoFactory(ciclo=ciclo))
    entra(client, ciclo)
    assert "30% di troppo" in client.get(riassunto(ciclo)).content.decode()


def test_il_riassunto_non_somma_scale_diverse(client, ciclo, unita, legami):
    ObiettivoUnitaFactory(unita=unita, peso=5, obiettivo=ObiettivoFactory(ciclo=ciclo, scala_peso=ScalaPeso.PUNTI))
    entra(client, ciclo)
    assert "scale diverse: non si sommano" in client.get(riassunto(ciclo)).content.decode()


def test_il_riassunto_degli_assegnatari(client, ciclo):
    assegnazione = AssegnazioneFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), peso=100)
    entra(client, ciclo)
    pagina = client.get(riassunto(ciclo), {"vista": "assegnatari"}).content.decode()
    assert str(assegnazione.gruppo) in pagina
    assert "torna" in pagina


def test_senza_obiettivi_collegati_si_dice_che_cosa_fare(client, ciclo):
    entra(client, ciclo)
    assert "Nessun peso da distribuire" in client.get(riassunto(ciclo)).content.decode()


def test_salvando_si_torna_alla_griglia_con_una_conferma(client, ciclo, unita, legami):
    entra(client, ciclo)
    risposta = client.post(indirizzo(ciclo, unita), dati(legami, ["50", "30", "20"]), follow=True)
    assert "I pesi sono salvati." in risposta.content.decode()
    assert pesi_salvati() == [50, 30, 20]


def test_un_campo_svuotato_torna_al_peso_dell_obiettivo(client, ciclo, unita, legami):
    entra(client, ciclo)
    client.post(indirizzo(ciclo, unita), dati(legami, ["", "12,5", "10"]))
    assert pesi_salvati()[0] is None
    assert str(pesi_salvati()[1]) in ("12.5", "12.5000")


def test_salvare_senza_cambiamenti_lo_dice(client, ciclo, unita, legami):
    entra(client, ciclo)
    risposta = client.post(indirizzo(ciclo, unita), dati(legami, ["10", "10", "10"]), follow=True)
    assert "Nessun peso è cambiato." in risposta.content.decode()


@pytest.mark.parametrize(
    ("scritto", "frase"),
    [("dieci", "Scrivi un numero"), ("-5", "mai negativo"), ("123456789", "cifre"), ("1,123456", "cifre decimali")],
)
def test_un_peso_scritto_male_ha_una_frase_e_non_perde_gli_altri(client, ciclo, unita, legami, scritto, frase):
    entra(client, ciclo)
    pagina = client.post(indirizzo(ciclo, unita), dati(legami, [scritto, "77", "10"])).content.decode()
    assert frase in pagina
    assert 'value="77"' in pagina
    assert pesi_salvati() == [10, 10, 10]


@pytest.mark.parametrize(
    ("azione", "pesi", "attesi"),
    [("uguali", ["", "", ""], {"34", "33"}), ("proporzione", ["1", "1", "2"], {"25", "50"})],
)
def test_una_proposta_si_mostra_e_non_si_salva_da_sola(client, ciclo, unita, legami, azione, pesi, attesi):
    entra(client, ciclo)
    pagina = client.post(indirizzo(ciclo, unita), dati(legami, pesi, azione)).content.decode()
    assert set(re.findall(r'name="peso_\d+" value="(\d+)"', pagina)) == attesi
    assert "Questa è una proposta" in pagina
    assert pesi_salvati() == [10, 10, 10]


def test_scale_diverse_rifiutano_la_proposta_con_una_frase(client, ciclo, unita, legami):
    altro = ObiettivoUnitaFactory(
        unita=unita, peso=10, obiettivo=ObiettivoFactory(ciclo=ciclo, scala_peso=ScalaPeso.PUNTI)
    )
    entra(client, ciclo)
    risposta = client.post(indirizzo(ciclo, unita), dati([*legami, altro], ["1", "2", "3", "4"], "uguali"))
    assert "scale diverse" in risposta.content.decode()


def test_i_totali_si_chiedono_senza_salvare(client, ciclo, unita, legami):
    entra(client, ciclo)
    pezzo = client.post(indirizzo(ciclo, unita), dati(legami, ["50", "30", "20"], "totali")).content.decode()
    assert "100%" in pezzo
    assert "<html" not in pezzo
    assert pesi_salvati() == [10, 10, 10]


def test_i_totali_di_un_peso_illeggibile_lo_dicono(client, ciclo, unita, legami):
    entra(client, ciclo)
    pezzo = client.post(indirizzo(ciclo, unita), dati(legami, ["x", "30", "20"], "totali")).content.decode()
    assert "non è un numero" in pezzo


def test_chi_salva_per_secondo_vede_le_differenze_e_non_perde_nulla(client, ciclo, unita, legami):
    entra(client, ciclo)
    ObiettivoUnita.objects.filter(pk=legami[0].pk).update(peso=45)
    pagina = client.post(indirizzo(ciclo, unita), dati(legami, ["50", "30", "20"])).content.decode()
    assert "qualcun altro ha salvato" in pagina
    assert all(f'value="{peso}"' in pagina for peso in ("50", "30", "20"))
    assert re.search(rf'name="visto_{legami[0].pk}" value="45(\.0+)?"', pagina)
    assert pesi_salvati() == [45, 10, 10]


def test_chi_guida_l_unita_non_tocca_gli_obiettivi_validati(client, ciclo, unita, legami):
    validato = ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.VALIDATO)
    fermo = ObiettivoUnitaFactory(unita=unita, peso=40, obiettivo=validato)
    entra(client, ciclo, "eq", unita=unita)
    client.post(indirizzo(ciclo, unita), dati([*legami, fermo], ["20", "20", "20", "99"]))
    assert pesi_salvati() == [20, 20, 20, 40]


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "dipendente", "ufficio_personale"])
def test_chi_non_distribuisce_legge_e_non_scrive(client, ciclo, unita, ruolo):
    ObiettivoUnitaFactory(unita=unita, peso=40, obiettivo=ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.PROPOSTO))
    entra(client, ciclo, ruolo)
    pagina = client.get(indirizzo(ciclo, unita))
    assert 'name="peso_' not in pagina.content.decode()
    assert "40%" in pagina.content.decode()
    assert client.post(indirizzo(ciclo, unita), {"azione": "salva"}).status_code == 403


def test_un_estraneo_non_trova_i_pesi(client, ciclo, unita, legami):
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(indirizzo(ciclo, unita)).status_code == 404


def test_l_unita_di_un_altro_ente_non_si_trova(client, ciclo):
    altrui = ObiettivoUnitaFactory()
    entra(client, ciclo)
    assert client.get(indirizzo(ciclo, altrui.unita)).status_code == 404


@pytest.mark.parametrize("vista", ["unita", "assegnatari"])
def test_le_letture_del_riassunto_non_crescono(client, ciclo, quindici_letture, vista):
    for _ in range(10):
        obiettivo = ObiettivoFactory(ciclo=ciclo, unita=UnitaFactory(ente=ciclo.ente))
        AssegnazioneFactory(obiettivo=obiettivo)
    entra(client, ciclo)
    client.get(riassunto(ciclo))
    with quindici_letture():
        client.get(riassunto(ciclo), {"vista": vista})


def test_le_letture_della_griglia_non_crescono(client, ciclo, unita, quindici_letture):
    for _ in range(30):
        ObiettivoUnitaFactory(unita=unita, obiettivo=ObiettivoFactory(ciclo=ciclo))
    entra(client, ciclo)
    client.get(riassunto(ciclo))
    with quindici_letture():
        client.get(indirizzo(ciclo, unita))
