"""Proprietà che valgono per qualunque Piano, anche il più strano: nessuna regola cade, nessuna dipende dall'ordine."""

from collections import Counter
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enti.voci import TipoGruppo, TipoIncarico
from obiettivi.controlli.catalogo import PER_CODICE, REGOLE
from obiettivi.controlli.citazioni import citazioni, evidenziato, leggi
from obiettivi.controlli.fascicolo import (
    Assegnazione,
    Ente,
    Fascicolo,
    Fase,
    Incarico,
    Indicatore,
    Legame,
    Obiettivo,
    Target,
    Unita,
)
from obiettivi.voci import Ambito, Natura, ObbligoLegge, ScalaPeso, StatoCiclo, Tema, TipoFonte, Tipologia, Verso
from piao.base.brani import semplice
from piao.base.controlli import Esito, Gravita, Regolazione, esamina
from tests.obiettivi.controlli.scena import EQ, atto, ciclo, indicatore, obiettivo

GIORNI = st.dates(date(2018, 1, 1), date(2030, 12, 31))
FORSE_GIORNO = st.none() | GIORNI
PESI = st.none() | st.decimals(-1, 150, places=2)
NUMERI = st.none() | st.decimals(-1000, 1000, places=2)
CHIAVI = st.integers(1, 6)
PAROLE = st.sampled_from(
    ["", "Ridurre i tempi", "Supporto", "Trasparenza", "Ritardo dei pagamenti", "DI 13/2023", "{o}"]
)


def uno_di(scelte):
    return st.sampled_from(["", *scelte])


def alcuni(scelte):
    return st.frozensets(st.sampled_from(list(scelte)), max_size=3)


TARGET = st.builds(Target, st.sampled_from([2026, 2027]), uno_di([">=", "si", "tra"]), NUMERI, NUMERI, FORSE_GIORNO)
INDICATORI = st.builds(
    Indicatore, CHIAVI, PAROLE, formula=PAROLE, unita=uno_di(["ore", "%"]), verso=uno_di(Verso.values),
    baseline=NUMERI, nuovo=st.booleans(), fonte=PAROLE, tipo_fonte=uno_di(TipoFonte.values),
    rilevazione_il=FORSE_GIORNO, peso=PESI,
    target=st.lists(TARGET, max_size=2).map(tuple), serie=st.just(((2024, Decimal(1)),)),
)  # fmt: skip
FASI = st.builds(Fase, PAROLE, st.sampled_from([(), ("2026-02",), ("2026-11", "2026-12"), ("2027-01",)]))
ASSEGNAZIONI = st.builds(
    Assegnazione, st.sampled_from(["persona", "incarico", "gruppo"]), CHIAVI, PAROLE, st.booleans(), PESI, PESI, PESI,
    uno_di(TipoGruppo.values),
)  # fmt: skip
OBIETTIVI = st.builds(
    Obiettivo, CHIAVI, PAROLE, livello=st.sampled_from(["operativo", "strategico"]), natura=uno_di(Natura.values),
    tipologia=uno_di(Tipologia.values), prerequisito=st.booleans(), obbligo_legge=uno_di(ObbligoLegge.values),
    descrizione=PAROLE, data_inizio=FORSE_GIORNO, data_fine=FORSE_GIORNO, peso=PESI,
    scala=st.sampled_from(ScalaPeso.values), temi=alcuni(Tema.values), ambiti=alcuni(Ambito.values),
    unita=st.lists(st.builds(Legame, CHIAVI, st.booleans(), PESI), max_size=2).map(tuple),
    assegnazioni=st.lists(ASSEGNAZIONI, max_size=2).map(tuple), fasi=st.lists(FASI, max_size=2).map(tuple),
    indicatori=st.lists(INDICATORI, max_size=2).map(tuple), risorse=alcuni(["umana", "strumentale"]),
)  # fmt: skip
INCARICHI = st.builds(
    Incarico, CHIAVI, st.sampled_from(TipoIncarico.values), PAROLE, CHIAVI, unita=st.none() | CHIAVI, dal=GIORNI,
    al=FORSE_GIORNO, responsabile_pagamenti=st.booleans(), integrato=st.booleans(),
)  # fmt: skip
UNITA = st.lists(st.builds(Unita, CHIAVI, PAROLE, st.none() | CHIAVI), max_size=4, unique_by=lambda u: u.pk).map(tuple)


@st.composite
def fascicoli(disegna):
    anno = disegna(st.sampled_from([2018, 2020, 2023, 2026]))
    giorno = disegna(FORSE_GIORNO)
    return Fascicolo(
        disegna(st.builds(Ente, st.just("prova"), oltre=st.sampled_from([True, False, None]), mandato_al=st.none())),
        ciclo(
            anno=anno, anno_fine=disegna(st.sampled_from([None, anno, anno + 2])),
            stato=disegna(st.sampled_from(StatoCiclo.values)), bilancio_termine=disegna(FORSE_GIORNO),
            approvazione=None if giorno is None else atto(data=giorno),
        ),
        disegna(GIORNI),
        tuple(disegna(st.lists(OBIETTIVI, max_size=4))), disegna(UNITA),
        tuple(disegna(st.lists(INCARICHI, max_size=3))), testi=disegna(st.sampled_from([None, ()])),
        parziale=disegna(st.booleans()),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(fascicoli())
def test_nessun_piano_fa_cadere_le_regole(f):
    esito = esamina(REGOLE, f)
    assert Esito.da_json(esito.in_json()) == esito
    for rilievo in esito.rilievi:
        assert rilievo.frase.endswith((".", "…"))
        assert rilievo.gravita.grado >= PER_CODICE[rilievo.codice].predefinita.grado


@settings(max_examples=40, deadline=None)
@given(fascicoli(), st.randoms())
def test_l_ordine_degli_obiettivi_non_cambia_l_esito(f, caso):
    def conta(fascicolo):
        return Counter((r.codice, r.gravita) for r in esamina(REGOLE, fascicolo).rilievi)

    mescolati = list(f.obiettivi)
    caso.shuffle(mescolati)
    assert conta(f) == conta(type(f)(**{**_campi(f), "obiettivi": tuple(mescolati)}))


def _campi(f):
    return {nome: getattr(f, nome) for nome in f.__dataclass_fields__}


@settings(max_examples=40, deadline=None)
@given(fascicoli(), st.sampled_from(sorted(PER_CODICE)))
def test_spegnere_una_regola_toglie_solo_i_suoi_rilievi(f, codice):
    tutti, senza = esamina(REGOLE, f), esamina(REGOLE, f, [Regolazione(codice, "non ci riguarda")])
    assert senza.rilievi == tuple(r for r in tutti.rilievi if r.codice != codice)


@settings(max_examples=40, deadline=None)
@given(fascicoli(), st.sampled_from(sorted(PER_CODICE)), st.sampled_from(Gravita))
def test_regolare_una_regola_non_cambia_quante_cose_trova(f, codice, gravita):
    tutti, regolati = esamina(REGOLE, f), esamina(REGOLE, f, [Regolazione(codice, "così", gravita)])
    assert Counter(r.codice for r in tutti.rilievi) == Counter(r.codice for r in regolati.rilievi)
    assert all(r.gravita.grado >= gravita.grado for r in regolati.rilievi if r.codice == codice)


@given(st.lists(st.decimals("0.01", 100, places=2), min_size=2, max_size=6))
def test_p24_scatta_se_e_solo_se_la_somma_si_scosta_da_cento(pesi):
    soli = tuple(obiettivo(pk=n, peso=peso, assegnazioni=()) for n, peso in enumerate(pesi))
    f = Fascicolo(Ente("prova"), ciclo(), date(2026, 2, 1), soli, (Unita(1, "Area"),))
    blocchi = [s for s in PER_CODICE["P24"].valuta(f) if s.gravita == Gravita.BLOCCO]
    assert bool(blocchi) is (abs(sum(pesi) - 100) > Decimal("0.01"))


@given(st.sampled_from(["aumenta", "diminuisce"]), st.decimals(-100, 100, places=2), st.decimals(-100, 100, places=2))
def test_p17_un_target_e_gia_raggiunto_o_non_lo_e(verso, baseline, valore):
    """Invertire il verso e il segno di tutto non cambia la risposta."""

    def scatta(verso, baseline, valore):
        i = indicatore(verso=verso, baseline=baseline, target=(Target(2026, "", valore),))
        f = Fascicolo(Ente("prova"), ciclo(), date(2026, 2, 1), (obiettivo(indicatori=(i,)),))
        return bool(list(PER_CODICE["P17"].valuta(f)))

    opposto = {"aumenta": "diminuisce", "diminuisce": "aumenta"}[verso]
    assert scatta(verso, baseline, valore) == scatta(opposto, -baseline, -valore)


PEZZI = st.sampled_from(
    ["art. ", "163", ", comma 3-bis", " del ", "D.Lgs. ", "150/2009", "P.O.", "____", "....", "n. del", "Piano 2019",
     "CCNL 2018", " 1 su 3 ", "50%", "\n", "categoria C", "«", "à", "<b>", "&amp;"]
)  # fmt: skip


@given(st.lists(PEZZI, max_size=25).map("".join))
def test_ogni_segnalazione_sta_nel_testo(testo):
    trovate = leggi(testo, il=date(2026, 1, 1), anno=2026, scarto=Decimal("0.5"))
    for segnalazione in trovate:
        assert testo[segnalazione.inizio : segnalazione.fine] == segnalazione.parole
    evidenziati = evidenziato(semplice(testo), trovate)
    assert len(evidenziati) >= len(testo)


@pytest.mark.parametrize(
    "pezzo",
    ["art. 69 ", "CCNL ", "169 3-bis ", "pubblicare ", "1 su ", "_ ", ". ", "n. ", "[", "Piano ", "da inserire "],
)
def test_un_testo_lunghissimo_si_legge_in_un_attimo(pezzo):
    testo = pezzo * (60_000 // len(pezzo))
    inizio = process_time()
    leggi(testo, il=date(2026, 6, 1), anno=2026, scarto=Decimal("0.5"))
    assert process_time() - inizio < 5


@pytest.mark.parametrize("anno", range(2000, 2041))
def test_in_ogni_anno_le_regole_trovano_i_loro_parametri(anno):
    for approvazione in (None, atto(data=date(anno, 1, 20))):
        suo = ciclo(anno=anno, anno_fine=anno + 2, approvazione=approvazione)
        f = Fascicolo(Ente("prova"), suo, date(anno, 12, 31), (obiettivo(),), (Unita(1, "Area"),), (EQ,))
        assert esamina(REGOLE, f).in_json()


def test_citare_bene_non_costa_nulla():
    testo = "Il D.Lgs. 150/2009, il TUEL (art. 169, comma 3-bis), il DM 132/2022 e il DL 13/2023, art. 4-bis."
    assert all(citazioni(testo, il=date(anno, 6, 30)) == [] for anno in range(2010, 2031))
