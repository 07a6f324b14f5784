"""Le bozze degli atti: i segnaposto si riempiono, nient'altro si esegue, ciò che manca si vede."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relazioni.contenuto.atto import ELENCHI, SEGNAPOSTO
from relazioni.models import FormatoAtto, TipoAtto
from relazioni.modulistica import ModelloIllegibile, compila, controlla_modello, modello_nostro

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
CORPO = {"docx": "word/document.xml", "odt": "content.xml"}


def archivio(**parti):
    uscita = BytesIO()
    with zipfile.ZipFile(uscita, "w") as zip_:
        for nome, contenuto in parti.items():
            zip_.writestr(nome.replace("__", "/"), contenuto)
    return uscita.getvalue()


def docx(corpo, **altre):
    testo = f"<w:document {W}><w:body>{corpo}</w:body></w:document>"
    return archivio(**{"word__document.xml": testo}, **altre)


def odt(corpo):
    testo = f"<office:document-content {ODF}><office:body><office:text>{corpo}</office:text></office:body>"
    return archivio(**{"content.xml": f"{testo}</office:document-content>"})


def dentro(contenuto, parte):
    return zipfile.ZipFile(BytesIO(contenuto)).read(parte).decode()


def parole(contenuto, formato):
    """Il testo di ogni paragrafo."""
    radice = ElementTree.fromstring(dentro(contenuto, CORPO[formato]))
    paragrafi = [n for n in radice.iter() if n.tag.endswith(("main}p", "text:1.0}p", "text:1.0}h"))]
    return ["".join(paragrafo.itertext()) for paragrafo in paragrafi]


def tratti(*pezzi):
    return "<w:p>" + "".join(f"<w:r><w:t>{pezzo}</w:t></w:r>" for pezzo in pezzi) + "</w:p>"


# ---- riempire --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pezzi", "atteso"),
    [
        (["Al {{ ente }}."], "Al Comune."),
        (["Al {{ente}}."], "Al Comune."),
        (["Al {", "{ en", "te }", "}."], "Al Comune."),
        (["{{ ente }} {{ anno }} {{ ente }}"], "Comune 2026 Comune"),
        (["{{ en", "te }} e {{ an", "no }}"], "Comune e 2026"),
        (["{{ ignoto }}"], "[manca: ignoto]"),
        (["{{ vuoto }} resta"], "[manca: vuoto] resta"),
        (["{ ente } {{ non chiuso"], "{ ente } {{ non chiuso"),
        (["{% if 1 %}{{ 7*7 }}"], "{% if 1 %}[manca: 7*7]"),
    ],
)
def test_un_segnaposto_si_riempie_anche_a_cavallo_di_piu_tratti(pezzi, atteso):
    valori = {"ente": "Comune", "anno": "2026", "vuoto": ""}
    assert parole(compila(docx(tratti(*pezzi)), valori, {}).contenuto, "docx") == [atteso]


def test_il_valore_prende_l_aspetto_del_primo_tratto():
    corpo = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ en</w:t></w:r><w:r><w:t>te }} fine</w:t></w:r></w:p>"
    xml = dentro(compila(docx(corpo), {"ente": "Comune"}, {}).contenuto, CORPO["docx"])
    assert re.search(r"<w:b/></w:rPr><w:t[^>]*>Comune</w:t></w:r><w:r><w:t[^>]*> fine<", xml)


def test_cio_che_manca_si_elenca_una_volta_sola_nell_ordine_in_cui_si_legge():
    corpo = tratti("{{ b }} {{ a }}") + tratti("{{ b }}")
    assert compila(docx(corpo), {}, {}).mancanti == ("b", "a")


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_un_valore_qualsiasi_resta_testo(valore):
    contenuto = compila(docx(tratti("«{{ ente }}»")), {"ente": valore}, {}).contenuto
    assert parole(contenuto, "docx") == [f"«{valore}»"]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_comunque_word_spezzi_il_testo_il_risultato_e_lo_stesso(tagli):
    intero, pezzi, posto = "Il {{ ente }} nel {{ anno }}.", [], 0
    for taglio in tagli:
        pezzi.append(intero[posto : posto + taglio])
        posto += taglio
    pezzi.append(intero[posto:])
    contenuto = compila(docx(tratti(*pezzi)), {"ente": "Comune", "anno": "2026"}, {}).contenuto
    assert parole(contenuto, "docx") == ["Il Comune nel 2026."]


@pytest.mark.parametrize(
    ("corpo", "atteso"),
    [
        ("<text:p>Al {{ ente }}.</text:p>", ["Al Comune."]),
        ("<text:h>{{ en<text:span>te</text:span> }}!</text:h>", ["Comune!"]),
        ("<text:p><text:span>{{</text:span> ente <text:span>}}</text:span> fine</text:p>", ["Comune fine"]),
        ("<text:p>{{ ente }}<text:tab/>{{ anno }}</text:p>", ["Comune2026"]),
        ("<text:p>Prima<!-- {{ ente }} --> {{ ente }}</text:p>", ["Prima Comune"]),
    ],
)
def test_in_un_odt_il_testo_misto_si_riempie_allo_stesso_modo(corpo, atteso):
    contenuto = compila(odt(corpo), {"ente": "Comune", "anno": "2026"}, {}).contenuto
    assert parole(contenuto, "odt") == atteso


def test_si_riempiono_anche_intestazioni_e_pie_di_pagina():
    modello = docx(tratti("Corpo"), **{"word__header1.xml": f"<w:hdr {W}>{tratti('{{ ente }}')}</w:hdr>"})
    contenuto = compila(modello, {"ente": "Comune"}, {}).contenuto
    assert ">Comune<" in dentro(contenuto, "word/header1.xml")


def test_cio_che_non_e_testo_resta_byte_per_byte():
    modello = docx(tratti("x"), **{"word__media__stemma.png": b"\x89PNG\x00", "word__styles.xml": "<a>{{ ente }}</a>"})
    contenuto = compila(modello, {"ente": "Comune"}, {}).contenuto
    letto = zipfile.ZipFile(BytesIO(contenuto))
    assert (letto.read("word/media/stemma.png"), letto.read("word/styles.xml")) == (
        b"\x89PNG\x00",
        b"<a>{{ ente }}</a>",
    )


def test_una_casella_di_testo_si_riempie_una_volta_sola():
    casella = f"<w:p><w:r><w:t>Fuori {{{{ ente }}}}</w:t><w:pict>{tratti('Dentro {{ ente }}')}</w:pict></w:r></w:p>"
    xml = dentro(compila(docx(casella), {"ente": "Comune"}, {}).contenuto, CORPO["docx"])
    assert ("Fuori Comune" in xml, "Dentro Comune" in xml, xml.count("Comune")) == (True, True, 2)


# ---- ripetere --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("voci", "attese"), [(["A", "B", "C"], ["A", "B", "C"]), (["A"], ["A"]), ([], ["–"])])
def test_un_elenco_ripete_il_suo_paragrafo_una_volta_per_voce(voci, attese):
    corpo = tratti("Prima") + tratti("{{ alle", "gati }}") + tratti("Dopo")
    contenuto = compila(docx(corpo), {}, {"allegati": voci}).contenuto
    assert parole(contenuto, "docx") == ["Prima", *attese, "Dopo"]


def test_accanto_alla_voce_restano_le_altre_parole():
    contenuto = compila(docx(tratti("{{ ente }}: {{ allegati }};")), {"ente": "C"}, {"allegati": ["A", "B"]}).contenuto
    assert parole(contenuto, "docx") == ["C: A;", "C: B;"]


def test_in_un_odt_si_ripete_il_punto_d_elenco():
    punto = "<text:list><text:list-item><text:p>{{ allegati }}</text:p></text:list-item></text:list>"
    xml = dentro(compila(odt(punto), {}, {"allegati": ["A", "B"]}).contenuto, CORPO["odt"])
    assert xml.count("<text:list-item>") == 2
    assert xml.count("<text:list>") == 1


def test_un_punto_d_elenco_con_piu_paragrafi_si_ripete_intero():
    punto = "<text:list-item><text:p>Allegato</text:p><text:p>{{ allegati }}</text:p></text:list-item>"
    contenuto = compila(odt(f"<text:list>{punto}</text:list>"), {}, {"allegati": ["A", "B"]}).contenuto
    assert parole(contenuto, "odt") == ["Allegato", "A", "Allegato", "B"]


# ---- ciò che arriva da fuori -----------------------------------------------------------------------------------

BOMBA = '<!DOCTYPE a [<!ENTITY b "xxxxxxxx">]>'
ENTITA = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("modello", "frase"),
    [
        (b"non uno zip", "non è un DOCX"),
        (archivio(**{"altro.xml": "<a/>"}), "non c'è un testo"),
        (archivio(**{"content.xml": "<a><b></a>"}), "danneggiato"),
        (archivio(**{"content.xml": f"{BOMBA}<a>&b;</a>"}), "definizioni"),
        (archivio(**{"content.xml": f"{ENTITA}<a>&b;</a>"}), "definizioni"),
        (docx("", **{"word__vbaProject.bin": b"x"}), "macro"),
        (archivio(**{"content.xml": "<a/>", "Basic__script.xml": "<a/>"}), "macro"),
        (archivio(**{"content.xml": " " * (61 * 1024 * 1024)}), "troppo grande"),
        (archivio(**{f"f{n}": "" for n in range(2001)}), "troppo grande"),
    ],
    ids=["no-zip", "vuoto", "danneggiato", "entita", "entita-esterna", "macro", "macro-odt", "bomba", "voci"],
)
def test_un_modello_che_non_va_si_rifiuta_con_una_frase(modello, frase):
    with pytest.raises(ModelloIllegibile, match=frase):
        controlla_modello(modello, set())


def test_un_modello_protetto_si_rifiuta():
    grezzo = bytearray(docx(tratti("x")))
    for firma in (b"PK\x03\x04", b"PK\x01\x02"):
        grezzo[grezzo.index(firma) + (6 if firma[2] == 3 else 8)] |= 1
    with pytest.raises(ModelloIllegibile, match="parola d'ordine"):
        controlla_modello(bytes(grezzo), set())


def test_i_segnaposto_che_nessuno_conosce_si_dicono():
    assert controlla_modello(docx(tratti("{{ ente }} {{ entte }} {{ en", "tte }}")), {"ente"}) == ("entte",)


# ---- i nostri modelli ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("formato", FormatoAtto.values)
@pytest.mark.parametrize("tipo", TipoAtto.values)
def test_i_nostri_modelli_usano_solo_segnaposto_che_esistono(tipo, formato):
    assert controlla_modello(modello_nostro(tipo, formato), {*SEGNAPOSTO, *ELENCHI}) == ()


@pytest.mark.parametrize("formato", FormatoAtto.values)
@pytest.mark.parametrize("tipo", TipoAtto.values)
def test_i_nostri_modelli_dicono_le_stesse_cose_nei_due_formati(tipo, formato):
    assert parole(modello_nostro(tipo, formato), formato) == parole(modello_nostro(tipo, "docx"), "docx")


@pytest.mark.parametrize("formato", FormatoAtto.values)
def test_i_nostri_modelli_sono_sempre_gli_stessi_byte_e_xml_ben_formato(formato):
    modello = modello_nostro("delibera", formato)
    modello_nostro.cache_clear()
    assert modello_nostro("delibera", formato) == modello
    letto = zipfile.ZipFile(BytesIO(modello))
    for nome in letto.namelist():
        if nome.endswith((".xml", ".rels")):
            ElementTree.fromstring(letto.read(nome))


def test_in_un_odt_il_tipo_dichiarato_e_la_prima_voce_e_non_e_compresso():
    prima = zipfile.ZipFile(BytesIO(modello_nostro("delibera", "odt"))).infolist()[0]
    assert (prima.filename, prima.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize("formato", FormatoAtto.values)
def test_compilando_il_nostro_modello_l_ordine_e_i_tipi_non_cambiano(formato):
    modello = modello_nostro("proposta", formato)
    fatto = compila(modello, {"ente": "Comune"}, {"allegati": ["A", "B"]}).contenuto
    nomi = [[(v.filename, v.compress_type) for v in zipfile.ZipFile(BytesIO(x)).infolist()] for x in (modello, fatto)]
    assert nomi[0] == nomi[1]
    assert {"A", "B", "Comune"} <= set(parole(fatto, formato))
