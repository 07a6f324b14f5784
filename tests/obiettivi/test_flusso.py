import pytest
from django.core.exceptions import PermissionDenied

from obiettivi import flusso
from obiettivi.azioni.insieme import su_tutti
from obiettivi.azioni.passi import VERBI, proponi, restituisci, valida
from obiettivi.letture import obiettivi_visibili
from obiettivi.models import Obiettivo
from obiettivi.voci import StatoObiettivo, Tipologia
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import (
    CicloFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    TargetFactory,
    UnitaFactory,
    completa,
    utente_con,
)

pytestmark = pytest.mark.django_db

AMMESSI = {
    ("proponi", "bozza"): {"segretario", "eq"},
    ("proponi", "restituito"): {"segretario", "eq"},
    ("valida", "proposto"): {"segretario"},
    ("restituisci", "proposto"): {"segretario"},
    ("riapri", "validato"): {"segretario"},
}
ARRIVO = {"proponi": "proposto", "valida": "validato", "restituisci": "restituito", "riapri": "bozza"}


@pytest.fixture
def unita():
    return UnitaFactory()


@pytest.fixture
def ciclo(unita):
    return CicloFactory(ente=unita.ente)


def utente(ruolo, unita):
    return utente_con(ruolo, unita.ente, **({"unita": unita} if ruolo == "eq" else {}))


@pytest.mark.parametrize("ruolo", ["segretario", "eq", "nucleo", "sindaco", "assessore", "dipendente"])
@pytest.mark.parametrize("stato", StatoObiettivo.values)
@pytest.mark.parametrize("passo", VERBI)
def test_la_tabella_dei_passi_per_stato_e_ruolo(passo, stato, ruolo, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato=stato, completo=True)
    if ruolo in AMMESSI.get((passo, stato), ()):
        VERBI[passo](obiettivo, utente=utente(ruolo, unita), nota="perché sì")
        stato = ARRIVO[passo]
    else:
        with pytest.raises((PassoNonAmmesso, PermissionDenied)):
            VERBI[passo](obiettivo, utente=utente(ruolo, unita), nota="perché sì")
    assert Obiettivo.objects.get(pk=obiettivo.pk).stato == stato


@pytest.mark.parametrize(
    ("togli", "manca"),
    [
        (lambda o: o.unita_collegate.all().delete(), "unità"),
        (lambda o: o.assegnazioni.all().delete(), "responsabile"),
        (lambda o: Obiettivo.objects.filter(pk=o.pk).update(data_fine=None), "date"),
        (lambda o: Obiettivo.objects.filter(pk=o.pk).update(data_inizio=None), "date"),
        (lambda o: o.indicatori.all().delete(), "indicatori"),
        (lambda o: o.indicatori.get().target.all().delete(), "target"),
        (lambda o: o.indicatori.get().target.update(anno=2027), "target"),
        (lambda o: o.indicatori.update(unita_misura=""), "target"),
        (lambda o: Obiettivo.objects.filter(pk=o.pk).update(peso=None), "peso"),
    ],
)
def test_non_si_propone_finche_manca_qualcosa_e_si_dice_che_cosa(togli, manca, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
    togli(obiettivo)
    with pytest.raises(flusso.Incompleto, match=f"Manca ancora: {manca}"):
        proponi(Obiettivo.objects.get(pk=obiettivo.pk), utente=utente("segretario", unita))


def test_ogni_mancanza_porta_alla_maschera_che_la_risolve(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    base = f"/{ciclo.ente.slug}/{ciclo.anno}/obiettivi/{obiettivo.pk}/modifica"
    assert [cosa.collegamento for cosa in flusso.che_manca(obiettivo)] == [
        f"{base}/chi/#righe-unita",
        f"{base}/chi/#righe-assegnazioni",
        f"{base}/quando/#id_data_inizio",
        f"{base}/misura/#indicatori",
        f"{base}/che-cosa/#id_prerequisito",
    ]


def test_uno_strategico_non_chiede_unita_responsabile_e_peso(ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    frasi = [tipo.frase for tipo in flusso.che_manca(obiettivo)]
    assert frasi == [
        "Scrivi quando comincia e quando finisce.",
        "Aggiungi almeno un indicatore: senza, non si può misurare.",
    ]


def test_un_obiettivo_comune_a_tutte_le_unita_non_ne_vuole_una(ciclo):
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo, tipologia=Tipologia.COMUNE))
    obiettivo.unita_collegate.all().delete()
    assert flusso.che_manca(obiettivo) == []


def test_un_prerequisito_non_vuole_peso(ciclo):
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo))
    Obiettivo.objects.filter(pk=obiettivo.pk).update(peso=None, prerequisito=True)
    assert flusso.che_manca(obiettivo) == []


def test_il_peso_puo_stare_sull_unita(ciclo):
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo))
    Obiettivo.objects.filter(pk=obiettivo.pk).update(peso=None)
    obiettivo.unita_collegate.update(peso=30)
    assert flusso.che_manca(obiettivo) == []


def test_dove_il_peso_si_calcola_servono_i_due_fattori(ciclo):
    ciclo.metodo_peso = "calcolato"
    ciclo.save()
    obiettivo = completa(ObiettivoFactory(ciclo=ciclo))
    assert [tipo.frase for tipo in flusso.che_manca(obiettivo)] == ["Dagli un peso, oppure dichiaralo prerequisito."]
    Obiettivo.objects.filter(pk=obiettivo.pk).update(strategicita=3, complessita=2)
    assert flusso.che_manca(obiettivo) == []


@pytest.mark.parametrize(
    "target",
    [
        {"operatore": "si", "valore": None},
        {"operatore": "entro", "valore": None, "data": "2026-06-30"},
    ],
)
def test_un_si_o_una_data_sono_un_target_anche_senza_unita_di_misura(target, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, livello="strategico", data_inizio="2026-01-01", data_fine="2026-12-31")
    TargetFactory(indicatore__obiettivo=obiettivo, indicatore__unita_misura="", **target)
    assert flusso.che_manca(obiettivo) == []


def test_la_baseline_mancante_si_segnala_ma_non_blocca(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
    obiettivo.indicatori.update(baseline=None)
    assert flusso.che_manca(obiettivo) == []
    assert len(flusso.che_gioverebbe(obiettivo)) == 1
    assert proponi(obiettivo, utente=utente("eq", unita)).stato == "proposto"


def test_un_indicatore_nuovo_non_ha_baseline_e_non_si_segnala(ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    IndicatoreFactory(obiettivo=obiettivo, baseline=None, nuovo=True)
    assert flusso.che_gioverebbe(obiettivo) == []


def test_restituire_vuole_le_osservazioni_e_le_consegna(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato="proposto")
    segretario = utente("segretario", unita)
    with pytest.raises(ValueError, match="servono le osservazioni"):
        restituisci(obiettivo, utente=segretario, nota="  ")
    assert restituisci(obiettivo, utente=segretario, nota="Alza il target.").osservazioni == "Alza il target."


def test_validare_toglie_le_osservazioni_che_restano_nel_registro(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato="proposto")
    segretario = utente("segretario", unita)
    restituisci(obiettivo, utente=segretario, nota="Alza il target.")
    proponi(completa(Obiettivo.objects.get(pk=obiettivo.pk)), utente=segretario)
    assert valida(obiettivo, utente=segretario).osservazioni == ""
    assert Evento.objects.filter(nota="Alza il target.").count() == 1


def test_ogni_passo_lascia_una_riga_di_registro(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
    chi = utente("eq", unita)
    proponi(obiettivo, utente=chi)
    evento = Evento.objects.get()
    assert (evento.azione, evento.chi, evento.prima, evento.dopo) == (
        "proporre l'obiettivo",
        chi.email,
        "in bozza",
        "proposto",
    )


def test_insieme_chi_non_puo_resta_fermo_e_non_ferma_gli_altri(ciclo, unita):
    pronto = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True)
    monco = ObiettivoFactory(ciclo=ciclo, unita=unita)
    gia = ObiettivoFactory(ciclo=ciclo, unita=unita, stato="validato")
    segretario = utente("segretario", unita)
    esito = su_tutti(proponi, obiettivi_visibili(segretario, ciclo), utente=segretario)
    assert esito.fatti == 1
    assert [obiettivo for obiettivo, _ in esito.fermi] == [monco, gia]
    assert Obiettivo.objects.get(pk=pronto.pk).stato == "proposto"


def test_insieme_chi_non_ha_l_incarico_lo_sa(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato="proposto")
    esito = su_tutti(valida, [obiettivo], utente=utente("eq", unita))
    assert esito.fermi == [(obiettivo, "Il tuo incarico non lo consente.")]


def test_i_passi_possibili_si_leggono_in_ordine(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato="proposto")
    assert flusso.passi_possibili(utente("segretario", unita), obiettivo) == ["valida", "restituisci"]
    assert flusso.passi_possibili(utente("eq", unita), obiettivo) == []
