"""La pagina: gli stessi numeri in HTML, CSV e JSON; schede a chi ha da raccontare, elenchi agli altri."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from obiettivi.voci import Impostazione
from relazioni.contenuto import componi_piano
from relazioni.contenuto.dati import csv_indicatori, csv_obiettivi, in_json
from relazioni.contenuto.tipi import DatiObiettivo
from relazioni.models import Sezione
from relazioni.stampa import allegati, html_pdf, impagina, impronta_documento, pagina_anteprima
from relazioni.stampa import documento as modulo_documento
from relazioni.stampa.parole import numero_di, peso, peso_di
from relazioni.stampa.schede import ha_scheda
from relazioni.stampa.telaio import abbassa_titoli
from tests.fabbriche import CicloFactory, IndicatoreFactory, ObiettivoFactory, UnitaFactory
from tests.relazioni.scene import COGNOMI, ciclo_di_soli_titoli, ciclo_ricco

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano():
    return componi_piano(ciclo_ricco())


def _testo(html):
    return " ".join(strip_tags(html).split())


def _righe(contenuto):
    return list(csv.DictReader(io.StringIO(contenuto.decode("utf-8-sig")), delimiter=";"))


def _capitoli(piano):
    return [capitolo.titolo for capitolo in impagina(piano).capitoli]


# ---- gli stessi numeri -----------------------------------------------------------------------------------


def test_gli_stessi_numeri_in_pagina_nel_csv_e_nel_json(piano):
    riga = _righe(csv_indicatori(piano))[0]
    dati = json.loads(in_json(piano))["obiettivi"][1]["indicatori"][0]
    assert riga["traguardo_2027"] == dati["target"][1]["testo"] == "al massimo 22 giorni"
    assert (riga["valore_2027"], dati["target"][1]["valore"]) == ("22", "22")
    assert "al massimo 22 giorni" in _testo(html_pdf(piano))


def test_l_anteprima_e_il_pdf_dicono_le_stesse_cose(piano):
    corpo, indice = pagina_anteprima(piano)
    intero = _testo(html_pdf(piano))
    assert _testo(corpo) in intero
    assert [voce.ancora for voce in indice] == [voce.ancora for voce in impagina(piano).indice]


def test_ogni_voce_dell_indice_porta_a_un_titolo(piano):
    html = html_pdf(piano)
    assert [voce.ancora for voce in impagina(piano).indice if f'id="{voce.ancora}"' not in html] == []


def test_nessun_cognome_esce_in_nessuna_forma(piano):
    uscite = [html_pdf(piano), *(allegato.contenuto.decode() for allegato in allegati(piano))]
    assert [c for c in COGNOMI for uscita in uscite if c in uscita] == []


def test_il_json_e_canonico_e_senza_campi_vuoti(piano):
    dati = json.loads(in_json(piano))
    assert in_json(piano) == in_json(replace(piano))
    assert ": null" not in in_json(piano).decode()
    assert "mancanti" not in dati
    assert dati["personale"]["spesa"] == "760000.5"


def test_il_csv_degli_obiettivi_ha_le_colonne_dichiarate(piano):
    riga = _righe(csv_obiettivi(piano))[1]
    assert (riga["numero"], riga["codice"], riga["discende_da"], riga["peso"]) == ("2", "1.1", "1", "40")
    assert riga["chi_risponde"] == "Incaricato di elevata qualificazione – Area Tecnica"
    assert riga["data_fine"] == "31/12/2026"


def test_nel_csv_una_formula_e_innocua():
    ciclo = CicloFactory()
    ObiettivoFactory(ciclo=ciclo, titolo="=HYPERLINK(1)")
    assert _righe(csv_obiettivi(componi_piano(ciclo)))[0]["titolo"] == "'=HYPERLINK(1)"


def test_il_csv_degli_indicatori_si_allega_solo_se_ce_ne_sono(piano):
    assert [a.nome for a in allegati(piano)] == ["piano.json", "obiettivi.csv", "indicatori.csv"]
    povero = componi_piano(ciclo_di_soli_titoli())
    assert [a.nome for a in allegati(povero)] == ["piano.json", "obiettivi.csv"]


# ---- l'impronta ---------------------------------------------------------------------------------------------


def test_l_impronta_cambia_se_cambia_una_parola(piano):
    altro = replace(piano, ente=replace(piano.ente, telefono="0373 1"))
    assert impronta_documento(piano) != impronta_documento(altro)
    assert impronta_documento(piano) == impronta_documento(replace(piano))


def test_l_impronta_cambia_se_cambia_l_aspetto(piano, monkeypatch):
    prima = impronta_documento(piano)
    monkeypatch.setattr(modulo_documento, "IMPAGINAZIONE", 999)
    assert impronta_documento(piano) != prima


# ---- schede ed elenchi ---------------------------------------------------------------------------------------


def test_chi_ha_un_indicatore_ha_una_scheda_con_le_nove_risposte(piano):
    html = _testo(html_pdf(piano))
    for risposta in (
        "Chi ne risponde", "A chi è rivolto", "Chi contribuisce", "Entro quando", "Come misuriamo",
        "Da dove partiamo", "Traguardo 2026", "Traguardo 2028", "Fonte",
    ):  # fmt: skip
        assert risposta in html
    assert ha_scheda(piano.obiettivi[1])


def test_chi_ha_solo_il_titolo_sta_in_un_elenco_per_unita():
    html = html_pdf(componi_piano(ciclo_di_soli_titoli(quanti=3)))
    assert 'class="scheda' not in html
    assert html.count("Attività numero") == 3
    assert "Obiettivi: Settore Segreteria" in html


def test_accanto_alle_schede_chi_ha_solo_il_titolo_viene_dopo():
    ciclo = ciclo_ricco()
    ObiettivoFactory(ciclo=ciclo, codice="1.2", titolo="Senza misura")
    con_scheda = ObiettivoFactory(ciclo=ciclo, codice="1.3", titolo="Con misura")
    IndicatoreFactory(obiettivo=con_scheda)
    html = html_pdf(componi_piano(ciclo))
    assert html.index("Con misura</h3>") < html.index("Gli altri obiettivi") < html.index("Senza misura")


def test_ciò_che_manca_a_tutti_si_dice_una_volta_sola():
    testo = _testo(html_pdf(componi_piano(ciclo_di_soli_titoli(quanti=5))))
    assert testo.count("Il documento non riporta indicatori") == 1


def test_ciò_che_manca_a_una_scheda_si_dice_in_fondo():
    ciclo = ciclo_ricco()
    ciclo.obiettivi.filter(codice="1.1").update(stakeholder="")
    assert "Il documento non riporta a chi è rivolto." in _testo(html_pdf(componi_piano(ciclo)))


def test_un_obiettivo_di_due_unita_compare_una_volta_sotto_la_capofila(piano):
    html = html_pdf(piano)
    assert html.count('id="obiettivo-2"') == 1
    assert html.index("Obiettivo operativo · Area Tecnica") > 0


def test_un_obiettivo_senza_unita_non_si_perde():
    ciclo = CicloFactory()
    ObiettivoFactory(ciclo=ciclo, titolo="Senza casa")
    html = html_pdf(componi_piano(ciclo))
    assert "Obiettivi dell&#x27;ente" in html
    assert "Senza casa" in html


def test_un_piano_vuoto_si_stampa_lo_stesso():
    testo = _testo(html_pdf(componi_piano(CicloFactory())))
    assert "Il documento non riporta ancora obiettivi." in testo


def test_ogni_obiettivo_compare_una_volta_sola():
    ciclo = ciclo_di_soli_titoli(quanti=12)
    html = html_pdf(componi_piano(ciclo))
    assert [n for n in range(1, 13) if html.count(f'id="obiettivo-{n}"') != 1] == []


# ---- le tre impostazioni ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("impostazione", "occhiello"),
    [("A", "Sottosezione 2.2 Performance"), ("B", "Sottosezione 2.2 Performance"), ("C", "Piano autonomo")],
)
def test_la_copertina_dice_che_documento_e(impostazione, occhiello):
    assert occhiello in html_pdf(componi_piano(ciclo_ricco(impostazione=impostazione)))


@pytest.mark.parametrize(("impostazione", "atteso"), [("A", False), ("B", True), ("C", False)])
def test_solo_con_il_peg_escono_i_capitoli_degli_obiettivi(impostazione, atteso):
    html = html_pdf(componi_piano(ciclo_ricco(impostazione=impostazione)))
    assert ("Capitoli del PEG" in html) == atteso


def test_il_piano_autonomo_ha_tutte_le_premesse():
    chiavi = {voce.ancora for voce in impagina(componi_piano(ciclo_ricco(impostazione=Impostazione.C))).indice}
    assert {"parte-base-normativa", "parte-che-cosa-e", "parte-regime-semplificato"} <= chiavi


def test_finche_non_e_approvato_c_e_scritto_bozza(piano):
    assert "stampa-bozza.css" in html_pdf(piano)
    approvato = replace(piano, documento=replace(piano.documento, bozza=False))
    assert "stampa-bozza.css" not in html_pdf(approvato)


def test_il_triennio_non_si_ripete_se_il_titolo_lo_dice(piano):
    detto = replace(piano.documento, titolo="Piano 2026-2028")
    assert detto.nome == "Piano 2026-2028"
    assert "Triennio" not in html_pdf(replace(piano, documento=detto))


@pytest.mark.parametrize(
    ("scritto", "letto"), [("PIAO 2026", "Allegato a: PIAO 2026"), ("Allegato 1 al PIAO", "<p>Allegato 1 al PIAO</p>")]
)
def test_la_copertina_dice_a_che_cosa_e_allegato(piano, scritto, letto):
    assert letto in html_pdf(replace(piano, documento=replace(piano.documento, allegato_a=scritto)))


# ---- capitoli e quadri --------------------------------------------------------------------------------------------


def test_i_capitoli_seguono_l_ordine_e_si_numerano_da_soli(piano):
    assert [titolo.split(". ")[1] for titolo in _capitoli(piano)] == [
        "Premessa", "Chi siamo", "Dal mandato agli obiettivi", "Gli obiettivi", "Temi, ambiti e programmi",
        "La matrice dei temi", "Dalla struttura alle persone", "Le risorse", "Il ciclo e il monitoraggio",
        "Allegati", "Gli indicatori",
    ]  # fmt: skip
    assert [titolo.split(".")[0] for titolo in _capitoli(piano)] == [str(n) for n in range(1, 12)]


def test_un_capitolo_senza_nulla_da_dire_non_compare():
    assert not any("risorse" in titolo for titolo in _capitoli(componi_piano(ciclo_di_soli_titoli())))


def test_un_testo_dell_ente_esce_nel_suo_capitolo():
    ciclo = ciclo_ricco()
    Sezione.objects.create(ciclo=ciclo, chiave="nostra", capitolo="risorse", titolo="Nostra", testo="<p>Qui</p>")
    capitolo = next(c for c in impagina(componi_piano(ciclo)).capitoli if c.ancora == "capitolo-risorse")
    assert capitolo.blocchi[0].dato.testo == "Nostra"


def test_i_temi_proposti_stanno_fra_parentesi(piano):
    assert "(1.1)" in _testo(html_pdf(piano))


def test_il_raccordo_nomina_la_missione_e_somma_le_risorse(piano):
    testo = _testo(html_pdf(piano))
    assert "08 Assetto del territorio ed edilizia abitativa" in testo
    assert "5.000,00" in testo


def test_il_peso_dell_unita_prevale_su_quello_dell_obiettivo(piano):
    testo = _testo(html_pdf(piano))
    assert re.search(r"Pesi: Area Tecnica.*?Capofila 60% Totale 60%", testo)
    assert re.search(r"Pesi: Area Sociale.*?Partecipante 40% Totale 40%", testo)


def test_pesi_in_scale_diverse_non_si_sommano():
    ciclo = CicloFactory()
    unita = UnitaFactory(ente=ciclo.ente)
    for scala in ("percentuale", "punti"):
        ObiettivoFactory(ciclo=ciclo, unita=unita, peso=Decimal(10), scala_peso=scala)
    assert "scale diverse: non si sommano" in _testo(html_pdf(componi_piano(ciclo)))


@pytest.mark.parametrize(
    ("scala", "atteso"),
    [
        ("percentuale", "12,5%"),
        ("punti", "12,5 punti"),
        ("millesimi", "12,5 millesimi"),
        ("coefficiente", "coefficiente 12,5"),
        ("", "12,5"),
    ],
)
def test_il_peso_si_dice_con_la_sua_scala(scala, atteso):
    assert peso(Decimal("12.5000"), scala) == atteso


def test_un_prerequisito_si_dice_tale():
    assert peso_di(DatiObiettivo(1, "operativo", "x", "validato", prerequisito=True)) == "prerequisito, senza peso"


def test_i_valori_storici_mostrano_tutti_i_decimali_veri(piano):
    assert numero_di(piano.obiettivi[1].indicatori[0], Decimal("33.500000")) == "33,5"


def test_gli_obiettivi_comuni_sono_di_tutte_le_unita():
    ciclo = ciclo_di_soli_titoli()
    ciclo.obiettivi.update(livello="strategico", tipologia="comune")
    assert "Unità: tutte le unità" in _testo(html_pdf(componi_piano(ciclo)))


def test_un_collegamento_incerto_e_detto_in_parole():
    ciclo = ciclo_ricco()
    ciclo.obiettivi.filter(codice="1.1").update(padre_certo=False)
    assert "collegamento non scritto nel documento di origine" in _testo(html_pdf(componi_piano(ciclo)))


def test_il_testo_di_un_obiettivo_e_protetto():
    ciclo = CicloFactory()
    ObiettivoFactory(ciclo=ciclo, titolo="<script>alert(1)</script>")
    assert "<script>alert" not in html_pdf(componi_piano(ciclo))


def test_i_titoli_scendono_di_un_livello_nell_anteprima():
    assert abbassa_titoli('<h1 id="a">x</h1><h4>y</h4><hr>') == '<h2 id="a">x</h2><h5>y</h5><hr>'
