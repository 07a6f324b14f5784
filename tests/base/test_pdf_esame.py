"""Che cosa manca a un PDF, a guardarlo da fuori."""

import zlib

import pytest

from piao.base.pdf.esame import SERVONO, mancanze

INTESTAZIONE = b"%PDF-1.7\n"


def compresso(contenuto):
    return b"1 0 obj\n<</Type /ObjStm /N 3>>\nstream\n" + zlib.compress(contenuto) + b"\nendstream\nendobj\n"


def test_a_un_file_qualsiasi_manca_tutto():
    assert mancanze(b"una scansione") == tuple(SERVONO)


@pytest.mark.parametrize("avvolgi", [lambda segni: segni, compresso], ids=["in chiaro", "in un flusso compresso"])
def test_trova_i_segni_ovunque_siano(avvolgi):
    assert mancanze(INTESTAZIONE + avvolgi(b" ".join(SERVONO.values()))) == ()


@pytest.mark.parametrize(("nome", "segno"), SERVONO.items())
def test_nomina_cio_che_manca(nome, segno):
    altri = b" ".join(altro for altro in SERVONO.values() if altro != segno)
    assert mancanze(INTESTAZIONE + altri) == (nome,)


def test_un_flusso_rovinato_non_conta():
    rotto = b"<</Type /ObjStm>>\nstream\nnon compresso\nendstream"
    assert mancanze(INTESTAZIONE + rotto) == tuple(SERVONO)
