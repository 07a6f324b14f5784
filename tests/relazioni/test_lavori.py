"""La produzione del PDF: un lavoro per contenuto, annullabile, ripetibile senza danno."""

import zlib
from datetime import date

import pytest
from django.utils import timezone

from piao.base.lavori import Annullato, ErroreDiLavoro, annulla, esegui_in_attesa
from piao.base.models import Lavoro
from piao.base.pdf import RisorsaMancante
from relazioni import lavori
from relazioni.contenuto import componi_piano
from relazioni.lavori import avvia_produzione, conta_pagine, data_del_documento, produci_piano, produzione_pronta
from relazioni.models import Produzione
from tests.fabbriche import AttoFactory, CicloFactory, UtenteFactory
from tests.relazioni.scene import ciclo_di_soli_titoli

pytestmark = pytest.mark.django_db(transaction=True)
PDF_FINTO = b"%PDF-1.7 /Type /Pages /Kids [1 0 R] /Count 7"


@pytest.fixture
def ciclo():
    return ciclo_di_soli_titoli()


@pytest.fixture
def finto(monkeypatch):
    """Al posto della conversione, che dura secondi, una risposta immediata; si contano le volte."""
    chiamate = []

    def scrivi_pdf(html, *, su_avanzamento=None, **altro):
        chiamate.append(html)
        if su_avanzamento:
            su_avanzamento(50, "Impagino")
        return PDF_FINTO

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", scrivi_pdf)
    return chiamate


def _avvia(ciclo):
    return avvia_produzione(ciclo, componi_piano(ciclo), utente=UtenteFactory(email="chi@esempio.it"))


def test_il_lavoro_conserva_il_pdf_e_dice_quale(ciclo, finto):
    lavoro = _avvia(ciclo)
    esegui_in_attesa()
    lavoro.refresh_from_db()
    produzione = Produzione.objects.get()
    assert (lavoro.stato, lavoro.risultato) == (Lavoro.Stato.FATTO, {"produzione": produzione.pk, "avvisi": []})
    assert (produzione.pagine, produzione.bozza, produzione.chiesto_da) == (7, True, "chi@esempio.it")


def test_chiedere_due_volte_lo_stesso_pdf_e_un_lavoro_solo(ciclo, finto):
    piano, utente = componi_piano(ciclo), UtenteFactory()
    primo = avvia_produzione(ciclo, piano, utente=utente)
    assert avvia_produzione(ciclo, piano, utente=utente).pk == primo.pk
    esegui_in_attesa()
    assert len(finto) == 1


def test_un_lavoro_ripetuto_non_rifa_il_pdf(ciclo, finto):
    prima = produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)
    assert produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk) == prima
    assert len(finto) == 1


def test_se_il_contenuto_non_cambia_il_pdf_e_gia_pronto(ciclo, finto):
    produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)
    assert produzione_pronta(ciclo, componi_piano(ciclo)) == Produzione.objects.get()


def test_se_il_contenuto_cambia_il_pdf_va_rifatto(ciclo, finto):
    produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)
    ciclo.obiettivi.update(titolo="Altro")
    assert produzione_pronta(ciclo, componi_piano(ciclo)) is None
    produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)
    assert Produzione.objects.count() == 2


def test_un_lavoro_annullato_in_coda_non_produce_nulla(ciclo, finto):
    lavoro = _avvia(ciclo)
    annulla(lavoro)
    esegui_in_attesa()
    assert (lavoro.stato, Produzione.objects.count()) == (Lavoro.Stato.ANNULLATO, 0)


def test_un_lavoro_annullato_a_meta_si_ferma_alla_pagina_dopo(ciclo, monkeypatch):
    def scrivi_pdf(html, *, su_avanzamento, **altro):
        Lavoro.objects.update(annullare=True)
        su_avanzamento(50, "Impagino")
        pytest.fail("doveva fermarsi")

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", scrivi_pdf)
    lavoro = _avvia(ciclo)
    esegui_in_attesa()
    lavoro.refresh_from_db()
    assert (lavoro.stato, Produzione.objects.count()) == (Lavoro.Stato.ANNULLATO, 0)


def test_un_guasto_si_racconta_e_si_puo_riprovare(ciclo, finto, monkeypatch):
    with monkeypatch.context() as guasto:
        guasto.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda *_, **__: _solleva(RisorsaMancante("Manca il font.")))
        lavoro = _avvia(ciclo)
        esegui_in_attesa()
    lavoro.refresh_from_db()
    assert (lavoro.stato, lavoro.errore) == (Lavoro.Stato.FALLITO, "Manca il font.")
    secondo = avvia_produzione(ciclo, componi_piano(ciclo), utente=UtenteFactory())
    esegui_in_attesa()
    assert (secondo.pk != lavoro.pk, Produzione.objects.count()) == (True, 1)


def _solleva(errore):
    raise errore


def test_un_errore_della_libreria_diventa_una_frase(ciclo, monkeypatch):
    monkeypatch.setattr(
        "relazioni.lavori.pdf.scrivi_pdf", lambda *_, **__: _solleva(RisorsaMancante("Manca il font."))
    )
    with pytest.raises(ErroreDiLavoro, match="Manca il font"):
        produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)


def test_l_annullamento_non_si_confonde_con_un_errore(ciclo, monkeypatch):
    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda *_, **__: _solleva(Annullato()))
    with pytest.raises(Annullato):
        produci_piano.call(lavoro_id=None, ciclo_id=ciclo.pk)


def test_la_data_del_documento_e_quella_dell_approvazione():
    approvato = CicloFactory.build(atto_approvazione=AttoFactory.build(data=date(2026, 1, 30)))
    assert data_del_documento(approvato) == date(2026, 1, 30)
    assert data_del_documento(CicloFactory.build()) == timezone.localdate()


COMPRESSO = b"1 0 obj <</Type /ObjStm>>\nstream\n" + zlib.compress(b"<</Type /Pages/Count 3>>") + b"\nendstream"


@pytest.mark.parametrize(("pdf", "pagine"), [(PDF_FINTO, 7), (COMPRESSO, 3), (b"", 0)])
def test_le_pagine_si_contano_dal_catalogo(pdf, pagine):
    assert conta_pagine(pdf) == pagine


def test_lo_stemma_entra_nel_documento_come_risorsa(ciclo, monkeypatch, settings):
    (settings.MEDIA_ROOT / "stemmi").mkdir(parents=True)
    (settings.MEDIA_ROOT / "stemmi/s.png").write_bytes(b"png")
    ciclo.ente.stemma = "stemmi/s.png"
    ciclo.ente.save()
    visto = {}
    monkeypatch.setattr(
        "relazioni.lavori.pdf.scrivi_pdf", lambda html, **altro: visto.update(altro, html=html) or PDF_FINTO
    )
    lavori.scrivi_piano(ciclo, componi_piano(ciclo))
    assert visto["risorse"] == {"stemma.png": b"png"}
    assert 'src="risorsa:stemma.png"' in visto["html"]


def test_se_il_file_dello_stemma_non_c_e_piu_il_documento_esce_senza(ciclo, monkeypatch):
    ciclo.ente.stemma = "stemmi/perso.png"
    ciclo.ente.save()
    visto = {}
    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda html, **altro: visto.update(altro) or PDF_FINTO)
    lavori.scrivi_piano(ciclo, componi_piano(ciclo))
    assert visto["risorse"] == {}
