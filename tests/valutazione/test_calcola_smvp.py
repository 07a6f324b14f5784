"""Il comando `calcola_smvp`: che cosa scrive, dove, con quale uscita."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.valutazione.aiuti import SOGLIA

GIUSTO = {
    "id": "A",
    "configurazione": {"premio": {"fasce": SOGLIA}},
    "input": {"p": {"punteggio": 80, "base": 100}},
    "atteso": {"p": {"punteggio": "80.00", "percentuale": "100.0000", "premio": "100.00"}},
}
ROTTO = {"id": "B", "configurazione": {}, "input": {"p": {}}, "atteso": {}}
DIVERSO = GIUSTO | {"id": "C", "atteso": {"p": {"punteggio": "81.00", "percentuale": "100.0000", "premio": "100.00"}}}


def calcola(tmp_path, *casi, **opzioni):
    file = tmp_path / "casi.json"
    file.write_text(json.dumps({"casi": list(casi)}))
    fuori, errori = io.StringIO(), io.StringIO()
    uscita = 0
    try:
        call_command("calcola_smvp", str(file), stdout=fuori, stderr=errori, **opzioni)
    except SystemExit as fine:
        uscita = fine.code
    return uscita, fuori.getvalue(), errori.getvalue()


def test_scrive_gli_esiti_nella_forma_di_atteso(tmp_path):
    uscita, fuori, errori = calcola(tmp_path, GIUSTO)
    assert json.loads(fuori) == {"casi": [{"id": "A", "esito": GIUSTO["atteso"]}]}
    assert (uscita, errori) == (0, "")


def test_un_caso_che_non_si_calcola_non_ferma_gli_altri(tmp_path):
    _, fuori, _ = calcola(tmp_path, ROTTO, GIUSTO, 3)
    rotto, giusto, nemmeno_un_caso = json.loads(fuori)["casi"]
    assert rotto["errore"].startswith("Prova «p»: Serve una")
    assert "esito" in giusto
    assert nemmeno_un_caso["id"] == "casi[2]"


def test_col_confronto_se_tutto_torna_esce_con_zero(tmp_path):
    assert calcola(tmp_path, GIUSTO, confronta=True)[:2] == (0, "1 casi, 0 differenze.\n")


@pytest.mark.parametrize(
    ("caso", "frase"),
    [
        (DIVERSO, 'C.p.punteggio: atteso "81.00", calcolato "80.00".'),
        (ROTTO, "B: Prova «p»: Serve una"),
        (3, "casi[1]: documento: atteso un oggetto"),
        ({k: v for k, v in GIUSTO.items() if k != "atteso"}, "A: manca «atteso»"),
    ],
)
def test_col_confronto_stampa_le_differenze_ed_esce_con_uno(tmp_path, caso, frase):
    uscita, fuori, _ = calcola(tmp_path, GIUSTO, caso, confronta=True)
    assert uscita == 1
    assert frase in fuori
    assert fuori.endswith("2 casi, 1 differenze.\n")


def test_spiega_scrive_i_passi_accanto_senza_sporcare_i_risultati(tmp_path):
    _, fuori, errori = calcola(tmp_path, GIUSTO, spiega=True)
    assert json.loads(fuori)
    assert "A.p: fascia: valore della fascia (punteggio 80, cercato 80, fascia “da 60”) = 100" in errori


def test_un_fatto_inutile_si_segnala_accanto(tmp_path):
    con_refuso = GIUSTO | {"input": {"p": {"punteggio": 80, "bsae": 100}}}
    _, _, errori = calcola(tmp_path, con_refuso)
    assert "A.p: attenzione, «bsae» non serve a nessun conto; forse intendevi «base»." in errori


def test_un_file_illeggibile_e_un_errore_del_comando(tmp_path):
    with pytest.raises(CommandError, match="non si può aprire"):
        call_command("calcola_smvp", str(tmp_path / "manca.json"))
