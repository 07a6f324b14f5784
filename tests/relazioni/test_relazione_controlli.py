"""Le regole Q01-Q30, ciascuna su un fascicolo fatto a mano: che cosa la fa scattare, che cosa no."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from piao.base.controlli import Gravita, esamina
from relazioni.contenuto.relazione.fatti import AREE, INCARICHI, ORARIO
from relazioni.contenuto.relazione.tipi import (
    DistribuzionePunteggi,
    Esitato,
    Formazione,
    FrontespizioRelazione,
    Grado,
    Individuale,
    Pagamenti,
    PerGenere,
    Relazione,
    Rendicontato,
    RisorsaUsata,
    Trasparenza,
    Utenti,
)
from relazioni.contenuto.tipi import DatiEnte, DatiObiettivo, DatiVariazione
from relazioni.contenuto.tipi import Testo as Brano
from relazioni.controlli.relazione.catalogo import REGOLE
from relazioni.controlli.relazione.fascicolo import Anno, FascicoloRelazione, Percorso, Promesse
from relazioni.controlli.relazione.leggibilita import gulpease
from valutazione.aggregati import Aggregati, Fatti, Gruppo, Tabella

D = Decimal
INDICATORE = Esitato(
    "i1", "Tempo medio", "25 giorni", fonte="Registro", risultato="25 giorni", valore=D(25), grado=D(100)
)
PROMESSA = DatiObiettivo(
    1,
    "operativo",
    "Tempi certi",
    "validato",
    identificativo="o1",
    temi=("trasparenza", "tempi_pagamento", "formazione"),
)
OBIETTIVO = Rendicontato(PROMESSA, grado=D(100), calcolato=D(100), indicatori=(INDICATORE,))
APPROVATA = Percorso(
    "approvata", "giunta", "40", date(2027, 6, 10), validata="validata", validata_il=date(2027, 6, 12)
)
RELAZIONE = Relazione(
    ente=DatiEnte("Comune di Prova", "Comune"),
    documento=FrontespizioRelazione(2026, "2026-2028", True, definitivi=True),
    complesso=Grado("ente", "media", D(100), 1, 1),
    testi=(Brano("presentazione", "sintesi", "In breve", "<p>Tutto bene.</p>"),),
    per_unita=(Grado("Area", "media", D(100), 1, 1),),
    obiettivi=(OBIETTIVO,),
    risorse=(RisorsaUsata("finanziarie", "Fondo", D(100), D(90)),),
    pagamenti=Pagamenti(itr=D(-1), itp=D(-1), estratti_il=date(2027, 2, 1), revisore="n. 4"),
    formazione=Formazione(D(40), 600, 400),
    utenti=Utenti(1, 30, D(80), date(2026, 12, 1)),
    trasparenza=Trasparenza(date(2027, 1, 31)),
    genere=tuple(PerGenere("x", gruppo, 1, 1) for gruppo in (AREE, INCARICHI, ORARIO)),
    individuale=Individuale(4, (DistribuzionePunteggi("Tutti", "90-100", 9),)),
)
A_POSTO = FascicoloRelazione(
    "prova",
    date(2027, 6, 15),
    RELAZIONE,
    APPROVATA,
    Promesse(approvati=frozenset({"o1"})),
    Anno(sessioni_chiuse=2, verbali=1, continuati=1),
    pagine=20,
    mancanze_pdf=(),
)

TUTTI = Gruppo("Tutti", 10, D(85), D(8))
BANDE = Tabella(("Dipendenti",), ("alta", "media"), ((5, 5, 10), (5, 5, 10)), 4)
AGGREGATI = Aggregati(2026, 4, concluse=True, tutti=TUTTI, distribuzione=BANDE)
VALUTATI = replace(A_POSTO, valutazioni=Fatti(AGGREGATI))
PAGATI = date(2027, 7, 1)


def fatti(**campi):
    return replace(VALUTATI, valutazioni=replace(VALUTATI.valutazioni, **campi))


def con_gruppo(ente=100, **campi):
    aggregati = replace(AGGREGATI, tutti=replace(TUTTI, **campi))
    return replace(
        fatti(aggregati=aggregati), relazione=replace(RELAZIONE, complesso=Grado("ente", "x", D(ente), 1, 1))
    )


def pagati(oggi, pubblicati=None):
    anno = replace(A_POSTO.anno_attorno, premi_pubblicati_il=pubblicati)
    return replace(fatti(pagati_il=PAGATI), oggi=oggi, anno_attorno=anno)


def con(**campi):
    return replace(A_POSTO, relazione=replace(RELAZIONE, **campi))


def con_obiettivo(**campi):
    return con(obiettivi=(replace(OBIETTIVO, **campi),))


def con_indicatore(**campi):
    return con_obiettivo(indicatori=(replace(INDICATORE, **campi),))


def percorso(**campi):
    return replace(A_POSTO, percorso=replace(APPROVATA, **campi))


def rilievi(fascicolo, codice):
    return [r.gravita for r in esamina(REGOLE, fascicolo).rilievi if r.codice == codice]


def non_valutabili(fascicolo):
    return {voce.codice for voce in esamina(REGOLE, fascicolo).non_valutabili}


def test_una_relazione_a_posto_non_ha_rilievi():
    assert esamina(REGOLE, A_POSTO).rilievi == ()


def test_le_regole_sono_trenta_spiegate_e_in_ordine():
    assert [regola.codice for regola in REGOLE] == [f"Q{n:02}" for n in range(1, 31)]
    assert all(regola.spiegazione and regola.norma and regola.titolo for regola in REGOLE)


@pytest.mark.parametrize(
    ("codice", "gravita", "fascicolo"),
    [
        ("Q01", "errore", percorso(approvata_il=date(2027, 7, 1))),
        ("Q01", "avviso", percorso(approvata_il=date(2027, 7, 1), motivo_ritardo="Elezioni")),
        ("Q01", "errore", replace(A_POSTO, percorso=Percorso(), oggi=date(2027, 7, 1))),
        ("Q02", "blocco", percorso(numero="")),
        ("Q02", "blocco", percorso(organo="sindaco")),
        ("Q03", "blocco", replace(A_POSTO, promesse=Promesse(approvati=frozenset({"o1", "o2"})))),
        ("Q03", "errore", replace(A_POSTO, promesse=Promesse(approvati=frozenset({"o1"})), relazione=replace(
            RELAZIONE, obiettivi=(OBIETTIVO, replace(OBIETTIVO, promessa=replace(PROMESSA, identificativo="o9")))))),
        ("Q03", "errore", con_obiettivo(indicatori=(), grado=None)),
        ("Q04", "blocco", con_indicatore(risultato="")),
        ("Q04", "errore", con_indicatore(fonte="")),
        ("Q04", "avviso", con_indicatore(tipo_fonte="autodichiarazione")),
        ("Q05", "errore", con_obiettivo(forzato="Prova", calcolato=D(80))),
        ("Q06", "blocco", con_indicatore(da_spiegare=True, scostamento=D(-30))),
        ("Q06", "avviso", con_indicatore(scostamento=D(30))),
        ("Q07", "blocco", replace(A_POSTO, promesse=Promesse(approvati=frozenset({"o1"}), variazioni=1))),
        ("Q07", "errore", con(variazioni=(DatiVariazione(1, "x", "y", "z", ""),))),
        ("Q08", "errore", con(risorse=(RisorsaUsata("finanziarie", "Fondo", D(100)),))),
        ("Q08", "avviso", con(risorse=(*RELAZIONE.risorse, RisorsaUsata("finanziarie", "Altro", D(1))))),
        ("Q09", "errore", con(complesso=Grado("ente", "media", None, 1, 0))),
        ("Q11", "errore", con(genere=())),
        ("Q11", "errore", con(formazione=Formazione(D(40), 600, None))),
        ("Q12", "blocco", con(pagamenti=None)),
        ("Q12", "blocco", con(pagamenti=replace(RELAZIONE.pagamenti, revisore=""))),
        ("Q12", "avviso", con(pagamenti=replace(RELAZIONE.pagamenti, itp=D(9)))),
        ("Q13", "avviso", con(formazione=None)),
        ("Q13", "avviso", con_obiettivo(grado=None)),
        ("Q14", "errore", con_obiettivo(grado=None)),
        ("Q14", "errore", con(trasparenza=None)),
        ("Q15", "errore", con_obiettivo(grado=None, promessa=replace(PROMESSA, temi=("qualita",)))),
        ("Q16", "errore", con(utenti=None)),
        ("Q16", "errore", con(utenti=Utenti(1, 30))),
        ("Q16", "avviso", replace(A_POSTO, parti_vuote=frozenset({"uso-delle-indagini"}))),
        ("Q17", "errore", replace(A_POSTO, anno_attorno=Anno(sessioni_chiuse=0))),
        ("Q17", "errore", replace(A_POSTO, anno_attorno=Anno(sessioni_chiuse=1, verbali=0))),
        ("Q18", "blocco", percorso(validata="")),
        ("Q18", "blocco", percorso(validata="non_validata")),
        ("Q18", "avviso", percorso(validata_il=date(2027, 6, 1))),
        ("Q19", "avviso", replace(A_POSTO, pagine=61)),
        ("Q19", "avviso", con(testi=())),
        ("Q20", "avviso", replace(A_POSTO, promesse=Promesse(False, frozenset({"o1"})))),
        ("Q20", "errore", replace(A_POSTO, promesse=Promesse(True, frozenset({"o1"}), ("1. Tempi certi",)))),
        ("Q27", "errore", replace(A_POSTO, oggi=date(2027, 6, 21))),
        ("Q28", "errore", replace(A_POSTO, mancanze_pdf=("i tag",))),
        ("Q29", "errore", con(per_unita=(Grado("Area", "media", D(100), 2, 1),))),
        ("Q29", "errore", con(complesso=Grado("ente", "media", D(101), 1, 1))),
        ("Q30", "avviso", replace(A_POSTO, anno_attorno=Anno(2, 1, 1, ("Tempi certi",)))),
    ],
)  # fmt: skip
def test_ogni_regola_scatta_quando_deve(codice, gravita, fascicolo):
    assert Gravita(gravita) in rilievi(fascicolo, codice)


@pytest.mark.parametrize(
    ("codice", "fascicolo"),
    [
        ("Q01", percorso(approvata_il=date(2027, 6, 30))),
        ("Q02", con(documento=replace(RELAZIONE.documento, unificata=True))),
        ("Q04", con_indicatore(risultato="non applicabile", fonte="", tipo_fonte="esterna")),
        ("Q04", replace(con_indicatore(risultato=""), relazione=replace(RELAZIONE, obiettivi=(
            replace(OBIETTIVO, neutralizzato="Alluvione", indicatori=(replace(INDICATORE, risultato=""),)),)))),
        ("Q05", con_obiettivo(forzato="Prova", calcolato=D("99.6"))),
        ("Q06", con_indicatore(da_spiegare=True, causa="esogena", scostamento=D(-30))),
        ("Q12", con(pagamenti=replace(RELAZIONE.pagamenti, itp=D(9), nota="Cambio di gestionale"))),
        ("Q27", replace(percorso(stato="pubblicata"), oggi=date(2027, 12, 1))),
    ],
)  # fmt: skip
def test_nessuna_regola_scatta_quando_non_deve(codice, fascicolo):
    assert rilievi(fascicolo, codice) == []


def test_la_relazione_unificata_scade_il_trenta_aprile():
    unificata = replace(A_POSTO, relazione=replace(RELAZIONE, documento=replace(RELAZIONE.documento, unificata=True)))
    assert (A_POSTO.termine, unificata.termine) == (date(2027, 6, 30), date(2027, 4, 30))
    assert rilievi(unificata, "Q01") == [Gravita.ERRORE]


def test_con_ritardo_nei_pagamenti_la_quota_non_si_paga():
    lento = con(pagamenti=replace(RELAZIONE.pagamenti, itr=D(3), itp=D(3)))
    assert rilievi(lento, "Q12") == []
    assert rilievi(replace(lento, anno_attorno=replace(lento.anno_attorno, quota_pagamenti=True)), "Q12") == ["errore"]


@pytest.mark.parametrize(
    ("codice", "attese", "fascicolo"),
    [
        *((codice, [], VALUTATI) for codice in ("Q21", "Q22", "Q23", "Q24", "Q25", "Q26")),
        ("Q21", ["avviso"], con_gruppo(ente="69.99", media=D("95.01"))),
        ("Q21", [], con_gruppo(ente=70, media=D(99))),
        ("Q21", [], con_gruppo(ente=50, media=D(95))),
        ("Q21", ["avviso"], fatti(andamenti_opposti=True)),
        ("Q22", ["avviso"], con_gruppo(scarto=D("1.99"))),
        ("Q22", [], con_gruppo(scarto=D(2))),
        ("Q22", ["avviso"], fatti(aggregati=replace(AGGREGATI, distribuzione=replace(BANDE, celle=((6, 4, 10),))))),
        ("Q22", [], fatti(aggregati=replace(AGGREGATI, distribuzione=replace(BANDE, celle=((None, None, 10),))))),
        ("Q22", ["avviso"], fatti(unita_uguali=1)),
        ("Q23", ["errore"], fatti(aperte=2)),
        ("Q23", ["errore"], fatti(riesami=1)),
        ("Q24", ["blocco"], fatti(negative_non_sentite=1)),
        ("Q25", ["errore"], fatti(premi_diversi=("Dipendenti",))),
        ("Q25", ["errore"], fatti(premi_oltre=("Dipendenti",))),
        ("Q26", [], pagati(date(2027, 7, 31))),
        ("Q26", ["errore"], pagati(date(2027, 8, 1))),
        ("Q26", [], pagati(date(2027, 12, 1), date(2027, 7, 31))),
        ("Q26", ["avviso"], pagati(date(2027, 12, 1), date(2027, 8, 1))),
    ],
)  # fmt: skip
def test_le_regole_sulle_valutazioni(codice, attese, fascicolo):
    assert rilievi(fascicolo, codice) == attese
    assert codice not in non_valutabili(fascicolo)


@pytest.mark.parametrize(("gruppo", "parola"), [(None, "ancora chiusa"), (Gruppo("Tutti"), "meno di 4")])
def test_senza_un_numero_da_dire_le_regole_lo_spiegano(gruppo, parola):
    senza = fatti(aggregati=replace(AGGREGATI, tutti=gruppo, distribuzione=None))
    motivi = {v.codice: v.motivo for v in esamina(REGOLE, senza).non_valutabili}
    assert all(parola in motivi[codice] for codice in ("Q21", "Q22"))
    assert not {"Q23", "Q24", "Q25", "Q26"} & set(motivi)


def test_quante_valutazioni_negative_non_si_dice():
    frasi = [r.frase for r in esamina(REGOLE, fatti(negative_non_sentite=3)).rilievi if r.codice == "Q24"]
    assert "3" not in frasi[0]


@pytest.mark.parametrize("testo", ["<p>Bianchi Maria ha lavorato bene.</p>", "<p>RSSMRA80A01F205X</p>"])
def test_un_nome_o_un_codice_fiscale_bloccano(testo):
    con_nome = con(testi=(Brano("presentazione", "sintesi", "In breve", testo),))
    assert rilievi(replace(con_nome, nomi=frozenset({("Bianchi", "Maria")})), "Q10") == ["blocco"]


def test_un_gruppo_troppo_piccolo_blocca():
    assert rilievi(con(individuale=Individuale(4, (DistribuzionePunteggi("Area", "90-100", 3),))), "Q10") == ["blocco"]


def test_prima_delle_norme_e_senza_dati_si_dice_che_non_si_puo_valutare():
    vecchia = replace(A_POSTO, percorso=Percorso(), mancanze_pdf=None, anno_attorno=Anno(2, 1), relazione=replace(
        RELAZIONE, documento=replace(RELAZIONE.documento, anno=2020), individuale=None, risorse=()))  # fmt: skip
    assert non_valutabili(vecchia) == {
        *("Q02", "Q08", "Q09", "Q12", "Q13", "Q15", "Q18", "Q27", "Q28", "Q30"),
        *(f"Q{n}" for n in range(21, 27)),
    }


@pytest.mark.parametrize(
    ("testo", "indice"),
    [("Breve.", None), ("Il sole è alto. " * 20, D(100)), ("precipitevolissimevolmente " * 60, D(0))],
)
def test_l_indice_di_leggibilita(testo, indice):
    assert gulpease(testo) == indice


def test_un_testo_difficile_si_segnala():
    difficile = f"<p>{'amministrazione programmatica ' * 40}</p>"
    assert rilievi(con(testi=(Brano("presentazione", "sintesi", "In breve", difficile),)), "Q19") == ["avviso"]
