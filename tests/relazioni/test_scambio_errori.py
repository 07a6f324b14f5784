"""Ciò che arriva sbagliato riceve una frase che dice dove e che cosa ci si aspettava; nulla entra a metà."""

import json

import pytest

from enti.models import Ente
from relazioni.dimostrazione.generatore import documento
from relazioni.scambio import FileNonValido, importa_ciclo, leggi_documento, leggi_file
from relazioni.scambio.documento import MASSIMO

pytestmark = pytest.mark.django_db


def rifiuta(grezzo: bytes) -> list[str]:
    with pytest.raises(FileNonValido) as rifiuto:
        leggi_documento(grezzo)
    return rifiuto.value.errori


def errori(dati) -> list[str]:
    with pytest.raises(FileNonValido) as rifiuto:
        importa_ciclo(leggi_documento(json.dumps(dati).encode()))
    assert not Ente.objects.exists()
    return rifiuto.value.errori


@pytest.fixture
def dati():
    return documento(4, 2)


@pytest.mark.parametrize(
    ("grezzo", "frase"),
    [
        (b"", "Il file è vuoto."),
        (b"  \n ", "Il file è vuoto."),
        (b"ciao", "Il file non è JSON: alla riga 1, colonna 1 c'è qualcosa di inatteso."),
        (b"%PDF-1.7\n", "Il file non è JSON: alla riga 1, colonna 1 c'è qualcosa di inatteso."),
        (b'{"formato": "piao-ciclo",', "Il file è troncato: finisce alla riga 1 a metà di un dato."),
        (b'{"formato": "piao-cic', "Il file è troncato: finisce alla riga 1 a metà di un dato."),
        (b"[1, 2]", "Il file deve contenere un oggetto JSON, fra parentesi graffe."),
        (b"\xef\xbb\xbf{}", "Il file comincia con il segno d'ordine dei byte (BOM): salvalo in UTF-8 senza BOM."),
        ('{"a": 1}'.encode("utf-16"), "Il file è in UTF-16: salvalo in UTF-8."),
        ('{\n"a": "è"}'.encode("latin-1"), "Il file non è in UTF-8 (riga 2): salvalo in UTF-8."),
        (b'{"a": NaN}', "Il file contiene NaN, che non è un valore JSON."),
        (b'{"a": 1, "a": 2}', "La chiave «a» compare due volte nello stesso oggetto: a: 1, a: 2."),
        (b'{"a": "\x01"}', "C'è un carattere di controllo alla riga 1, colonna 8: toglilo."),
        (b"[" * 100_000, "Il file ha troppi livelli uno dentro l'altro."),
    ],
)
def test_cio_che_non_e_un_documento_si_rifiuta_con_una_frase(grezzo, frase):
    assert rifiuta(grezzo) == [frase]


def test_un_numero_di_migliaia_di_cifre_si_rifiuta():
    assert rifiuta(b'{"a": ' + b"9" * 5000 + b"}")[0].startswith("Il file contiene un numero che non si può leggere")


def test_un_file_troppo_grande_si_rifiuta_senza_leggerlo(tmp_path):
    enorme = tmp_path / "enorme.json"
    with enorme.open("wb") as file:
        file.truncate(MASSIMO + 1024 * 1024)

    with pytest.raises(FileNonValido, match="Il file pesa 51 MB: il massimo è 50 MB"):
        leggi_file(enorme)


def test_un_file_che_non_c_e_si_dice(tmp_path):
    with pytest.raises(FileNonValido, match="non esiste"):
        leggi_file(tmp_path / "nessuno.json")


def test_una_cartella_non_e_un_file(tmp_path):
    with pytest.raises(FileNonValido, match="è una cartella"):
        leggi_file(tmp_path)


def test_un_altro_formato_si_riconosce_dal_nome(dati):
    dati["formato"] = "altro"

    assert errori(dati) == ['formato: atteso "piao-ciclo", il nome di questo formato di scambio.']


def test_una_versione_futura_si_rifiuta(dati):
    dati["versione"] = 2

    assert errori(dati) == ["versione: questo programma legge la versione 1, trovato 2."]


def test_un_carattere_di_controllo_si_indica_con_il_suo_posto(dati):
    dati["obiettivi"][1]["titolo"] = "Prima\x00dopo"

    assert errori(dati) == ["obiettivi[1].titolo: contiene un carattere di controllo (U+0000): toglilo."]


def cambia(dati, percorso, valore):
    *passi, ultimo = percorso
    for passo in passi:
        dati = dati[passo]
    dati[ultimo] = valore


@pytest.mark.parametrize(
    ("percorso", "valore", "frase"),
    [
        (
            ("obiettivi", 3, "indicatori", 0, "target", 1, "valore"),
            "abc",
            'obiettivi[3].indicatori[0].target[1].valore: atteso un numero, trovato "abc".',
        ),
        (("obiettivi", 1, "titlo"), "x", "obiettivi[1].titlo: chiave sconosciuta; forse intendevi «titolo»."),
        (("obietivi",), [], "obietivi: chiave sconosciuta; forse intendevi «obiettivi»."),
        (("obiettivi", 1, "zzz"), "x", "obiettivi[1].zzz: chiave sconosciuta."),
        (("obiettivi", 1, "titolo"), 3, "obiettivi[1].titolo: atteso un testo fra virgolette, trovato 3."),
        (("obiettivi", 1, "titolo"), None, "obiettivi[1].titolo: atteso un testo fra virgolette, trovato null."),
        (("obiettivi", 1, "titolo"), "", 'obiettivi[1].titolo: atteso un testo, trovato "".'),
        (
            ("obiettivi", 1, "titolo"),
            "x" * 601,
            "obiettivi[1].titolo: attesi al massimo 600 caratteri, trovati 601.",
        ),
        (
            ("obiettivi", 1, "livello"),
            "medio",
            'obiettivi[1].livello: atteso uno fra strategico, operativo, trovato "medio".',
        ),
        (
            ("obiettivi", 1, "data_fine"),
            "31/12/2026",
            'obiettivi[1].data_fine: attesa una data come 2026-01-31, trovato "31/12/2026".',
        ),
        (
            ("obiettivi", 1, "data_fine"),
            "2026-02-30",
            'obiettivi[1].data_fine: attesa una data come 2026-01-31, trovato "2026-02-30".',
        ),
        (
            ("obiettivi", 1, "data_fine"),
            "2025-12-31",
            "obiettivi[1].data_fine: attesa una fine non anteriore a «data_inizio», trovato 2025-12-31.",
        ),
        (("obiettivi", 1, "prerequisito"), "sì", 'obiettivi[1].prerequisito: atteso true o false, trovato "sì".'),
        (
            ("obiettivi", 1, "prerequisito"),
            True,
            "obiettivi[1].peso: atteso nessun peso, perché l'obiettivo è un prerequisito.",
        ),
        (
            ("obiettivi", 1, "padre"),
            "s9",
            'obiettivi[1].padre: attesa una chiave dell\'elenco «obiettivi», trovato "s9".',
        ),
        (
            ("obiettivi", 1, "unita", 0, "unita"),
            "manca",
            'obiettivi[1].unita[0].unita: attesa una chiave dell\'elenco «unita», trovato "manca".',
        ),
        (("obiettivi", 2, "chiave"), "o1", 'obiettivi[2].chiave: "o1" c\'è già nello stesso elenco.'),
        (
            ("obiettivi", 2, "chiave"),
            "con spazi",
            'obiettivi[2].chiave: attese lettere, cifre, punti o trattini, trovato "con spazi".',
        ),
        (("obiettivi",), {}, "obiettivi: atteso un elenco, fra parentesi quadre, trovato {}."),
        (("ente",), [], "ente: atteso un oggetto, fra parentesi graffe, trovato []."),
        (("ciclo", "anno"), 2026.5, "ciclo.anno: atteso un numero intero, trovato 2026.5."),
        (("ciclo", "anno"), -1, "ciclo.anno: atteso un numero non inferiore a 0, trovato -1."),
        (("ciclo", "anno"), 99999, "ciclo.anno: atteso un numero non superiore a 32767, trovato 99999."),
        (
            ("ente", "codice_istat"),
            "12",
            'ente.codice_istat: Servono esattamente 6 cifre. Trovato "12".',
        ),
        (
            ("obiettivi", 1, "fasi", 0, "mesi"),
            ["2026-13"],
            'obiettivi[1].fasi[0].mesi: I mesi vanno scritti come «2026-07». Trovato ["2026-13"].',
        ),
        (
            ("obiettivi", 1, "classificazioni", 0, "codice"),
            "z",
            'obiettivi[1].classificazioni[0].codice: atteso uno fra a, b, c, d, e, f, g, h, trovato "z".',
        ),
        (
            ("obiettivi", 1, "assegnazioni", 0),
            {"ruolo": "responsabile"},
            "obiettivi[1].assegnazioni[0]: attesa una persona, un incarico o un gruppo: uno solo dei tre.",
        ),
        (
            ("obiettivi", 1, "indicatori", 0, "target", 0),
            {"anno": 2026, "valore_massimo": "3"},
            "obiettivi[1].indicatori[0].target[0].valore: "
            "atteso l'inizio dell'intervallo, perché c'è «valore_massimo».",
        ),
        (
            ("popolazione",),
            [{"alla_data": "2025-12-31", "maschi": 3}],
            "popolazione[0]: attesi «maschi» e «femmine», oppure soltanto «totale_rilevato».",
        ),
        (
            ("ente", "appartenenze"),
            [{"comune": "Borgo", "ente_comune": "borgo"}],
            "ente.appartenenze[0].ente_comune: atteso un ente già presente qui, trovato «borgo».",
        ),
        (
            ("ente", "stemma"),
            "bm9uIHVuJ2ltbWFnaW5l",
            "ente.stemma: attesa un'immagine PNG o JPEG di al massimo 1 MB, in base64.",
        ),
        (
            ("ente", "stemma"),
            "non base64!",
            "ente.stemma: attesa un'immagine PNG o JPEG di al massimo 1 MB, in base64.",
        ),
    ],
)
def test_l_errore_dice_dove_e_che_cosa_ci_si_aspettava(dati, percorso, valore, frase):
    cambia(dati, percorso, valore)

    assert frase in errori(dati)


def test_un_decimale_fuori_misura_non_arriva_al_database(dati):
    dati["obiettivi"][1]["peso"] = "1.123456789"

    assert errori(dati)[0].startswith("obiettivi[1].peso: ")


def test_una_proprieta_necessaria_che_manca_si_nomina(dati):
    del dati["obiettivi"][1]["titolo"]

    assert errori(dati) == ["obiettivi[1].titolo: manca, e serve."]


def test_un_giro_di_unita_si_racconta(dati):
    dati["unita"] = [
        {"chiave": "unita-1", "denominazione": "Una", "padre": "unita-2"},
        {"chiave": "unita-2", "denominazione": "Due", "padre": "unita-1"},
    ]

    assert errori(dati) == ["unita[0].padre: il legame torna su sé stesso (unita-1 → unita-2 → unita-1)."]


def test_un_obiettivo_non_discende_da_se_stesso(dati):
    dati["obiettivi"][1]["padre"] = "o1"

    assert errori(dati) == ["obiettivi[1].padre: il legame torna su sé stesso (o1 → o1)."]


def test_gli_errori_si_dicono_tutti_insieme_ma_non_piu_di_cinquanta():
    dati = documento(80, 1)
    for obiettivo in dati["obiettivi"]:
        obiettivo["sbagliata"] = 1

    trovati = errori(dati)

    assert len(trovati) == 51
    assert trovati[-1] == "… e altri 30 errori."


def test_piu_errori_di_genere_diverso_escono_insieme(dati):
    dati["obiettivi"][1]["padre"] = "nessuno"
    dati["obiettivi"][2]["data_fine"] = "2020-01-01"

    assert len(errori(dati)) == 2


def test_due_target_dello_stesso_anno_si_rifiutano(dati):
    target = dati["obiettivi"][1]["indicatori"][0]["target"]
    target.append(target[0])

    assert errori(dati) == ["obiettivi[1].indicatori[0].target[3].anno: 2026 c'è già nello stesso elenco."]


@pytest.mark.parametrize(
    ("documento_suo", "capitolo"), [("piano", "pagamenti"), ("relazione", "strategia"), ("relazione", "premessa")]
)
def test_un_testo_nel_capitolo_di_un_altro_documento_si_rifiuta_dicendo_dove(dati, documento_suo, capitolo):
    testo = {"documento": documento_suo, "chiave": "x", "capitolo": capitolo, "titolo": "X", "testo": "<p>X</p>"}
    dati["sezioni"] = [testo]
    (frase,) = errori(dati)
    assert frase.startswith("sezioni[0].capitolo: atteso uno fra ")
    assert frase.endswith(f'trovato "{capitolo}".')
