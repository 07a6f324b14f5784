"""Le differenze fra due contenuti: si ritrova ciò che è lo stesso, si dice che cosa è cambiato, in parole."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from relazioni import differenze as d
from relazioni.contenuto.tipi import (
    AnnoPopolazione,
    Assegnatario,
    Atto,
    DatiEnte,
    DatiFase,
    DatiFaseCiclo,
    DatiIndicatore,
    DatiObiettivo,
    DatiPersonale,
    DatiRisorsa,
    DatiTarget,
    DatiUnita,
    Frontespizio,
    Linea,
    Piano,
    UnitaCollegata,
    ValoreAnno,
)
from relazioni.contenuto.tipi import Testo as Parte
from relazioni.stampa.differenze import UGUALI, capitoli_differenze, corpo_differenze, html_differenze

INDICATORE = DatiIndicatore("Tempo medio", identificativo="i1", target=(DatiTarget(2026, "al massimo 25 giorni"),))
OBIETTIVO = DatiObiettivo(
    1, "operativo", "Tempi certi", "validato", codice="1.1", identificativo="o1", peso=D(20), scala_peso="percentuale",
    indicatori=(INDICATORE,),
)  # fmt: skip
PIANO = Piano(
    DatiEnte("Comune di Prova", "Comune"),
    Frontespizio("Piano", 2026, "2026-2028", (2026, 2027, 2028), "A", bozza=False),
    obiettivi=(OBIETTIVO,),
)


def con(**campi):
    return replace(PIANO, obiettivi=(replace(OBIETTIVO, **campi),))


def gruppi(prima, dopo):
    return {gruppo.titolo: gruppo.differenze for gruppo in d.confronta(prima, dopo)}


def test_due_contenuti_uguali_non_hanno_differenze():
    assert d.confronta(PIANO, PIANO) == ()


@pytest.mark.parametrize(
    ("campi", "campo"),
    [
        ({"titolo": "Tempi dimezzati"}, d.Campo("Titolo", "Tempi certi", "Tempi dimezzati")),
        ({"codice": "9"}, d.Campo("Codice", "1.1", "9")),
        ({"peso": D("12.5")}, d.Campo("Peso", "20", "12,5")),
        ({"peso": D(0)}, d.Campo("Peso", "20", "0")),
        ({"data_fine": date(2026, 6, 30)}, d.Campo("Fine", "", "30/06/2026")),
        ({"prerequisito": True}, d.Campo("Prerequisito", "no", "sì")),
        ({"temi": ("trasparenza",)}, d.Campo("Temi", "", "Trasparenza e anticorruzione")),
        ({"unita": (UnitaCollegata(1, "Area", "capofila", D(40)),)}, d.Campo("Unità: Area", "", "capofila, peso 40")),
        (
            {"assegnatari": (Assegnatario("Responsabile", "responsabile", quota=D(50)),)},
            d.Campo("Assegnato a: Responsabile", "", "responsabile, quota 50%"),
        ),
    ],
)
def test_un_campo_cambiato_si_dice_prima_e_dopo(campi, campo):
    (differenza,) = gruppi(PIANO, con(**campi))["Obiettivi"]
    assert (differenza.che_cosa, campo in differenza.campi) == (d.CAMBIATO, True)


def test_un_obiettivo_rinominato_e_rinumerato_resta_lo_stesso():
    dopo = con(titolo="Altro", codice="2", numero=7)
    (differenza,) = gruppi(PIANO, dopo)["Obiettivi"]
    assert {campo.nome for campo in differenza.campi} == {"Titolo", "Codice"}


def test_un_obiettivo_con_un_altro_identificativo_e_un_altro_obiettivo():
    trovate = gruppi(PIANO, con(identificativo="o2"))["Obiettivi"]
    assert [differenza.che_cosa for differenza in trovate] == [d.AGGIUNTO, d.TOLTO]
    assert d.conta(d.confronta(PIANO, con(identificativo="o2"))) == {"aggiunto": 1, "cambiato": 0, "tolto": 1}


@pytest.mark.parametrize(
    ("indicatori", "che_cosa", "campo"),
    [
        ((replace(INDICATORE, target=(DatiTarget(2026, "al massimo 20 giorni"),)),), d.CAMBIATO, "Traguardo 2026"),
        ((replace(INDICATORE, denominazione="Tempo massimo"),), d.CAMBIATO, "Denominazione"),
        ((replace(INDICATORE, storico=(ValoreAnno(2024, D(33)),)),), d.CAMBIATO, "Valore 2024"),
        ((INDICATORE, DatiIndicatore("Reclami", identificativo="i2")), d.AGGIUNTO, "Denominazione"),
        ((), d.TOLTO, "Denominazione"),
    ],
)
def test_un_indicatore_si_ritrova_dal_suo_identificativo(indicatori, che_cosa, campo):
    (differenza,) = gruppi(PIANO, con(indicatori=indicatori))["Obiettivi"]
    (parte,) = differenza.parti
    assert (parte.che_cosa, campo in {c.nome for c in parte.campi}) == (che_cosa, True)


def test_due_fasi_omonime_si_distinguono_dall_ordine():
    fase = DatiFase("Analisi", ("2026-01",))
    prima, dopo = con(fasi=(fase, fase)), con(fasi=(fase, replace(fase, mesi=("2026-05",))))
    (differenza,) = gruppi(prima, dopo)["Obiettivi"]
    assert [(p.nome, p.campi) for p in differenza.parti] == [
        ("Fase «Analisi»", (d.Campo("Mesi", "2026-01", "2026-05"),))
    ]


def test_padre_e_linea_si_dicono_per_nome_e_non_per_numero():
    padre = DatiObiettivo(5, "strategico", "Servizi semplici", "validato", identificativo="p")
    prima = replace(PIANO, obiettivi=(padre, OBIETTIVO), linee=(Linea(1, "Un comune vicino"),))
    dopo = replace(prima, obiettivi=(padre, replace(OBIETTIVO, padre=5, linea=1)))
    campi = {c.nome: c.dopo for c in gruppi(prima, dopo)["Obiettivi"][0].campi}
    assert campi == {"Discende da": "Servizi semplici", "Linea di mandato": "Un comune vicino"}


@pytest.mark.parametrize(
    ("gruppo", "campi"),
    [
        ("Documento", {"documento": replace(PIANO.documento, titolo="Altro")}),
        ("Testi", {"testi": (Parte("premessa", "premessa", "Premessa", "<p>Ciao</p>"),)}),
        ("Atti", {"atti": (Atto("DUP", "Consiglio n. 1", "DUP"),)}),
        ("Risorse del Piano", {"risorse": (DatiRisorsa("finanziarie", "Fondo", importo=D(1000)),)}),
        ("Fasi del ciclo", {"fasi_ciclo": (DatiFaseCiclo("Programmazione", ("Giunta",)),)}),
        ("Unità", {"unita": (DatiUnita(1, "Area", responsabili=("Dirigente",)),)}),
        ("Ente", {"ente": DatiEnte("Comune Nuovo", "Comune")}),
        ("Popolazione e personale", {"popolazione": (AnnoPopolazione(date(2025, 12, 31), 5000),)}),
        ("Popolazione e personale", {"personale": DatiPersonale(2025, 24)}),
    ],
)
def test_ogni_parte_del_piano_si_confronta(gruppo, campi):
    assert list(gruppi(PIANO, replace(PIANO, **campi))) == [gruppo]


def test_di_un_testo_si_confrontano_le_parole_e_non_i_segni():
    prima = replace(PIANO, testi=(Parte("p", "premessa", "Premessa", "<p>Ciao <strong>a tutti</strong></p>"),))
    dopo = replace(PIANO, testi=(Parte("p", "premessa", "Premessa", "<p>Ciao a tutti</p>"),))
    assert d.confronta(prima, dopo) == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_scambiando_le_due_versioni_si_scambiano_prima_e_dopo(uno, altro):
    avanti = d.confronta(con(descrizione=uno), con(descrizione=altro))
    indietro = d.confronta(con(descrizione=altro), con(descrizione=uno))
    campi = [[(c.prima, c.dopo) for g in gg for x in g.differenze for c in x.campi] for gg in (avanti, indietro)]
    assert campi[0] == [(dopo, prima) for prima, dopo in campi[1]]


NON_CONFRONTATI = {
    DatiObiettivo: {
        "numero", "stato", "padre_certo", "scala_peso", "temi_proposti", "ambiti_proposti", "identificativo",
        "padre", "linea", "unita", "assegnatari", "temi", "ambiti", "indicatori", "fasi", "risorse",
    },
    DatiIndicatore: {"decimali", "storico", "target", "partenza_anno", "identificativo"},
}  # fmt: skip


@pytest.mark.parametrize(("tipo", "nomi"), [(DatiObiettivo, d.OBIETTIVO), (DatiIndicatore, d.INDICATORE)])
def test_ogni_campo_ha_la_sua_etichetta_o_e_confrontato_altrimenti(tipo, nomi):
    assert {campo.name for campo in fields(tipo)} == set(nomi) | NON_CONFRONTATI[tipo]


# ---- in pagina e nel PDF


def test_in_pagina_che_cosa_e_successo_e_scritto_in_parole():
    dopo = replace(
        PIANO, obiettivi=(replace(OBIETTIVO, titolo="X"), replace(OBIETTIVO, identificativo="o2", titolo="N"))
    )
    corpo = corpo_differenze(d.confronta(PIANO, dopo))
    assert "Cambiato: 1.1 X" in corpo
    assert "Aggiunto: 1.1 N" in corpo
    assert all(parola in corpo for parola in ("Prima", "Dopo", "Dice"))


def test_cio_che_esce_dice_che_cosa_diceva_e_tace_i_no():
    corpo = corpo_differenze(d.confronta(PIANO, replace(PIANO, obiettivi=())))
    assert "Tolto: 1.1 Tempi certi" in corpo
    assert "Diceva" in corpo
    assert "Prerequisito" not in corpo


def test_senza_differenze_lo_si_dice():
    assert UGUALI in corpo_differenze(())
    assert capitoli_differenze(())[0].titolo == "Nessuna differenza"


def test_un_elemento_senza_campi_si_nomina_lo_stesso():
    gruppo = d.Gruppo("Unità", (d.Differenza(d.AGGIUNTO, "Area nuova"),))
    assert "Aggiunto: Area nuova." in corpo_differenze((gruppo,))


def test_il_documento_dice_fra_quali_versioni():
    html = html_differenze(
        d.confronta(PIANO, con(titolo="X")), ente="Comune", titolo="Piano", da="versione 1", a="versione 2"
    )
    assert "Da: versione 1" in html
    assert "A: versione 2" in html


def test_un_rilievo_e_nuovo_se_prima_non_lo_si_diceva_di_quell_oggetto():
    def rilievo(codice, chiave, frase="x"):
        return Rilievo(codice, Gravita.ERRORE, Riferimento("obiettivo", chiave), frase)

    prima = Esito((rilievo("P13", "1"), rilievo("P24", "2")))
    dopo = Esito((rilievo("P13", "1", "con altre parole"), rilievo("P13", "2"), rilievo("P24", "2")))
    assert d.rilievi_nuovi(prima, dopo) == [rilievo("P13", "2")]
