from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.http import Http404
from django.utils import timezone

from enti.voci import TipoIncarico
from obiettivi import flusso
from obiettivi.letture import (
    ciclo_corrente,
    ciclo_di,
    con_mancanze,
    linee_di,
    mancanze_di,
    obiettivi_visibili,
    risorse_del_piano,
    scheda_di,
)
from obiettivi.letture.casa import assegnati_a, avvio_di, delle_mie_unita, stato_del_ciclo, unita_senza_obiettivi
from obiettivi.letture.cicli import ciclo_suggerito
from obiettivi.letture.elenco import obiettivi_da_elencare, totali_dei_pesi
from obiettivi.letture.scelte import destinatari, padri_possibili, rientrata, unita_in_ordine
from obiettivi.letture.storia import storia_dell_obiettivo
from obiettivi.models import Obiettivo
from obiettivi.voci import StatoObiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    EnteFactory,
    GruppoFactory,
    IncaricoFactory,
    IndicatoreFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    PersonaleFactory,
    RapportoFactory,
    RigaPersonaleFactory,
    RisorsaFactory,
    UnitaFactory,
    UtenteFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db
VEDONO_LE_BOZZE = {
    "segretario",
    "dirigente",
    "eq",
    "responsabile",
    "amministratore_responsabile",
    "sindaco",
    "nucleo",
    "rpct",
    "ufficio_personale",
    "referente_accessibilita",
}


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.mark.parametrize("ruolo", [*TipoIncarico.values, "dipendente"])
def test_le_bozze_le_vede_solo_chi_ci_lavora_o_le_controlla(ruolo, ciclo):
    for stato in StatoObiettivo:
        ObiettivoFactory(ciclo=ciclo, stato=stato)
    visti = {o.stato for o in obiettivi_visibili(utente_con(ruolo, ciclo.ente), ciclo)}
    tutti = set(StatoObiettivo.values)
    assert visti == (tutti if ruolo in VEDONO_LE_BOZZE else {"proposto", "validato", "ritirato"})


def test_l_estraneo_non_vede_nulla(ciclo):
    ObiettivoFactory(ciclo=ciclo, stato="validato")
    assert not obiettivi_visibili(UtenteFactory(), ciclo).exists()


def test_si_vedono_solo_gli_obiettivi_del_ciclo(ciclo):
    ObiettivoFactory()
    assert not obiettivi_visibili(utente_con("segretario", ciclo.ente), ciclo).exists()


def test_una_bozza_non_esiste_per_chi_non_la_vede(ciclo):
    bozza = ObiettivoFactory(ciclo=ciclo)
    with pytest.raises(Http404):
        scheda_di(utente_con("assessore", ciclo.ente), ciclo, bozza.pk)


@pytest.mark.parametrize(("ruolo", "vicini"), [("segretario", ["Sopra", "Sotto"]), ("assessore", [])])
def test_nella_scheda_le_bozze_vicine_non_si_intravedono(ruolo, vicini, ciclo):
    padre = ObiettivoFactory(ciclo=ciclo, titolo="Sopra", livello="strategico")
    obiettivo = ObiettivoFactory(ciclo=ciclo, padre=padre, stato="validato")
    ObiettivoFactory(ciclo=ciclo, titolo="Sotto", padre=obiettivo)
    scheda = scheda_di(utente_con(ruolo, ciclo.ente), ciclo, obiettivo.pk)
    assert [o.titolo for o in [scheda.padre, *scheda.figli] if o] == vicini


def test_l_anno_senza_ciclo_non_esiste(ciclo):
    assert ciclo_di(ciclo.ente, 2026) == ciclo
    with pytest.raises(Http404):
        ciclo_di(ciclo.ente, 2031)


def test_il_ciclo_corrente_e_quello_dell_anno_o_il_piu_recente():
    ente = EnteFactory()
    assert ciclo_corrente(ente) is None
    vecchio = CicloFactory(ente=ente, anno=2019)
    CicloFactory(ente=ente, anno=2018)
    assert ciclo_corrente(ente) == vecchio
    di_oggi = CicloFactory(ente=ente, anno=timezone.localdate().year)
    CicloFactory(ente=ente, anno=di_oggi.anno + 1)
    assert ciclo_corrente(ente) == di_oggi


@pytest.mark.parametrize(("donne", "atteso"), [(70, "A"), (50, "C"), (20, "C")])
def test_l_impostazione_suggerita_dipende_dai_dipendenti(donne, atteso):
    personale = PersonaleFactory(anno=timezone.localdate().year - 1)
    RigaPersonaleFactory(personale=personale, donne=donne, uomini=0)
    suggerito = ciclo_suggerito(personale.ente)
    assert suggerito.ciclo.impostazione == atteso
    assert f"{donne} dipendenti" in suggerito.perche


def test_se_i_dipendenti_non_si_sanno_non_si_suggerisce(ciclo):
    assert ciclo_suggerito(EnteFactory()).ciclo.impostazione == ""


def test_il_ciclo_seguente_riprende_la_scala_di_quello_prima(ciclo):
    ciclo.scala_peso = "punti"
    ciclo.save()
    seguente = ciclo_suggerito(ciclo.ente).ciclo
    assert (seguente.anno, seguente.anno_fine, seguente.scala_peso) == (2027, 2029, "punti")


def test_le_mancanze_annotate_non_si_rileggono(ciclo, django_assert_num_queries):
    ObiettivoFactory(ciclo=ciclo)
    obiettivo = con_mancanze(Obiettivo.objects.all()).get()
    with django_assert_num_queries(0):
        assert [tipo.codice for tipo in mancanze_di(obiettivo)] == [
            "unita",
            "responsabile",
            "date",
            "indicatori",
            "peso",
        ]


def test_l_elenco_conta_gli_indicatori(ciclo):
    ObiettivoFactory(ciclo=ciclo)
    IndicatoreFactory.create_batch(2, obiettivo=ObiettivoFactory(ciclo=ciclo))
    righe = obiettivi_da_elencare(utente_con("segretario", ciclo.ente), ciclo)
    assert [o.n_indicatori for o in righe] == [0, 2]


def test_i_totali_usano_il_peso_calcolato_dove_il_ciclo_lo_vuole(ciclo):
    ciclo.metodo_peso = "calcolato"
    ObiettivoFactory(ciclo=ciclo, strategicita=3, complessita=D("1.5"), peso=99)
    ObiettivoFactory(ciclo=ciclo, peso=99)
    (totale,) = totali_dei_pesi(Obiettivo.objects.all(), ciclo)
    assert (totale.somma, totale.senza_peso) == (D("4.5"), 1)


def test_i_totali_tengono_separate_le_scale(ciclo):
    ObiettivoFactory(ciclo=ciclo, peso=10)
    ObiettivoFactory(ciclo=ciclo, peso=5, scala_peso="punti")
    assert [(t.scala, t.somma) for t in totali_dei_pesi(Obiettivo.objects.all(), ciclo)] == [
        ("percentuale", 10),
        ("punti", 5),
    ]


def test_la_fotografia_del_ciclo_conta_stati_livelli_e_mancanze(ciclo):
    ObiettivoFactory(ciclo=ciclo, stato="proposto")
    ObiettivoFactory(ciclo=ciclo, livello="strategico", completo=True)
    stato = stato_del_ciclo(utente_con("segretario", ciclo.ente), ciclo)
    assert stato.totale == 2
    quanti = {c.codice: c.quanti for c in stato.per_stato}
    assert quanti == {"bozza": 1, "proposto": 1, "restituito": 0, "validato": 0, "ritirato": 0}
    assert {c.codice: c.quanti for c in stato.per_livello} == {"strategico": 1, "operativo": 1}
    assert {tipo.codice: n for tipo, n in stato.mancanze} == dict.fromkeys(
        ["unita", "responsabile", "date", "indicatori", "peso"], 1
    )


def test_un_unita_e_coperta_da_chi_le_sta_sopra_o_sotto(ciclo):
    area = UnitaFactory(ente=ciclo.ente)
    UnitaFactory(ente=ciclo.ente, parent=area)
    madre = UnitaFactory(ente=ciclo.ente)
    figlia = UnitaFactory(ente=ciclo.ente, parent=madre)
    scoperta = UnitaFactory(ente=ciclo.ente)
    ObiettivoFactory(ciclo=ciclo, unita=area)
    ObiettivoFactory(ciclo=ciclo, unita=figlia)
    assert unita_senza_obiettivi(ciclo) == [scoperta]


def test_un_unita_chiusa_non_si_segnala(ciclo):
    UnitaFactory(ente=ciclo.ente, al=date(2020, 1, 1))
    assert unita_senza_obiettivi(ciclo) == []


def test_le_mie_unita_sono_quelle_di_cui_guido_la_capofila(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    guida = utente_con("eq", ciclo.ente, unita=unita)
    mio = ObiettivoFactory(ciclo=ciclo, unita=unita)
    ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), unita=unita, ruolo="partecipante")
    assert list(delle_mie_unita(guida, ciclo)) == [mio]


def test_a_un_dipendente_sono_assegnati_i_suoi_quelli_dei_suoi_gruppi_e_quelli_di_tutti(ciclo):
    rapporto = RapportoFactory(ente=ciclo.ente)
    suoi = ObiettivoFactory.create_batch(3, ciclo=ciclo, stato="validato")
    ObiettivoFactory(ciclo=ciclo, stato="validato")
    AssegnazioneFactory(obiettivo=suoi[0], gruppo=None, persona=rapporto.persona)
    AssegnazioneFactory(obiettivo=suoi[1], gruppo=GruppoFactory(ente=ciclo.ente, persone=[rapporto.persona]))
    AssegnazioneFactory(obiettivo=suoi[2], gruppo=GruppoFactory(ente=ciclo.ente, tipo="tutti"))
    assert list(assegnati_a(rapporto.persona.utente, ciclo)) == suoi


def test_il_segretario_sa_quanti_obiettivi_aspettano_la_validazione(ciclo):
    segretario = utente_con("segretario", ciclo.ente)
    assert flusso.cose_da_fare(segretario, ciclo) == []
    ObiettivoFactory.create_batch(2, ciclo=ciclo, stato="proposto")
    (compito,) = flusso.cose_da_fare(segretario, ciclo)
    assert compito.frase == "2 obiettivi aspettano la validazione"
    assert compito.collegamento.endswith("/2026/obiettivi/?stato=proposto")


def test_la_guida_vede_prima_i_restituiti_e_poi_le_bozze_con_cio_che_manca(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    guida = utente_con("eq", ciclo.ente, unita=unita)
    ObiettivoFactory(ciclo=ciclo, unita=unita, titolo="Bozza")
    ObiettivoFactory(ciclo=ciclo, unita=unita, titolo="Tornato", stato="restituito", osservazioni="Alza il target.")
    ObiettivoFactory(ciclo=ciclo, unita=unita, titolo="Pronto", completo=True)
    dettagli = [(c.frase, c.dettaglio, c.urgente) for c in flusso.cose_da_fare(guida, ciclo)]
    assert dettagli == [
        ("Tornato", "Restituito: Alza il target.", True),
        ("Bozza", "Manca: responsabile, date, indicatori, peso.", False),
        ("Pronto", "Non manca nulla: puoi proporlo.", False),
    ]


def test_gli_incarichi_che_finiscono_entro_due_mesi_si_segnalano(ciclo):
    segretario = utente_con("segretario", ciclo.ente)
    fra_poco = timezone.localdate() + timedelta(days=30)
    IncaricoFactory(ente=ciclo.ente, tipo="eq", titolo="EQ Tributi", al=fra_poco)
    IncaricoFactory(ente=ciclo.ente, tipo="eq", al=fra_poco + timedelta(days=90))
    (compito,) = flusso.cose_da_fare(segretario, ciclo)
    assert compito.frase == f"L'incarico di EQ Tributi finisce il {fra_poco:%d/%m/%Y}"


def test_a_ciclo_approvato_non_c_e_nulla_da_scrivere(ciclo):
    ciclo.stato = "approvato"
    ObiettivoFactory(ciclo=ciclo, stato="proposto")
    compiti = flusso.cose_da_fare(utente_con("segretario", ciclo.ente), ciclo)
    assert [compito.frase for compito in compiti] == ["Pubblica il Piano approvato"]


def test_un_obiettivo_non_puo_discendere_da_se_ne_da_chi_ne_discende(ciclo):
    alto = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    medio = ObiettivoFactory(ciclo=ciclo, livello="strategico", padre=alto)
    ObiettivoFactory(ciclo=ciclo, livello="strategico", padre=medio)
    altro = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    ObiettivoFactory(livello="strategico")
    assert padri_possibili(alto) == [altro]
    assert padri_possibili(ObiettivoFactory(ciclo=ciclo))[:2] == [alto, medio]


def test_le_unita_si_leggono_rientrate_nell_ordine_dell_organigramma(ciclo):
    area = UnitaFactory(ente=ciclo.ente, denominazione="Area", ordine=1)
    UnitaFactory(ente=ciclo.ente, denominazione="Servizio", parent=area)
    assert [rientrata(u) for u in unita_in_ordine(ciclo.ente)] == ["Area", "\u2003Servizio"]


def test_si_assegna_a_incarichi_gruppi_e_persone_dell_ente(ciclo):
    incarico = IncaricoFactory(ente=ciclo.ente, tipo="eq")
    gruppo = GruppoFactory(ente=ciclo.ente)
    rapporto = RapportoFactory(ente=ciclo.ente)
    IncaricoFactory(ente=ciclo.ente, tipo="nucleo")
    scelte = {nome: set(righe) for nome, righe in destinatari(ciclo).items()}
    assert scelte == {
        "Incarichi": {incarico},
        "Gruppi": {gruppo},
        "Persone": {incarico.persona, rapporto.persona},
    }


def test_la_storia_racconta_anche_le_righe_tolte(ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Prima")
    indicatore = IndicatoreFactory(obiettivo=obiettivo, denominazione="Giorni")
    indicatore.denominazione = "Ore"
    indicatore.save()
    indicatore.delete()
    azioni = [passo.azione for passo in storia_dell_obiettivo(obiettivo)]
    assert azioni == [
        "Eliminazione · indicatore",
        "Modifica · indicatore",
        "Creazione · indicatore",
        "Creazione · obiettivo",
    ]


def test_la_storia_di_una_riga_dice_prima_e_dopo(ciclo):
    indicatore = IndicatoreFactory(obiettivo__ciclo=ciclo, denominazione="Giorni")
    indicatore.denominazione = "Ore"
    indicatore.save()
    (cambio,) = storia_dell_obiettivo(indicatore.obiettivo)[0].differenze
    assert (cambio.campo, cambio.prima, cambio.dopo) == ("Denominazione", "Giorni", "Ore")


def test_le_linee_dicono_quanti_obiettivi_ne_discendono(ciclo):
    linea = LineaMandatoFactory(ente=ciclo.ente)
    ObiettivoFactory.create_batch(2, ciclo=ciclo, linea_mandato=linea)
    assert [riga.quanti for riga in linee_di(ciclo.ente)] == [2]


def test_le_risorse_del_piano_non_sono_quelle_degli_obiettivi(ciclo):
    RisorsaFactory(obiettivo__ciclo=ciclo)
    del_piano = RisorsaFactory(obiettivo=None, ciclo=ciclo)
    assert list(risorse_del_piano(ciclo)) == [del_piano]


def test_l_avvio_dice_che_cosa_l_ente_ha_gia_scritto():
    ente = EnteFactory()
    avvio = avvio_di(ente)
    assert not any([avvio.unita, avvio.persone, avvio.personale, avvio.linee])
    UnitaFactory(ente=ente)
    RapportoFactory(ente=ente)
    assert avvio_di(ente).unita
    assert avvio_di(ente).persone
