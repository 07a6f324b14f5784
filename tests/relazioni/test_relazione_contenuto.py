"""La Relazione come dati: lo specchio del Piano, i risultati accanto alle promesse, gli stessi numeri ovunque."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.azioni import variazione as variazioni
from obiettivi.models import Forzatura, Neutralizzazione, Obiettivo, Rilevazione
from obiettivi.voci import CausaScostamento, StatoForzatura, StatoObiettivo, StatoVariazione
from piao.base.numeri import numero, percento
from relazioni.contenuto.dati import canonico, da_canonico, in_json
from relazioni.contenuto.relazione import Relazione, componi_relazione
from relazioni.contenuto.relazione.dati import csv_indicatori, csv_risultati
from relazioni.contenuto.relazione.fatti import AREE, INCARICHI, ORARIO
from relazioni.contenuto.relazione.risultati import arrotondato
from relazioni.contenuto.relazione.specchio import specchio_del_piano
from relazioni.contenuto.relazione.tipi import RITIRATO
from relazioni.models import Impiego
from relazioni.stampa.relazione import anteprima_relazione, html_relazione
from relazioni.stampa.relazione.risultati import obiettivi as quadro_obiettivi
from relazioni.stampa.relazione.risultati import punti
from relazioni.stampa.relazione.sintesi import non_riusciti
from tests.fabbriche import (
    AttoFactory,
    CicloFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    RapportoFactory,
    TargetFactory,
)
from tests.obiettivi.scene import porta_a
from tests.relazioni.scene import COGNOMI
from tests.relazioni.scene_approvazione import approvato, decisione, variazione_proposta
from tests.relazioni.scene_relazione import OGGI, relazione

pytestmark = [pytest.mark.django_db]
D = Decimal
DOVE = "Si leggono nel capitolo «Gli obiettivi, uno per uno»."


@pytest.fixture(autouse=True)
def _oggi():
    with time_machine.travel(OGGI, tick=False):
        yield


def righe_csv(contenuto):
    return list(csv.DictReader(StringIO(contenuto.decode("utf-8-sig")), delimiter=";"))


def obiettivo(composta, codice="1.1"):
    return next(uno for uno in composta.obiettivi if uno.promessa.codice == codice)


def test_ogni_obiettivo_ha_la_promessa_del_piano_congelato(monkeypatch):
    riga = relazione(monkeypatch)
    promesso = da_canonico(riga.ciclo.versioni.get().contenuto).obiettivi
    assert tuple(uno.promessa for uno in componi_relazione(riga).obiettivi) == promesso


def test_il_risultato_sta_accanto_alla_promessa(monkeypatch):
    riga = relazione(monkeypatch, 30, fonte="Registro", causa=CausaScostamento.ESOGENA, spiegazione="Pandemia")
    uno = obiettivo(componi_relazione(riga)).indicatori[0]
    assert (uno.atteso, uno.risultato, uno.valore) == ("al massimo 25 giorni", "30 giorni", Decimal(30))
    assert (uno.grado, uno.scostamento, uno.causa) == (Decimal("80.00"), Decimal("-20.00"), "esogena")
    assert (uno.fonte, uno.spiegazione, uno.da_spiegare) == ("Registro", "Pandemia", True)


def test_cambiare_le_righe_vive_non_cambia_la_promessa(monkeypatch):
    riga = relazione(monkeypatch)
    Obiettivo.objects.filter(codice="1.1").update(titolo="Un altro titolo")
    assert obiettivo(componi_relazione(riga)).promessa.titolo == "Tempi certi"


def test_chi_non_e_misurato_non_vale_zero(monkeypatch):
    riga = relazione(monkeypatch)
    riga.ciclo.sessioni.all().delete()
    composta = componi_relazione(riga)
    assert composta.complesso.grado is None
    assert {uno.grado for uno in composta.obiettivi} == {None}
    assert obiettivo(composta).problema


def test_un_obiettivo_ritirato_resta_con_il_suo_atto(monkeypatch):
    riga = relazione(monkeypatch)
    ciclo, utente = riga.ciclo, riga.ciclo.versioni.get().chi
    aperta = variazioni.apri_variazione(ciclo, utente=utente, titolo="Tagli", motivo="Fondi", causa="esogena")
    variazioni.ritira_obiettivo(aperta, ciclo.obiettivi.get(codice="1.1"), utente=utente, nota="Non serve più")
    atto = AttoFactory(ente=ciclo.ente, numero="77", data=date(2026, 9, 1))
    porta_a(aperta, StatoVariazione.PROPOSTA)
    presa = replace(decisione(ciclo), atto=atto, variazione=aperta)
    approvato(presa)
    uno = obiettivo(componi_relazione(riga))
    assert (uno.stato, uno.con_atto, uno.grado) == (RITIRATO, "Giunta n. 77 del 01/09/2026", None)
    assert uno not in componi_relazione(riga).in_corso
    assert "Ritirato con Giunta n. 77" in html_relazione(componi_relazione(riga))


def test_un_obiettivo_variato_porta_l_ultima_promessa_e_il_suo_atto(monkeypatch):
    riga = relazione(monkeypatch)
    ciclo, utente = riga.ciclo, riga.ciclo.versioni.get().chi
    aperta = variazione_proposta(ciclo, utente)
    atto = AttoFactory(ente=ciclo.ente, numero="78", data=date(2026, 9, 2))
    approvato(replace(decisione(ciclo), atto=atto, variazione=aperta))
    composta = componi_relazione(riga)
    assert obiettivo(composta).promessa.titolo == "Tempi dimezzati"
    assert obiettivo(composta).con_atto == "Giunta n. 78 del 02/09/2026"
    assert obiettivo(composta, "S1").con_atto == ""
    assert [una.numero for una in composta.variazioni] == [1]


def test_un_piano_senza_versioni_si_legge_com_e():
    ciclo = CicloFactory()
    ObiettivoFactory.create_batch(2, ciclo=ciclo, stato=StatoObiettivo.VALIDATO)
    specchio = specchio_del_piano(ciclo)
    assert not specchio.congelato
    assert len(specchio.obiettivi) == 2


def test_un_valore_forzato_si_dice_con_quello_calcolato(monkeypatch):
    riga = relazione(monkeypatch, 30)
    sessione, operativo = riga.ciclo.sessioni.get(), riga.ciclo.obiettivi.get(codice="1.1")
    Forzatura.objects.create(
        sessione=sessione, obiettivo=operativo, grado=95, motivo="Prova esterna", stato=StatoForzatura.APPROVATA,
        deciso_il="2027-02-01T10:00Z",
    )  # fmt: skip
    uno = obiettivo(componi_relazione(riga))
    assert (uno.grado, uno.calcolato, uno.forzato) == (Decimal(95), Decimal(80), "Prova esterna")
    assert "95% (forzato)" in html_relazione(componi_relazione(riga))


def test_un_obiettivo_neutralizzato_dice_perche_e_con_quale_atto(monkeypatch):
    riga = relazione(monkeypatch)
    operativo, atto = riga.ciclo.obiettivi.get(codice="1.1"), AttoFactory(ente=riga.ente, numero="9")
    Neutralizzazione.objects.create(obiettivo=operativo, motivo="Alluvione.", atto=atto)
    assert "Alluvione." in obiettivo(componi_relazione(riga)).neutralizzato
    assert "neutralizzato" in html_relazione(componi_relazione(riga))


def test_le_risorse_usate_stanno_accanto_a_quelle_previste(monkeypatch):
    riga = relazione(monkeypatch)
    portale = riga.ciclo.obiettivi.get(codice="1.1").risorse.get()
    Impiego.objects.create(relazione=riga, risorsa=portale, importo=Decimal("4800.50"), nota="Ribasso")
    composta = componi_relazione(riga)
    una = next(uno for uno in composta.risorse if uno.descrizione == "Portale")
    assert (una.previsto, una.usato, una.obiettivo) == (Decimal(5000), Decimal("4800.50"), 2)
    assert not next(uno for uno in composta.risorse if uno.descrizione == "Fondo").confrontata
    assert "4.800,50" in html_relazione(composta)


def test_il_bilancio_di_genere_conta_dal_personale(monkeypatch):
    riga = relazione(monkeypatch)
    donna = {"persona__genere": "donna", "area": "istruttori", "dal": date(2025, 1, 1)}
    RapportoFactory(ente=riga.ente, tempo=Decimal(50), **donna)
    RapportoFactory(ente=riga.ente, **donna | {"persona__genere": "uomo"})
    righe = {(una.gruppo, una.voce): una for una in componi_relazione(riga).genere}
    assert righe[AREE, "Istruttori"].donne_percento == Decimal("50.0")
    assert (righe[ORARIO, "A tempo parziale"].donne, righe[ORARIO, "A tempo parziale"].uomini) == (1, 0)
    assert INCARICHI not in {gruppo for gruppo, _ in righe}


def test_le_tappe_sono_in_ordine_con_i_loro_atti(monkeypatch):
    tappe = componi_relazione(relazione(monkeypatch)).tappe
    assert [tappa.che_cosa.split(":")[0] for tappa in tappe] == ["Approvazione del Piano", "Monitoraggio"]
    assert tappe[0].atto == "Giunta n. 12 del 30/01/2026"


def test_i_fatti_non_scritti_non_ci_sono_e_lo_zero_e_un_fatto(monkeypatch):
    riga = relazione(monkeypatch)
    assert componi_relazione(riga).pagamenti is None
    riga.itr = Decimal(0)
    assert componi_relazione(riga).pagamenti.itr == 0
    assert "0 giorni" in html_relazione(componi_relazione(riga))


def test_la_media_delle_ore_di_formazione_e_per_persona(monkeypatch):
    riga = relazione(monkeypatch)
    riga.formazione_ore_donne, riga.formazione_ore_uomini = 640, 200
    f = componi_relazione(riga).formazione
    assert (f.ore, f.media, f.media_donne, f.media_uomini, f.soglia) == (840, D("35.0"), D("40.0"), D("25.0"), D(40))


def test_cio_che_e_canonico_si_rilegge_uguale(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch, 31, causa="endogena", correttivo="Turni"))
    assert da_canonico(canonico(composta), Relazione) == replace(composta, mancanti=())


def test_ogni_grado_e_lo_stesso_in_pagina_pdf_csv_json(monkeypatch):
    riga = relazione(monkeypatch, "28.333333")
    composta = componi_relazione(riga)
    uno = obiettivo(composta)
    pagina, pdf = str(anteprima_relazione(composta)[0]), html_relazione(composta)
    dati = json.loads(in_json(composta))["obiettivi"][1]
    assert percento(uno.grado) in pagina
    assert percento(uno.grado) in pdf
    assert Decimal(dati["grado"]) == uno.grado
    assert righe_csv(csv_risultati(composta))[1]["grado"] == numero(uno.grado).replace(".", "")
    assert righe_csv(csv_indicatori(composta))[0]["grado"] == numero(uno.indicatori[0].grado)
    assert punti(uno.indicatori[0].scostamento) in pdf


def test_i_csv_hanno_tutti_gli_obiettivi_e_tutti_gli_indicatori(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch))
    assert [riga["codice"] for riga in righe_csv(csv_risultati(composta))] == ["S1", "1.1"]
    assert [riga["ottenuto"] for riga in righe_csv(csv_indicatori(composta))] == ["25 giorni"]


def test_l_indice_stampato_non_elenca_i_singoli_obiettivi_e_quello_a_video_si(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch))
    stampato = re.search(r'<section class="indice">.*?</section>', html_relazione(composta), re.DOTALL)[0]
    assert ("livello-2" in stampato, "livello-3" in stampato) == (True, False)
    assert 3 in {voce.livello for voce in anteprima_relazione(composta)[1]}


def test_dove_nulla_e_misurato_non_c_e_un_disegno_vuoto(monkeypatch):
    riga = relazione(monkeypatch)
    disegno = "Grado di raggiungimento: le unità"
    assert disegno in html_relazione(componi_relazione(riga))
    Rilevazione.objects.all().delete()
    assert disegno not in html_relazione(componi_relazione(riga))


@pytest.mark.parametrize(("quanti", "elencati"), [(20, True), (21, False)])
def test_troppi_obiettivi_non_misurati_nella_sintesi_sono_un_numero(monkeypatch, quanti, elencati):
    composta = componi_relazione(relazione(monkeypatch))
    perso = replace(obiettivo(composta), grado=D(20), indicatori=())
    ignoti = tuple(replace(perso, grado=None) for _ in range(quanti - 1))
    quadro, *altro = non_riusciti(replace(composta, obiettivi=(perso, *ignoti)))[1:]
    assert len(quadro.dato.righe) == (quanti if elencati else 1)
    assert [uno.dato for uno in altro] == ([] if elencati else [f"Obiettivi non misurati: {quanti - 1}. {DOVE}"])


def test_se_tutto_e_riuscito_la_sintesi_non_ha_un_capitoletto_vuoto(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch))
    riusciti = tuple(replace(uno, grado=D(100)) for uno in composta.obiettivi)
    assert non_riusciti(replace(composta, obiettivi=riusciti)) == []


def test_senza_indicatori_ne_gradi_il_quadro_non_si_stampa(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch))
    assert quadro_obiettivi(composta)
    nudi = tuple(replace(uno, grado=None, indicatori=()) for uno in composta.obiettivi)
    assert quadro_obiettivi(replace(composta, obiettivi=nudi)) == []


def test_nessuna_persona_esce(monkeypatch):
    composta = componi_relazione(relazione(monkeypatch))
    uscite = html_relazione(composta) + in_json(composta).decode() + csv_risultati(composta).decode()
    assert not [cognome for cognome in COGNOMI if cognome in uscite]


def test_le_letture_non_crescono_con_gli_obiettivi(monkeypatch):
    riga = relazione(monkeypatch)
    with CaptureQueriesContext(connection) as poche:
        componi_relazione(riga)
    for n in range(3):
        nuovo = Obiettivo.objects.create(ciclo=riga.ciclo, titolo=f"Nuovo {n}", stato=StatoObiettivo.VALIDATO)
        TargetFactory(indicatore=IndicatoreFactory(obiettivo=nuovo))
    with CaptureQueriesContext(connection) as molte:
        componi_relazione(riga)
    assert len(molte) == len(poche)


@given(st.decimals(min_value=0, max_value=100, places=6))
def test_arrotondare_due_volte_e_come_una(grado):
    assert arrotondato(arrotondato(grado)) == arrotondato(grado)
    assert 0 <= arrotondato(grado) <= 100


@pytest.mark.parametrize(
    ("scostamento", "detto"),
    [(None, ""), (D(3), "+3"), (D("-12.5"), "\u221212,5"), (D("0.00"), "0")],
)
def test_i_punti_hanno_il_segno(scostamento, detto):
    assert punti(scostamento) == detto
