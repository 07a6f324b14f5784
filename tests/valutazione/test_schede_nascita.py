"""Quali schede deve avere un anno, chi le valuta, con quali obiettivi: da rapporti, incarichi, assegnazioni."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enti.models import Incarico, Rapporto
from tests.fabbriche import (
    IncaricoFactory,
    RapportoFactory,
    UnitaFactory,
)
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_schede import comune
from valutazione.azioni.schede import crea_schede
from valutazione.letture.creazione import quadro_schede, sistema_in_vigore
from valutazione.letture.valutatori import Valutatori
from valutazione.models import Scheda
from valutazione.voci import StatoScheda, StatoSistema

pytestmark = pytest.mark.django_db
INIZIO, FINE = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def c():
    return comune()


def _di(c, persona):
    previste = quadro_schede(c.ciclo).previste
    return [(p.tipo.codice if p.tipo else "", p.tratto.dal, p.tratto.al) for p in previste if p.persona == persona]


def _motivi(c, persona):
    return [p.perche_no for p in quadro_schede(c.ciclo).ferme if p.persona == persona]


# ---- quali schede ------------------------------------------------------------------------------------------------


def test_una_scheda_per_ogni_persona_con_il_suo_valutatore(c):
    previste = {p.persona: p for p in quadro_schede(c.ciclo).previste}
    assert previste[c.persone["ada"]].tratto.valutatore == c.persone["eq"]
    assert previste[c.persone["eq"]].tratto.valutatore == c.persone["sindaco"]
    assert previste[c.persone["segretario"]].tratto.valutatore == c.persone["sindaco"]


def test_sindaco_e_organismo_non_hanno_una_scheda(c):
    senza = {c.persone["sindaco"], c.persone["nucleo"]}
    assert not senza & {p.persona for p in quadro_schede(c.ciclo).previste}


def test_chi_diventa_eq_a_meta_anno_ha_due_schede(c):
    IncaricoFactory(
        ente=c.ente, tipo="eq", unita=UnitaFactory(ente=c.ente), persona=c.persone["ada"], dal="2026-07-01"
    )
    assert [(dal, al) for _, dal, al in _di(c, c.persone["ada"])] == [
        (date(2026, 7, 1), FINE),
        (INIZIO, date(2026, 6, 30)),
    ]


def test_un_incarico_rinnovato_resta_uno(c):
    Incarico.objects.filter(persona=c.persone["eq"]).update(al=date(2026, 1, 31))
    nuovo = IncaricoFactory(ente=c.ente, tipo="eq", unita=c.anagrafe, persona=c.persone["eq"], dal="2026-02-01")
    previste = [p for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["eq"]]
    assert [(p.tratto.dal, p.tratto.al, p.incarico) for p in previste] == [(INIZIO, FINE, nuovo)]


def test_un_interim_ha_la_sua_scheda_accanto_alla_titolare(c):
    IncaricoFactory(
        ente=c.ente, tipo="eq", unita=c.tributi, persona=c.persone["eq"], ad_interim=True, dal="2026-05-01"
    )
    assert [(dal, al) for _, dal, al in _di(c, c.persone["eq"])] == [(INIZIO, FINE), (date(2026, 5, 1), FINE)]


def test_un_cambio_di_responsabile_divide_il_periodo(c):
    Incarico.objects.filter(persona=c.persone["eq"]).update(al=date(2026, 6, 30))
    nuova = IncaricoFactory(ente=c.ente, tipo="eq", unita=c.anagrafe, dal="2026-07-01").persona
    previste = [p.tratto for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["ada"]]
    assert [(t.dal, t.al, t.valutatore) for t in previste] == [
        (INIZIO, date(2026, 6, 30), c.persone["eq"]),
        (date(2026, 7, 1), FINE, nuova),
    ]


def test_un_tratto_piu_corto_dei_giorni_minimi_lo_prende_il_vicino(c):
    Incarico.objects.filter(persona=c.persone["eq"]).update(al=date(2026, 6, 30))
    IncaricoFactory(ente=c.ente, tipo="eq", unita=c.anagrafe, persona=c.persone["eq"], dal="2026-07-10")
    assert [(dal, al) for _, dal, al in _di(c, c.persone["ada"])] == [(INIZIO, FINE)]


def test_un_primo_tratto_corto_passa_a_chi_viene_dopo(c):
    Incarico.objects.filter(persona=c.persone["eq"]).update(dal=date(2026, 1, 20))
    previste = [p.tratto for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["ada"]]
    assert [(t.dal, t.valutatore) for t in previste] == [(INIZIO, c.persone["eq"])]


def test_meno_giorni_del_minimo_niente_scheda_e_si_dice(c):
    Rapporto.objects.filter(persona=c.persone["ada"]).update(dal=date(2026, 12, 1))
    assert _motivi(c, c.persone["ada"]) == ["Periodo di 31 giorni: il sistema ne chiede almeno 60."]


def test_pochi_giorni_fra_due_incarichi_non_fanno_una_scheda(c):
    RapportoFactory(ente=c.ente, persona=c.persone["eq"], unita=c.anagrafe)
    Incarico.objects.filter(persona=c.persone["eq"]).update(al=date(2026, 6, 30))
    IncaricoFactory(ente=c.ente, tipo="eq", unita=c.anagrafe, persona=c.persone["eq"], dal="2026-07-10")
    assert _motivi(c, c.persone["eq"]) == ["Periodo di 9 giorni: il sistema ne chiede almeno 60."]


def test_senza_un_tipo_adatto_si_dice(c):
    IncaricoFactory(ente=c.ente, tipo="dirigente", unita=c.tributi, persona=c.persone["bruno"])
    assert _motivi(c, c.persone["bruno"]) == ["Il sistema non ha un tipo di scheda per questa persona: aggiungilo."]


def test_il_tipo_che_nomina_l_area_viene_prima(c):
    preciso = c.sistema.tipi.get(destinatari="dipendenti")
    preciso.pk, preciso.codice, preciso.aree, preciso.versione = None, "istruttori", ["istruttori"], 1
    with senza_guardie():
        preciso.save()
    assert [codice for codice, _, _ in _di(c, c.persone["ada"])] == ["istruttori"]


def test_il_segretario_in_convenzione_porta_la_sua_quota(c):
    Incarico.objects.filter(persona=c.persone["segretario"]).update(quota=Decimal(40))
    crea_schede(c.ciclo, utente=c.utenti["personale"])
    assert Scheda.objects.get(persona=c.persone["segretario"]).quota == 40


# ---- chi valuta --------------------------------------------------------------------------------------------------


def _valuta(c, persona, unita):
    valutatori = Valutatori(c.ente, dal=INIZIO, al=FINE)
    return valutatori.di("responsabile", persona, unita.pk if unita else None, dal=INIZIO, al=FINE)


def test_se_chi_guida_manca_valuta_chi_guida_sopra(c):
    sotto = UnitaFactory(ente=c.ente, parent=c.anagrafe)
    assert _valuta(c, c.persone["ada"], sotto) == c.persone["eq"]


def test_in_cima_valuta_il_segretario(c):
    assert _valuta(c, c.persone["ada"], UnitaFactory(ente=c.ente)) == c.persone["segretario"]
    assert _valuta(c, c.persone["ada"], None) == c.persone["segretario"]


def test_nessuno_valuta_se_stesso_si_sale(c):
    assert _valuta(c, c.persone["eq"], c.anagrafe) == c.persone["segretario"]


def test_in_cima_nemmeno_il_segretario_valuta_se_stesso(c):
    assert _valuta(c, c.persone["segretario"], None) is None


def test_un_organigramma_che_gira_in_tondo_non_ferma_la_ricerca(c):
    c.anagrafe.parent, c.tributi.parent = c.tributi, c.anagrafe
    type(c.anagrafe).objects.filter(pk=c.anagrafe.pk).update(parent=c.tributi)
    type(c.tributi).objects.filter(pk=c.tributi.pk).update(parent=c.anagrafe)
    Incarico.objects.filter(tipo="eq").delete()
    assert _valuta(c, c.persone["ada"], c.anagrafe) == c.persone["segretario"]


def test_il_titolare_viene_prima_dell_interim(c):
    IncaricoFactory(ente=c.ente, tipo="eq", unita=c.anagrafe, ad_interim=True, dal="2019-01-01")
    assert _valuta(c, c.persone["ada"], c.anagrafe) == c.persone["eq"]


def test_il_segretario_che_valuterebbe_se_stesso_lo_si_dice(c):
    with senza_guardie():
        c.sistema.tipi.filter(destinatari="segretario").update(valuta="segretario")
    previste = [p for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["segretario"]]
    assert previste[0].tratto.valutatore is None
    assert previste[0].avvisi == ("Nessuno la può valutare: scegli chi, dopo averla creata.",)


def test_la_dipendente_che_guida_la_propria_unita_sale_e_lo_si_dice(c):
    with senza_guardie():
        c.sistema.tipi.filter(destinatari="eq").update(valuta="responsabile")
    prevista = next(p for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["eq"])
    assert prevista.avvisi == (f"Valuterebbe sé stessa o sé stesso: valuta {c.persone['segretario']}.",)


def test_senza_unita_lo_si_dice(c):
    Rapporto.objects.filter(persona=c.persone["ada"]).update(unita=None)
    prevista = next(p for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["ada"])
    assert prevista.avvisi == ("Il rapporto di lavoro non ha un'unità: indicala, o scegli chi valuta.",)


def test_l_organismo_e_collegiale_non_e_una_persona(c):
    with senza_guardie():
        c.sistema.tipi.filter(destinatari="eq").update(valuta="sindaco", propone="nucleo")
    prevista = next(p for p in quadro_schede(c.ciclo).previste if p.persona == c.persone["eq"])
    assert (prevista.tratto.valutatore, prevista.proponente) == (c.persone["sindaco"], None)


# ---- creare ------------------------------------------------------------------------------------------------------


def test_creare_due_volte_crea_solo_cio_che_manca(c):
    assert len(crea_schede(c.ciclo, utente=c.utenti["segretario"])) == 5
    assert crea_schede(c.ciclo, utente=c.utenti["personale"]) == []
    RapportoFactory(ente=c.ente, unita=c.anagrafe)
    assert len(crea_schede(c.ciclo, utente=c.utenti["personale"])) == 1


def test_una_scheda_annullata_si_ricrea(c):
    crea_schede(c.ciclo, utente=c.utenti["segretario"])
    Scheda.objects.filter(persona=c.persone["ada"]).update(stato=StatoScheda.ANNULLATA)
    assert [s.persona for s in crea_schede(c.ciclo, utente=c.utenti["segretario"])] == [c.persone["ada"]]


def test_creare_e_di_chi_conduce(c):
    with pytest.raises(PermissionDenied):
        crea_schede(c.ciclo, utente=c.utenti["eq"])


def test_senza_un_sistema_adottato_non_si_crea(c):
    c.sistema.stato = StatoSistema.BOZZA
    with senza_guardie():
        c.sistema.save()
    with pytest.raises(ValidationError, match="Nessun sistema di valutazione adottato"):
        crea_schede(c.ciclo, utente=c.utenti["segretario"])
    assert quadro_schede(c.ciclo).previste == ()


def test_un_sistema_che_comincia_nell_anno_vale_se_non_ce_n_e_un_altro(c):
    c.sistema.dal = date(2026, 4, 1)
    with senza_guardie():
        c.sistema.save()
    assert sistema_in_vigore(c.ciclo) == c.sistema


def test_l_anteprima_non_legge_di_piu_con_piu_persone(c, django_assert_max_num_queries):
    for _ in range(5):
        RapportoFactory(ente=c.ente, unita=c.anagrafe)
    with django_assert_max_num_queries(9):
        quadro_schede(c.ciclo)
