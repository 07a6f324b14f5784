"""Variare il Piano approvato: si lavora su copie, e niente cambia fino all'atto."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from obiettivi.azioni import variazione as azioni
from obiettivi.flusso.variazione import RICHIEDI, VariazioneFerma, che_manca
from obiettivi.letture.variazioni import (
    copie_visibili,
    parere_della,
    ritiro_di,
    variabili,
    variazione_aperta_su,
    variazioni_visibili,
)
from obiettivi.models import Obiettivo, RigaVariazione, Variazione
from obiettivi.scambio import scrivi_obiettivo
from obiettivi.voci import EsitoParere, StatoCiclo, StatoObiettivo, StatoVariazione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import AttoFactory, ObiettivoFactory, UnitaFactory, utente_con
from tests.obiettivi.scene import con_parere, piano_approvato, porta_a

pytestmark = pytest.mark.django_db


@pytest.fixture
def scena():
    return piano_approvato()


def _applica(scena, variazione):
    porta_a(variazione, StatoVariazione.PROPOSTA)
    return azioni.applica_variazione(variazione, utente=scena.segretario, atto=AttoFactory(ente=scena.ente))


# ---- aprire e scrivere


def test_le_variazioni_si_numerano_da_sole(scena):
    assert [scena.apri().numero, scena.apri(scena.eq).numero] == [1, 2]


def test_chi_apre_resta_scritto_e_c_e_la_riga_di_registro(scena):
    variazione = scena.apri(scena.eq)
    assert (variazione.chi, variazione.stato) == (scena.eq, StatoVariazione.BOZZA)
    assert Evento.objects.filter(azione="apre la variazione", chi=scena.eq.email).exists()


@pytest.mark.parametrize("stato", [s for s in StatoCiclo if s not in ("approvato", "pubblicato")])
def test_un_piano_non_approvato_non_si_varia(scena, stato):
    scena.ciclo.stato = stato
    scena.ciclo.save()
    with pytest.raises(PermissionDenied):
        scena.apri()


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "assessore", "rpct", "dipendente"])
def test_chi_non_guida_un_unita_non_apre_variazioni(scena, ruolo):
    with pytest.raises(PermissionDenied):
        scena.apri(utente_con(ruolo, scena.ente))


def test_si_corregge_finche_e_in_preparazione(scena):
    variazione = scena.apri()
    azioni.scrivi_variazione(variazione, utente=scena.segretario, versione=1, titolo="Nuovo oggetto")
    variazione.refresh_from_db()
    assert (variazione.titolo, variazione.versione) == ("Nuovo oggetto", 2)


def test_due_persone_sulla_stessa_variazione(scena):
    variazione = scena.apri()
    azioni.scrivi_variazione(variazione, utente=scena.segretario, versione=1, titolo="Primo")
    with pytest.raises(ModificatoDaAltri):
        azioni.scrivi_variazione(variazione, utente=scena.segretario, versione=1, titolo="Secondo")


def test_un_altro_responsabile_non_scrive_nella_mia(scena):
    altro = utente_con("eq", scena.ente, unita=UnitaFactory(ente=scena.ente))
    with pytest.raises(PermissionDenied):
        azioni.scrivi_variazione(scena.apri(scena.eq), utente=altro, versione=1, titolo="x")


# ---- gli obiettivi della variazione


def test_la_copia_di_lavoro_non_fa_parte_del_piano(scena):
    _, copia = scena.con_copia()
    assert list(scena.ciclo.obiettivi.all()) == [scena.obiettivo]
    assert Obiettivo.tutti.get(pk=copia.pk).identificativo == scena.obiettivo.identificativo


def test_finche_non_e_approvata_il_piano_non_cambia(scena):
    prima = scrivi_obiettivo(scena.obiettivo)
    _, copia = scena.con_copia()
    copia.titolo = "Tutt'altro"
    copia.save()
    assert scrivi_obiettivo(Obiettivo.objects.get(pk=scena.obiettivo.pk)) == prima


def test_un_obiettivo_sta_in_una_sola_variazione_aperta(scena):
    scena.con_copia()
    with pytest.raises(ValidationError, match="è già in un'altra variazione aperta"):
        azioni.modifica_obiettivo(scena.apri(), scena.obiettivo, utente=scena.segretario)
    assert Obiettivo.tutti.count() == 2


def test_un_responsabile_varia_solo_i_suoi_obiettivi(scena):
    altrui = ObiettivoFactory(ciclo=scena.ciclo, unita=UnitaFactory(ente=scena.ente), stato=StatoObiettivo.VALIDATO)
    variazione = scena.apri(scena.eq)
    with pytest.raises(PermissionDenied):
        azioni.modifica_obiettivo(variazione, altrui, utente=scena.eq)
    assert azioni.modifica_obiettivo(variazione, scena.obiettivo, utente=scena.eq).copia is not None


def test_una_copia_non_si_varia_e_un_obiettivo_di_un_altro_anno_nemmeno(scena):
    variazione, copia = scena.con_copia()
    for altro in (copia, ObiettivoFactory(stato=StatoObiettivo.VALIDATO)):
        with pytest.raises(PermissionDenied):
            azioni.modifica_obiettivo(variazione, altro, utente=scena.segretario)


def test_per_ritirare_serve_una_ragione(scena):
    with pytest.raises(ValidationError, match="Scrivi perché"):
        azioni.ritira_obiettivo(scena.apri(), scena.obiettivo, utente=scena.segretario, nota="  ")


def test_un_aggiunta_nasce_con_la_sua_unita_e_il_suo_identificativo(scena):
    riga = azioni.aggiungi_obiettivo(
        scena.apri(), utente=scena.segretario, titolo="Nuovo", livello="operativo", unita=scena.unita
    )
    assert riga.copia.unita_collegate.get().unita == scena.unita
    assert riga.copia.identificativo != scena.obiettivo.identificativo
    assert riga.copia.ordine > scena.obiettivo.ordine


def test_togliendo_la_riga_la_copia_si_butta_e_l_obiettivo_torna_libero(scena):
    variazione, copia = scena.con_copia()
    azioni.togli_riga(variazione.righe.get(), utente=scena.segretario)
    assert not Obiettivo.tutti.filter(pk=copia.pk).exists()
    assert azioni.modifica_obiettivo(variazione, scena.obiettivo, utente=scena.segretario)


def test_togliere_un_ritiro_non_tocca_l_obiettivo(scena):
    riga = azioni.ritira_obiettivo(scena.apri(), scena.obiettivo, utente=scena.segretario, nota="Superato.")
    azioni.togli_riga(riga, utente=scena.segretario)
    assert Obiettivo.objects.get().stato == StatoObiettivo.VALIDATO


def test_una_variazione_in_preparazione_si_elimina_con_le_copie(scena):
    variazione, _ = scena.con_copia()
    azioni.elimina_variazione(variazione, utente=scena.segretario)
    assert (Variazione.objects.count(), Obiettivo.tutti.count()) == (0, 1)


def test_una_variazione_richiesta_non_si_elimina(scena):
    variazione = porta_a(scena.apri(), StatoVariazione.RICHIESTA)
    with pytest.raises(PermissionDenied):
        azioni.elimina_variazione(variazione, utente=scena.segretario)


# ---- che cosa manca


def test_una_variazione_vuota_non_si_richiede(scena):
    with pytest.raises(VariazioneFerma, match="non tocca ancora nessun obiettivo"):
        azioni.richiedi_variazione(scena.apri(), utente=scena.segretario)


def test_un_aggiunta_senza_unita_non_si_richiede(scena):
    variazione = scena.apri()
    azioni.aggiungi_obiettivo(variazione, utente=scena.segretario, titolo="Nuovo", livello="operativo")
    (mancanza,) = che_manca(variazione, RICHIEDI)
    assert "non ha ancora un'unità" in mancanza.frase
    assert mancanza.collegamento.endswith("/modifica/chi/")


def test_un_ritiro_senza_nota_non_si_richiede(scena):
    variazione = scena.apri()
    riga = azioni.ritira_obiettivo(variazione, scena.obiettivo, utente=scena.segretario, nota="Superato.")
    assert che_manca(variazione, RICHIEDI) == []
    RigaVariazione.objects.filter(pk=riga.pk).update(nota="")
    assert "Scrivi perché si ritira" in che_manca(variazione, RICHIEDI)[0].frase


def test_senza_parere_non_si_propone(scena):
    variazione = porta_a(scena.con_copia()[0], StatoVariazione.RICHIESTA)
    with pytest.raises(VariazioneFerma, match="Nucleo di valutazione"):
        azioni.proponi_variazione(variazione, utente=scena.segretario)
    variazione.refresh_from_db()
    assert variazione.stato == StatoVariazione.RICHIESTA
    assert azioni.proponi_variazione(con_parere(variazione), utente=scena.segretario).stato == "proposta"


def test_dopo_un_rinvio_serve_un_parere_nuovo(scena):
    variazione = con_parere(porta_a(scena.con_copia()[0], StatoVariazione.RICHIESTA))
    azioni.rimanda_variazione(variazione, utente=scena.segretario, nota="Troppo generica.")
    richiesta = azioni.richiedi_variazione(variazione, utente=scena.segretario)
    assert (parere_della(richiesta), richiesta.osservazioni) == (None, "")


@pytest.mark.parametrize("verbo", ["respingi", "rimanda"])
def test_chi_dice_di_no_deve_dire_perche(scena, verbo):
    variazione = porta_a(scena.apri(), StatoVariazione.PROPOSTA)
    with pytest.raises(ValidationError, match="Scrivi le osservazioni"):
        azioni.VERBI[verbo](variazione, utente=scena.segretario, nota=" ")
    assert azioni.VERBI[verbo](variazione, utente=scena.segretario, nota="No.").osservazioni == "No."


def test_respinta_libera_gli_obiettivi_e_resta_scritta(scena):
    variazione, copia = scena.con_copia()
    porta_a(variazione, StatoVariazione.PROPOSTA)
    azioni.respingi_variazione(variazione, utente=scena.segretario, nota="Non serve.")
    assert list(variabili(scena.ciclo)) == [scena.obiettivo]
    assert Obiettivo.tutti.filter(pk=copia.pk).exists()


# ---- il parere


def test_il_nucleo_da_il_parere_in_prima_persona(scena):
    variazione = con_parere(porta_a(scena.apri(), StatoVariazione.RICHIESTA))
    parere = parere_della(variazione)
    assert (parere.trascritto, bool(parere.ruolo), parere.variazione) == (False, True, variazione)


def test_il_segretario_lo_trascrive_solo_dal_verbale(scena):
    variazione = porta_a(scena.apri(), StatoVariazione.RICHIESTA)
    dati = {"esito": EsitoParere.FAVOREVOLE, "dato_il": timezone.localdate(), "osservazioni": "", "lista": []}
    with pytest.raises(ValidationError, match="verbale"):
        azioni.esprimi_parere_variazione(variazione, utente=scena.segretario, **dati)
    verbale = {"numero": "3", "data": timezone.localdate(), "file": "", "collegamento": ""}
    parere = azioni.esprimi_parere_variazione(variazione, utente=scena.segretario, verbale=verbale, **dati)
    assert (parere.trascritto, parere.variazione) == (True, variazione)


@pytest.mark.parametrize("stato", [s for s in StatoVariazione if s != "richiesta"])
def test_il_parere_si_da_solo_su_una_variazione_richiesta(scena, stato):
    with pytest.raises(PermissionDenied):
        con_parere(porta_a(scena.apri(), stato))


# ---- l'approvazione


def test_una_modifica_approvata_cambia_la_stessa_riga(scena):
    variazione, copia = scena.con_copia()
    copia.titolo = "Tempi dimezzati"
    copia.save()
    _applica(scena, variazione)
    obiettivo = Obiettivo.tutti.get(ciclo=scena.ciclo)
    assert (obiettivo.pk, obiettivo.titolo) == (scena.obiettivo.pk, "Tempi dimezzati")
    assert (obiettivo.stato, obiettivo.versione) == (StatoObiettivo.VALIDATO, scena.obiettivo.versione + 1)


def test_un_aggiunta_approvata_entra_nel_piano(scena):
    variazione = scena.apri()
    riga = azioni.aggiungi_obiettivo(
        variazione, utente=scena.segretario, titolo="Nuovo", livello="operativo", unita=scena.unita
    )
    _applica(scena, variazione)
    nuovo = scena.ciclo.obiettivi.get(titolo="Nuovo")
    assert (nuovo.pk, nuovo.identificativo) == (riga.copia.pk, riga.copia.identificativo)
    assert (nuovo.stato, variazione.righe.get().obiettivo) == (StatoObiettivo.VALIDATO, nuovo)


def test_un_ritirato_resta_con_il_suo_atto(scena):
    variazione = scena.apri()
    azioni.ritira_obiettivo(variazione, scena.obiettivo, utente=scena.segretario, nota="Superato dalla legge.")
    assert ritiro_di(scena.obiettivo) is None
    approvata = _applica(scena, variazione)
    ritirato = scena.ciclo.obiettivi.get()
    assert ritirato.stato == StatoObiettivo.RITIRATO
    assert ritiro_di(ritirato).variazione.atto == approvata.atto


def test_approvata_libera_gli_obiettivi(scena):
    variazione, _ = scena.con_copia()
    assert variazione_aperta_su(scena.obiettivo) == variazione
    _applica(scena, variazione)
    assert variazione_aperta_su(scena.obiettivo) is None
    assert scena.con_copia()[1] is not None


@pytest.mark.parametrize("tipo", list(azioni.APPLICA))
def test_una_riga_a_meta_non_si_applica_di_nascosto(scena, tipo):
    with pytest.raises(ValueError, match="ha il suo|ha l'obiettivo"):
        azioni.APPLICA[tipo](RigaVariazione(tipo=tipo))


# ---- chi vede


@pytest.mark.parametrize(
    ("ruolo", "quante"),
    [("nucleo", 2), ("sindaco", 2), ("assessore", 2), ("eq", 2), ("dipendente", 1), ("revisore", 1)],
)
def test_chi_segue_la_preparazione_le_vede_tutte_gli_altri_le_approvate(scena, ruolo, quante):
    scena.con_copia()
    porta_a(scena.apri(), StatoVariazione.APPROVATA)
    utente = utente_con(ruolo, scena.ente, **({"unita": scena.unita} if ruolo == "eq" else {}))
    assert variazioni_visibili(utente, scena.ciclo).count() == quante
    assert copie_visibili(utente, scena.ciclo).count() == quante - 1


def test_un_estraneo_non_ne_vede_nessuna(scena):
    scena.con_copia()
    estraneo = utente_con("segretario", UnitaFactory().ente)
    assert not variazioni_visibili(estraneo, scena.ciclo).exists()
