"""L'approvazione congela: che cosa resta scritto, che cosa la ferma, come la si ripete."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from obiettivi.flusso.piano import PianoFermo
from obiettivi.letture.versioni import versione_con_codice, versione_vigente, versioni_di
from obiettivi.models import Obiettivo, Passaggio, Versione
from obiettivi.voci import StatoCiclo, StatoObiettivo, TipoVersione
from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from piao.base.flusso import PassoNonAmmesso
from piao.base.lavori import ErroreDiLavoro, esegui_in_attesa
from piao.base.models import Evento, Lavoro
from relazioni.azioni import approvazione
from relazioni.azioni.approvazione import DocumentoCambiato, approva, archivia, che_mancherebbe, come_sarebbe, prepara
from relazioni.contenuto import piano_da_leggere
from relazioni.contenuto.dati import da_canonico
from relazioni.lavori import ApprovazioneInCorso, atto_in_sospeso, registra_approvazione
from relazioni.stampa import Colophon, html_pdf
from tests.fabbriche import AttoFactory, utente_con
from tests.relazioni.scene_approvazione import (
    SITO,
    approvato,
    ciclo_proposto,
    decisione,
    senza_intoppi,
    variazione_proposta,
)

pytestmark = pytest.mark.django_db
BLOCCO = Rilievo("P12", Gravita.BLOCCO, Riferimento("piano"), "Manca una cosa.", collegamento="/x/")
ERRORE = replace(BLOCCO, codice="P13", gravita=Gravita.ERRORE)


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


# ---- il Piano


def test_congela_contenuto_pdf_e_controlli_con_le_loro_impronte():
    versione = approvato()
    assert versione.impronta_contenuto == sha256(versione.contenuto.encode()).hexdigest()
    assert versione.impronta_rilievi == sha256(versione.rilievi.encode()).hexdigest()
    with versione.pdf.open() as file:
        assert versione.impronta_pdf == sha256(file.read()).hexdigest()
    assert (versione.numero, versione.tipo, versione.pagine) == (1, TipoVersione.PIANO, 3)


def test_stato_atto_passaggio_ed_evento_nascono_insieme():
    presa = decisione()
    approvato(presa)
    presa.ciclo.refresh_from_db()
    assert (presa.ciclo.stato, presa.ciclo.atto_approvazione) == (StatoCiclo.APPROVATO, presa.atto)
    assert Passaggio.objects.get(ciclo=presa.ciclo).a == StatoCiclo.APPROVATO
    assert Evento.objects.filter(azione="congela la versione", chi=presa.utente.email).exists()


def test_il_contenuto_ha_l_atto_il_numero_e_non_e_piu_una_bozza():
    documento = da_canonico(approvato().contenuto).documento
    assert (documento.bozza, documento.versione, documento.approvazione) == (False, 1, "Giunta n. 12 del 30/01/2026")


def test_prepara_non_lascia_nulla_di_scritto():
    presa = decisione()
    eventi = Evento.objects.count()
    assert prepara(presa).codice == prepara(presa).codice
    presa.ciclo.refresh_from_db()
    assert (presa.ciclo.stato, Evento.objects.count(), Versione.objects.count()) == (StatoCiclo.PROPOSTA, eventi, 0)


def test_gli_obiettivi_provvisori_danno_una_versione_provvisoria():
    assert approvato(decisione(ciclo_proposto(provvisorio=True))).tipo == TipoVersione.PROVVISORIA


def test_il_definitivo_e_la_versione_dopo_e_conserva_l_identita_degli_obiettivi():
    presa = decisione(ciclo_proposto(provvisorio=True))
    prima = da_canonico(approvato(presa).contenuto)
    presa.ciclo.refresh_from_db()
    presa.ciclo.stato, presa.ciclo.provvisorio, presa.ciclo.atto_approvazione = StatoCiclo.PROPOSTA, False, None
    presa.ciclo.save()
    dopo = approvato(decisione(presa.ciclo))
    nuovo = da_canonico(dopo.contenuto)
    assert (dopo.numero, dopo.tipo) == (2, TipoVersione.PIANO)
    assert [o.identificativo for o in nuovo.obiettivi] == [o.identificativo for o in prima.obiettivi]


def test_se_un_dato_cambia_mentre_si_scrive_il_pdf_l_approvazione_lo_dice():
    presa = decisione()
    pronta = prepara(presa)
    archiviato = archivia(pronta, b"%PDF", pagine=1)
    Obiettivo.objects.filter(codice="1.1").update(titolo="Cambiato da qualcuno")
    with pytest.raises(DocumentoCambiato):
        approva(presa, pronta, archiviato)
    assert not Versione.objects.exists()


def test_il_lavoro_ricompone_da_se_se_qualcosa_e_cambiato(monkeypatch):
    volte = []

    def scrivi(html, **altro):
        volte.append(html)
        Obiettivo.objects.filter(codice="1.1").update(titolo=f"Titolo {min(len(volte), 2)}")
        return b"%PDF /Type /Pages /Count 1"

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", scrivi)
    assert "Titolo 2" in approvato().contenuto
    assert len(volte) == 3


def test_se_continua_a_cambiare_il_lavoro_si_arrende_con_una_frase(monkeypatch):
    presa, volte = decisione(), []

    def scrivi(html, **altro):
        volte.append(html)
        Obiettivo.objects.filter(codice="1.1").update(titolo=f"Titolo {len(volte)}")
        return b"%PDF"

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", scrivi)
    with pytest.raises(ErroreDiLavoro, match="riprova fra poco"):
        approvato(presa)
    presa.ciclo.refresh_from_db()
    assert presa.ciclo.stato == StatoCiclo.PROPOSTA


def test_ripetuto_il_lavoro_ritrova_la_versione_gia_congelata():
    presa = decisione()
    assert approvato(presa) == approvato(presa)
    assert Versione.objects.count() == 1


def test_un_blocco_ferma_e_lo_dice(monkeypatch):
    senza_intoppi(monkeypatch, Esito((BLOCCO,)))
    with pytest.raises(ErroreDiLavoro, match="Manca una cosa"):
        approvato()


def test_un_errore_senza_motivazione_ferma(monkeypatch):
    senza_intoppi(monkeypatch, Esito((ERRORE,)))
    with pytest.raises(PianoFermo, match="P13"):
        prepara(decisione())


def test_un_piano_non_proposto_non_si_approva():
    with pytest.raises(PassoNonAmmesso):
        prepara(decisione(ciclo_proposto(stato=StatoCiclo.BOZZA)))


def test_chi_non_e_il_segretario_non_approva():
    presa = decisione()
    with pytest.raises(PermissionDenied):
        prepara(replace(presa, utente=utente_con("sindaco", presa.ciclo.ente)))
    with pytest.raises(ErroreDiLavoro, match="incarico"):
        approvato(replace(presa, utente=utente_con("sindaco", presa.ciclo.ente)))


def test_il_motivo_del_ritardo_si_conserva_e_si_conta_prima_dell_esame(monkeypatch):
    presa = decisione(motivo_ritardo="Il bilancio.")
    visti = []
    monkeypatch.setattr(approvazione, "esamina_piano", lambda ciclo: visti.append(ciclo.motivo_ritardo) or Esito())
    assert che_mancherebbe(presa.ciclo, motivo_ritardo="Il bilancio.") == []
    assert visti == ["Il bilancio."]
    approvato(presa)
    presa.ciclo.refresh_from_db()
    assert presa.ciclo.motivo_ritardo == "Il bilancio."


def test_un_file_scritto_a_meta_si_riscrive_e_uno_intero_si_ritrova():
    pronta = prepara(decisione())
    primo = archivia(pronta, b"%PDF intero", pagine=1)
    default_storage.delete(primo.nome)
    default_storage.save(primo.nome, ContentFile(b"%PDF in"))
    assert archivia(pronta, b"%PDF intero", pagine=1) == primo
    with default_storage.open(primo.nome) as file:
        assert file.read() == b"%PDF intero"
    assert archivia(pronta, b"%PDF intero", pagine=1) == primo


def test_una_versione_non_si_modifica_nemmeno_dal_database():
    versione = approvato()
    with pytest.raises(DatabaseError, match="non si modifica"), transaction.atomic():
        Versione.objects.filter(pk=versione.pk).update(codice="ALTRO")


def test_a_piano_approvato_si_legge_la_copia_congelata():
    versione = approvato()
    Obiettivo.objects.filter(codice="1.1").update(titolo="Cambiato di nascosto")
    piano, vigente = piano_da_leggere(versione.ciclo)
    assert (vigente, "Tempi certi" in {o.titolo for o in piano.obiettivi}) == (versione, True)


def test_prima_dell_approvazione_si_legge_cio_che_c_e():
    assert piano_da_leggere(ciclo_proposto())[1] is None


# ---- il colophon


def test_il_documento_porta_codice_indirizzo_e_impronta():
    pronta = prepara(decisione())
    html = html_pdf(pronta.documento, Colophon(pronta.codice, f"{SITO}verifica/{pronta.codice}", pronta.impronta))
    assert html.count(pronta.codice) == 3
    assert "Come si verifica questo documento" in html
    assert pronta.impronta[:8] in html


def test_una_bozza_non_ha_colophon():
    assert "Come si verifica" not in html_pdf(prepara(decisione()).documento)


# ---- la variazione


def test_una_variazione_approvata_e_la_versione_dopo_con_il_suo_capitolo():
    presa = decisione()
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    versione = approvato(replace(presa, atto=AttoFactory(ente=presa.ciclo.ente, numero="88"), variazione=variazione))
    piano = da_canonico(versione.contenuto)
    assert (versione.numero, versione.tipo, versione.variazione) == (2, TipoVersione.VARIAZIONE, variazione)
    assert [(v.titolo, v.obiettivi[0].che_cosa) for v in piano.variazioni] == [("Meno fondi", "si modifica")]
    assert "Le variazioni" in html_pdf(piano)


def test_la_versione_di_prima_non_cambia_e_non_vale_piu():
    presa = decisione()
    prima = approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    dopo = approvato(replace(presa, atto=AttoFactory(ente=presa.ciclo.ente), variazione=variazione))
    assert Versione.objects.get(pk=prima.pk).contenuto == prima.contenuto
    assert versione_vigente(presa.ciclo) == dopo
    assert [v.numero for v in versioni_di(presa.ciclo)] == [2, 1]


def test_come_sarebbe_non_cambia_nulla():
    presa = decisione()
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    piano, _ = come_sarebbe(variazione)
    assert "Tempi dimezzati" in {o.titolo for o in piano.obiettivi}
    assert Obiettivo.objects.get(codice="1.1").titolo == "Tempi certi"
    assert Obiettivo.tutti.filter(variazione=variazione).exists()


@pytest.mark.parametrize(("gravita", "ferma"), [(Gravita.BLOCCO, True), (Gravita.ERRORE, False)])
def test_una_variazione_e_fermata_solo_dai_blocchi_che_crea(monkeypatch, gravita, ferma):
    presa = decisione()
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    esiti = iter([Esito((BLOCCO,)), Esito((BLOCCO, replace(ERRORE, gravita=gravita)))])
    monkeypatch.setattr(approvazione, "esamina_piano", lambda ciclo: next(esiti))
    presa = replace(presa, variazione=variazione)
    if ferma:
        with pytest.raises(PianoFermo):
            prepara(presa)
    else:
        assert "P13" in prepara(presa).rilievi


def test_un_obiettivo_ritirato_resta_ma_non_e_piu_nel_documento():
    presa = decisione()
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    variazione.righe.update(tipo="ritiro", nota="Superato.", copia=None)
    versione = approvato(replace(presa, atto=AttoFactory(ente=presa.ciclo.ente), variazione=variazione))
    assert presa.ciclo.obiettivi.get(codice="1.1").stato == StatoObiettivo.RITIRATO
    assert "1.1" not in {o.codice for o in da_canonico(versione.contenuto).obiettivi}


def test_senza_variazione_non_si_varia():
    presa = decisione()
    with pytest.raises(ValueError, match="manca la variazione"):
        approvazione._vari(presa, presa.ciclo)


# ---- un Piano approvato prima del programma


def test_si_congela_cio_che_c_e_come_versione_uno_senza_altri_passaggi():
    presa = decisione(ciclo_proposto(stato=StatoCiclo.APPROVATO), esistente=True)
    presa.ciclo.atto_approvazione = presa.atto
    presa.ciclo.save()
    versione = approvato(presa)
    assert (versione.numero, versione.atto, Passaggio.objects.count()) == (1, presa.atto, 0)


def test_si_congela_cosi_una_volta_sola_e_solo_se_gia_approvato():
    with pytest.raises(PassoNonAmmesso, match="già approvato"):
        prepara(decisione(esistente=True))


# ---- dalla pagina al lavoro


def _registra(presa, **campi):
    dati = {"numero": "12", "data": presa.atto.data, "oggetto": "Approvazione", "motivo_ritardo": "", **campi}
    return registra_approvazione(presa.ciclo, presa.atto, utente=presa.utente, sito=SITO, **dati)


def test_l_atto_si_registra_e_il_lavoro_va_fino_in_fondo():
    presa = decisione()
    lavoro = _registra(presa)
    esegui_in_attesa()
    lavoro.refresh_from_db()
    assert (lavoro.stato, lavoro.risultato) == (Lavoro.Stato.FATTO, {"versione": 1})
    assert lavoro.titolo == "Approvazione del Piano 2026"
    assert atto_in_sospeso(presa.ciclo) is None


def test_due_approvazioni_dello_stesso_ciclo_non_corrono_insieme():
    presa = decisione()
    _registra(presa)
    with pytest.raises(ApprovazioneInCorso):
        _registra(presa)


def test_se_non_riesce_l_atto_resta_da_riprendere(monkeypatch):
    senza_intoppi(monkeypatch, Esito((BLOCCO,)))
    presa = decisione()
    lavoro = _registra(presa)
    esegui_in_attesa()
    lavoro.refresh_from_db()
    assert (lavoro.stato, "Manca una cosa" in lavoro.errore) == (Lavoro.Stato.FALLITO, True)
    assert atto_in_sospeso(presa.ciclo) == presa.atto


def test_l_atto_in_sospeso_di_una_variazione_non_e_quello_del_piano(monkeypatch):
    presa = decisione()
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    senza_intoppi(monkeypatch, None)
    monkeypatch.setattr(
        "relazioni.lavori.approvazione._congela", lambda *_: (_ for _ in ()).throw(PassoNonAmmesso("No."))
    )
    nuovo = replace(presa, atto=AttoFactory(ente=presa.ciclo.ente), variazione=variazione)
    registra_approvazione(nuovo.ciclo, nuovo.atto, utente=nuovo.utente, sito=SITO, variazione=variazione)
    esegui_in_attesa()
    assert (atto_in_sospeso(nuovo.ciclo), atto_in_sospeso(nuovo.ciclo, variazione)) == (None, nuovo.atto)


def test_chi_non_puo_non_registra_nemmeno_l_atto():
    presa = decisione()
    with pytest.raises(PermissionDenied):
        _registra(replace(presa, utente=utente_con("eq", presa.ciclo.ente)))


# ---- il codice


def test_il_codice_ritrova_la_versione_comunque_lo_si_scriva():
    versione = approvato()
    assert versione_con_codice(versione.codice.lower().replace("-", " ")) == versione
    assert versione_con_codice("AAAA-AAAA-AAAA") is None
    assert versione_con_codice("non è un codice") is None


def test_il_contenuto_congelato_e_json_con_le_chiavi_in_ordine():
    testo = approvato().contenuto
    assert testo == json.dumps(json.loads(testo), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
