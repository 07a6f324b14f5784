"""Otto persone compiono lo stesso passo nello stesso istante: una ci riesce, le altre sanno perché no."""

import pytest
from django.core.exceptions import PermissionDenied

from enti.models import Utente
from obiettivi.azioni.commenti import commenta
from obiettivi.flusso.piano import APPROVA, AVVIA, CHIEDI_PARERE, PROPONI, PUBBLICA, RIMANDA
from obiettivi.models import Ciclo, Commento, Consultazione, Passaggio
from piao.base.controlli import Esito
from piao.base.flusso import PassoNonAmmesso
from relazioni.azioni import percorso
from tests.fabbriche import IncaricoFactory, UnitaFactory
from tests.insieme import da_solo, database_condiviso, tutti_insieme
from tests.relazioni.scena_percorso import ciclo_a, con_parere, utente

pytestmark = pytest.mark.django_db(transaction=True)
OTTO = 8


@pytest.fixture(autouse=True)
def _senza_rilievi(monkeypatch):
    monkeypatch.setattr(percorso, "esamina_piano", lambda ciclo: Esito())


def compi(ciclo, passo, chi, **campi):
    """Ogni filo rilegge le righe dalla sua connessione, come fa una richiesta."""
    suo = Ciclo.objects.select_related("ente").get(pk=ciclo)
    return percorso.compi_passo(suo, passo, utente=Utente.objects.get(pk=chi), nota="Insieme.", **campi)


@pytest.mark.parametrize(
    ("stato", "passo", "campi"),
    [
        ("bozza", AVVIA, {}),
        ("consultazione", CHIEDI_PARERE, {}),
        ("parere", PROPONI, {}),
        ("proposta", APPROVA, {}),
        ("approvato", PUBBLICA, {"pubblicato_il": True}),
        ("proposta", RIMANDA, {}),
    ],
)
def test_di_otto_che_compiono_lo_stesso_passo_ne_riesce_uno(stato, passo, campi, tmp_path):
    ciclo = ciclo_a(stato)
    con_parere(ciclo)
    prima = Passaggio.objects.count()
    if campi:
        campi = {"pubblicato_il": con_parere(ciclo).dato_il}
    chi = [utente("segretario", ciclo).pk for _ in range(OTTO)]
    with database_condiviso(tmp_path):
        esiti = tutti_insieme(lambda n: compi(ciclo.pk, passo, chi[n], **campi), OTTO)
        scritti = da_solo(lambda: (Passaggio.objects.count(), Ciclo.objects.get().stato))
    assert sorted(type(esito).__name__ for esito in esiti) == ["Passaggio", *["PassoNonAmmesso"] * (OTTO - 1)]
    assert scritti == (prima + 1, passo.a)


def test_fra_chi_approva_e_chi_rimanda_ne_vince_uno_solo(tmp_path):
    ciclo = ciclo_a("proposta")
    chi = [utente(ruolo, ciclo).pk for ruolo in ("segretario", "sindaco") * (OTTO // 2)]
    with database_condiviso(tmp_path):
        esiti = tutti_insieme(lambda n: compi(ciclo.pk, RIMANDA if n % 2 else APPROVA, chi[n]), OTTO)
        passaggi = da_solo(lambda: list(Passaggio.objects.filter(da="proposta").values_list("a", flat=True)))
    assert sum(isinstance(esito, Passaggio) for esito in esiti) == 1
    assert all(isinstance(esito, (Passaggio, PassoNonAmmesso)) for esito in esiti)
    assert len(passaggi) == 1


def test_avviando_insieme_la_consultazione_ogni_responsabile_ha_una_riga_sola(tmp_path):
    ciclo = ciclo_a("bozza")
    IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    chi = utente("segretario", ciclo).pk
    with database_condiviso(tmp_path):
        tutti_insieme(lambda _: compi(ciclo.pk, AVVIA, chi), OTTO)
        assert da_solo(Consultazione.objects.count) == 1


def test_chi_commenta_mentre_si_approva_arriva_prima_o_non_arriva(tmp_path):
    ciclo = ciclo_a("proposta")
    segretario, assessore = utente("segretario", ciclo).pk, utente("assessore", ciclo).pk

    def gesto(n):
        if n == 0:
            return compi(ciclo.pk, APPROVA, segretario)
        suo = Ciclo.objects.select_related("ente").get(pk=ciclo.pk)
        return commenta(suo, utente=Utente.objects.get(pk=assessore), testo=f"Commento {n}", obiettivo=None)

    with database_condiviso(tmp_path):
        esiti = tutti_insieme(gesto, OTTO)
        scritti = da_solo(Commento.objects.count)
    assert isinstance(esiti[0], Passaggio)
    assert scritti == sum(isinstance(esito, Commento) for esito in esiti)
    assert all(isinstance(esito, (Commento, PermissionDenied)) for esito in esiti[1:])
