"""La valutazione delle persone nella Relazione: gli stessi gruppi in pagina, PDF, JSON e CSV; chi è in pochi mai."""

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
import time_machine

from piao.base.controlli import esamina
from relazioni.contenuto.dati import canonico, da_canonico, in_json
from relazioni.contenuto.relazione import Relazione, componi_relazione
from relazioni.contenuto.relazione.dati import DA_DEFINIRE, POCHI, csv_individuale
from relazioni.contenuto.relazione.individuale import individuale_di
from relazioni.contenuto.relazione.tipi import MediaPunteggi
from relazioni.controlli.relazione import fascicolo_della_relazione
from relazioni.controlli.relazione.valutazioni import REGOLE, SENZA_SCHEDE
from relazioni.models import Pubblicazione, TipoPubblicazione
from relazioni.stampa.relazione import anteprima_relazione, html_relazione
from relazioni.stampa.relazione.individuale import PREMI_DOPO, SENZA_VALUTAZIONI, per_genere, valutazione
from tests.fabbriche import UtenteFactory
from tests.relazioni.scene_relazione import OGGI, relazione
from tests.valutazione.scena_premi import primo, scena
from valutazione.azioni import premi as azioni
from valutazione.models import Scheda

pytestmark = [pytest.mark.django_db]
D = Decimal


@pytest.fixture(autouse=True)
def _oggi():
    with time_machine.travel(OGGI, tick=False):
        yield


def senza_eq(*punteggi):
    """Soltanto i dipendenti: la EQ della scena, da sola, farebbe tacere il resto."""
    s = scena(*punteggi)
    s.eq.schede.all().delete()
    return s


def con_generi(*punteggi, donne):
    s = senza_eq(*punteggi)
    for posto, persona in enumerate(s.persone):
        type(persona).objects.filter(pk=persona.pk).update(genere="donna" if posto < donne else "uomo")
    return s


def composta(monkeypatch, individuale):
    return replace(componi_relazione(relazione(monkeypatch)), individuale=individuale)


def pagina(blocchi):
    return unescape("".join(blocco.html for blocco in blocchi))


def righe(r):
    return list(csv.DictReader(StringIO(csv_individuale(r).decode("utf-8-sig")), delimiter=";"))


def test_senza_schede_e_senza_fondi_non_c_e_nulla_e_lo_dice(monkeypatch):
    r = componi_relazione(relazione(monkeypatch))
    assert r.individuale is None
    assert SENZA_VALUTAZIONI in pagina(valutazione(r))
    assert per_genere(r) == []
    assert righe(r) == []


def test_con_una_scheda_aperta_i_punteggi_aspettano():
    s = senza_eq(*[95] * 5, None)
    assert individuale_di(s.ciclo) is None
    s.fondo()
    i = individuale_di(s.ciclo)
    assert (i.punteggi, i.medie, i.generi, i.premi[0].stanziato) == ((), (), (), D(3000))


def test_concluse_ci_sono_bande_medie_generi_e_premi():
    s = con_generi(*[95] * 5, *[75] * 4, donne=5)
    s.fondo()
    i = individuale_di(s.ciclo)
    assert [(u.fascia, u.quanti) for u in i.punteggi][:4] == [
        ("dal 90 al 100%", 5), ("dal 60 al 90%", 4), ("sotto il 60%", 0), ("Totale", 9),
    ]  # fmt: skip
    assert [(m.gruppo, m.persone, m.media) for m in i.medie][-1] == ("Tutti", 9, D("86.11"))
    assert {(m.gruppo, m.media) for m in i.generi} == {("donna", D("95.00")), ("uomo", D("75.00"))}
    assert (i.premi[0].stanziato, i.premi[0].distribuito) == (D(3000), None)


def test_dopo_la_conferma_si_dice_quanto_e_distribuito():
    s = senza_eq(*[95] * 5)
    azioni.conferma_premi(primo(s.fondo()), utente=s.segretario, motivazione="x")
    premi = individuale_di(s.ciclo).premi[0]
    assert (premi.distribuito, premi.persone, premi.medio) == (D(3000), 5, D("600.00"))


def test_i_gruppi_piccoli_si_tacciono_anche_per_genere():
    i = individuale_di(con_generi(*[95] * 6, donne=2).ciclo)
    assert {m.persone for m in i.generi} == {None}
    assert all(uno.quanti is None or uno.quanti == 0 or uno.quanti >= 4 for uno in i.punteggi)


def test_un_ente_di_tre_persone_non_dice_nulla_delle_persone(monkeypatch):
    r = composta(monkeypatch, individuale_di(senza_eq(95, 80, 50).ciclo))
    assert {m.media for m in r.individuale.medie} == {None}
    assert POCHI in pagina(valutazione(r))
    assert "meno di 4 persone" in pagina(valutazione(r))


def test_pagina_pdf_json_e_csv_dicono_lo_stesso(monkeypatch):
    s = con_generi(*[95] * 5, *[75] * 4, donne=5)
    s.fondo()
    r = composta(monkeypatch, individuale_di(s.ciclo))
    for uscita in (str(anteprima_relazione(r)[0]), html_relazione(r)):
        assert all(parola in uscita for parola in ("86,11%", "dal 90 al 100%", "3.000,00", DA_DEFINIRE, PREMI_DOPO))
        assert "La valutazione per genere" in uscita
    dati = json.loads(in_json(r))["individuale"]
    assert dati["medie"][-1]["media"] == "86.11"
    per_tabella = {riga["tabella"]: riga for riga in righe(r)}
    assert (per_tabella["medie"]["media"], per_tabella["premi"]["nota"]) == ("86,11", DA_DEFINIRE)
    assert {riga["tabella"] for riga in righe(r)} == {"punteggi", "medie", "genere", "premi"}


def test_nel_csv_chi_e_in_pochi_ha_la_nota_e_non_il_numero(monkeypatch):
    r = composta(monkeypatch, individuale_di(senza_eq(95, 80).ciclo))
    assert {(riga["persone"], riga["nota"]) for riga in righe(r) if riga["tabella"] == "medie"} == {("", POCHI)}


def test_gli_aggregati_congelati_si_rileggono_uguali(monkeypatch):
    s = con_generi(*[95] * 5, *[75] * 4, donne=5)
    s.fondo()
    r = composta(monkeypatch, individuale_di(s.ciclo))
    assert da_canonico(canonico(r), Relazione).individuale == r.individuale
    assert isinstance(r.individuale.medie[0], MediaPunteggi)


# ---- i controlli su un anno vero -----------------------------------------------------------------------------------


def con_schede(monkeypatch, *punteggi):
    """Le schede di una scena, spostate nell'anno di una Relazione."""
    riga = relazione(monkeypatch)
    s = scena(*punteggi)
    Scheda.objects.update(ciclo=riga.ciclo)
    return riga, s


def esiti(riga, **campi):
    return esamina(REGOLE, fascicolo_della_relazione(riga, **campi))


def test_senza_schede_le_regole_dicono_che_non_si_possono_valutare(monkeypatch):
    esito = esiti(relazione(monkeypatch))
    assert {(voce.codice, voce.motivo) for voce in esito.non_valutabili} == {
        (f"Q{n}", SENZA_SCHEDE) for n in range(21, 27)
    }


def test_le_schede_aperte_si_segnalano_senza_nomi(monkeypatch):
    riga, s = con_schede(monkeypatch, 95, None)
    frasi = [r.frase for r in esiti(riga).rilievi if r.codice == "Q23"]
    assert frasi == ["Schede di valutazione non ancora chiuse: 1."]
    assert not any(persona.cognome in str(frasi) for persona in s.persone)


@pytest.mark.parametrize(
    ("tipi", "giorno"),
    [
        (["premi_ammontare"], None),
        (["premi_ammontare", "premi_dati"], date(2027, 7, 3)),
        (["premi_dati", "piano"], None),
    ],
)
def test_le_tabelle_dei_premi_contano_quando_ci_sono_tutte_e_due(monkeypatch, tipi, giorno):
    riga = relazione(monkeypatch)
    for posto, tipo in enumerate(tipi):
        Pubblicazione.objects.create(
            ente=riga.ciclo.ente, tipo=TipoPubblicazione(tipo), anno=2026, titolo=tipo, formato="CSV", impronta="0",
            ufficio="x", pubblicata_il=date(2027, 7, 2 + posto), chi=UtenteFactory(),
        )  # fmt: skip
    assert fascicolo_della_relazione(riga).anno_attorno.premi_pubblicati_il == giorno
