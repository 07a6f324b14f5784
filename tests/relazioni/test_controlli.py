"""Il Piano esaminato per intero, e il comando che lo esamina."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obiettivi.models import RegolaEnte
from piao.base.controlli import Esito
from relazioni.controlli import esamina_piano, fascicolo_del_piano, leggi_testo
from relazioni.models import Produzione, Sezione
from tests.fabbriche import AttoFactory, CicloFactory, ObiettivoFactory, RapportoFactory, completa
from tests.relazioni.scene import ciclo_di_soli_titoli, ciclo_ricco

pytestmark = pytest.mark.django_db


def codici(esito):
    return {rilievo.codice for rilievo in esito.rilievi}


def scrivi(ciclo, testo, **campi):
    return Sezione.objects.create(ciclo=ciclo, chiave="missione", titolo="La missione", testo=testo, **campi)


def test_i_testi_del_documento_si_leggono():
    ciclo = CicloFactory(impostazione="")
    scrivi(ciclo, "<p>Secondo la Legge 150/2009</p>")
    rilievo = next(r for r in esamina_piano(ciclo).rilievi if r.codice == "P38")
    assert (rilievo.oggetto.codice, rilievo.oggetto.nome) == ("testo:missione", "La missione")
    assert rilievo.collegamento == f"/{ciclo.ente.slug}/2026/documenti/testi/missione/"


@pytest.mark.parametrize("campi", [{"attiva": False}, {"testo": " "}])
def test_cio_che_non_esce_non_si_legge(campi):
    ciclo = CicloFactory()
    scrivi(ciclo, **({"testo": "<p>Legge 150/2009</p>"} | campi))
    assert "missione" not in {testo.chiave for testo in fascicolo_del_piano(ciclo).testi}


@pytest.mark.parametrize("impostazione", ["A", "B", "C", ""])
def test_i_testi_modello_non_hanno_errori(impostazione):
    ciclo = CicloFactory(impostazione=impostazione, anno=2026)
    trovati = [r for r in esamina_piano(ciclo, oggi=date(2026, 3, 1)).rilievi if r.oggetto.tipo == "testo"]
    assert [(r.oggetto.nome, r.frase) for r in trovati] == []


def produci(ciclo, contenuto, **campi):
    produzione = Produzione(ciclo=ciclo, impronta_contenuto="a" * 64, impronta="b" * 64, **campi)
    produzione.file.save("piano.pdf", ContentFile(contenuto))
    return produzione


def test_al_pdf_senza_struttura_manca_tutto():
    ciclo = CicloFactory()
    produci(ciclo, b"%PDF-1.7 scansione")
    assert "P41" in codici(esamina_piano(ciclo))


def test_un_pdf_sparito_si_dice():
    ciclo = CicloFactory()
    produzione = produci(ciclo, b"%PDF")
    produzione.file.storage.delete(produzione.file.name)
    assert fascicolo_del_piano(ciclo).documento.mancanze == ("il file, che non si trova più",)


@pytest.mark.parametrize(("bozza", "definitivo"), [(True, False), (False, True)])
def test_una_bozza_non_e_il_documento_definitivo(bozza, definitivo):
    ciclo = CicloFactory()
    produci(ciclo, b"%PDF", bozza=bozza)
    assert fascicolo_del_piano(ciclo).documento.definitivo is definitivo


def test_le_regole_dell_ente_valgono():
    ciclo = CicloFactory()
    RegolaEnte.objects.create(ente=ciclo.ente, codice="P07", vale="spento", motivo="Lo cura la provincia")
    RegolaEnte.objects.create(ente=ciclo.ente, codice="P23", vale="avviso", motivo="Si comincia adesso")
    esito = esamina_piano(ciclo)
    assert [(s.codice, s.motivo) for s in esito.spente] == [("P07", "Lo cura la provincia")]
    assert {str(r.gravita) for r in esito.rilievi if r.codice == "P23"} == {"avviso"}


def test_trecento_obiettivi_si_esaminano_con_le_stesse_letture_di_tre():
    def letture(quanti):
        ciclo = ciclo_di_soli_titoli(quanti)
        with CaptureQueriesContext(connection) as prese:
            assert len(esamina_piano(ciclo).di("piano")) > 0
        return len(prese)

    assert letture(3) == letture(300)


def test_l_esito_si_scrive_e_si_rilegge():
    esito = esamina_piano(ciclo_ricco())
    assert Esito.da_json(esito.in_json()) == esito


def test_lo_stesso_giorno_da_lo_stesso_esito():
    ciclo = ciclo_ricco()
    primo, dopo = (esamina_piano(ciclo, oggi=date(2026, 5, 1)).in_json() for _ in range(2))
    assert primo == dopo


def test_un_testo_si_legge_mentre_si_scrive():
    ciclo = CicloFactory()
    persona = RapportoFactory(ente=ciclo.ente, persona__cognome="Rossi", persona__nome="Maria").persona
    brano, trovate = leggi_testo(ciclo, f"<p>{persona.nome} <b>{persona.cognome}</b> e il DI 13/2023</p>")
    assert [(s.regola, brano.testo[s.inizio : s.fine]) for s in trovate] == [
        ("P39", "Maria Rossi"),
        ("P38", "DI 13/2023"),
    ]


# ---- il comando ----------------------------------------------------------------------------------------------


def comando(ciclo, *opzioni):
    uscita = StringIO()
    dove = {"ente": ciclo.ente.slug, "anno": ciclo.anno, "al": date(2026, 1, 20)}
    call_command("controlla_piano", *opzioni, stdout=uscita, **dove)
    return uscita.getvalue()


def test_il_comando_scrive_codice_gravita_oggetto_e_frase():
    ciclo = CicloFactory()
    riga = next(riga for riga in comando(ciclo).splitlines() if riga.startswith("P23"))
    assert riga.split("\t") == ["P23", "errore", "Il Piano", "Il Piano non ha nessun obiettivo operativo."]


def test_il_comando_dice_anche_cio_che_non_ha_valutato_e_cio_che_e_spento():
    ciclo = CicloFactory()
    RegolaEnte.objects.create(ente=ciclo.ente, codice="P07", vale="spento", motivo="Lo cura la provincia")
    scritto = comando(ciclo)
    assert "P25\tnon valutabile" in scritto
    assert "P07\tspento\t\tLo cura la provincia" in scritto


def test_in_json_si_rilegge():
    esito = Esito.da_json(json.dumps(json.loads(comando(CicloFactory(), "--json"))))
    assert "P23" in codici(esito)


def test_un_blocco_fa_uscire_con_uno():
    ciclo = CicloFactory(anno_fine=2026)
    with pytest.raises(SystemExit) as uscita:
        comando(ciclo)
    assert uscita.value.code == 1


def test_senza_blocchi_esce_normalmente():
    ciclo = CicloFactory(atto_approvazione=None)
    completa(ObiettivoFactory(ciclo=ciclo, obbligo_legge="altro"))
    RegolaEnte.objects.create(ente=ciclo.ente, codice="P26", vale="errore", motivo="Si comincia adesso")
    assert "0 blocco" in comando(ciclo)


def test_un_ciclo_che_non_c_e_si_dice():
    ente = AttoFactory().ente
    with pytest.raises(CommandError, match=f"«{ente.slug}» non ha il ciclo 2026"):
        call_command("controlla_piano", ente=ente.slug, anno=2026)
