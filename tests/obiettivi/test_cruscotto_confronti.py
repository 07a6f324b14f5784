"""I confronti del quadro: gli anni di un ente, gli enti di un'unione; solo fra ciò che si può vedere."""

from datetime import date

import pytest

from enti.models import Appartenenza
from obiettivi.contenuto.cruscotto_confronti import sezioni_degli_anni, sezioni_degli_enti
from obiettivi.letture.cruscotto_anni import negli_anni
from obiettivi.letture.cruscotto_enti import FraEnti, chiave_di, fra_enti
from obiettivi.letture.risultati import risultati_dei_cicli, risultati_del_ciclo
from obiettivi.models import Rilevazione
from tests.fabbriche import IncaricoFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    misurabile,
    scena,
    validato,
)
from tests.obiettivi.test_andamento import con_pesi


def sezione(sezioni, chiave):
    return next(una for una in sezioni if una.chiave == chiave)


# ---- gli anni ----------------------------------------------------------------------------------------------------


def due_anni():
    vecchio, _, (prima,) = con_pesi((100, 40))
    vecchio.ciclo.anno = 2025
    vecchio.ciclo.save()
    prima.indicatori.get().target.update(anno=2025)
    nuovo = approvato(ente=vecchio.ciclo.ente, anno=2026)
    dopo = validato(nuovo, precedente=prima, unita=prima.unita_collegate.get().unita, titolo="Continua")
    sessione = SessioneFactory(ciclo=nuovo, al=date(2026, 6, 30))
    RilevazioneFactory(sessione=sessione, indicatore=misurabile(dopo), valore=D(80))
    return nuovo, dopo


@pytest.mark.django_db
def test_gli_anni_si_confrontano_per_ente_unita_e_obiettivo():
    nuovo, dopo = due_anni()
    letti = negli_anni(nuovo)
    assert (letti.anni, letti.ente.gradi) == ([2025, 2026], (40, 80))
    assert [una.gradi for una in letti.unita] == [(40, 80)]
    assert [(uno.pk, uno.gradi) for uno in letti.obiettivi] == [(dopo.pk, (40, 80))]
    assert [una.chiave for una in sezioni_degli_anni(letti)] == ["anni", "anni-unita", "anni-obiettivi"]


@pytest.mark.django_db
def test_un_piano_mai_approvato_non_e_un_anno_da_confrontare():
    nuovo, _ = due_anni()
    nuovo.ente.cicli.filter(anno=2025).update(stato="bozza")
    assert negli_anni(nuovo).anni == [2026]


@pytest.mark.django_db
def test_con_un_anno_solo_non_si_disegna_un_andamento():
    sessione, _, _ = con_pesi((100, 40))
    assert sezione(sezioni_degli_anni(negli_anni(sessione.ciclo)), "anni").disegno is None


@pytest.mark.django_db
def test_le_letture_degli_anni_non_crescono_con_gli_anni(django_assert_num_queries):
    nuovo, _ = due_anni()
    with django_assert_num_queries(9):
        negli_anni(nuovo)


def test_nessun_ciclo_nessun_risultato():
    assert risultati_dei_cicli([]) == []


# ---- gli enti ----------------------------------------------------------------------------------------------------


def due_enti():
    primo, _, _ = con_pesi((100, 40))
    secondo, _, _ = con_pesi((100, 80))
    unione = approvato().ente
    for sessione in (primo, secondo):
        ente = sessione.ciclo.ente
        Appartenenza.objects.create(unione=unione, comune=str(ente), ente_comune=ente)
        sessione.ciclo.obiettivi.get().indicatori.update(codice="PAG-01")
    return primo.ciclo, secondo.ciclo


@pytest.mark.django_db
def test_si_confrontano_solo_gli_enti_di_cui_si_fa_parte():
    primo, secondo = due_enti()
    utente = utente_con("nucleo", primo.ente)
    assert len(fra_enti(primo, utente).risultati) == 1
    IncaricoFactory(ente=secondo.ente, tipo="nucleo", persona=utente.persona)
    assert fra_enti(primo, utente).gradi == [40, 80]


@pytest.mark.django_db
def test_gli_indicatori_in_comune_si_riconoscono_dal_codice():
    primo, secondo = due_enti()
    utente = utente_con("nucleo", primo.ente)
    IncaricoFactory(ente=secondo.ente, tipo="nucleo", persona=utente.persona)
    letti = fra_enti(primo, utente)
    (comune,) = letti.comuni
    assert [uno.risultato for uno in comune.per_ente] == ["40", "80"]
    assert [len(una.tabella.righe) for una in sezioni_degli_enti(letti)] == [2, 1]


@pytest.mark.django_db
def test_un_ente_fuori_dall_unione_non_si_confronta():
    primo, _ = due_enti()
    estraneo = approvato(anno=primo.anno)
    utente = utente_con("nucleo", primo.ente)
    IncaricoFactory(ente=estraneo.ente, tipo="nucleo", persona=utente.persona)
    assert len(fra_enti(primo, utente).risultati) == 1


@pytest.mark.django_db
def test_senza_codice_vale_il_nome_senza_guardare_le_maiuscole():
    sessione, unita, _ = scena()
    for nome in ("Tempo  medio", "tempo medio"):
        misurabile(validato(sessione.ciclo, unita=unita), denominazione=nome, codice="", unita_misura="giorni")
    chiavi = [chiave_di(i) for o in risultati_del_ciclo(sessione.ciclo).obiettivi for i in o.indicatori]
    assert chiavi[-1] == chiavi[-2] == "tempo medio|giorni"


@pytest.mark.django_db
def test_enti_senza_misure_hanno_la_tabella_ma_non_il_disegno():
    primo, secondo = due_enti()
    Rilevazione.objects.all().delete()
    letti = FraEnti(tuple(risultati_dei_cicli([primo, secondo])))
    gradi, comuni = sezioni_degli_enti(letti)
    assert (gradi.disegno, [riga.celle[1] for riga in gradi.tabella.righe]) == (None, [None, None])
    assert [riga.celle[1:] for riga in comuni.tabella.righe] == [("n.d.", "n.d.")]
