"""Provare un sistema prima di adottarlo: valori inventati, le schede di un anno, due versioni a confronto."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.fabbriche import CicloFactory, EnteFactory, ObiettivoFactory, PersonaFactory, utente_con
from tests.valutazione.scena_sistemi import bozza, caso, tipo_di_prova
from valutazione.azioni.tipi import scrivi_componente, scrivi_tipo_scheda
from valutazione.letture.configurazione import configurazione_di
from valutazione.letture.confronto import anni_valutati, differenze_fra, effetti_di
from valutazione.letture.esiti import in_esito
from valutazione.letture.simulatore import simula
from valutazione.models import Scheda, Voce
from valutazione.motore import leggi_smvp, valuta_scheda

pytestmark = pytest.mark.django_db

VALORI = {"OB": Decimal(90), "C1": Decimal(3), "C2": Decimal(2)}


# ---- con valori inventati ------------------------------------------------------------------------------------------


def test_il_punteggio_e_quello_del_motore_con_i_suoi_passi():
    esito = simula(tipo_di_prova(), VALORI, {"base": Decimal(1000)})
    assert (esito.punteggio, esito.premio.fascia, esito.premio.importo) == (
        Decimal("86.00"),
        "alta",
        Decimal("860.00"),
    )
    assert [passo.cosa for passo in esito.passi][-2:] == ["fascia", "centesimi"]
    assert esito.dettaglio["COMP"] == 32


def test_i_passi_parlano_con_i_nomi_e_senza_incognite():
    passi = simula(tipo_di_prova(), VALORI, {}).passi
    proporzione = next(passo for passo in passi if passo.formula == "in proporzione, dal primo tratto al secondo")
    assert proporzione.voce == "Obiettivi"
    assert [nome for nome, _ in proporzione.dati] == ["valore", "da", "a", "diventa da", "a"]


def test_una_voce_che_manca_ferma_il_conto_e_si_chiama_per_nome():
    esito = simula(tipo_di_prova(), {"OB": Decimal(90), "C1": Decimal(3)}, {})
    assert "«Tempi»" in esito.problema
    assert (esito.punteggio, esito.dettaglio, esito.blocco) == (None, {}, "")


def test_un_fatto_che_manca_ferma_solo_il_premio():
    tipo = tipo_di_prova(premio={"fattori": [{"input": "pesatura", "base": 100}]})
    esito = simula(tipo, VALORI, {"base": Decimal(100)})
    assert esito.punteggio == 86
    assert "Il premio non si calcola: «pesatura»: manca" in esito.problema


def test_sotto_il_minimo_lo_si_vede():
    esito = simula(tipo_di_prova(blocchi=[{"cod": "soglia", "su": "COMP", "minimo": 35}]), VALORI, {})
    assert esito.blocco == "soglia"


def test_di_un_fondo_si_dice_che_la_parte_dipende_da_tutti():
    tipo = tipo_di_prova()
    tipo.modo_premio = "riparto"
    assert "la sua parte del fondo" in simula(tipo, VALORI, {}).nota


def prova(client, tipo, **valori):
    ente = tipo.sistema.ente
    client.force_login(utente_con("segretario", ente))
    return client.get(reverse("valutazione:prova_tipo", args=[ente.slug, tipo.pk]), valori)


def test_la_pagina_calcola_dai_valori_dell_indirizzo(client):
    valori = {"v-OB": "90", "v-C1": "3", "v-C2": "2", "f-base": "1.000,00"}
    pagina = prova(client, tipo_di_prova(), **valori).content.decode()
    assert "86,00" in pagina
    assert "860,00" in pagina


def test_un_valore_scritto_male_si_dice_accanto_alla_casella(client):
    assert "Scrivi un numero" in prova(client, tipo_di_prova(), **{"v-OB": "tanto"}).content.decode()


FOGLIE = {
    "si_no": ({"tipo": "si_no"}, {"v-TOT": "si"}, "100,00"),
    "no": ({"tipo": "si_no"}, {"v-TOT": "no"}, "0,00"),
    "livelli": ({"tipo": "livelli", "livelli": {"Alta": 8}}, {"v-TOT": "Alta"}, "8,00"),
    "rapporto": ({"tipo": "rapporto"}, {"v-TOT-consuntivo": "45", "v-TOT-target": "50"}, "90,00"),
    "data": (
        {"tipo": "entro_data", "fasce": [{"a": 0, "esito": 100}, {"da": 1, "esito": 40}]},
        {"v-TOT-consuntivo": "2026-05-02", "v-TOT-target": "2026-05-01"},
        "40,00",
    ),
}


@pytest.mark.parametrize("foglia", FOGLIE)
def test_ogni_genere_di_valore_ha_la_sua_casella(client, foglia):
    conversione, valori, atteso = FOGLIE[foglia]
    tipo = tipo_di_prova(scheda={"cod": "TOT", "conv": conversione}, premio={})
    assert f"<strong>{atteso}</strong>" in prova(client, tipo, **valori).content.decode()


def test_correzione_e_fatti_entrano_nel_conto(client):
    correttivo = {"input": "sindaco", "limite_pct": 30}
    premio = {
        "fattori": [{"input": "tipo", "tabella": {"interim": "0.85"}, "default": 1}],
        "esclusioni": ["sanzione"],
    }
    tipo = tipo_di_prova(scheda={"cod": "TOT", "correttivo": correttivo}, premio=premio)
    valori = {"v-TOT": "80", "c-TOT": "-10", "f-base": "100", "f-tipo": "interim", "f-sanzione": "no"}
    pagina = prova(client, tipo, **valori).content.decode()
    assert "72,00" in pagina
    assert "85,00" in pagina


# ---- sulle schede di un anno ---------------------------------------------------------------------------------------


@pytest.fixture
def ente():
    return EnteFactory()


def valutata(ente, tipo, *, gradi=(90,), comportamenti=(3, 2), stato="chiusa", anno=2025):
    """Una scheda già valutata, con le regole congelate e l'esito del motore."""
    ciclo = ente.cicli.filter(anno=anno).first() or CicloFactory(ente=ente, anno=anno)
    regole = deepcopy(configurazione_di(tipo))
    ob = regole["scheda"]["figli"][0]
    ob.pop("conv")
    ob |= {"agg": "media_pesata", "figli": [{"cod": f"OB-{n}", "peso": 10} for n in range(len(gradi))]}
    valori = {f"OB-{n}": Decimal(grado) for n, grado in enumerate(gradi)}
    valori |= dict(zip(("C1", "C2"), map(Decimal, comportamenti), strict=True))
    esito = valuta_scheda(leggi_smvp(regole), valori)
    scheda = Scheda.objects.create(
        ciclo=ciclo, tipo=tipo, persona=PersonaFactory(), dal=date(anno, 1, 1), al=date(anno, 12, 31), stato=stato,
        istantanea=regole, punteggio=esito.punteggio, esito=in_esito(esito),
    )  # fmt: skip
    for codice, valore in valori.items():
        obiettivo = ObiettivoFactory(ciclo=ciclo) if codice.startswith("OB") else None
        Voce.objects.create(
            scheda=scheda, codice=codice, denominazione=codice, obiettivo=obiettivo,
            peso=10 if obiettivo else None, valore=None if obiettivo else valore,
        )  # fmt: skip
    return scheda


def test_con_le_stesse_regole_non_cambia_nulla(ente):
    tipo = bozza(ente).tipi.get()
    valutata(ente, tipo)
    effetti = effetti_di(bozza(ente), 2025)
    assert (effetti.cambiano, effetti.media_prima, effetti.media_dopo) == (0, Decimal(86), Decimal(86))
    assert effetti.righe[0].perche == "ricalcolata voce per voce"
    assert effetti.distribuzione == [("alta", 1, 1)]


def con_fasce(ente, soglia):
    fasce = [
        {"nome": "bassa", "a": soglia, "a_incluso": False, "esito": 0},
        {"nome": "alta", "da": soglia, "esito": 100},
    ]
    return bozza(ente, caso(premio={"fasce": fasce}))


def test_fasce_nuove_spostano_chi_sta_in_mezzo(ente):
    tipo = bozza(ente).tipi.get()
    valutata(ente, tipo)
    valutata(ente, tipo, gradi=(100, 100), comportamenti=(3, 3))
    effetti = effetti_di(con_fasce(ente, 90), 2025)
    assert {(riga.prima, riga.fascia_dopo, riga.cambia) for riga in effetti.righe} == {
        (Decimal(86), "bassa", True),
        (Decimal(100), "alta", False),
    }
    assert effetti.distribuzione == [("alta", 2, 1), ("bassa", 0, 1)]


def test_un_grado_zero_e_un_grado(ente):
    valutata(ente, bozza(ente).tipi.get(), gradi=(0, 0))
    assert effetti_di(bozza(ente), 2025).righe[0].dopo == Decimal("32.00")


def test_dove_le_voci_non_sono_le_stesse_si_applicano_solo_le_fasce(ente):
    valutata(ente, bozza(ente).tipi.get())
    nuovo = con_fasce(ente, 90)
    nuovo.tipi.get().componenti.filter(codice="C1").update(codice="ZZ", denominazione="Mai vista")
    riga = effetti_di(nuovo, 2025).righe[0]
    assert (riga.dopo, riga.fascia_dopo, riga.cambia) == (Decimal(86), "bassa", True)
    assert "mancano Mai vista" in riga.perche


def test_una_scheda_senza_corrispondente_lo_dice(ente):
    valutata(ente, bozza(ente).tipi.get())
    altro = bozza(ente, caso() | {"id": "altri"})
    altro.tipi.update(destinatari="dipendenti")
    riga = effetti_di(altro, 2025).righe[0]
    assert (riga.confrontabile, riga.cambia) == (False, False)
    assert "non c'è una scheda" in riga.perche


def test_lo_stesso_destinatario_basta_anche_con_un_altro_codice(ente):
    valutata(ente, bozza(ente).tipi.get())
    assert effetti_di(bozza(ente, caso() | {"id": "altri"}), 2025).righe[0].confrontabile


def test_regole_che_non_si_leggono_non_fermano_la_pagina(ente):
    valutata(ente, bozza(ente).tipi.get())
    nuovo = bozza(ente)
    nuovo.tipi.update(premio={"fasce": [{"a": 50, "esito": 0}, {"da": 60, "esito": 100}]})
    assert effetti_di(nuovo, 2025).righe[0].perche == "le regole non si leggono"


def test_un_punteggio_fuori_da_ogni_fascia_lo_dice(ente):
    valutata(ente, bozza(ente).tipi.get())
    nuovo = bozza(ente)
    nuovo.tipi.update(premio={"fasce": [{"da": 0, "a": 50, "esito": 0}]})
    assert "nessuna fascia" in effetti_di(nuovo, 2025).righe[0].perche


def test_contano_solo_le_schede_con_un_punteggio(ente):
    tipo = bozza(ente).tipi.get()
    valutata(ente, tipo, stato="proposta")
    assert anni_valutati(ente) == []
    valutata(ente, tipo, anno=2024)
    assert anni_valutati(ente) == [2024]


@pytest.mark.parametrize(
    ("chi", "risposta"),
    [
        ("segretario", 200),
        ("ufficio_personale", 200),
        ("nucleo", 403),
        ("sindaco", 403),
        ("eq", 404),
        ("dipendente", 404),
    ],
)
def test_i_punteggi_di_tutti_li_vedono_solo_segretario_e_ufficio_personale(client, ente, chi, risposta):
    sistema = bozza(ente)
    scheda = valutata(ente, sistema.tipi.get())
    client.force_login(utente_con(chi, ente))
    pagina = client.get(reverse("valutazione:effetti_sistema", args=[ente.slug, sistema.pk]))
    assert pagina.status_code == risposta
    assert (scheda.persona.cognome in pagina.content.decode()) is (risposta == 200)


def test_le_letture_non_crescono_con_le_schede(client, ente, quindici_letture):
    sistema = bozza(ente)
    for _ in range(3):
        valutata(ente, sistema.tipi.get())
    client.force_login(utente_con("segretario", ente))
    with quindici_letture():
        client.get(reverse("valutazione:effetti_sistema", args=[ente.slug, sistema.pk]), {"anno": "2025"})


def test_senza_schede_la_pagina_dice_che_cosa_serve(client, ente):
    client.force_login(utente_con("segretario", ente))
    pagina = client.get(reverse("valutazione:effetti_sistema", args=[ente.slug, bozza(ente).pk]))
    assert "Nessuna scheda da cui partire" in pagina.content.decode()


# ---- due versioni --------------------------------------------------------------------------------------------------


def test_due_copie_non_hanno_differenze(ente):
    assert differenze_fra(bozza(ente), bozza(ente)) == []


def test_la_differenza_dice_dove_prima_e_dopo(ente):
    prima, dopo, chi = bozza(ente), bozza(ente), utente_con("segretario", ente)
    scrivi_componente(dopo.tipi.get().componenti.get(codice="C1"), utente=chi, peso=Decimal(70))
    scrivi_tipo_scheda(dopo.tipi.get(), utente=chi, propone="nucleo", tempi_pagamento=True)
    trovate = {(riga.dove.rsplit(" · ", 1)[-1], riga.prima, riga.dopo) for riga in differenze_fra(prima, dopo)}
    assert trovate == {("peso", "60", "70"), ("propone", "", "nucleo"), ("tempi_pagamento", "", "sì")}


def test_il_confronto_va_sempre_dalla_versione_vecchia_alla_nuova(client, ente):
    prima, dopo = bozza(ente), bozza(ente, nota="Cambiata")
    client.force_login(utente_con("segretario", ente))
    for uno, altro in ((prima, dopo), (dopo, prima)):
        pagina = client.get(reverse("valutazione:confronta_sistemi", args=[ente.slug, uno.pk, altro.pk]))
        assert (pagina.context["prima"], pagina.context["dopo"]) == (prima, dopo)
        assert "Cambiata" in pagina.content.decode()
