"""Ciò che esce, nei casi rari: un Piano senza numeri, senza strategia, senza identificativi; due anni a confronto."""

from datetime import date
from decimal import Decimal

import pytest

from enti.models import Ente
from relazioni.contenuto.tipi import (
    DatiEnte,
    DatiIndicatore,
    DatiObiettivo,
    DatiTarget,
    Frontespizio,
    Piano,
    ValoreAnno,
)
from relazioni.models import Pubblicazione
from relazioni.pubblico.archivio import PianoPubblico
from relazioni.pubblico.disegni import andamento, serie
from relazioni.pubblico.piano import fra
from relazioni.pubblico.piao22 import in_fogli, sottosezione
from relazioni.pubblico.rete import mappa
from relazioni.pubblico.sintesi import frasi
from relazioni.pubblico.tabelle import Tabella, Tabelle, congela, rileggi

TRAGUARDO = DatiTarget(2026, "25", valore=Decimal(25))


def _obiettivo(numero=1, **campi):
    return DatiObiettivo(**{"numero": numero, "livello": "operativo", "titolo": "T", "stato": "validato"} | campi)


def _piano(*obiettivi, anno=2026, fino=2028):
    anni = tuple(range(anno, fino + 1))
    pagina = Frontespizio("Piano", anno, f"{anno}-{fino}", anni, "A", bozza=False)
    return Piano(DatiEnte("Comune di Prova", "comune"), pagina, obiettivi=obiettivi)


def _pubblico(piano):
    return PianoPubblico(Pubblicazione(anno=piano.documento.anno, atto="Delibera 1"), piano)


# ---- la sintesi ----------------------------------------------------------------------------------------------------

STRATEGICO = _obiettivo(livello="strategico")
MISURATO = _obiettivo(2, indicatori=(DatiIndicatore("Giorni"),), temi=("digitalizzazione",))


@pytest.mark.parametrize(
    ("obiettivi", "fino", "attese"),
    [
        ((), 2028, ["0 obiettivi in tutto."]),
        ((STRATEGICO,), 2026, ["un obiettivo in tutto."]),
        ((STRATEGICO,), 2028, ["un obiettivo in tutto.", "Uno è strategico"]),
        ((STRATEGICO, MISURATO), 2026, ["2 obiettivi in tutto.", "1 obiettivi su 2 hanno un indicatore", "I temi"]),
        ((MISURATO,), 2026, ["un obiettivo in tutto.", "Ogni obiettivo ha almeno un indicatore", "I temi"]),
    ],
)
def test_la_sintesi_dice_soltanto_i_fatti_che_ci_sono(obiettivi, fino, attese):
    scritte = frasi(_piano(*obiettivi, fino=fino))
    assert len(scritte) == len(attese)
    assert [attesa for attesa, scritta in zip(attese, scritte, strict=True) if attesa not in scritta] == []


# ---- il grafico di un indicatore -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("campi", "si_disegna"),
    [
        ({}, False),
        ({"target": (TRAGUARDO,)}, False),
        ({"target": (TRAGUARDO,), "partenza": Decimal(30)}, False),
        ({"target": (TRAGUARDO,), "partenza": Decimal(30), "partenza_anno": 2025}, True),
        ({"target": (TRAGUARDO,), "storico": (ValoreAnno(2024, Decimal(31)),)}, True),
    ],
)
def test_un_andamento_si_disegna_da_due_anni_in_su(campi, si_disegna):
    assert bool(andamento(DatiIndicatore("Giorni", **campi), prefisso="p")) == si_disegna


def test_una_partenza_senza_il_suo_anno_non_ha_un_posto_nella_serie():
    assert serie(DatiIndicatore("Giorni", partenza=Decimal(30))) == {}


# ---- due Piani a confronto -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("anno", "uguali"), [(2026, False), (2027, True)])
def test_fra_due_anni_gli_obiettivi_si_ritrovano_dal_nome(anno, uguali):
    def chiamato(nome, del_suo):
        indicatore = DatiIndicatore("Giorni", identificativo=nome)
        return _pubblico(_piano(_obiettivo(identificativo=nome, indicatori=(indicatore,)), anno=del_suo))

    diversi = [d for gruppo in fra(chiamato("a", 2026), chiamato("b", anno)) for d in gruppo.differenze]
    assert (not [d for d in diversi if d.nome == "T"]) == uguali


# ---- il PIAO, sottosezione 2.2 -------------------------------------------------------------------------------------


def test_gli_obiettivi_senza_strategia_stanno_in_una_senza_nome_con_chi_ne_discende():
    dove = _pubblico(_piano(_obiettivo(titolo="Sopra"), _obiettivo(2, titolo="Sotto", padre=1)))
    (valore,) = sottosezione(dove)["obiettivi_di_valore_pubblico"]
    (strategia,) = valore["strategie"]
    assert (strategia["codice"], [o["titolo"] for o in strategia["obiettivi"]]) == ("", ["Sopra", "Sotto"])
    assert in_fogli(dove).startswith(b"PK")


def test_una_strategia_porta_tutti_gli_obiettivi_che_ne_discendono():
    dove = _pubblico(_piano(STRATEGICO, _obiettivo(2, padre=1), _obiettivo(3, padre=2)))
    (valore,) = sottosezione(dove)["obiettivi_di_valore_pubblico"]
    assert [len(s["obiettivi"]) for s in valore["strategie"]] == [2]


# ---- la mappa, le tabelle ------------------------------------------------------------------------------------------


def test_nella_mappa_sta_soltanto_cio_che_ha_un_indirizzo():
    senza = _obiettivo(indicatori=(DatiIndicatore("Giorni"),))
    scritta = mappa(Ente(slug="prova"), [_pubblico(_piano(senza))], [], "https://esempio.it")
    trovati = [pezzo in scritta for pezzo in ("/piano/2026/obiettivi/", "/trasparenza/obiettivi/", "/indicatori/")]
    assert trovati == [True, False, False]


def test_una_data_si_congela_com_e_scritta_nei_dati_aperti():
    tabelle = Tabelle((), (Tabella("T", ("Dal", "Quanti"), ((date(2026, 1, 2), 3),)),))
    assert rileggi(congela(tabelle)).tabelle[0].righe == (("2026-01-02", Decimal(3)),)
