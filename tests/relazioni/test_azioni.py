"""Le scritture sui testi: chi può, che cosa resta, che cosa si annota."""

from contextlib import suppress
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from obiettivi.voci import StatoCiclo
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from relazioni.azioni import (
    GIU,
    SU,
    aggiungi_parte,
    elimina_parte,
    mostra_parte,
    registra_produzione,
    ripristina_modello,
    ripristina_versione,
    scrivi_parte,
    sposta_parte,
)
from relazioni.letture import parte_di, parti_di
from relazioni.models import Produzione, Sezione
from relazioni.sezioni import PER_CHIAVE
from tests.fabbriche import CicloFactory, utente_con

pytestmark = pytest.mark.django_db
TESTO = {"capitolo": "premessa", "titolo": "Nostra", "testo": "<p>Qui</p>"}


@pytest.fixture
def ciclo():
    return CicloFactory(impostazione="C")


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def _premessa(ciclo):
    return [parte.chiave for parte in parti_di(ciclo) if parte.capitolo == "premessa"]


def test_leggere_le_parti_non_scrive_nulla(ciclo):
    assert len(parti_di(ciclo)) > 15
    assert Sezione.objects.count() == 0


def test_la_prima_scrittura_crea_la_riga_e_l_annota(ciclo, segretario):
    riga = scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    assert (riga.titolo, riga.testo) == ("Nostra", "<p>Qui</p>")
    assert Evento.objects.get(azione="scrive la parte").chi == segretario.email


def test_scrivendo_il_testo_si_pulisce(ciclo, segretario):
    riga = scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO | {"testo": "<p onclick=x>a</p>"})
    assert riga.testo == "<p>a</p>"


def test_chi_parte_da_una_versione_vecchia_e_fermato(ciclo, segretario):
    prima = scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    scrivi_parte(ciclo, "sintesi", utente=segretario, versione=prima.versione, **TESTO)
    with pytest.raises(ModificatoDaAltri):
        scrivi_parte(ciclo, "sintesi", utente=segretario, versione=prima.versione, **TESTO)


def test_chi_scrive_per_secondo_una_parte_nuova_e_fermato(ciclo, segretario):
    scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    with pytest.raises(ModificatoDaAltri):
        scrivi_parte(ciclo, "sintesi", utente=segretario, versione=None, **TESTO)


def test_una_parte_che_non_esiste_non_si_scrive(ciclo, segretario):
    with pytest.raises(Http404):
        scrivi_parte(ciclo, "inventata", utente=segretario, **TESTO)


def test_una_parte_dell_ente_va_in_fondo_al_capitolo(ciclo, segretario):
    riga = aggiungi_parte(ciclo, utente=segretario, **TESTO)
    assert _premessa(ciclo)[-1] == riga.chiave == "nostra"


def test_due_parti_con_lo_stesso_titolo_hanno_chiavi_diverse(ciclo, segretario):
    chiavi = [aggiungi_parte(ciclo, utente=segretario, **TESTO).chiave for _ in range(2)]
    assert chiavi == ["nostra", "nostra-2"]


@pytest.mark.parametrize("titolo", ["Sintesi", "Nuova", "???"])
def test_la_chiave_non_copre_quelle_previste(ciclo, segretario, titolo):
    chiave = aggiungi_parte(ciclo, utente=segretario, **TESTO | {"titolo": titolo}).chiave
    assert chiave not in {*PER_CHIAVE, "nuova", ""}


def test_nascondere_una_parte_conserva_il_testo(ciclo, segretario):
    modello = parte_di(ciclo, "che-cosa-e").testo
    mostra_parte(ciclo, "che-cosa-e", utente=segretario, attiva=False)
    parte = parte_di(ciclo, "che-cosa-e")
    assert (parte.attiva, parte.testo) == (False, modello)


def test_una_parte_si_sposta_su_e_giu(ciclo, segretario):
    prima = _premessa(ciclo)
    sposta_parte(ciclo, prima[1], utente=segretario, verso=SU)
    assert _premessa(ciclo) == [prima[1], prima[0], *prima[2:]]
    sposta_parte(ciclo, prima[1], utente=segretario, verso=GIU)
    assert _premessa(ciclo) == prima


def test_la_prima_parte_non_sale_oltre_il_capitolo(ciclo, segretario):
    prima = _premessa(ciclo)
    sposta_parte(ciclo, prima[0], utente=segretario, verso=SU)
    sposta_parte(ciclo, prima[-1], utente=segretario, verso=GIU)
    assert _premessa(ciclo) == prima


def test_una_parte_dell_ente_si_elimina(ciclo, segretario):
    riga = aggiungi_parte(ciclo, utente=segretario, **TESTO)
    elimina_parte(ciclo, riga.chiave, utente=segretario)
    assert riga.chiave not in _premessa(ciclo)


def test_una_parte_prevista_non_si_elimina(ciclo, segretario):
    with pytest.raises(ValueError, match="si nasconde"):
        elimina_parte(ciclo, "sintesi", utente=segretario)


def test_il_testo_modello_si_rimette_e_quello_di_prima_resta_nella_storia(ciclo, segretario):
    riga = scrivi_parte(ciclo, "che-cosa-e", utente=segretario, **TESTO)
    ripristina_modello(ciclo, "che-cosa-e", utente=segretario)
    parte = parte_di(ciclo, "che-cosa-e")
    assert parte.come_il_modello
    assert parte.titolo == PER_CHIAVE["che-cosa-e"].titolo
    assert "<p>Qui</p>" in riga.history.values_list("testo", flat=True)


def test_una_versione_passata_si_riprende(ciclo, segretario):
    riga = scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    vecchia = riga.history.first()
    scrivi_parte(ciclo, "sintesi", utente=segretario, versione=riga.versione, **TESTO | {"testo": "<p>Altro</p>"})
    ripristina_versione(ciclo, "sintesi", utente=segretario, storica=vecchia)
    assert parte_di(ciclo, "sintesi").testo == "<p>Qui</p>"


@pytest.mark.parametrize(("posto", "verso"), [(0, SU), (-1, GIU)])
def test_al_bordo_del_capitolo_lo_spostamento_non_scrive_nulla(ciclo, segretario, posto, verso):
    prima = _premessa(ciclo)
    sposta_parte(ciclo, prima[posto], utente=segretario, verso=verso)
    assert _premessa(ciclo) == prima
    assert not Sezione.objects.exists()
    assert not Evento.objects.filter(azione="sposta la parte").exists()


def test_una_parte_prevista_non_si_elimina_nemmeno_dopo_averla_scritta(ciclo, segretario):
    scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    with pytest.raises(ValueError, match="Una parte prevista si nasconde, non si elimina."):
        elimina_parte(ciclo, "sintesi", utente=segretario)
    assert Sezione.objects.count() == 1


def test_le_parti_di_un_ciclo_non_toccano_quelle_di_un_altro(ciclo, segretario):
    altro = CicloFactory(ente=ciclo.ente, anno=ciclo.anno + 1, impostazione="C")
    scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO)
    assert parte_di(altro, "sintesi").riga is None


def test_il_testo_semplice_con_un_grassetto_si_salva_in_paragrafi(ciclo, segretario):
    riga = scrivi_parte(ciclo, "sintesi", utente=segretario, **TESTO | {"testo": "Il <b>Comune</b>\r\n\r\ncresce"})
    assert riga.testo == "<p>Il <strong>Comune</strong></p><p>cresce</p>"


SCRITTURE = {
    "aggiungi": lambda c, u: aggiungi_parte(c, utente=u, **TESTO),
    "scrivi": lambda c, u: scrivi_parte(c, "sintesi", utente=u, **TESTO),
    "mostra": lambda c, u: mostra_parte(c, "sintesi", utente=u, attiva=False),
    "sposta": lambda c, u: sposta_parte(c, "sintesi", utente=u, verso=GIU),
    "modello": lambda c, u: ripristina_modello(c, "che-cosa-e", utente=u),
    "elimina": lambda c, u: elimina_parte(c, "sintesi", utente=u),
}


@pytest.mark.parametrize("scrittura", SCRITTURE.values(), ids=SCRITTURE)
@pytest.mark.parametrize("ruolo", ["eq", "nucleo", "sindaco", "dipendente"])
def test_solo_il_segretario_scrive_i_testi(ciclo, ruolo, scrittura):
    with pytest.raises(PermissionDenied):
        scrittura(ciclo, utente_con(ruolo, ciclo.ente))


@pytest.mark.parametrize("scrittura", SCRITTURE.values(), ids=SCRITTURE)
def test_a_ciclo_approvato_i_testi_non_cambiano(scrittura):
    ciclo = CicloFactory(stato=StatoCiclo.APPROVATO)
    with pytest.raises(PermissionDenied):
        scrittura(ciclo, utente_con("segretario", ciclo.ente))


# ---- documenti -----------------------------------------------------------------------------------------------


def _registra(ciclo, impronta="a" * 64, pdf=b"%PDF-1"):
    return registra_produzione(
        ciclo, pdf, utente=None, chi="x@y.it", impronta_contenuto=impronta, pagine=3, bozza=True
    )


def test_il_pdf_si_conserva_con_la_sua_impronta(ciclo):
    produzione = _registra(ciclo)
    with produzione.file.open() as file:
        assert file.read() == b"%PDF-1"
    assert produzione.impronta == sha256(b"%PDF-1").hexdigest()


def test_lo_stesso_contenuto_si_conserva_una_volta_sola(ciclo):
    assert _registra(ciclo).pk == _registra(ciclo, pdf=b"%PDF-2").pk
    assert Produzione.objects.count() == 1


def test_se_la_riga_non_si_scrive_non_resta_un_file_a_meta(ciclo, monkeypatch, settings):
    monkeypatch.setattr(Produzione, "save", lambda *_, **__: 1 / 0)
    with suppress(ZeroDivisionError):
        _registra(ciclo)
    assert Produzione.objects.count() == 0
    assert all(file.read_bytes() == b"%PDF-1" for file in settings.MEDIA_ROOT.rglob("*.pdf"))
