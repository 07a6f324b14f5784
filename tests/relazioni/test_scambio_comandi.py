"""I comandi dello scambio, come li vede chi li scrive."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from enti.models import Ente
from piao.base.lavori import ErroreDiLavoro
from relazioni import dimostrazione
from relazioni.dimostrazione.generatore import documento
from relazioni.scambio import importa_ciclo
from relazioni.scambio.formato import FILE_SCHEMA

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _senza_l_anno_prima(monkeypatch):
    """L'anno prima del comune inventato ha le sue prove, e scrive un PDF vero."""
    monkeypatch.setattr(dimostrazione, "carica_anno_prima", lambda: "Ciclo 2025 – Comune di Esempio")
    monkeypatch.setattr(dimostrazione, "vivi_gli_anni", lambda ciclo: None)


def esegui(*argomenti) -> str:
    uscita = StringIO()
    call_command(*argomenti, stdout=uscita)
    return uscita.getvalue()


@pytest.fixture
def file(tmp_path):
    percorso = tmp_path / "ciclo.json"
    percorso.write_text(json.dumps(documento(4, 1)), encoding="utf-8")
    return percorso


def test_importare_dice_che_cosa_e_cambiato(file):
    assert "obiettivi 4" in esegui("importa_ciclo", str(file))


def test_importare_di_nuovo_dice_che_non_c_era_nulla_da_cambiare(file):
    esegui("importa_ciclo", str(file))

    assert "nulla da cambiare" in esegui("importa_ciclo", str(file))


def test_un_file_sbagliato_esce_con_uno_e_dice_perche(file, capsys):
    file.write_text('{"formato": "piao-ciclo", "versione": 1, "ente": 3, "ciclo": {}}', encoding="utf-8")

    with pytest.raises(SystemExit) as uscita:
        call_command("importa_ciclo", str(file))

    errori = capsys.readouterr().err
    assert uscita.value.code == 1
    assert "Nulla è cambiato." in errori
    assert "ente: atteso un oggetto" in errori
    assert not Ente.objects.exists()


def test_esportare_a_video_e_in_un_file_e_lo_stesso(file, tmp_path):
    esegui("importa_ciclo", str(file))
    uscita = tmp_path / "uscita.json"

    a_video = esegui("esporta_ciclo", "--ente", "grande", "--anno", "2026")
    esegui("esporta_ciclo", "--ente", "grande", "--anno", "2026", "--uscita", str(uscita))

    assert uscita.read_text(encoding="utf-8") == a_video
    assert json.loads(a_video) == json.loads(file.read_text(encoding="utf-8"))


def test_un_ciclo_che_non_c_e_si_dice_con_quelli_che_ci_sono():
    importa_ciclo(documento(2, 1))

    with pytest.raises(CommandError, match=r"«altro» non ha un ciclo 2026\. Cicli presenti: grande 2026"):
        esegui("esporta_ciclo", "--ente", "altro", "--anno", "2026")


def test_esportare_senza_dire_che_cosa_chiede_ente_e_anno():
    with pytest.raises(CommandError, match="Servono --ente e --anno"):
        esegui("esporta_ciclo")


def test_una_uscita_che_non_si_puo_scrivere_si_dice(file, tmp_path):
    esegui("importa_ciclo", str(file))

    with pytest.raises(CommandError, match="non si può scrivere"):
        esegui("esporta_ciclo", "--ente", "grande", "--anno", "2026", "--uscita", str(tmp_path))


def test_lo_schema_nel_pacchetto_e_quello_dei_modelli():
    """Se fallisce: `manage.py esporta_ciclo --schema --uscita relazioni/schema/ciclo.schema.json`."""
    assert esegui("esporta_ciclo", "--schema") == FILE_SCHEMA.read_text(encoding="utf-8")


def test_la_dimostrazione_stampa_un_utente_per_ruolo():
    uscita = esegui("carica_dimostrazione")

    assert "Caricato: Ciclo 2024 – Comune di Offanengo." in uscita
    assert "segretario@esempio.test" in uscita


def test_caricata_una_volta_non_si_ricarica_da_sola():
    esegui("carica_dimostrazione")
    Ente.objects.filter(slug="chieve").update(nota="Modificata da chi prova.")

    assert "già caricata" in esegui("carica_dimostrazione")
    assert Ente.objects.get(slug="chieve").nota == "Modificata da chi prova."


def test_il_ripristino_riporta_i_dati_com_erano():
    esegui("carica_dimostrazione")
    Ente.objects.filter(slug="chieve").update(nota="Modificata da chi prova.")

    esegui("carica_dimostrazione", "--ripristina")

    assert Ente.objects.get(slug="chieve").nota == ""


def test_la_dimostrazione_rifiutata_esce_con_una_frase():
    Ente.objects.create(slug="vero", denominazione="Comune Vero")

    with pytest.raises(CommandError, match="va caricata da sola"):
        esegui("carica_dimostrazione")


def test_senza_il_pdf_il_resto_della_dimostrazione_c_e(monkeypatch):
    def senza_librerie():
        raise ErroreDiLavoro("Manca Pango.")

    monkeypatch.setattr(dimostrazione, "carica_anno_prima", senza_librerie)
    uscita = esegui("carica_dimostrazione")
    assert "Manca l'anno prima del Comune di Esempio. Manca Pango." in uscita
    assert "segretario@esempio.test" in uscita


def test_senza_dimostrazione_non_ci_sono_utenti_da_elencare():
    assert esegui("utenti_dimostrazione").strip() == "La dimostrazione non è caricata."


def test_l_elenco_degli_utenti_porta_ruolo_indirizzo_e_password():
    esegui("carica_dimostrazione")

    riga = next(riga for riga in esegui("utenti_dimostrazione").splitlines() if riga.startswith("Revisore"))

    assert riga.split()[-2:] == ["revisore@esempio.test", dimostrazione.PAROLA]
