"""Il giro sa trovare: un punteggio e un nome messi apposta in un file si trovano, comunque siano scritti."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from weasyprint import HTML, Attachment

from piao.base.ods import in_ods
from piao.base.tabelle import Foglio, in_csv, in_xlsx
from tests.relazioni.giro_pubblico import (
    file_di_conteggi,
    in_ogni_forma,
    leggi,
    numeri_trovati,
    riconoscibile,
    soldi_scritti,
    tracce,
    trovati,
)

D = Decimal
PUNTEGGIO, PREMIO, NOME = D("87.4391"), D("1234.57"), "Cognomesegreto"
RIGA = [NOME, PUNTEGGIO, PREMIO]


def _zip(nome, contenuto):
    uscita = BytesIO()
    with ZipFile(uscita, "w") as archivio:
        archivio.writestr(nome, contenuto)
    return uscita.getvalue()


def _pdf(testo="", *allegati):
    pagina = HTML(string=f"<p>{testo}</p>")
    return pagina.write_pdf(attachments=[Attachment(string=uno, name="dati") for uno in allegati])


def _csv():
    return in_csv(["chi", "punteggio", "premio"], [RIGA])


def _xlsx():
    return in_xlsx("Dati", ["chi", "punteggio", "premio"], [RIGA])


def _ods():
    return in_ods([Foglio("Dati", ["chi", "punteggio", "premio"], [RIGA])])


PIANTATI = {
    "pagina": lambda: b"<td>Cognomesegreto</td><td>87,4391</td><td>1.234,57</td>",
    "json": lambda: b'{"chi":"Cognomesegreto","valori":[87.4391,1234.57]}',
    "csv": _csv,
    "xlsx": _xlsx,
    "ods": _ods,
    "ods nello zip": lambda: _zip("dati.ods", _ods()),
    "pdf": lambda: _pdf("Cognomesegreto ha 87,4391 e prende 1.234,57&nbsp;€"),
    "csv allegato al pdf": lambda: _pdf("", _csv()),
    "xlsx allegato al pdf nello zip": lambda: _zip("atto.pdf", _pdf("", _xlsx())),
}


@pytest.mark.parametrize("dove", PIANTATI)
def test_cio_che_e_messo_apposta_in_un_file_si_trova(dove):
    testi = leggi({"/qui": (200, PIANTATI[dove]())})
    assert trovati(testi, [NOME]) == {("/qui", NOME.casefold())}
    assert numeri_trovati(testi, [PUNTEGGIO])
    assert numeri_trovati(testi, [PREMIO])


def test_un_nome_tutto_maiuscolo_si_trova():
    assert trovati([("/qui", "COGNOMESEGRETO")], [NOME])


SCRITTI = (
    *("1.234,57", "1234,57", "1234.57", "1.234,57€", "€1234.57", "1234,6", "123457"),
    *("12.5,1234.57,3", "[3,1234.57]", "M1234.57,2"),
)


@pytest.mark.parametrize("scritto", SCRITTI)
def test_un_importo_si_trova_in_ogni_forma(scritto):
    assert numeri_trovati([("/qui", f"pari a {scritto}.")], tracce(PREMIO))


@pytest.mark.parametrize("scritto", ["11.234,57", "1234,579", "21234.57", "1234", "a123457f", "ottobre 2026"])
def test_un_numero_diverso_non_si_trova(scritto):
    assert numeri_trovati([("/qui", scritto)], tracce(PREMIO)) == set()


def test_di_un_punteggio_si_cercano_gli_arrotondamenti_che_si_riconoscono():
    assert tracce(PUNTEGGIO) == {D("87.4391"), D("87.439"), D("87.44")}
    assert in_ogni_forma(D("87.5")) == {"87.5", "87,5", "87.50", "87,50", "87.5000", "87,5000"}


@pytest.mark.parametrize(
    ("valore", "si"), [("87.4391", True), ("87.44", True), ("87.4", False), ("2026", False), ("12346", True)]
)
def test_un_numero_comune_non_si_cerca(valore, si):
    assert riconoscibile(D(valore)) is si


def test_si_leggono_gli_importi_da_mille_in_su():
    testi = [("/a", "1.234,57 e 12,50"), ("/b", '{"n": "16370.7"}, 87.4391, 2026')]
    assert soldi_scritti(testi) == {D("1234.57"), D("16370.7")}


def test_i_conteggi_si_leggono_per_riga_e_per_colonna_con_il_totale():
    celle = [("alta", 5), ("bassa", ""), ("Totale", 9), ("alta", 7), ("bassa", ""), ("Totale", 12)]
    righe = [["Bande", posto // 3, *cella] for posto, cella in enumerate(celle)]
    nomi = [["Bande", 0, "Categoria", "EQ"], ["Bande", 1, "Categoria", "Totale"]]
    testo = in_csv(["tabella", "riga", "colonna", "valore"], nomi + righe).decode()
    assert sorted(file_di_conteggi([("/a", testo)]), key=str) == [
        ([5], 7), ([5], 9), ([7], 12), ([9], 12), ([], None),
    ]  # fmt: skip


def test_i_conteggi_allegati_alla_relazione_si_leggono_per_gruppo_e_per_fascia():
    righe = [["punteggi", "EQ", "alta", 5], ["punteggi", "Totale", "alta", 7], ["medie", "Tutti", "", 12]]
    testo = in_csv(["tabella", "gruppo", "fascia", "persone"], righe).decode()
    assert sorted(file_di_conteggi([("/a", testo)]), key=str) == [([5], 7), ([5], None), ([7], None), ([], 12)]
