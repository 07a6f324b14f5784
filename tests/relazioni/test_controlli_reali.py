"""I cinque documenti reali della dimostrazione: i controlli dicono ciò che hanno, e nulla di assurdo.

Gli enti si caricano da soli, senza gli utenti di prova. Ciascuno si guarda il giorno in cui ha senso: la data di
approvazione per chi l'ha, la fine dell'anno per gli altri. Ogni frase è stata letta a mano accanto al documento.
"""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from piao.base.controlli import Gravita
from relazioni.controlli import esamina_piano
from relazioni.dimostrazione import CARTELLA, REALI
from relazioni.scambio import importa_ciclo, leggi_file

pytestmark = pytest.mark.django_db
OFFANENGO, CHIEVE, LOVERE, SERCHIO, SOTTO_50 = REALI
IL_GIORNO = {
    OFFANENGO: date(2024, 12, 31),
    CHIEVE: date(2020, 9, 1),
    LOVERE: date(2023, 12, 31),
    SERCHIO: date(2024, 12, 31),
    SOTTO_50: date(2023, 12, 31),
}
# Codice e gravità di ogni rilievo, con quante volte: tutto e solo ciò che i documenti hanno.
ATTESI = {
    OFFANENGO: """
        P01 errore 1 · P07 errore 2 · P08 errore 1 · P09 errore 1 · P09 info 1 · P10 avviso 4 · P11 avviso 1
        P12 avviso 6 · P12 errore 127 · P13 errore 127 · P18 avviso 40 · P19 errore 127 · P22 errore 121
        P23 avviso 6 · P24 errore 1 · P26 blocco 2 · P27 errore 1 · P28 avviso 1 · P29 avviso 1 · P30 errore 134
        P31 avviso 134 · P36 errore 2 · P37 avviso 1 · P37 errore 1 · P38 avviso 2 · P38 errore 7 · P45 info 1
    """,
    CHIEVE: """
        P01 errore 1 · P02 errore 1 · P03 blocco 1 · P04 errore 1 · P05 errore 2 · P07 errore 1 · P08 errore 1
        P11 avviso 1 · P12 avviso 3 · P12 errore 6 · P13 errore 12 · P14 errore 6 · P15 avviso 1 · P15 info 6
        P20 errore 1 · P21 avviso 3 · P22 errore 3 · P23 avviso 4 · P24 errore 1 · P29 avviso 1 · P37 errore 2
        P39 avviso 1
    """,
    LOVERE: """
        P01 errore 1 · P05 avviso 2 · P07 errore 1 · P08 errore 1 · P23 errore 1 · P27 errore 1 · P33 avviso 1
        P38 avviso 1
    """,
    SERCHIO: """
        P01 errore 1 · P03 avviso 1 · P05 avviso 2 · P07 errore 2 · P08 errore 1 · P09 info 1 · P23 errore 1
        P27 errore 1 · P38 avviso 1 · P38 errore 2
    """,
    SOTTO_50: """
        P01 errore 1 · P05 avviso 2 · P07 errore 1 · P08 errore 1 · P09 info 1 · P23 errore 1 · P27 errore 1
    """,
}
# Ciò che il confronto con i documenti originali (norme §6) dice che si deve trovare.
DICHIARATI = {
    OFFANENGO: "P07 P12 P13 P18 P26 P27 P28 P36 P37 P38 P45",
    CHIEVE: "P01 P02 P03 P13 P14 P20 P21 P23 P37 P39",
    LOVERE: "P08 P33",
    SERCHIO: "P03 P07 P09 P38",
    SOTTO_50: "P09",
}


@pytest.fixture(scope="module")
def esiti(django_db_setup, django_db_blocker):
    """I cinque esiti, calcolati una volta: nulla resta nel database delle altre prove."""
    with django_db_blocker.unblock(), transaction.atomic():
        trovati = {slug: _esito(slug) for slug in REALI}
        transaction.set_rollback(True)
    return trovati


def _esito(slug):
    ciclo, _ = importa_ciclo(leggi_file(CARTELLA / f"{slug}.json"))
    return esamina_piano(ciclo, oggi=IL_GIORNO[slug])


def attesi(slug):
    voci = [voce.split() for riga in ATTESI[slug].strip().splitlines() for voce in riga.split("·")]
    return {(codice, gravita): int(quanti) for codice, gravita, quanti in voci}


@pytest.mark.parametrize("slug", REALI)
def test_ogni_ente_ha_tutti_e_soli_i_suoi_rilievi(esiti, slug):
    assert Counter((r.codice, str(r.gravita)) for r in esiti[slug].rilievi) == attesi(slug)


@pytest.mark.parametrize("slug", REALI)
def test_si_trova_cio_che_il_confronto_con_il_documento_dice(esiti, slug):
    assert set(DICHIARATI[slug].split()) <= {r.codice for r in esiti[slug].rilievi}


@pytest.mark.parametrize("slug", [LOVERE, SERCHIO, SOTTO_50])
def test_senza_obiettivi_la_misura_non_si_puo_dire(esiti, slug):
    assert "P13" in {voce.codice for voce in esiti[slug].non_valutabili}


@pytest.mark.parametrize("slug", REALI)
def test_ogni_rilievo_ha_una_frase_finita_e_dice_dove_si_rimedia(esiti, slug):
    for rilievo in esiti[slug].rilievi:
        assert rilievo.frase[0].isupper() or rilievo.frase[0] == "«"
        assert rilievo.frase.endswith((".", "…"))
        assert not {"None", "{", "}", ".."} & set(rilievo.frase.split()), rilievo.frase
        assert rilievo.collegamento.startswith(f"/{slug}/") or rilievo.gravita == Gravita.INFO


@pytest.mark.parametrize(
    ("slug", "codice", "parole"),
    [
        (OFFANENGO, "P36", "16 donne su 24 fanno 66,67%, non 68%"),
        (OFFANENGO, "P07", "fermo al 4 settembre 2021"),
        (OFFANENGO, "P12", "Il mandato amministrativo finisce nel 2024, il primo anno del Piano."),
        (OFFANENGO, "P18", "Corretto e legittimo esercizio di tutte le previste e correlate funzioni"),
        (OFFANENGO, "P38", "«DI 13/2023». È un decreto-legge: la sigla è DL."),
        (OFFANENGO, "P45", "Giunta n. 19 del 16/03/2024"),
        (CHIEVE, "P02", "è già trascorso il 67% dell'anno"),
        (CHIEVE, "P03", "Il Piano copre il 2020 soltanto."),
        (CHIEVE, "P20", "finisce il 31 luglio 2020, prima dell'approvazione del 1° settembre 2020"),
        (CHIEVE, "P21", "si rileva il 31 agosto 2020, ma l'obiettivo finisce il 31 luglio 2020"),
        (CHIEVE, "P23", "«Settore Demografico» non ha un responsabile."),
        (CHIEVE, "P37", "«Piano 2019»: premessa copiata dall'anno prima"),
        (LOVERE, "P08", "chi propone gli obiettivi li valuta"),
        (LOVERE, "P33", "60 giorni dopo il PEG: oltre febbraio"),
        (SERCHIO, "P03", "«2024-2024»; qui il triennio è 2024-2026"),
        (SERCHIO, "P07", "fermo al 24 dicembre 2019"),
        (SERCHIO, "P38", "«art. 163 c. 3-bis TUEL»"),
        (SERCHIO, "P38", "«50 abitanti»"),
        (SERCHIO, "P38", "«posizioni organizzative»"),
        (SERCHIO, "P09", "ne spiega il perché"),
        (SOTTO_50, "P09", "ne spiega il perché"),
    ],
)
def test_la_frase_nomina_il_fatto(esiti, slug, codice, parole):
    assert parole in " ".join(r.frase for r in esiti[slug].rilievi if r.codice == codice)


@pytest.mark.parametrize("codice", ["P09", "P10", "P26", "P27", "P28", "P31", "P43", "P44"])
def test_a_chieve_nel_2020_non_si_chiede_cio_che_la_legge_non_chiedeva_ancora(esiti, codice):
    assert codice not in {r.codice for r in esiti[CHIEVE].rilievi}


def test_lo_stesso_testo_in_nove_unita_si_dice_una_volta(esiti):
    copie = [r.frase for r in esiti[OFFANENGO].rilievi if "è scritto uguale in" in r.frase]
    assert sorted(frase.rsplit(" in ", 1)[1] for frase in copie) == ["6 unità.", "6 unità.", "7 unità.", "9 unità."]
