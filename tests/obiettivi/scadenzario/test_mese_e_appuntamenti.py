"""La griglia di un mese e le voci per i programmi di calendario."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from obiettivi.scadenzario import Deroga, Fatti, appuntamenti, calcola, mese_di
from piao.base.ics import Appuntamento, in_ics

OGGI = date(2027, 1, 10)
ADESSO = datetime(2027, 1, 10, 12, tzinfo=UTC)


def voci(fatti=None, ruoli=frozenset({"segretario"})):
    scadenze = calcola(fatti or Fatti(2027), oggi=OGGI)
    return {voce.chiave: voce for voce in appuntamenti(scadenze, ruoli, lambda s: f"https://ente/{s.codice}")}


def letto(*appuntamenti):
    return Calendar.from_ical(in_ics("Scadenze", appuntamenti, dominio="ente.it", adesso=ADESSO))


@pytest.mark.parametrize(
    ("quale", "settimane", "prima", "dopo"),
    [
        (date(2027, 2, 1), 4, "2027-01", "2027-03"),
        (date(2028, 2, 29), 5, "2028-01", "2028-03"),
        (date(2027, 1, 31), 5, "2026-12", "2027-02"),
        (date(2026, 12, 31), 5, "2026-11", "2027-01"),
        (date(2027, 8, 15), 6, "2027-07", "2027-09"),
    ],
)
def test_un_mese_e_fatto_di_settimane_intere(quale, settimane, prima, dopo):
    mese = mese_di(quale, [], oggi=OGGI)
    assert [len(settimana) for settimana in mese.settimane] == [7] * settimane
    assert (mese.prima, mese.dopo) == (prima, dopo)
    assert mese.settimane[0][0].data.weekday() == 0


def test_ogni_scadenza_sta_nel_suo_giorno():
    mese = mese_di(OGGI, calcola(Fatti(2027), oggi=OGGI), oggi=OGGI)
    ultimo = next(g for settimana in mese.settimane for g in settimana if g.data == date(2027, 1, 31))
    assert "piano" in {scadenza.codice for scadenza in ultimo.scadenze}
    assert mese.nome == "gennaio 2027"
    assert [g.data for settimana in mese.settimane for g in settimana if g.oggi] == [OGGI]


def test_i_giorni_degli_altri_mesi_non_entrano_nell_elenco():
    mese = mese_di(date(2027, 2, 1), calcola(Fatti(2027), oggi=OGGI), oggi=OGGI)
    assert {scadenza.termine.month for scadenza in mese.scadenze} == {2}


def test_avvisa_prima_solo_chi_ne_risponde_e_solo_se_e_da_fare():
    assert voci()["2027-piano"].preavvisi == (7, 1)
    assert voci(ruoli=frozenset({"revisore"}))["2027-piano"].preavvisi == ()
    fatta = voci(Fatti(2027, prove={"piano": date(2027, 1, 5)}))["2027-piano"]
    assert fatta.preavvisi == ()
    assert fatta.titolo == "✓ Adozione del Piano della performance"


def test_non_escono_ne_le_non_dovute_ne_quelle_senza_giorno():
    chiavi = voci(Fatti(2027, deroghe={"fgdc": Deroga(non_dovuta=True, motivo="In regola")})).keys()
    assert "2027-fgdc" not in chiavi
    assert "2027-pubblicazione" not in chiavi


def test_il_testo_dice_chi_norma_effetto_e_se_va_verificata():
    assert voci()["2027-itp_1"].testo == "Chi: Ragioneria\nD.Lgs. 33/2013, art. 33\nDa verificare."
    assert "non può assumere" in voci()["2027-piano"].testo


def test_il_calendario_si_rilegge_con_un_altro_lettore():
    calendario = letto(
        Appuntamento("2027-piano", date(2027, 1, 31), "Piano; con, segni", "Due\nrighe", "https://e/", (7, 1))
    )
    evento = calendario.walk("VEVENT")[0]
    assert (evento["uid"], evento["summary"]) == ("2027-piano@ente.it", "Piano; con, segni")
    assert (evento.decoded("dtstart"), evento.decoded("dtend")) == (date(2027, 1, 31), date(2027, 2, 1))
    assert [avviso.decoded("trigger") for avviso in evento.walk("VALARM")] == [
        timedelta(hours=9, days=-7),
        timedelta(hours=9, days=-1),
    ]


def test_un_appuntamento_senza_testo_non_ne_scrive_uno_vuoto():
    evento = letto(Appuntamento("x", OGGI, "Solo il titolo")).walk("VEVENT")[0]
    assert "description" not in evento
    assert "url" not in evento
    assert not evento.walk("VALARM")
