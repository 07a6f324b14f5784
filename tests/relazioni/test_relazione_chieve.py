"""Un Piano vero, Chieve 2020: i sei indicatori si misurano e si rendicontano come il suo Piano chiede."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from obiettivi.models import Ciclo, Rilevazione, Sessione
from obiettivi.voci import StatoSessione
from relazioni.azioni.relazione import apri_relazione
from relazioni.contenuto.relazione import componi_relazione
from relazioni.controlli import esamina_piano
from relazioni.controlli.relazione import esamina_relazione
from relazioni.dimostrazione import CARTELLA
from relazioni.models import Relazione
from relazioni.scambio import importa_ciclo, leggi_file
from relazioni.stampa.relazione import html_relazione
from tests.fabbriche import utente_con

pytestmark = pytest.mark.django_db
# Ciò che risulta al giorno di rilevazione: due indicatori «almeno 80%», quattro «100%».
VALORI = {"1": 80, "2": 40, "3": 100, "4": 100, "5": 50, "6": 100}


@pytest.fixture
def riga():
    ciclo = importa_ciclo(leggi_file(CARTELLA / "chieve.json"))[0]
    sessione = Sessione.objects.create(
        ciclo=ciclo,
        nome="Fine anno",
        al=date(2020, 12, 31),
        dal=date(2021, 1, 7),
        entro=date(2021, 1, 31),
        stato=StatoSessione.CHIUSA,
        chiusa_il=timezone.now(),
    )
    for codice, valore in VALORI.items():
        indicatore = ciclo.obiettivi.get(codice=codice).indicatori.get()
        Rilevazione.objects.create(
            sessione=sessione, indicatore=indicatore, valore=valore, rilevato_il=indicatore.rilevazione_il
        )
    return apri_relazione(ciclo, utente=utente_con("segretario", ciclo.ente))


def test_i_sei_indicatori_hanno_promessa_valore_e_grado(riga):
    letti = {o.promessa.codice: o.indicatori[0] for o in componi_relazione(riga).obiettivi if o.indicatori}
    assert {codice: (i.atteso, i.valore) for codice, i in letti.items()} == {
        codice: ("Almeno 80%" if codice in "12" else "100%", Decimal(valore)) for codice, valore in VALORI.items()
    }
    gradi = {codice: i.grado for codice, i in letti.items()}
    assert gradi == {"1": 100, "2": 50, "3": 100, "4": 100, "5": 50, "6": 100}


def test_ciascuno_e_rilevato_il_giorno_che_il_piano_chiede(riga):
    giorni = {
        o.promessa.codice: o.indicatori[0].rilevato_il for o in componi_relazione(riga).obiettivi if o.indicatori
    }
    assert giorni["6"] == date(2020, 8, 31)
    assert {giorni[codice] for codice in "12345"} == {date(2020, 12, 31)}


def test_ogni_obiettivo_del_piano_e_rendicontato_anche_chi_non_ha_indicatori(riga):
    composta = componi_relazione(riga)
    assert len(composta.obiettivi) == 9
    assert composta.complesso.misurati == 6
    assert [o.grado for o in composta.obiettivi if not o.indicatori] == [None] * 3


def test_chi_e_sotto_il_promesso_deve_dire_perche(riga):
    rilievi = [r for r in esamina_relazione(riga).rilievi if r.codice == "Q06"]
    assert sorted(r.gravita for r in rilievi) == ["blocco", "blocco"]


def test_le_norme_venute_dopo_non_si_chiedono_a_un_anno_prima(riga):
    fuori = {voce.codice for voce in esamina_relazione(riga).non_valutabili}
    assert {"Q12", "Q13", "Q15"} <= fuori
    assert "tempi di pagamento" not in " ".join(t.titolo for t in componi_relazione(riga).testi).lower()


def test_il_piano_tardivo_e_l_obiettivo_sei_che_non_torna_si_leggono_ancora(riga):
    codici = {(r.codice, r.oggetto.nome) for r in esamina_piano(riga.ciclo).rilievi}
    assert "P01" in {codice for codice, _ in codici}
    assert any(codice in ("P20", "P21") and "Centro Estivo" in nome or "Covid" in nome for codice, nome in codici)
    tappe = componi_relazione(riga).tappe
    assert (tappe[0].che_cosa, tappe[0].quando) == ("Approvazione del Piano", date(2020, 9, 1))


def test_la_relazione_si_impagina_con_il_risultato_di_ciascuno(riga):
    html = html_relazione(componi_relazione(riga))
    assert "Almeno 80%" in html
    assert "distribuzione pasti" in html
    assert Relazione.objects.get().ciclo == Ciclo.objects.get(ente__slug="chieve")
