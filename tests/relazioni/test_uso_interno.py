"""I documenti interni: ciascuno, in ogni pagina, dice «uso interno – non pubblicare» e non si lascia pubblicare."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader

from obiettivi.contenuto.cruscotto import sezioni_del_quadro
from obiettivi.contenuto.quadro import in_fogli as quadro_in_fogli
from obiettivi.controlli.quadro import Quadro
from obiettivi.lavori import html_del_quadro, html_del_verbale
from obiettivi.letture.cruscotto import cruscotto_di
from obiettivi.models import VerbaleMonitoraggio
from piao.base.pdf import scrivi_pdf
from piao.base.riservatezza import USO_INTERNO
from piao.base.tabelle import in_xlsx
from relazioni.azioni.pubblicabile import controlla_file
from relazioni.models import Relazione
from relazioni.stampa import controlli
from relazioni.stampa.relazione.verbale import INTERNA, PUBBLICA, html_verbale
from tests.fabbriche import CicloFactory, EnteFactory
from tests.obiettivi.test_andamento import con_pesi
from tests.obiettivi.test_cruscotto import TUTTI
from tests.relazioni.scene_relazione import OGGI, congelata, relazione, senza_rilievi, validata
from tests.valutazione.scena_compilazione import Scena
from valutazione.letture.conto import conto_di
from valutazione.stampa import foglio_di, html_foglio, modulo_in_bianco

pytestmark = pytest.mark.django_db
GIORNO = date(2026, 7, 15)


def scheda(_):
    return html_foglio(foglio_di(conto_di(Scena().valutata(3, 4, 2, 3, 3)), con_valutazione=True))


def scheda_assegnata(_):
    return html_foglio(foglio_di(conto_di(Scena().scheda()), con_valutazione=False))


def modulo(_):
    return html_foglio(modulo_in_bianco(Scena().tipo))


def quadro_dei_risultati(_):
    return html_del_quadro(cruscotto_di(con_pesi((60, 50), (40, 100))[0].ciclo, TUTTI))


def verbale_di_monitoraggio(_):
    sessione = con_pesi((60, 50), (40, 100))[0]
    return html_del_verbale(VerbaleMonitoraggio(sessione=sessione, data=GIORNO, testo="Visto."))


def verbale_di_validazione(monkeypatch, resa=INTERNA):
    senza_rilievi(monkeypatch)
    with time_machine.travel(OGGI, tick=False):
        una = validata(congelata(relazione(monkeypatch)).relazione, riservate="Due fonti deboli.")
    return html_verbale(una, resa)


def controlli_del_piano(_):
    return controlli.html_foglio(controlli.Foglio(CicloFactory(), Quadro(), GIORNO))


def controlli_della_relazione(_):
    ciclo = CicloFactory()
    foglio = controlli.FoglioRelazione(ciclo, Quadro(), GIORNO, Relazione.objects.create(ciclo=ciclo))
    return controlli.html_foglio(foglio)


INTERNI = (
    scheda,
    scheda_assegnata,
    modulo,
    quadro_dei_risultati,
    verbale_di_monitoraggio,
    verbale_di_validazione,
    controlli_del_piano,
    controlli_della_relazione,
)


def pagine(pdf):
    return [pagina.extract_text() for pagina in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("documento", INTERNI)
def test_un_documento_interno_lo_dice_in_ogni_pagina_e_non_si_pubblica(documento, monkeypatch):
    pdf = scrivi_pdf(documento(monkeypatch), data_documento=GIORNO)
    assert [pagina for pagina in pagine(pdf) if USO_INTERNO not in pagina] == []
    with pytest.raises(ValidationError, match="uso interno"):
        controlla_file(SimpleUploadedFile("atto.pdf", pdf), EnteFactory())


def test_il_verbale_da_pubblicare_non_dice_di_essere_interno(monkeypatch):
    pdf = scrivi_pdf(verbale_di_validazione(monkeypatch, PUBBLICA), data_documento=GIORNO)
    assert "uso interno" not in " ".join(pagine(pdf))


def paghe():
    return in_xlsx("Premi 2026", ["Matricola"], [["A1"]], interno=True)


def quadro_in_foglio_di_calcolo():
    return quadro_in_fogli(sezioni_del_quadro(cruscotto_di(con_pesi((60, 50))[0].ciclo, TUTTI)))


def controlli_in_foglio_di_calcolo():
    return controlli.in_fogli(controlli.Foglio(CicloFactory(), Quadro(), GIORNO))


@pytest.mark.parametrize("esporta", [paghe, quadro_in_foglio_di_calcolo, controlli_in_foglio_di_calcolo])
def test_un_foglio_di_calcolo_interno_lo_stampa_in_ogni_pagina(esporta):
    fogli = load_workbook(BytesIO(esporta())).worksheets
    assert {foglio.oddHeader.right.text for foglio in fogli} == {USO_INTERNO}


def test_un_foglio_di_calcolo_pubblico_non_lo_stampa():
    foglio = load_workbook(BytesIO(in_xlsx("Elenco", ["a"], []))).active
    assert foglio.oddHeader.right.text is None
