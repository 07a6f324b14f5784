"""Pubblicare e ritirare, nei casi rari: gli obiettivi provvisori, un anno senza premi, un file accanto ai dati."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint import HTML

from relazioni.azioni.pubblicazioni import pubblica_documento, pubblica_tabelle, pubblica_voce, ritira
from relazioni.models import TipoPubblicazione
from relazioni.pubblico.tabelle import Tabelle, congela
from relazioni.scadenze_pubblicazioni import DaPubblicare
from tests.fabbriche import PersonaFactory, RapportoFactory
from tests.relazioni.scene_approvazione import decisione, senza_intoppi
from tests.relazioni.scene_pubblico import pubblicato

pytestmark = pytest.mark.django_db
PREMI = (TipoPubblicazione.PREMI_AMMONTARE, TipoPubblicazione.PREMI_DATI)


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def presa():
    return decisione()


def _documento(presa, testo):
    file = SimpleUploadedFile("premi.pdf", HTML(string=f"<p>{testo}</p>").write_pdf())
    return pubblica_documento(
        presa.ciclo.ente, utente=presa.utente, tipo=PREMI[1], anno=2026, titolo="Premi", ufficio="U", file=file
    )


def test_il_titolo_degli_obiettivi_provvisori_lo_dice():
    assert pubblicato(provvisorio=True).pubblicazione.titolo.endswith(", obiettivi provvisori")


@pytest.mark.parametrize("tipo", PREMI)
def test_i_premi_di_un_anno_senza_fondi_si_pubblicano_senza_numeri(presa, tipo):
    voce = DaPubblicare(tipo, presa.ciclo.pk, "Premi 2026", date(2026, 6, 1), 0)
    riga = pubblica_voce(presa.ciclo.ente, voce, utente=presa.utente, ufficio="U")
    assert (riga.tipo, riga.anno, '"tabelle":[]' in riga.contenuto) == (tipo, 2026, True)


def test_le_tabelle_nuove_non_ritirano_un_documento_caricato(presa):
    documento = _documento(presa, "Criteri di distribuzione.")
    pubblica_tabelle(
        presa.ciclo.ente, congela(Tabelle()), utente=presa.utente, tipo=PREMI[1], anno=2026, titolo="P", ufficio="U"
    )
    documento.refresh_from_db()
    assert documento.in_linea


def test_di_chi_ha_soltanto_il_cognome_non_si_cerca_il_nome_nei_file(presa):
    RapportoFactory(ente=presa.ciclo.ente, persona=PersonaFactory(nome="", cognome="Criteri"))
    assert _documento(presa, "Criteri di distribuzione.").in_linea


def test_senza_dire_perche_non_si_ritira():
    scena = pubblicato()
    with pytest.raises(ValidationError, match="Scrivi perché la ritiri"):
        ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="  ")
