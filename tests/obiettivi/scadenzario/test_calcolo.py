"""Le date dello scadenzario, ai bordi: conti puri, senza database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enti.parametri import giorno_nell_anno
from enti.ruoli import RUOLI
from obiettivi.letture.scadenze import NOMI_RUOLI
from obiettivi.scadenzario import Deroga, Fatti, Regola, Stato, calcola, tutte
from obiettivi.scadenzario.formule import giorno_di

OGGI = date(2027, 1, 10)
VALIDATA = {"validazione": Deroga(fatta_il=date(2028, 6, 1))}


def una(codice, fatti=None, oggi=OGGI):
    return next(s for s in calcola(fatti or Fatti(2027), oggi=oggi) if s.codice == codice)


def propria(**campi):
    base = {"codice": "mia", "nome": "Mia", "norma": "", "termine": {"": "N-06-30"}, "chi": "", "ruoli": frozenset()}
    return Regola(**base | {"dal": date(2020, 1, 1), "di_legge": False} | campi)


# ---- formule


@pytest.mark.parametrize(
    ("formula", "anno", "atteso"),
    [
        ("N-01-31", 2027, date(2027, 1, 31)),
        ("N-1-07-31", 2027, date(2026, 7, 31)),
        ("N+1-06-30", 2027, date(2028, 6, 30)),
        ("N-02-29", 2027, date(2027, 2, 28)),
        ("N-02-29", 2028, date(2028, 2, 29)),
        ("N+1-02-31", 2027, date(2028, 2, 29)),
        ("N @piano_termine", 2027, date(2027, 1, 31)),
        ("N @assegnazione_termine", 2027, date(2027, 2, 28)),
        ("N @assegnazione_termine", 2028, date(2028, 2, 29)),
        ("bilancio + 20", 2027, date(2027, 1, 20)),
        ("bilancio", 2027, date(2026, 12, 31)),
        ("termine:piano + @pubblicazione_giorni", 2027, date(2027, 2, 10)),
        ("mai_successo + 20", 2027, None),
        ("mai_successo + @pubblicazione_giorni", 2027, None),
        ("differito + @piano_giorni_dopo_bilancio", 2022, date(2022, 9, 22)),
        ("troppo_presto + @piano_giorni_dopo_bilancio", 2022, None),
        ("N @fondo_termine", 2025, None),
        ("N @fondo_termine", 2026, date(2026, 4, 30)),
        ("N @fondo_termine", 2020, None),
    ],
)
def test_una_formula_da_il_suo_giorno(formula, anno, atteso):
    eventi = {"bilancio": date(2026, 12, 31), "termine:piano": date(2027, 1, 31)}
    eventi |= {"differito": date(2022, 8, 23), "troppo_presto": date(2022, 8, 22)}
    assert giorno_di(formula, anno, eventi) == atteso


@pytest.mark.parametrize("formula", ["", "domani", "N-1", "N/01/31", "bilancio - 3", "Bilancio + 3 giorni"])
def test_una_formula_che_non_si_legge_si_rifiuta(formula):
    if formula == "domani":
        assert giorno_di(formula, 2027, {}) is None  # è un evento che non è accaduto
        return
    with pytest.raises(ValueError, match="Formula sconosciuta"):
        giorno_di(formula, 2027, {})


@given(anno=st.integers(2012, 2090))
def test_ogni_scadenza_di_ogni_anno_si_calcola(anno):
    for scadenza in calcola(Fatti(anno, termine_bilancio=date(anno, 2, 28)), oggi=date(anno, 3, 1)):
        assert scadenza.giorno_certo.year in (anno - 1, anno, anno + 1, anno + 6, date.max.year)


# ---- le date per tipo di ente


@pytest.mark.parametrize(
    ("codice", "fatti", "atteso"),
    [
        ("piano", Fatti(2027), date(2027, 1, 31)),
        ("piano", Fatti(2027, termine_bilancio=date(2026, 12, 31)), date(2027, 1, 31)),
        ("piano", Fatti(2026, termine_bilancio=date(2026, 2, 28)), date(2026, 3, 30)),
        ("piano", Fatti(2028, termine_bilancio=date(2028, 1, 31)), date(2028, 3, 1)),
        ("piano", Fatti(2027, termine_bilancio=date(2027, 1, 31)), date(2027, 3, 2)),
        ("piano", Fatti(2021, termine_bilancio=date(2021, 5, 31)), date(2021, 1, 31)),
        ("bilancio", Fatti(2027), date(2026, 12, 31)),
        ("bilancio", Fatti(2027, termine_bilancio=date(2027, 2, 28)), date(2027, 2, 28)),
        ("peg", Fatti(2027, prove={"bilancio": date(2026, 12, 18)}), date(2027, 1, 7)),
        ("assegnazione", Fatti(2028), date(2028, 2, 29)),
        ("fgdc", Fatti(2028), date(2028, 2, 28)),
        ("relazione", Fatti(2027), date(2028, 6, 30)),
        ("relazione", Fatti(2027, condizioni=frozenset({"relazione_unificata"})), date(2028, 4, 30)),
        ("validazione", Fatti(2027, condizioni=frozenset({"relazione_unificata"})), date(2028, 4, 30)),
        ("pubblicazione", Fatti(2027, prove={"piano": date(2027, 1, 28)}), date(2027, 2, 7)),
        (
            "premi_pubblicati",
            Fatti(2027, deroghe={"validazione": Deroga(fatta_il=date(2028, 6, 1))}),
            date(2028, 7, 1),
        ),
        ("fine_pubblicazione", Fatti(2027), date(2033, 1, 1)),
    ],
)
def test_il_termine_nasce_dalle_date_dell_ente(codice, fatti, atteso):
    assert una(codice, fatti).termine == atteso


def test_gli_obiettivi_provvisori_servono_solo_se_il_bilancio_e_rinviato():
    assert "provvisori" not in {s.codice for s in calcola(Fatti(2027), oggi=OGGI)}
    rinviato = Fatti(2027, termine_bilancio=date(2027, 2, 28))
    assert una("provvisori", rinviato).termine == date(2027, 1, 31)


def test_il_piano_autonomo_non_va_al_portale():
    scadenza = una("portale", Fatti(2027, condizioni=frozenset({"piano_autonomo"})))
    assert (scadenza.stato, scadenza.motivo) == (Stato.NON_DOVUTA, "Il Piano è autonomo: non fa parte del PIAO.")


@pytest.mark.parametrize(
    ("condizione", "dovuto"), [("popolazione_5000:sotto", False), ("popolazione_5000:oltre", True), ("", True)]
)
def test_sotto_i_cinquemila_abitanti_il_peg_e_facoltativo(condizione, dovuto):
    assert (una("peg", Fatti(2027, condizioni=frozenset({condizione}))).stato != Stato.NON_DOVUTA) is dovuto


def test_una_cosa_fatta_anche_se_facoltativa_risulta_fatta():
    deroghe = {"peg": Deroga(fatta_il=date(2027, 1, 5))}
    fatti = Fatti(2027, condizioni=frozenset({"popolazione_5000:sotto"}), deroghe=deroghe)
    assert una("peg", fatti).stato == Stato.FATTA


@pytest.mark.parametrize(("oggi", "nasce"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)])
def test_le_ragioni_del_ritardo_si_comunicano_solo_se_il_piano_e_in_ritardo(oggi, nasce):
    assert ("motivo_ritardo" in {s.codice for s in calcola(Fatti(2027), oggi=oggi)}) is nasce


def test_anche_un_piano_approvato_tardi_va_spiegato():
    assert una("motivo_ritardo", Fatti(2027, prove={"piano": date(2027, 2, 3)}), date(2027, 5, 1)).ritardo


# ---- a che punto


@pytest.mark.parametrize(
    ("oggi", "stato", "in_parole", "ritardo"),
    [
        (date(2025, 12, 1), Stato.FUTURA, "fra più di un anno", 0),
        (date(2026, 12, 31), Stato.FUTURA, "fra 31 giorni", 0),
        (date(2027, 1, 1), Stato.VICINA, "fra 30 giorni", 0),
        (date(2027, 1, 30), Stato.VICINA, "domani", 0),
        (date(2027, 1, 31), Stato.VICINA, "oggi", 0),
        (date(2027, 2, 1), Stato.IN_RITARDO, "in ritardo di un giorno", 1),
        (date(2030, 2, 1), Stato.IN_RITARDO, "in ritardo di 1.097 giorni", 1097),
    ],
)
def test_una_scadenza_aperta_dice_quanto_manca(oggi, stato, in_parole, ritardo):
    scadenza = una("piano", oggi=oggi)
    assert (scadenza.stato, scadenza.in_parole, scadenza.ritardo) == (stato, in_parole, ritardo)


@pytest.mark.parametrize(
    ("fatta", "in_parole", "ritardo"),
    [
        (date(2027, 1, 31), "fatta il 31/01/2027", 0),
        (date(2027, 2, 1), "fatta il 01/02/2027, un giorno dopo il termine", 1),
        (date(2027, 3, 2), "fatta il 02/03/2027, 30 giorni dopo il termine", 30),
    ],
)
def test_una_scadenza_fatta_dice_quando_e_con_quanto_ritardo(fatta, in_parole, ritardo):
    scadenza = una("piano", Fatti(2027, prove={"piano": fatta}), date(2027, 6, 1))
    assert (scadenza.stato, scadenza.in_parole, scadenza.ritardo) == (Stato.FATTA, in_parole, ritardo)
    assert scadenza.mancano is None
    assert scadenza.automatica


def test_chi_aspetta_un_altra_data_non_e_in_ritardo():
    scadenza = una("pubblicazione", oggi=date(2027, 12, 31))
    assert (scadenza.stato, scadenza.in_parole) == (Stato.SENZA_DATA, "aspetta un'altra data")
    assert scadenza.giorno_certo == date.max


def test_cio_che_non_e_dovuto_non_e_mai_in_ritardo():
    fatti = Fatti(2027, deroghe={"piano": Deroga(non_dovuta=True, motivo="Ente commissariato")})
    scadenza = una("piano", fatti, date(2027, 9, 1))
    assert (scadenza.in_parole, scadenza.ritardo, scadenza.motivo) == ("non dovuta", 0, "Ente commissariato")
    assert not scadenza.aperta


@pytest.mark.parametrize(
    ("oggi", "frase"),
    [
        (date(2027, 1, 19), "Il termine è fra 12 giorni, il 31 gennaio 2027."),
        (date(2027, 1, 31), "Il termine è oggi, 31 gennaio 2027."),
        (date(2027, 2, 12), "Il termine del 31 gennaio 2027 è passato da 12 giorni."),
    ],
)
def test_la_frase_si_capisce_senza_sapere_altro(oggi, frase):
    assert una("piano", oggi=oggi).frase == frase


# ---- ciò che dice l'ente


def test_un_termine_dell_ente_vince_su_quello_calcolato():
    fatti = Fatti(2027, deroghe={"monitoraggio_1": Deroga(termine=date(2027, 6, 15), motivo="Ferie")})
    scadenza = una("monitoraggio_1", fatti)
    assert (scadenza.termine, scadenza.calcolato) == (date(2027, 6, 15), date(2027, 7, 31))
    assert scadenza.spostata
    assert scadenza.motivo == "Ferie"


def test_cio_che_si_segna_a_mano_vince_sui_dati():
    deroghe = {"bilancio": Deroga(fatta_il=date(2026, 12, 20))}
    scadenza = una("bilancio", Fatti(2027, prove={"bilancio": date(2027, 3, 1)}, deroghe=deroghe))
    assert scadenza.fatta_il == date(2026, 12, 20)
    assert not scadenza.automatica


def test_il_segno_a_mano_fa_nascere_le_date_che_ne_dipendono():
    assert una("peg", Fatti(2027, deroghe={"bilancio": Deroga(fatta_il=date(2027, 1, 2))})).termine == date(
        2027, 1, 22
    )


def test_le_fasi_dell_ente_stanno_fra_le_altre_in_ordine_di_data():
    trovate = calcola(Fatti(2027, proprie=(propria(),)), oggi=OGGI)
    assert [s.giorno_certo for s in trovate] == sorted(s.giorno_certo for s in trovate)
    assert una("mia", Fatti(2027, proprie=(propria(),))).termine == date(2027, 6, 30)


# ---- la tabella


def test_ogni_codice_e_uno_solo_e_ogni_ruolo_esiste():
    assert len({regola.codice for regola in tutte()}) == len(tutte())
    conosciuti = set(NOMI_RUOLI) & ({str(r.codice) for r in RUOLI} | {"pagamenti"})
    assert {ruolo for regola in tutte() for ruolo in regola.ruoli} <= conosciuti


@pytest.mark.parametrize("regola", tutte(), ids=lambda r: r.codice)
def test_ogni_scadenza_dice_norma_chi_e_come_si_prova(regola):
    assert regola.norma
    assert regola.chi
    assert regola.ruoli
    assert bool(regola.prova) is bool(regola.come)
    assert len(regola.codice) <= 40


@pytest.mark.parametrize(
    ("codice", "dal", "primo_anno"),
    [
        ("dup", "15/11/2009: il DUP 2010 si presentava il 31 luglio 2009", 2011),
        ("dup_aggiornamento", "15/11/2009, lo stesso giorno in cui scade", 2010),
        ("smvp", "22/06/2017: scade il 31 dicembre dell'anno prima", 2018),
        ("dichiarazione_accessibilita", "01/01/2020: scade il 23 settembre dell'anno prima", 2021),
        ("assegnazione", "24/01/2024: scade a febbraio", 2024),
        ("fondo", "24/02/2026: scade il 30 aprile, anche se a gennaio non c'era", 2026),
        ("itp_1", "01/01/2014: scade il 30 aprile", 2014),
        ("monitoraggio_1", "22/06/2017: scade il 31 luglio", 2017),
        ("itp_annuale", "01/01/2019: scade il 31 gennaio dell'anno dopo", 2018),
        ("itr", "22/04/2023: scade il 28 febbraio dell'anno dopo", 2023),
        ("pubblicazione", "20/04/2013: aspetta il Piano, si guarda la fine dell'anno", 2013),
    ],
)
def test_una_scadenza_c_e_se_la_norma_e_in_vigore_il_giorno_in_cui_cade(codice, dal, primo_anno):
    presenti = {anno: codice in {s.codice for s in calcola(Fatti(anno), oggi=OGGI)} for anno in range(2009, 2030)}
    assert presenti == {anno: anno >= primo_anno for anno in presenti}, dal


@pytest.mark.parametrize(
    ("al", "c_e"), [(date(2027, 6, 29), False), (date(2027, 6, 30), True), (date(2027, 7, 1), True), (None, True)]
)
def test_una_norma_abrogata_non_fa_nascere_scadenze_dopo(al, c_e):
    trovate = calcola(Fatti(2027, proprie=(propria(al=al),)), oggi=OGGI)
    assert ("mia" in {s.codice for s in trovate}) is c_e


def test_spostare_un_termine_non_cambia_la_norma_che_lo_regge():
    spostata = {"mia": Deroga(termine=date(2027, 8, 1), motivo="Ferie")}
    fatti = Fatti(2027, proprie=(propria(al=date(2027, 6, 30)),), deroghe=spostata)
    assert una("mia", fatti).termine == date(2027, 8, 1)


def test_dal_2026_il_calendario_e_il_controllo_p43_guardano_lo_stesso_giorno():
    assert {anno: giorno_nell_anno("fondo_termine", anno) for anno in (2025, 2026, 2027)} == {
        2025: None,
        2026: date(2026, 4, 30),
        2027: date(2027, 4, 30),
    }
    assert una("fondo", Fatti(2026)).termine == date(2026, 4, 30)


def test_le_regole_a_memoria_si_dicono_da_verificare():
    per_codice = {regola.codice: regola for regola in tutte()}
    assert per_codice["itp_1"].da_verificare
    assert not per_codice["piano"].da_verificare


@given(giorni=st.integers(-400, 400))
def test_il_ritardo_e_quanto_manca_non_si_contraddicono(giorni):
    scadenza = una("piano", oggi=date(2027, 1, 31) + timedelta(days=giorni))
    assert scadenza.ritardo == max(0, giorni)
    assert scadenza.mancano == -giorni
