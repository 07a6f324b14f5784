"""Il quadro dei risultati: ambiti, sessioni, mancanze, segnali, anni, enti; le stesse cifre in ogni formato."""

from csv import reader
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from enti.letture import profilo
from enti.ruoli import Profilo
from obiettivi.contenuto.cruscotto import sezioni_del_quadro, sezioni_di
from obiettivi.contenuto.quadro import Colonna, Come, Riga, Sezione, Tabella, in_dati, in_fogli, in_parole, in_testo
from obiettivi.letture.cruscotto import ESITI, ORDINI, PER_TUTTI, Genere, cruscotto_di, ordine_per, segnali_di
from obiettivi.letture.risultati import risultati_del_ciclo
from obiettivi.misura import arrotonda
from obiettivi.models import Rilevazione
from obiettivi.voci import CausaScostamento, StatoSessione, Verso
from tests.fabbriche import LineaMandatoFactory, UnitaFactory, ValoreStoricoFactory
from tests.obiettivi.scena_monitoraggio import (
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    chi,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)
from tests.obiettivi.test_andamento import con_pesi

TUTTI = Profilo(incarichi=frozenset({"segretario"}))


def quadro(ciclo, di=TUTTI, **scelte):
    return cruscotto_di(ciclo, di, **scelte)


def sezione(sezioni, chiave):
    return next(una for una in sezioni if una.chiave == chiave)


# ---- ciò che si vede ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_chi_guida_un_unita_parte_dalle_sue_e_puo_vedere_tutto():
    sessione, unita, _ = con_pesi((100, 50))
    altra = UnitaFactory(ente=sessione.ciclo.ente)
    misurabile(validato(sessione.ciclo, unita=altra))
    sue = profilo(chi("eq", unita), sessione.ciclo.ente)
    mie, tutto = quadro(sessione.ciclo, sue), quadro(sessione.ciclo, sue, ambito="tutto")
    assert [una.nome for una in mie.risultati.unita] == [str(unita)]
    assert (mie.ambito, tutto.ambito, len(tutto.risultati.unita)) == ("mie", "tutto", 2)


@pytest.mark.django_db
def test_il_segretario_parte_dall_ente_anche_se_guida_un_unita():
    sessione, unita, _ = con_pesi((100, 50))
    di = Profilo(incarichi=frozenset({"segretario"}), unita_guidate=frozenset({unita.pk}))
    assert quadro(sessione.ciclo, di).ambito == "tutto"
    assert quadro(sessione.ciclo, di, ambito="mie").ambito == "mie"


@pytest.mark.django_db
def test_chi_non_guida_nulla_non_ha_un_ambito_suo():
    sessione, _, _ = con_pesi((100, 50))
    assert quadro(sessione.ciclo, TUTTI, ambito="mie").ambito == "tutto"


@pytest.mark.django_db
@pytest.mark.parametrize("chiesta", ["", "999999", "boh"])
def test_senza_una_sessione_buona_vale_l_ultima_cominciata(chiesta):
    ciclo = approvato()
    SessioneFactory(ciclo=ciclo)
    ultima = SessioneFactory(ciclo=ciclo, al=date(2026, 9, 30))
    SessioneFactory(ciclo=ciclo, al=date(2026, 12, 31), stato=StatoSessione.PROGRAMMATA)
    assert quadro(ciclo, sessione=chiesta).sessione == ultima


@pytest.mark.django_db
def test_si_puo_tornare_a_una_sessione_di_prima():
    ciclo = approvato()
    prima, _ = SessioneFactory(ciclo=ciclo), SessioneFactory(ciclo=ciclo, al=date(2026, 9, 30))
    assert quadro(ciclo, sessione=str(prima.pk)).sessione == prima


@pytest.mark.parametrize(("incarico", "ordine"), [*ORDINI, ("eq", PER_TUTTI)])
def test_a_ciascuno_prima_cio_che_gli_serve(incarico, ordine):
    assert ordine_per(Profilo(incarichi=frozenset({incarico}))) == ordine


def test_nessun_ordine_perde_una_sezione():
    assert all(sorted(ordine) == sorted(PER_TUTTI) and ordine[0] == ESITI for _, ordine in ORDINI)


# ---- che cosa manca ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("giorni", "ritardo"), [(-1, True), (1, False)])
def test_cio_che_manca_e_in_ritardo_dopo_il_termine(giorni, ritardo):
    oggi = timezone.localdate()
    sessione, unita, _ = scena(dal=oggi - timedelta(30), entro=oggi + timedelta(giorni))
    (manca,) = quadro(sessione.ciclo).mancanti
    assert (manca.nome, manca.valori, manca.su, manca.in_ritardo) == (str(unita), 1, 1, ritardo)


@pytest.mark.django_db
def test_chi_ha_scritto_tutto_in_tempo_non_compare():
    sessione, _, indicatore = scena(dal=date(2026, 1, 1), entro=date(2099, 1, 1))
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    assert quadro(sessione.ciclo).mancanti == ()
    assert quadro(sessione.ciclo).valori_mancanti == 0


@pytest.mark.django_db
def test_uno_scostamento_senza_causa_e_qualcosa_che_manca():
    sessione, _, indicatore = scena()
    finale = di_fine_anno(sessione.ciclo, entro=date(2099, 1, 1))
    RilevazioneFactory(sessione=finale, indicatore=indicatore, valore=D(10))
    assert [(m.valori, m.cause) for m in quadro(sessione.ciclo).mancanti] == [(0, 1)]
    Rilevazione.objects.update(causa=CausaScostamento.ENDOGENA)
    assert quadro(sessione.ciclo).mancanti == ()


# ---- i segnali ---------------------------------------------------------------------------------------------------


def con_valore(valore, fonte="Protocollo", **campi):
    sessione, unita, _ = scena(dal=date(2026, 1, 1), entro=date(2099, 1, 1))
    indicatore = misurabile(validato(sessione.ciclo, unita=unita), denominazione="Pratiche", **campi)
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(valore), fonte=fonte)
    return sessione, unita, indicatore


def generi(sessione):
    return [segnale.genere for segnale in segnali_di(risultati_del_ciclo(sessione.ciclo))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verso", "partenza", "valore", "segnalato"),
    [
        (Verso.AUMENTA, 60, 50, True),
        (Verso.AUMENTA, 50, 60, False),
        (Verso.DIMINUISCE, 50, 60, True),
        (Verso.DIMINUISCE, 60, 50, False),
    ],
)
def test_un_indicatore_che_peggiora_si_segnala(verso, partenza, valore, segnalato):
    sessione, _, _ = con_valore(valore, verso=verso, baseline=D(partenza), baseline_anno=2025)
    assert (Genere.AL_CONTRARIO in generi(sessione)) is segnalato


@pytest.mark.django_db
def test_l_anno_prima_conta_piu_del_valore_di_partenza():
    sessione, _, indicatore = con_valore(50, baseline=D(10), baseline_anno=2020)
    ValoreStoricoFactory(indicatore=indicatore, anno=2025, valore=D(60))
    (segnale,) = segnali_di(risultati_del_ciclo(sessione.ciclo))
    assert (segnale.genere, segnale.dove) == (Genere.AL_CONTRARIO, "Pratiche")
    assert segnale.perche == "Da 60 a 50: 50% del target."


@pytest.mark.django_db
@pytest.mark.parametrize(("due_anni_fa", "fermo"), [(50, True), (49, False), (None, False)])
def test_un_valore_identico_per_tre_anni_si_segnala(due_anni_fa, fermo):
    sessione, _, indicatore = con_valore(50)
    ValoreStoricoFactory(indicatore=indicatore, anno=2025, valore=D(50))
    if due_anni_fa:
        ValoreStoricoFactory(indicatore=indicatore, anno=2024, valore=D(due_anni_fa))
    assert (Genere.FERMO in generi(sessione)) is fermo


@pytest.mark.django_db
@pytest.mark.parametrize(("quanti", "segnalato"), [(3, True), (2, False)])
def test_tutto_al_cento_si_segnala_per_unita(quanti, segnalato):
    sessione, _, _ = con_pesi(*[(None, 100)] * quanti)
    assert (Genere.TUTTO_AL_CENTO in generi(sessione)) is segnalato


@pytest.mark.django_db
@pytest.mark.parametrize(("fonte", "segnalato"), [("", True), ("  ", True), ("Protocollo", False)])
def test_un_valore_senza_fonte_si_segnala(fonte, segnalato):
    sessione, _, _ = con_valore(50, fonte=fonte)
    assert (Genere.SENZA_FONTE in generi(sessione)) is segnalato


@pytest.mark.django_db
def test_un_valore_scritto_dopo_il_termine_si_segnala_una_volta_per_unita():
    sessione, unita, _ = scena()
    for n in range(5):
        indicatore = misurabile(validato(sessione.ciclo, unita=unita), denominazione=f"I{n}", fonte="PCC")
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, inserita_il=timezone.now())
    (segnale,) = [s for s in segnali_di(risultati_del_ciclo(sessione.ciclo)) if s.genere == Genere.A_POSTERIORI]
    assert (segnale.dove, segnale.obiettivo) == (str(unita), 0)
    assert segnale.perche.startswith("5 valori scritti dopo il termine")
    assert segnale.perche.endswith(", e altri 2.")


@pytest.mark.django_db
def test_un_valore_scritto_molto_dopo_il_suo_giorno_si_segnala():
    sessione, _, _ = con_valore(50)
    assert Genere.A_POSTERIORI not in generi(sessione)
    Rilevazione.objects.update(rilevato_il=timezone.localdate() - timedelta(90))
    assert Genere.A_POSTERIORI in generi(sessione)


@pytest.mark.django_db
def test_chi_non_ha_un_valore_non_da_segnali():
    sessione, _, _ = scena()
    assert generi(sessione) == []


# ---- le medie ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_le_unita_di_chi_guarda_hanno_la_loro_media():
    sessione, unita, _ = con_pesi((100, 50))
    altra = UnitaFactory(ente=sessione.ciclo.ente)
    RilevazioneFactory(sessione=sessione, indicatore=misurabile(validato(sessione.ciclo, unita=altra)), valore=D(100))
    mie = quadro(sessione.ciclo, Profilo(unita_guidate=frozenset({unita.pk})))
    assert (mie.risultati.ente.grado, quadro(sessione.ciclo).risultati.ente.grado) == (50, 75)


@pytest.mark.django_db
def test_l_ordine_degli_obiettivi_non_cambia_le_medie():
    dritto, _, _ = con_pesi((60, 50), (30, 100), (10, 7))
    rovescio, _, _ = con_pesi((10, 7), (30, 100), (60, 50))
    assert risultati_del_ciclo(dritto.ciclo).ente.grado == risultati_del_ciclo(rovescio.ciclo).ente.grado


@pytest.mark.django_db
def test_le_medie_stanno_fra_il_minimo_e_il_massimo():
    sessione, _, _ = con_pesi((60, 50), (30, 100), (10, 7))
    for aggregato in (*(r := risultati_del_ciclo(sessione.ciclo)).unita, *r.linee, r.ente):
        assert 7 <= aggregato.grado <= 100


# ---- in ogni formato le stesse cifre -----------------------------------------------------------------------------


def quadro_pieno():
    sessione, unita, (primo, *_) = con_pesi((60, 50), (30, 100), (10, 33))
    primo.linea_mandato = LineaMandatoFactory(ente=sessione.ciclo.ente)
    primo.save()
    misurabile(validato(sessione.ciclo, unita=unita))
    return sessione


@pytest.mark.django_db
def test_pagina_csv_foglio_e_pdf_hanno_le_stesse_righe():
    sezioni = sezioni_del_quadro(quadro(quadro_pieno().ciclo))
    cartella = load_workbook(BytesIO(in_fogli(sezioni)))
    for una in sezioni:
        foglio = [list(riga) for riga in cartella[una.titolo[:31]].iter_rows(min_row=2, values_only=True)]
        csv = list(reader(StringIO(in_testo(una).decode("utf-8-sig")), delimiter=";"))[1:]
        assert len(foglio) == len(csv) == len(una.tabella.in_parole) == len(una.tabella.da_stampare.righe)
        for letta, dal_csv, (_, celle), stampata in zip(
            foglio, csv, una.tabella.in_parole, una.tabella.da_stampare.righe, strict=True
        ):
            assert [testo for _, testo in celle] == list(stampata)
            assert [_uguale(cella, dato) for cella, dato in zip(letta, dal_csv, strict=True)]


def _uguale(cella, dato):
    numeri = isinstance(cella, int | float)
    return D(str(cella)) == D(dato.replace(",", ".")) if numeri else (cella or "") == dato


@given(st.decimals(0, 100, places=6), st.sampled_from([Come.GRADO, Come.PUNTI]))
def test_cio_che_si_legge_e_cio_che_si_scarica_arrotondano_allo_stesso_modo(valore, come):
    letto = in_parole(Colonna("Grado", come), valore).rstrip("%").removesuffix(" punti").lstrip("+").replace(",", ".")
    assert D(letto) == in_dati(valore) == arrotonda(valore, 2)


@pytest.mark.parametrize(
    ("come", "valore", "letto"),
    [
        (Come.GRADO, None, "n.d."),
        (Come.GRADO, D(0), "0%"),
        (Come.PUNTI, D("-3"), "−3 punti"),
        (Come.CONTO, 1200, "1.200"),
        (Come.CONTO, None, "n.d."),
        (Come.TESTO, "", "–"),
        (Come.TESTO, None, "–"),
        (Come.TESTO, "ciao", "ciao"),
    ],
)
def test_come_si_legge_una_cella(come, valore, letto):
    assert in_parole(Colonna("C", come), valore) == letto


def test_una_riga_con_celle_di_troppo_si_rifiuta():
    tabella = Tabella("T", (Colonna("A"),), (Riga(("a", "b")),))
    with pytest.raises(ValueError, match="zip"):
        in_testo(Sezione("s", "S", "", tabella))


@pytest.mark.django_db
def test_un_unita_mostra_i_suoi_obiettivi_con_il_collegamento_al_loro_conto():
    sessione = quadro_pieno()
    risultati = risultati_del_ciclo(sessione.ciclo)
    obiettivi = sezione(sezioni_di(risultati.unita[0], risultati), "obiettivi")
    assert all(f"/monitoraggio/{sessione.pk}/obiettivi/" in riga.indirizzo for riga in obiettivi.tabella.righe)
    assert [riga.celle[1] for riga in obiettivi.tabella.righe] == [50, 100, 33, None]


@pytest.mark.django_db
def test_senza_sessioni_si_scende_alla_scheda():
    ciclo = approvato()
    validato(ciclo, unita=UnitaFactory(ente=ciclo.ente))
    risultati = risultati_del_ciclo(ciclo)
    (riga,) = sezione(sezioni_di(risultati.unita[0], risultati), "obiettivi").tabella.righe
    assert riga.indirizzo.endswith(f"/obiettivi/{risultati.obiettivi[0].pk}/")
    assert (
        sezione(sezioni_del_quadro(quadro(ciclo)), "scostamenti").spiegazione
        == "Nessuna sessione è ancora cominciata."
    )


@pytest.mark.django_db
def test_con_troppe_righe_resta_la_tabella_senza_disegno():
    ciclo = approvato()
    for _ in range(17):
        misurabile(validato(ciclo, unita=UnitaFactory(ente=ciclo.ente)))
    unita = sezione(sezioni_del_quadro(quadro(ciclo)), "unita")
    assert (unita.disegno, len(unita.tabella.righe)) == (None, 17)


@pytest.mark.django_db
@pytest.mark.parametrize(("soglia", "detta"), [(None, "10"), (D("12.50"), "12,5")])
def test_a_fine_anno_la_soglia_e_detta(soglia, detta):
    finale = di_fine_anno(approvato(), soglia=soglia)
    scostamenti = sezione(sezioni_del_quadro(quadro(finale.ciclo)), "scostamenti")
    assert scostamenti.spiegazione == f"A fine anno, gli indicatori a più di {detta} punti dal target."


@pytest.mark.django_db
@pytest.mark.parametrize(("entro", "termine"), [(date(2026, 7, 31), "passato"), (date(2099, 1, 1), "non ancora")])
def test_di_cio_che_manca_si_dice_se_il_termine_e_passato(entro, termine):
    sessione, unita, _ = scena(entro=entro)
    (riga,) = sezione(sezioni_del_quadro(quadro(sessione.ciclo)), "mancano").tabella.righe
    assert (riga.celle[0], riga.celle[-1]) == (str(unita), termine)
    assert riga.indirizzo.endswith(f"/compila/?unita={unita.pk}")


@pytest.mark.django_db
def test_chi_ha_solo_valori_tardivi_non_ha_un_termine_da_rispettare():
    sessione, _, _ = con_pesi((100, 50))
    (riga,) = sezione(sezioni_del_quadro(quadro(sessione.ciclo)), "mancano").tabella.righe
    assert riga.celle[1:] == (0, 1, 0, 1, "")
