"""I pesi di un'unità o di un assegnatario: totali, proposte, scrittura, permessi, conflitti."""

from decimal import Decimal

import pytest
from django.http import Http404

from enti.letture import profilo
from obiettivi.azioni.pesi import PesiCambiati, assegna_pesi
from obiettivi.letture.pesi import in_parole, quadri_assegnatari, quadri_unita, quadro_di, unita_di
from obiettivi.models import ObiettivoUnita
from obiettivi.permessi import puo_distribuire_pesi
from obiettivi.voci import MetodoPeso, ScalaPeso, StatoCiclo, StatoObiettivo
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    IncaricoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    PersonaFactory,
    RapportoFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026)


@pytest.fixture
def unita(ciclo):
    return UnitaFactory(ente=ciclo.ente, denominazione="Tributi")


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def legame(unita, ciclo, peso=None, **obiettivo):
    return ObiettivoUnitaFactory(unita=unita, peso=peso, obiettivo=ObiettivoFactory(ciclo=ciclo, **obiettivo))


def aperto(utente, unita, ciclo):
    return quadro_di(utente, ciclo, "unita", unita.pk).scrivibile(anche_validati=True)


# ---- totali ----------------------------------------------------------------------------------------


def test_il_peso_proprio_vince_su_quello_dell_obiettivo(ciclo, unita, segretario):
    ObiettivoUnitaFactory(unita=unita, peso=30, obiettivo=ObiettivoFactory(ciclo=ciclo, peso=99))
    ObiettivoUnitaFactory(unita=unita, obiettivo=ObiettivoFactory(ciclo=ciclo, peso=50))
    (totale,) = aperto(segretario, unita, ciclo).totali
    assert (totale.somma, totale.residuo) == (80, 20)


def test_chi_non_ha_peso_non_conta_zero(ciclo, unita, segretario):
    legame(unita, ciclo, peso=100)
    legame(unita, ciclo)
    (totale,) = aperto(segretario, unita, ciclo).totali
    assert (totale.con_peso, totale.senza_peso, totale.quadra) == (1, 1, True)


def test_un_prerequisito_resta_fuori_dai_conti(ciclo, unita, segretario):
    legame(unita, ciclo, prerequisito=True)
    quadro = aperto(segretario, unita, ciclo)
    assert quadro.totali == []
    assert quadro.modificabili == []


def test_il_peso_rimasto_su_un_prerequisito_non_toglie_nulla_agli_altri(ciclo, unita, segretario):
    legame(unita, ciclo)
    legame(unita, ciclo)
    legame(unita, ciclo, peso=20, prerequisito=True)
    assert sum(aperto(segretario, unita, ciclo).parti_uguali(2).values()) == 100


def test_uno_strategico_misura_l_ente_e_non_pesa_su_un_unita(ciclo, unita, segretario):
    legame(unita, ciclo)
    legame(unita, ciclo, peso=20, livello="strategico", anche_individuale=True)
    assert [riga.obiettivo.livello for riga in aperto(segretario, unita, ciclo).righe] == ["operativo"]


def test_uno_strategico_conta_per_chi_ne_ha_un_peso_o_se_vale_per_i_singoli(ciclo, segretario):
    con, anche, _ = (ObiettivoFactory(ciclo=ciclo, livello="strategico", anche_individuale=n == 1) for n in range(3))
    gruppo = AssegnazioneFactory(obiettivo=con, peso=100).gruppo
    for obiettivo in (anche, _):
        AssegnazioneFactory(obiettivo=obiettivo, gruppo=gruppo)
    (quadro,) = quadri_assegnatari(segretario, ciclo)
    assert [riga.obiettivo for riga in quadro.righe] == [con, anche]


def test_scale_diverse_danno_totali_separati(ciclo, unita, segretario):
    legame(unita, ciclo, peso=40)
    legame(unita, ciclo, peso=5, scala_peso=ScalaPeso.PUNTI)
    quadro = aperto(segretario, unita, ciclo)
    assert [(t.scala, t.somma) for t in quadro.totali] == [("percentuale", 40), ("punti", 5)]
    assert quadro.atteso is None


def test_con_il_metodo_calcolato_il_peso_e_il_prodotto(unita, segretario, ciclo):
    ciclo.metodo_peso = MetodoPeso.CALCOLATO
    ciclo.save()
    legame(unita, ciclo, strategicita=4, complessita=Decimal("2.5"))
    (totale,) = aperto(segretario, unita, ciclo).totali
    assert totale.somma == 10


@pytest.mark.parametrize(
    ("peso", "scala", "parole"),
    [
        (Decimal("20.0000"), "percentuale", "20%"),
        (Decimal("12.5"), "percentuale", "12,5%"),
        (Decimal(200), "millesimi", "200‰"),
        (Decimal(3), "punti", "3 punti"),
        (Decimal("1.2"), "coefficiente", "1,2"),
        (None, "percentuale", ""),
    ],
)
def test_il_peso_si_dice_nella_sua_scala(peso, scala, parole):
    assert in_parole(peso, scala) == parole


# ---- proposte --------------------------------------------------------------------------------------


def test_in_parti_uguali_la_somma_e_esattamente_cento(ciclo, unita, segretario):
    for _ in range(3):
        legame(unita, ciclo)
    proposta = aperto(segretario, unita, ciclo).parti_uguali(2)
    assert sorted(proposta.values()) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_i_millesimi_si_distribuiscono_a_mille(ciclo, unita, segretario):
    ciclo.scala_peso = ScalaPeso.MILLESIMI
    ciclo.save()
    legame(unita, ciclo)
    legame(unita, ciclo)
    assert set(aperto(segretario, unita, ciclo).parti_uguali(0).values()) == {Decimal(500)}


def test_in_proporzione_si_parte_da_cio_che_l_utente_ha_scritto(ciclo, unita, segretario):
    primo, secondo = legame(unita, ciclo, peso=10), legame(unita, ciclo, peso=10)
    proposta = aperto(segretario, unita, ciclo).in_proporzione({primo.pk: Decimal(30)}, 0)
    assert proposta == {primo.pk: 75, secondo.pk: 25}


def test_cio_che_non_si_puo_toccare_resta_fuori_dal_riparto(ciclo, unita, segretario):
    legame(unita, ciclo, peso=40, stato=StatoObiettivo.VALIDATO)
    libero = legame(unita, ciclo)
    quadro = quadro_di(segretario, ciclo, "unita", unita.pk).scrivibile(anche_validati=False)
    assert quadro.parti_uguali(0) == {libero.pk: 60}


@pytest.mark.parametrize(
    ("legami", "frase"),
    [
        ([{}, {"scala_peso": ScalaPeso.PUNTI}], "scale diverse"),
        ([{"scala_peso": ScalaPeso.PUNTI}], "non ha un totale"),
        ([{"peso": 120, "stato": StatoObiettivo.VALIDATO}, {}], "superano già"),
        ([{"prerequisito": True}], "non ha un totale"),
    ],
)
def test_una_proposta_impossibile_si_rifiuta_con_una_frase(ciclo, unita, segretario, legami, frase):
    for campi in legami:
        legame(unita, ciclo, **campi)
    quadro = quadro_di(segretario, ciclo, "unita", unita.pk).scrivibile(anche_validati=False)
    with pytest.raises(ValueError, match=frase):
        quadro.parti_uguali(0)


# ---- scrittura -------------------------------------------------------------------------------------


def test_i_pesi_si_salvano_insieme_con_una_riga_di_registro(ciclo, unita, segretario):
    primo, secondo = legame(unita, ciclo), legame(unita, ciclo, peso=5)
    quadro = aperto(segretario, unita, ciclo)
    pesi = {primo.pk: Decimal(60), secondo.pk: Decimal(40)}
    visti = {primo.pk: None, secondo.pk: Decimal(5)}
    assert assegna_pesi(utente=segretario, quadro=quadro, pesi=pesi, visti=visti) == 2
    assert set(ObiettivoUnita.objects.values_list("peso", flat=True)) == {60, 40}
    evento = Evento.objects.get(azione="distribuire i pesi")
    assert "senza peso proprio" in evento.prima
    assert "60%" in evento.dopo


def test_la_storia_ricorda_il_peso_di_prima(ciclo, unita, segretario):
    riga = legame(unita, ciclo, peso=5)
    quadro = aperto(segretario, unita, ciclo)
    assegna_pesi(utente=segretario, quadro=quadro, pesi={riga.pk: Decimal(9)}, visti={riga.pk: Decimal(5)})
    assert [h.peso for h in riga.history.all()] == [9, 5]


def test_salvare_senza_cambiare_non_scrive_nulla(ciclo, unita, segretario):
    riga = legame(unita, ciclo, peso=5)
    quadro = aperto(segretario, unita, ciclo)
    pesi = {riga.pk: Decimal("5.0")}
    assert assegna_pesi(utente=segretario, quadro=quadro, pesi=pesi, visti={riga.pk: Decimal(5)}) == 0
    assert not Evento.objects.filter(azione="distribuire i pesi").exists()
    assert riga.history.count() == 1


def test_chi_salva_per_secondo_lo_stesso_peso_viene_fermato(ciclo, unita, segretario):
    primo, secondo = legame(unita, ciclo, peso=5), legame(unita, ciclo, peso=5)
    quadro = aperto(segretario, unita, ciclo)
    ObiettivoUnita.objects.filter(pk=primo.pk).update(peso=7)
    pesi = {primo.pk: Decimal(9), secondo.pk: Decimal(9)}
    with pytest.raises(PesiCambiati) as errore:
        assegna_pesi(utente=segretario, quadro=quadro, pesi=pesi, visti=dict.fromkeys(pesi, Decimal(5)))
    assert [(d.tuo, d.attuale) for d in errore.value.differenze] == [(9, 7)]
    secondo.refresh_from_db()
    assert secondo.peso == 5


def test_un_peso_cambiato_da_altri_e_non_da_me_resta_il_loro(ciclo, unita, segretario):
    primo, secondo = legame(unita, ciclo, peso=5), legame(unita, ciclo, peso=5)
    quadro = aperto(segretario, unita, ciclo)
    ObiettivoUnita.objects.filter(pk=primo.pk).update(peso=7)
    pesi = {primo.pk: Decimal(5), secondo.pk: Decimal(9)}
    assegna_pesi(utente=segretario, quadro=quadro, pesi=pesi, visti=dict.fromkeys(pesi, Decimal(5)))
    assert list(ObiettivoUnita.objects.order_by("pk").values_list("peso", flat=True)) == [7, 9]


def test_chi_ha_aperto_l_obiettivo_sapra_che_e_cambiato(ciclo, unita, segretario):
    riga = legame(unita, ciclo)
    quadro = aperto(segretario, unita, ciclo)
    assegna_pesi(utente=segretario, quadro=quadro, pesi={riga.pk: Decimal(9)}, visti={riga.pk: None})
    prima = riga.obiettivo.versione
    riga.obiettivo.refresh_from_db()
    assert riga.obiettivo.versione == prima + 1


def test_una_riga_non_modificabile_non_si_scrive_nemmeno_forzando(ciclo, unita, segretario):
    riga = legame(unita, ciclo, peso=5, stato=StatoObiettivo.VALIDATO)
    quadro = quadro_di(segretario, ciclo, "unita", unita.pk).scrivibile(anche_validati=False)
    assert assegna_pesi(utente=segretario, quadro=quadro, pesi={riga.pk: Decimal(9)}, visti={riga.pk: Decimal(5)}) == 0


# ---- chi vede, chi scrive --------------------------------------------------------------------------


def test_le_unita_senza_obiettivi_non_hanno_un_quadro(ciclo, unita, segretario):
    legame(unita, ciclo)
    UnitaFactory(ente=ciclo.ente)
    assert [quadro.nome for quadro in quadri_unita(segretario, ciclo)] == ["Tributi"]


def test_gli_assegnatari_sono_incarichi_persone_e_gruppi(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    AssegnazioneFactory(obiettivo=obiettivo)
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=PersonaFactory())
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, incarico=IncaricoFactory(ente=ciclo.ente))
    assert [quadro.tipo for quadro in quadri_assegnatari(segretario, ciclo)] == ["incarico", "persona", "gruppo"]


def test_un_dipendente_vede_i_propri_pesi_e_non_quelli_dei_colleghi(ciclo):
    io, collega = RapportoFactory(ente=ciclo.ente).persona, RapportoFactory(ente=ciclo.ente).persona
    for persona in (io, collega):
        obiettivo = ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.VALIDATO)
        AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=persona)
    assert [q.destinatario for q in quadri_assegnatari(io.utente, ciclo)] == [io]
    with pytest.raises(Http404):
        quadro_di(io.utente, ciclo, "persona", collega.pk)


def test_un_destinatario_di_tipo_sconosciuto_non_esiste(ciclo, segretario):
    with pytest.raises(Http404):
        quadro_di(segretario, ciclo, "obiettivo", 1)


def test_ogni_destinatario_fa_capo_alle_sue_unita(ciclo, unita, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    eq = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=unita)
    dipendente = RapportoFactory(ente=ciclo.ente, unita=unita).persona
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, incarico=eq)
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=dipendente)
    AssegnazioneFactory(obiettivo=obiettivo)
    quadri = quadri_unita(segretario, ciclo) + quadri_assegnatari(segretario, ciclo)
    assert [unita_di(quadro) for quadro in quadri] == [{unita.pk}, {unita.pk}, {unita.pk}, set()]


@pytest.mark.parametrize(
    ("ruolo", "sua", "puo"),
    [
        ("segretario", False, True),
        ("eq", True, True),
        ("eq", False, False),
        ("dirigente", True, True),
        ("sindaco", False, False),
        ("nucleo", False, False),
        ("dipendente", False, False),
    ],
)
def test_distribuisce_il_segretario_e_chi_guida_l_unita(ciclo, unita, ruolo, sua, puo):
    utente = utente_con(ruolo, ciclo.ente, **({"unita": unita} if sua else {}))
    assert puo_distribuire_pesi(utente, ciclo, {unita.pk}) is puo


def test_a_ciclo_approvato_non_distribuisce_nessuno(ciclo, unita, segretario):
    ciclo.stato = StatoCiclo.APPROVATO
    assert profilo(segretario, ciclo.ente).segretario
    assert not puo_distribuire_pesi(segretario, ciclo, {unita.pk})
