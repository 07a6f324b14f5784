"""Nulla di ciò che la Giunta ha approvato cambia senza una variazione: ogni verbo che scrive il Piano si rifiuta."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.core.exceptions import PermissionDenied

from obiettivi import azioni
from obiettivi.azioni import passi
from obiettivi.azioni.assegnazioni import assegna_a_destinatario, assegna_a_unita, togli_legami
from obiettivi.azioni.ciclo import aggiorna_ciclo, si_scrive_dopo
from obiettivi.azioni.fusione import unisci_obiettivi
from obiettivi.azioni.indicatore import elimina_indicatore, salva_indicatore
from obiettivi.azioni.obiettivo import aggiorna_obiettivo, crea_obiettivo, duplica_obiettivo, elimina_obiettivo
from obiettivi.azioni.pesi import assegna_pesi
from obiettivi.azioni.righe import Righe
from obiettivi.azioni.separazione import annulla_unione
from obiettivi.forms.ciclo import CicloForm
from obiettivi.letture.pesi import quadri_unita
from obiettivi.libreria import copia_nel_ciclo, metti_in_libreria
from obiettivi.models import FaseCiclo, ObiettivoUnita, Unione
from obiettivi.scambio import scrivi_obiettivo
from obiettivi.voci import CONCLUSI, FERMI
from piao.base.flusso import PassoNonAmmesso
from tests.fabbriche import GruppoFactory, UnitaFactory
from tests.obiettivi.scene import piano_approvato

pytestmark = pytest.mark.django_db

RIFIUTI = (PermissionDenied, PassoNonAmmesso)
# I moduli che scrivono altro: ciò che accompagna il Piano (percorso, monitoraggio, avvisi…), mai il suo contenuto.
NON_SCRIVONO_IL_PIANO = {
    "avvisi", "commenti", "consultazione", "controlli", "evidenze", "insieme", "libreria", "linee", "monitoraggio",
    "parere", "percorso", "rettifiche", "rilevazioni", "righe", "scadenze", "verbale", "versione",
}  # fmt: skip
LO_SCRIVONO_CON_UN_ATTO = {"variazione", "copia"}
PER_CONTO_DI_ALTRI = {"fotografia"}  # rimette le righe com'erano per conto di `annulla_unione`, che qui sotto si prova


def _pesi(s):
    quadro = quadri_unita(s.segretario, s.ciclo)[0].scrivibile(anche_validati=True)
    riga = quadro.righe[0]
    assegna_pesi(utente=s.segretario, quadro=quadro, pesi={riga.pk: 5}, visti={riga.pk: riga.legame.peso})


def _libreria(s):
    modello = metti_in_libreria(s.obiettivo, utente=s.segretario, titolo="M", descrizione="", norma="")
    copia_nel_ciclo(modello, utente=s.segretario, ciclo=s.ciclo, unita=None)


def _indicatore(s):
    indicatore = s.obiettivo.indicatori.first()
    salva_indicatore(indicatore, utente=s.segretario, versione=None, target={}, storici={})


def _fase_del_ciclo(s):
    righe = Righe([FaseCiclo(ciclo=s.ciclo, denominazione="Altra")])
    aggiorna_ciclo(s.ciclo, utente=s.segretario, versione=None, righe=righe)


VERBI = {
    "crea_obiettivo": lambda s: crea_obiettivo(s.ciclo, utente=s.segretario, titolo="Nuovo"),
    "aggiorna_obiettivo": lambda s: aggiorna_obiettivo(s.obiettivo, utente=s.segretario, versione=None, titolo="X"),
    "duplica_obiettivo": lambda s: duplica_obiettivo(s.obiettivo, utente=s.segretario),
    "elimina_obiettivo": lambda s: elimina_obiettivo(s.obiettivo, utente=s.segretario),
    "salva_indicatore": _indicatore,
    "elimina_indicatore": lambda s: elimina_indicatore(s.obiettivo.indicatori.first(), utente=s.segretario),
    "assegna_a_unita": lambda s: assegna_a_unita(
        s.obiettivo, utente=s.segretario, a_chi=UnitaFactory(ente=s.ente), ruolo="partecipante"
    ),
    "assegna_a_destinatario": lambda s: assegna_a_destinatario(
        s.obiettivo, utente=s.segretario, a_chi=GruppoFactory(ente=s.ente), ruolo="responsabile"
    ),
    "togli_legami": lambda s: togli_legami(s.obiettivo, utente=s.segretario, legami=ObiettivoUnita.objects.all()),
    "unisci_obiettivi": lambda s: unisci_obiettivi(s.ciclo, utente=s.segretario, versioni={}, capofila=None),
    "annulla_unione": lambda s: annulla_unione(
        Unione(ciclo=s.ciclo, resta=s.obiettivo), utente=s.segretario, versione=s.obiettivo.versione
    ),
    "assegna_pesi": _pesi,
    "aggiorna_ciclo": lambda s: aggiorna_ciclo(s.ciclo, utente=s.segretario, versione=None, titolo="Altro titolo"),
    "aggiorna_ciclo (fasi)": _fase_del_ciclo,
    "copia_nel_ciclo": _libreria,
    **{
        verbo: lambda s, verbo=verbo: passi.VERBI[verbo](s.obiettivo, utente=s.segretario, nota="perché")
        for verbo in passi.VERBI
    },
}
APRONO = {"apri_ciclo", "ciclo_seguente", "porta_obiettivi"}  # un anno nuovo non è quello approvato
SOLO_LEGGONO = {"si_scrive_dopo"}


@pytest.mark.parametrize("stato", CONCLUSI)
@pytest.mark.parametrize("verbo", VERBI)
def test_a_piano_approvato_ogni_verbo_si_rifiuta(verbo, stato):
    scena = piano_approvato()
    scena.ciclo.stato, scena.ciclo.pubblicato_il = stato, scena.ciclo.atto_approvazione.data
    scena.ciclo.save()
    prima = scrivi_obiettivo(scena.obiettivo)
    with pytest.raises(RIFIUTI):
        VERBI[verbo](scena)
    assert scrivi_obiettivo(scena.obiettivo) == prima
    assert scena.ciclo.obiettivi.count() == 1


@pytest.mark.parametrize("stato", FERMI)
@pytest.mark.parametrize("verbo", sorted(set(VERBI) - {"aggiorna_ciclo", "aggiorna_ciclo (fasi)"}))
def test_anche_mentre_altri_leggono_gli_obiettivi_stanno_fermi(verbo, stato):
    scena = piano_approvato()
    scena.ciclo.stato = stato
    scena.ciclo.save()
    with pytest.raises(RIFIUTI):
        VERBI[verbo](scena)


def test_nessun_verbo_e_sfuggito_a_questa_tabella():
    esenti = NON_SCRIVONO_IL_PIANO | LO_SCRIVONO_CON_UN_ATTO | PER_CONTO_DI_ALTRI
    moduli = {nome for _, nome, _ in iter_modules(azioni.__path__)} - esenti
    noti = {nome.split(" ")[0] for nome in VERBI} | APRONO | SOLO_LEGGONO | {"compi_insieme"}
    for nome in moduli:
        modulo = import_module(f"obiettivi.azioni.{nome}")
        funzioni = {f for f, v in inspect.getmembers(modulo, inspect.isfunction) if v.__module__ == modulo.__name__}
        assert {f for f in funzioni if not f.startswith("_")} <= noti, nome


def test_cio_che_si_sa_dopo_si_scrive_dopo():
    scena = piano_approvato()
    campi = {"nota": "Inviato.", "titolo": scena.ciclo.titolo}
    assert aggiorna_ciclo(scena.ciclo, utente=scena.segretario, versione=None, **campi).nota == "Inviato."


def test_l_atto_di_approvazione_si_completa_ma_non_si_cambia():
    scena = piano_approvato()
    assert not si_scrive_dopo(scena.ciclo, "atto_approvazione")
    scena.ciclo.atto_approvazione = None
    assert si_scrive_dopo(scena.ciclo, "atto_approvazione")


def test_la_maschera_mostra_tutto_e_lascia_scrivere_il_resto():
    scena = piano_approvato()
    form = CicloForm(instance=scena.ciclo)
    fermi = {nome for nome, campo in form.fields.items() if campo.disabled}
    assert {"titolo", "scala_peso", "impostazione", "atto_dup", "atto_approvazione"} <= fermi
    assert not {"nota", "inviato_portale_il", "bilancio_approvato_il", "versione"} & fermi
