"""Ciò che capita di rado ai documenti e ai file di scambio: dati a metà, file sbagliati, vincoli dell'archivio."""

import base64
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from io import BytesIO
from unittest.mock import patch

import pytest
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError
from PIL import Image

from obiettivi.models import Assegnazione
from relazioni.contenuto.obiettivi import destinatario
from relazioni.contenuto.tipi import (
    AnnoPopolazione,
    DatiEnte,
    DatiIndicatore,
    DatiObiettivo,
    DatiPersonale,
    Frontespizio,
    Linea,
    Piano,
    RigaPersonale,
)
from relazioni.dimostrazione.generatore import documento
from relazioni.scambio import FileNonValido, esporta_ciclo, importa_ciclo
from relazioni.scambio.documento import MASSIMO, leggi_documento
from relazioni.stampa.contesto import organizzazione, popolazione
from relazioni.stampa.obiettivi import disegno_albero, in_evidenza

PIANO = Piano(DatiEnte("Comune di Prova", "comune"), Frontespizio("Piano", 2026, "2026-2028", (2026,), "A", True))
UNO = DatiObiettivo(1, "operativo", "Tempi certi", "bozza")


def nomi(blocchi):
    return [blocco.nome for blocco in blocchi]


def parole(blocchi):
    return " ".join(str(blocco.dato) for blocco in blocchi)


# ---- popolazione e personale --------------------------------------------------------------------------------


def anni(*righe):
    return replace(
        PIANO, popolazione=tuple(AnnoPopolazione(date(2020 + i, 12, 31), *riga) for i, riga in enumerate(righe))
    )


def test_senza_popolazione_non_c_e_il_paragrafo():
    assert popolazione(PIANO) == []


def test_un_anno_solo_ha_la_tabella_e_non_il_grafico():
    assert nomi(popolazione(anni((5000, 2400, 2600)))) == ["titolo", "tabella"]


def test_con_i_soli_totali_il_grafico_e_una_linea_e_con_i_generi_sono_colonne():
    linea, colonne = popolazione(anni((5000,), (5100,))), popolazione(anni((5000, 2400, 2600), (5100, 2450, 2650)))
    assert nomi(linea) == nomi(colonne) == ["titolo", "figura", "tabella"]
    assert "Residenti" in linea[1].dato.disegno
    assert "Maschi" in colonne[1].dato.disegno


def test_un_aumento_ha_il_segno_piu_e_un_calo_il_meno():
    righe = anni((5000,), (5100,), (5050,)).popolazione
    con_variazioni = (
        righe[0],
        replace(righe[1], variazione=100, variazione_percento=D("2")),
        replace(righe[2], variazione=-50, variazione_percento=D("-0.98")),
    )
    scritto = parole(popolazione(replace(PIANO, popolazione=con_variazioni)))
    assert all(parte in scritto for parte in ("+100", "+2,00%", "\u221250", "\u22120,98%"))


@pytest.mark.parametrize(
    ("personale", "blocchi"),
    [
        (DatiPersonale(2025, None), []),
        (DatiPersonale(2025, 24), ["titolo", "numeri"]),
        (DatiPersonale(2025, None, spesa=D("100.50"), irap=D("100.50")), ["titolo", "numeri", "tabella"]),
        (
            DatiPersonale(
                2025, 3, righe=(RigaPersonale("Tributi", 1, 2, 3),), uomini=1, donne=2,
                uomini_percento=D("33.3"), donne_percento=D("66.7"),
            ),
            ["titolo", "numeri", "figura", "tabella"],
        ),
    ],
)  # fmt: skip
def test_del_personale_esce_solo_ciò_che_si_sa(personale, blocchi):
    assert nomi(organizzazione(replace(PIANO, personale=personale))) == blocchi


# ---- obiettivi --------------------------------------------------------------------------------------------------


def test_un_piano_senza_obiettivi_lo_dice():
    assert "non riporta ancora obiettivi" in parole(in_evidenza(PIANO))


@pytest.mark.parametrize(
    ("obiettivi", "frase"),
    [
        ((UNO,), "non riporta indicatori né valori attesi"),
        ((UNO, replace(UNO, numero=2, indicatori=(DatiIndicatore("I"),))), "1"),
        ((replace(UNO, indicatori=(DatiIndicatore("I"),)),), ""),
    ],
)
def test_la_mancanza_di_indicatori_si_dice_una_volta_sola(obiettivi, frase):
    note = [blocco for blocco in in_evidenza(replace(PIANO, obiettivi=obiettivi)) if blocco.nome == "testo"]
    assert len(note) == bool(frase)
    assert frase in parole(note)


STRATEGICO = DatiObiettivo(9, "strategico", "Un comune vicino", "validato")


@pytest.mark.parametrize(
    ("operativi", "frase"),
    [
        ((UNO,), "Gli obiettivi operativi non sono collegati"),
        ((UNO, replace(UNO, numero=2, padre=9)), "Obiettivi operativi non collegati"),
        ((replace(UNO, padre=9, padre_certo=False),), "che il documento di origine non scrive: 1"),
        ((replace(UNO, padre=9),), ""),
        ((replace(UNO, linea=4),), ""),
    ],
)
def test_sotto_l_albero_si_dice_che_cosa_non_e_collegato(operativi, frase):
    piano = replace(PIANO, obiettivi=(STRATEGICO, *operativi), linee=(Linea(4, "Linea"),))
    note = [blocco for blocco in disegno_albero(piano) if blocco.nome == "testo"]
    assert len(note) == bool(frase)
    assert frase in parole(note)


def test_senza_strategici_non_c_e_albero():
    assert disegno_albero(replace(PIANO, obiettivi=(UNO,))) == []


def test_di_una_persona_non_si_scrive_il_nome_ma_dove_lavora():
    assegnazione = Assegnazione(persona_id=7)
    assert destinatario(assegnazione, {7: "Tributi"}) == "un dipendente di Tributi"
    assert destinatario(assegnazione, {}) == "un dipendente"


# ---- file di scambio ----------------------------------------------------------------------------------------------


def test_un_file_troppo_grande_si_rifiuta_prima_di_leggerlo():
    with pytest.raises(FileNonValido, match=r"pesa \d+ MB: il massimo"):
        leggi_documento(b" " * (MASSIMO + 1))


@pytest.mark.parametrize(
    "grezzo", [b"", b"[]", b"null", b"42", b'"x"', b"{", b"\xff\xfe", b'{"formato": 1}', b"{} {}"]
)
def test_un_file_che_non_e_un_documento_e_una_frase(grezzo):
    with pytest.raises(FileNonValido) as errore:
        leggi_documento(grezzo)
    assert all(frase.endswith((".", "»")) for frase in errore.value.errori)


def png(lato=4):
    scritto = BytesIO()
    Image.new("RGB", (lato, lato)).save(scritto, "PNG")
    return scritto.getvalue()


@pytest.mark.django_db
def test_lo_stemma_va_e_torna_nel_file():
    dati = documento(2, 1)
    dati["ente"]["stemma"] = base64.b64encode(png()).decode()
    ciclo, _ = importa_ciclo(dati)
    assert esporta_ciclo(ciclo)["ente"]["stemma"] == dati["ente"]["stemma"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stemma", ["non è base64", base64.b64encode(b"<svg/>").decode(), base64.b64encode(png() + b"\0" * 2**20).decode()]
)
def test_uno_stemma_che_non_e_un_immagine_o_pesa_troppo_si_rifiuta(stemma):
    dati = documento(2, 1)
    dati["ente"]["stemma"] = stemma
    with pytest.raises(FileNonValido, match="attesa un'immagine PNG o JPEG"):
        importa_ciclo(dati)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("guasto", "frase"),
    [
        (ProtectedError("un obiettivo", set()), "Non si può togliere ciò da cui dipende altro: un obiettivo"),
        (IntegrityError("doppione"), "non rispettano un vincolo dell'archivio: doppione."),
        (DataError("troppo lungo"), "non rispettano un vincolo dell'archivio: troppo lungo."),
    ],
)
def test_un_vincolo_dell_archivio_diventa_una_frase(guasto, frase):
    with patch("relazioni.scambio.importa._importa", side_effect=guasto), pytest.raises(FileNonValido, match=frase):
        importa_ciclo(documento(2, 1))
