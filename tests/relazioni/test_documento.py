"""Il PDF vero: accessibile, d'archivio, con i dati dentro e senza nomi. E il comando che lo scrive dal terminale."""

import json
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from enti.models import Persona
from obiettivi.models import Ciclo
from relazioni.contenuto import componi_piano
from relazioni.contenuto.dati import in_json
from relazioni.lavori import conta_pagine, scrivi_piano
from relazioni.management.commands import genera_documento
from relazioni.stampa import allegati, html_pdf
from tests.base.uacheck import controlla
from tests.fabbriche import CicloFactory
from tests.relazioni.scene import ciclo_ricco

DIMOSTRAZIONE = "relazioni/dimostrazione"
# L'ente completo in ogni campo e un ente vero con 127 obiettivi di cui si sa soltanto il titolo.
ENTI = ("esempio", "offanengo")


@pytest.fixture(scope="module")
def documenti(django_db_setup, django_db_blocker, tmp_path_factory):
    """I Piani di due enti della dimostrazione, prodotti una volta sola: contenuto e PDF."""
    with django_db_blocker.unblock(), transaction.atomic():
        prodotti = {nome: _prodotto(nome) for nome in ENTI}
        prodotti["persone"] = list(Persona.objects.values_list("nome", "cognome"))
        transaction.set_rollback(True)
    return prodotti


def _prodotto(nome):
    call_command("importa_ciclo", f"{DIMOSTRAZIONE}/{nome}.json", stdout=StringIO())
    ciclo = Ciclo.objects.get(ente__slug=nome)
    piano = componi_piano(ciclo)
    return piano, scrivi_piano(ciclo, piano)


@pytest.mark.parametrize("ente", ENTI)
def test_il_pdf_supera_il_controllo_di_accessibilita_e_archiviazione(documenti, ente):
    assert controlla(documenti[ente][1]) == {}


@pytest.mark.parametrize("ente", ENTI)
def test_il_pdf_porta_dentro_gli_stessi_dati(documenti, ente):
    piano, pdf = documenti[ente]
    with pikepdf.open(BytesIO(pdf)) as aperto:
        allegato = aperto.attachments["piano.json"].get_file().read_bytes()
        nomi = sorted(aperto.attachments)
    assert allegato == in_json(piano)
    assert nomi == sorted(uno.nome for uno in allegati(piano))


def test_il_pdf_ha_titolo_lingua_e_segnalibri(documenti):
    with pikepdf.open(BytesIO(documenti["esempio"][1])) as aperto:
        assert str(aperto.Root.Lang) == "it"
        assert "Comune di Esempio" in str(aperto.docinfo["/Title"])
        with aperto.open_outline() as segnalibri:
            assert [uno.title for uno in segnalibri.root][1] == "1. Premessa"


def test_le_pagine_contate_sono_quelle_vere(documenti):
    pdf = documenti["offanengo"][1]
    with pikepdf.open(BytesIO(pdf)) as aperto:
        assert conta_pagine(pdf) == len(aperto.pages)


def test_centoventisette_titoli_fanno_un_documento_breve(documenti):
    piano, pdf = documenti["offanengo"]
    assert len([o for o in piano.obiettivi if not o.strategico]) == 127
    assert conta_pagine(pdf) <= 30


def test_nessun_nome_della_dimostrazione_esce(documenti):
    piano, _ = documenti["esempio"]
    uscite = " ".join([html_pdf(piano), *(uno.contenuto.decode() for uno in allegati(piano))])
    nomi = {forma for nome, cognome in documenti["persone"] for forma in (f"{nome} {cognome}", f"{cognome} {nome}")}
    assert len(nomi) > 40
    assert {nome for nome in nomi if nome in uscite} == set()


# ---- il comando ---------------------------------------------------------------------------------------------


@pytest.fixture
def pdf_finto(monkeypatch):
    monkeypatch.setattr(genera_documento, "scrivi_piano", lambda ciclo, piano: b"%PDF /Type /Pages /Count 4")


def _genera(*argomenti):
    uscita, errori = StringIO(), StringIO()
    call_command("genera_documento", "piano", *map(str, argomenti), stdout=uscita, stderr=errori)
    return uscita.getvalue(), errori.getvalue()


@pytest.mark.django_db
def test_il_comando_scrive_pdf_e_html_e_dice_quante_pagine(tmp_path, pdf_finto):
    ciclo, file = ciclo_ricco(), tmp_path / "piano.pdf"
    detto, _ = _genera("--ente", ciclo.ente.slug, "--anno", 2026, "--uscita", file, "--html", tmp_path / "piano.html")
    assert file.read_bytes().startswith(b"%PDF")
    assert "Tempi certi" in (tmp_path / "piano.html").read_text()
    assert "4 pagine" in detto
    assert sorted(uno.name for uno in tmp_path.iterdir()) == ["piano.html", "piano.pdf"]


@pytest.mark.django_db
def test_il_comando_avverte_delle_variabili_senza_valore(tmp_path, pdf_finto):
    ciclo = ciclo_ricco()
    ciclo.sezioni.create(chiave="sintesi", titolo="x", testo="<p>{{ atto_piao }}</p>")
    _, errori = _genera("--ente", ciclo.ente.slug, "--anno", 2026, "--uscita", tmp_path / "p.pdf")
    assert "«atto_piao» non ha un valore" in errori


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ente", "anno", "frase"),
    [("mai-visto", 2026, "nessun ciclo per «mai-visto»"), ("prova", 2030, "non ha il ciclo 2030: ha 2026")],
)
def test_un_ciclo_che_non_c_e_si_dice(tmp_path, ente, anno, frase):
    CicloFactory(ente__slug="prova", anno=2026)
    with pytest.raises(CommandError, match=frase):
        _genera("--ente", ente, "--anno", anno, "--uscita", tmp_path / "p.pdf")


@pytest.mark.django_db
def test_un_file_che_non_si_puo_scrivere_si_dice(tmp_path, pdf_finto):
    ciclo = CicloFactory()
    with pytest.raises(CommandError, match="Non posso scrivere"):
        _genera("--ente", ciclo.ente.slug, "--anno", 2026, "--uscita", tmp_path / "non-c-e" / "p.pdf")


def test_il_json_si_rilegge(documenti):
    assert json.loads(in_json(documenti["esempio"][0]))["formato"] == "piano-della-performance"
