"""Il lettore attento: che cosa trova, che cosa lascia stare, e da quando."""

from datetime import date
from decimal import Decimal

import pytest

from obiettivi.controlli.citazioni import (
    anni_sbagliati,
    citazioni,
    conti_che_non_tornano,
    dati_personali,
    evidenziato,
    leggi,
    voci,
)
from piao.base.brani import brano, semplice
from piao.base.controlli import Gravita

IL_2020, IL_2024, IL_2026 = date(2020, 9, 1), date(2024, 12, 31), date(2026, 6, 1)


def codici(testo, il=IL_2024):
    return [segnalazione.voce for segnalazione in citazioni(testo, il=il)]


@pytest.mark.parametrize(
    ("testo", "voce"),
    [
        ("ai sensi dell'art. 163, comma 3-bis, del TUEL", "articolo-163"),
        ("articolo 163 c. 3 bis", "articolo-163"),
        ("l'art. 169, comma 3-bis del TUEL prevede che il Piano sia unificato organicamente", "unificazione-peg"),
        ("Il Piano è unificato organicamente nel PEG", "unificazione-peg"),
        ("la Legge 150/2009", "legge-150"),
        ("la legge n. 150/2009", "legge-150"),
        ("la legge 27 ottobre 2009, n. 150", "legge-150"),
        ("reso obbligatorio dal DI 13/2023", "decreto-13"),
        ("D.I. n. 13/2023", "decreto-13"),
        ("i comuni con meno di 50 abitanti", "cinquanta-abitanti"),
        ("meno di cinquanta abitanti", "cinquanta-abitanti"),
        ("i titolari di posizione organizzativa", "posizione-organizzativa"),
        ("i responsabili P.O. dell'ente", "po"),
        ("personale di categoria C1", "categorie"),
        ("art. 69 del CCNL 21.5.2018", "maggiorazione-2022"),
        ("CCNL del 21/05/2018, art. 69", "maggiorazione-2022"),
        ("secondo la CIVIT", "civit"),
        ("la Commissione di cui all'art. 13 del D.Lgs. 150/2009", "articolo-13"),
        ("obbligo di pubblicare le indagini sul benessere organizzativo", "benessere"),
        ("rispetto del patto di stabilità interno", "patto-stabilita"),
        ("la Relazione previsionale e programmatica", "relazione-previsionale"),
        ("delibera n. __ del __/__/____", "segnaposto-trattini"),
        ("contesto esterno: .....", "segnaposto-puntini"),
        ("ALLEGATO B) G.C. n. del", "segnaposto-numero"),
        ("il XX dell'anno", "segnaposto-lettere"),
        ("[da completare]", "segnaposto-parole"),
        ("Il contesto è da completare.", "segnaposto-parole"),
        ("[inserire qui il numero]", "segnaposto-parole"),
    ],
)
def test_trova_le_citazioni_sbagliate_e_i_segnaposti(testo, voce):
    assert voce in codici(testo)


@pytest.mark.parametrize(
    "testo",
    [
        "art. 169, comma 3-bis, del TUEL",
        "il D.Lgs. 150/2009 e il DL 13/2023",
        "la legge n. 150/2000 sulla comunicazione",
        "meno di 50 dipendenti e 5.050 abitanti",
        "la delibera CIVIT n. 121/2010",
        "opere da inserire nella programmazione triennale",
        "il XX secolo e via XX settembre",
        "si veda il punto 1. 2. 3.",
        "e così via… si prosegue.",
        "l'indagine sul benessere organizzativo dei dipendenti",
        "delibera n. 12 del 30 gennaio 2024",
        "la categoria dei dipendenti",
        "il CCNL 16.11.2022",
    ],
)
def test_lascia_stare_cio_che_e_giusto(testo):
    assert codici(testo) == []


@pytest.mark.parametrize(
    ("testo", "il", "voci_attese"),
    [
        ("posizione organizzativa", IL_2020, []),
        ("posizione organizzativa", date(2023, 3, 31), []),
        ("posizione organizzativa", date(2023, 4, 1), ["posizione-organizzativa"]),
        ("responsabili P.O.", IL_2020, []),
        ("categoria D", IL_2020, []),
        ("art. 69 del CCNL 2018", IL_2020, []),
        ("art. 69 del CCNL 2018", date(2026, 2, 23), ["maggiorazione-2022"]),
        ("art. 69 del CCNL 2018", date(2026, 2, 24), ["maggiorazione-2026"]),
        ("art. 81 del CCNL 16.11.2022", IL_2024, []),
        ("art. 81 del CCNL 16.11.2022", IL_2026, ["maggiorazione-81"]),
        ("il Piano è unificato nel PEG", IL_2020, []),
        ("patto di stabilità interno", date(2015, 12, 31), []),
        ("art. 163, comma 3-bis", IL_2020, ["articolo-163"]),
    ],
)
def test_cio_che_era_giusto_allora_non_si_segnala_allora(testo, il, voci_attese):
    assert codici(testo, il) == voci_attese


def test_ogni_segnalazione_dice_dove_che_cosa_e_perche():
    trovata = citazioni("Visto il DI 13/2023 e altro", il=IL_2024)[0]
    assert (trovata.inizio, trovata.fine, trovata.parole) == (9, 19, "DI 13/2023")
    assert (trovata.proposta, trovata.gravita) == ("DL 13/2023", Gravita.ERRORE)
    assert trovata.in_parole == "«DI 13/2023». È un decreto-legge: la sigla è DL. Proposta: «DL 13/2023»."


@pytest.mark.parametrize("voce", voci(), ids=lambda v: v.codice)
def test_ogni_voce_ha_motivo_norma_e_una_decorrenza_possibile(voce):
    assert voce.motivo.endswith(".")
    assert voce.norma
    assert voce.dal < voce.al


def test_i_codici_delle_voci_non_si_ripetono():
    assert len({voce.codice for voce in voci()}) == len(voci())


@pytest.mark.parametrize(
    ("testo", "attese"),
    [
        ("il Piano 2020 fissa", []),
        ("il Piano 2019 fissa", ["avviso"]),
        ("il Piano della performance 2018", ["errore"]),
        ("il Piano 2023 fissa", ["errore"]),
        ("il Piano 2022", []),
        ("il Piano 2020-2022", []),
        ("il Piano 2019-2021", []),
        ("il Piano 2017-2019", ["errore"]),
        ("organigramma 2019", ["avviso"]),
        ("nell'anno 2019", []),
        ("nell'anno 2018", ["avviso"]),
        ("esercizio 2016", ["avviso"]),
        ("la delibera 2016", []),
        ("Piano triennale 2015", []),
    ],
)
def test_gli_anni_accanto_a_piano_e_organigramma(testo, attese):
    assert [str(s.gravita) for s in anni_sbagliati(testo, anno=2020)] == attese


NOMI = {
    ("Rossi", "Maria"),
    ("Rossi", "Anna"),
    ("D'Amico", "Ada"),
    ("De Bellis", "Anna"),
    ("Senzanome", ""),
    ("?", "!"),
}


@pytest.mark.parametrize(
    ("testo", "voci_attese"),
    [
        ("assegnato a ROSSI Maria", ["nome"]),
        ("la signora Maria Rossi", ["nome"]),
        ("d'amico ada", ["nome"]),
        ("in via Rossi, a santa Maria", []),
        ("Mariarossi", []),
        ("Solo", []),
        ("codice RSSMRA80A41F205X", ["codice-fiscale"]),
        ("partita IVA 00341690162", []),
        ("Rossi Maria Rossi", ["nome"]),
        ("Rossi Maria, D'Amico Ada", ["nome", "nome"]),
        ("Rossi Mariano", []),
        ("De Bellis Anna e Anna De Bellis", ["nome", "nome"]),
        ("Rossi D'Amico Ada", ["nome"]),
    ],
)
def test_nomi_e_codici_fiscali(testo, voci_attese):
    assert [s.voce for s in dati_personali(testo, nomi=NOMI)] == voci_attese


def test_un_codice_fiscale_blocca_un_nome_si_motiva():
    trovati = dati_personali("Maria Rossi RSSMRA80A41F205X", nomi=NOMI)
    assert {s.voce: str(s.gravita) for s in trovati} == {"codice-fiscale": "blocco", "nome": "errore"}


def test_senza_nomi_si_cercano_solo_i_codici():
    assert dati_personali("Maria Rossi", nomi=()) == []


@pytest.mark.parametrize(
    ("testo", "proposta"),
    [
        ("16 donne su 24, il 68%", "66,7%"),
        ("8 uomini su 24 (32%)", "33,3%"),
        ("16 donne su 24, pari al 66,7%", None),
        ("16 donne su 24 (67%)", None),  # a meno di mezzo punto
        ("1 su 0 (5%)", None),
        ("12 obiettivi su 24 raggiunti. Il 30% è in corso", None),
        ("3 su 7 uffici", None),
    ],
)
def test_le_percentuali_scritte_si_ricalcolano(testo, proposta):
    trovate = conti_che_non_tornano(testo, scarto=Decimal("0.5"))
    assert [s.proposta for s in trovate] == ([proposta] if proposta else [])


def test_leggi_mette_tutto_in_ordine_di_testo():
    testo = "Maria Rossi cita la Legge 150/2009 nel Piano 2018: 1 su 4, il 50%"
    trovate = leggi(testo, il=IL_2020, anno=2020, scarto=Decimal("0.5"), nomi=NOMI)
    assert [s.regola for s in trovate] == ["P39", "P38", "P37", "P36"]


def test_le_parole_si_evidenziano_anche_a_cavallo_di_due_etichette():
    intero = brano("<p>L'art. 163, <strong>comma 3-bis</strong> &egrave; sbagliato</p>")
    html = evidenziato(intero, citazioni(intero.testo, il=IL_2024))
    assert html.count("<mark") == 2
    assert '>art. 163, </mark><strong><mark class="rilievo rilievo-errore"' in html
    assert html.endswith("</strong> &egrave; sbagliato</p>")


def test_il_titolo_dell_evidenza_e_protetto():
    segnalazione = citazioni("DI 13/2023", il=IL_2024)
    assert 'title="P38. È un decreto-legge: la sigla è DL. Proposta: DL 13/2023"' in evidenziato(
        semplice("DI 13/2023"), segnalazione
    )
