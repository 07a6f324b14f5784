"""Annullare un'unione: tutto torna com'era, con la stessa chiave; ciò che non può tornare si dice prima."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from obiettivi.azioni.fotografia import righe_di
from obiettivi.azioni.fusione import unisci_obiettivi
from obiettivi.azioni.separazione import annulla_unione
from obiettivi.models import Indicatore, Obiettivo, Unione
from obiettivi.voci import StatoCiclo, StatoObiettivo
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseFactory,
    GruppoFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    utente_con,
)
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory

pytestmark = pytest.mark.django_db
PASSANO = {"versione", "modificato_il", "aggiornato_il"}


def _uguale(ciclo, unita, peso):
    """Un obiettivo con una riga di ogni specie."""
    o = ObiettivoFactory(ciclo=ciclo, titolo="Tempi di pagamento", unita=unita, peso=Decimal(peso))
    TargetFactory(indicatore=IndicatoreFactory(obiettivo=o, denominazione="Ritardo medio"))
    AssegnazioneFactory(obiettivo=o, gruppo=GruppoFactory(ente=ciclo.ente))
    for fabbrica in (FaseFactory, RisorsaFactory, ClassificazioneFactory):
        fabbrica(obiettivo=o)
    return o


@pytest.fixture
def scena():
    ciclo = CicloFactory()
    unita = [UnitaFactory(ente=ciclo.ente, denominazione=nome) for nome in ("Tecnico", "Sociale", "Tributi")]
    tre = [_uguale(ciclo, una, peso) for una, peso in zip(unita, (20, 30, 10), strict=True)]
    figlio = ObiettivoFactory(ciclo=ciclo, titolo="Discende", padre=tre[1])
    return SimpleNamespace(ciclo=ciclo, unita=unita, tre=tre, figlio=figlio, chi=utente_con("segretario", ciclo.ente))


def unisci(scena, *obiettivi):
    freschi = Obiettivo.objects.filter(pk__in=[o.pk for o in obiettivi])
    versioni = dict(freschi.values_list("pk", "versione"))
    resta = unisci_obiettivi(scena.ciclo, utente=scena.chi, versioni=versioni, capofila=scena.unita[1].pk)
    return Unione.objects.filter(resta=resta).first()


def separa(unione, chi):
    unione.resta.refresh_from_db()
    return annulla_unione(unione, utente=chi, versione=unione.resta.versione)


def ritratto(ciclo):
    """Tutto ciò che c'è negli obiettivi di un ciclo, con le chiavi; le versioni vanno comunque avanti."""
    oggetti = [riga for o in Obiettivo.tutti.filter(ciclo=ciclo) for riga in (o, *righe_di(o))]
    return sorted(
        (type(o).__name__, o.pk, sorted((k, str(v)) for k, v in vars(o).items() if k[0] != "_" and k not in PASSANO))
        for o in oggetti
    )


# ---- torna tutto


def test_gli_obiettivi_tornano_com_erano_con_le_stesse_chiavi(scena):
    prima = ritratto(scena.ciclo)
    unione = unisci(scena, *scena.tre)
    assert ritratto(scena.ciclo) != prima
    tornati = separa(unione, scena.chi)
    assert ritratto(scena.ciclo) == prima
    assert len(tornati) == 2
    assert not Unione.objects.exists()


def test_chi_discendeva_da_un_obiettivo_confluito_torna_sotto_di_lui(scena):
    unione = unisci(scena, *scena.tre)
    scena.figlio.refresh_from_db()
    assert scena.figlio.padre == unione.resta
    separa(unione, scena.chi)
    scena.figlio.refresh_from_db()
    assert scena.figlio.padre == scena.tre[1]


def test_chi_nel_frattempo_discende_da_altro_resta_dov_e(scena):
    unione = unisci(scena, *scena.tre)
    altrove = ObiettivoFactory(ciclo=scena.ciclo)
    Obiettivo.objects.filter(pk=scena.figlio.pk).update(padre=altrove)
    separa(unione, scena.chi)
    scena.figlio.refresh_from_db()
    assert scena.figlio.padre == altrove


def test_cio_che_si_e_scritto_dopo_sull_obiettivo_unito_se_ne_va(scena):
    prima = ritratto(scena.ciclo)
    unione = unisci(scena, *scena.tre)
    TargetFactory(indicatore=unione.resta.indicatori.first(), anno=2031)
    IndicatoreFactory(obiettivo=unione.resta, denominazione="Nuovo")
    separa(unione, scena.chi)
    assert ritratto(scena.ciclo) == prima


def test_le_versioni_vanno_avanti_mai_indietro(scena):
    unione = unisci(scena, *scena.tre)
    unita = Obiettivo.objects.get(pk=unione.resta_id).versione
    separa(unione, scena.chi)
    assert Obiettivo.objects.get(pk=unione.resta_id).versione > unita


def test_un_unione_di_unioni_si_annulla_a_ritroso(scena):
    prima = ritratto(scena.ciclo)
    prima_unione = unisci(scena, *scena.tre[:2])
    seconda = unisci(scena, prima_unione.resta, scena.tre[2])
    assert seconda.resta.unioni.count() == 2
    with pytest.raises(ValidationError, match="annulla prima l'unione più recente"):
        separa(prima_unione, scena.chi)
    separa(seconda, scena.chi)
    separa(Unione.objects.get(), scena.chi)
    assert ritratto(scena.ciclo) == prima


def test_se_l_obiettivo_unito_confluisce_in_un_altro_la_sua_unione_torna_con_lui(scena):
    prima_unione = unisci(scena, *scena.tre[:2])
    for anno in range(2026, 2030):
        TargetFactory(indicatore=scena.tre[2].indicatori.first(), anno=anno + 5)
    seconda = unisci(scena, prima_unione.resta, scena.tre[2])
    assert (seconda.resta, list(Unione.objects.all())) == (scena.tre[2], [seconda])
    separa(seconda, scena.chi)
    assert Unione.objects.get().resta == prima_unione.resta


def test_l_annullamento_resta_nel_registro(scena):
    separa(unisci(scena, *scena.tre), scena.chi)
    assert Evento.objects.filter(azione="annulla l'unione", chi=scena.chi).count() == 3


# ---- quando non si puo


def test_se_nel_frattempo_e_cambiato_si_rilegge(scena):
    unione = unisci(scena, *scena.tre)
    with pytest.raises(ValidationError, match="rileggi che cosa si perde"):
        annulla_unione(unione, utente=scena.chi, versione=unione.versione - 1)


def test_a_un_obiettivo_validato_non_si_toglie_nulla(scena):
    unione = unisci(scena, *scena.tre)
    Obiettivo.objects.filter(pk=unione.resta_id).update(stato=StatoObiettivo.VALIDATO)
    with pytest.raises(ValidationError, match="riportalo in bozza"):
        separa(unione, scena.chi)


def test_i_valori_rilevati_non_si_perdono_ne_unendo_ne_separando(scena):
    unione = unisci(scena, *scena.tre[:2])
    RilevazioneFactory(sessione__ciclo=scena.ciclo, indicatore=unione.resta.indicatori.first())
    with pytest.raises(ValidationError, match="valori rilevati: tornando"):
        separa(unione, scena.chi)
    with pytest.raises(ValidationError, match="valori rilevati: unendolo"):
        unisci(scena, unione.resta, scena.tre[2])


def test_se_un_unita_non_c_e_piu_non_si_torna_a_meta(scena):
    unione = unisci(scena, *scena.tre)
    adesso = ritratto(scena.ciclo)
    indicatore = str(Indicatore._meta)
    unione.fotografia = unione.fotografia.replace(f'"unita": {scena.unita[0].pk}', '"unita": 987654')
    assert indicatore in unione.fotografia
    with pytest.raises(ValidationError, match="non c'è più"):
        separa(unione, scena.chi)
    assert ritratto(scena.ciclo) == adesso


@pytest.mark.parametrize("ruolo", ["eq", "nucleo", "sindaco", "dipendente"])
def test_solo_il_segretario_annulla(scena, ruolo):
    unione = unisci(scena, *scena.tre)
    with pytest.raises(PermissionDenied):
        separa(unione, utente_con(ruolo, scena.ciclo.ente))


def test_quando_il_piano_non_e_piu_in_preparazione_non_si_annulla(scena):
    unione = unisci(scena, *scena.tre)
    scena.ciclo.stato = StatoCiclo.PROPOSTA
    scena.ciclo.save()
    unione.ciclo.refresh_from_db()
    with pytest.raises(PermissionDenied):
        separa(unione, scena.chi)


# ---- la pagina


def _ind(scena, nome, *resto, stanza="relazioni"):
    return reverse(f"{stanza}:{nome}", args=[scena.ciclo.ente.slug, scena.ciclo.anno, *resto])


def test_dalla_scheda_si_annulla_e_si_torna_all_elenco(client, scena):
    unione = unisci(scena, *scena.tre)
    client.force_login(scena.chi)
    pagina = _ind(scena, "annulla_unione", unione.pk)
    assert pagina in client.get(_ind(scena, "scheda", unione.resta_id, stanza="obiettivi")).content.decode()
    letta = client.get(pagina).content.decode()
    assert [nome for nome in ("Sociale", "Tributi") if nome not in letta and "Tecnico" not in letta] == []
    assert "Che cosa si perde" not in letta
    fatto = client.post(pagina, {"versione": unione.versione}, follow=True)
    assert "gli obiettivi sono di nuovo 3" in fatto.content.decode()


def test_se_qualcuno_ha_scritto_dopo_la_pagina_lo_dice(client, scena):
    unione = unisci(scena, *scena.tre)
    Obiettivo.objects.filter(pk=unione.resta_id).update(versione=unione.versione + 1)
    client.force_login(scena.chi)
    pagina = _ind(scena, "annulla_unione", unione.pk)
    assert "Che cosa si perde" in client.get(pagina).content.decode()
    respinta = client.post(pagina, {"versione": unione.versione}).content.decode()
    assert "rileggi che cosa si perde" in respinta
    assert f'value="{unione.versione + 1}"' in respinta


@pytest.mark.parametrize(("ruolo", "stato"), [("segretario", 200), ("nucleo", 403), ("eq", 403)])
def test_la_pagina_e_del_segretario(client, scena, ruolo, stato):
    unione = unisci(scena, *scena.tre)
    client.force_login(utente_con(ruolo, scena.ciclo.ente))
    assert client.get(_ind(scena, "annulla_unione", unione.pk)).status_code == stato


def test_un_unione_di_un_altro_anno_non_si_trova(client, scena):
    unione = unisci(scena, *scena.tre)
    CicloFactory(ente=scena.ciclo.ente, anno=2031)
    client.force_login(scena.chi)
    altrove = _ind(scena, "annulla_unione", unione.pk).replace("/2026/", "/2031/")
    assert client.get(altrove).status_code == 404
