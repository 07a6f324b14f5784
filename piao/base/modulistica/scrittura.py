"""Lo stesso testo scritto in DOCX e in ODT.

Nel testo «# » è il titolo, «= » un'intestazione al centro, «## » un titoletto, «- » un punto d'elenco, «> » una firma.
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

CARTELLA = Path(__file__).parent
SEGNI = {"# ": "titolo", "## ": "titoletto", "= ": "intestazione", "- ": "punto", "> ": "firma"}
PARAGRAFO = "paragrafo"
PRIMO_GIORNO = (1980, 1, 1, 0, 0, 0)  # lo zip non conosce date prima: così gli stessi dati danno gli stessi byte
FORMATI = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@dataclass(frozen=True)
class Blocco:
    """Un capoverso con il suo stile: titolo, titoletto, intestazione, punto, firma, paragrafo."""

    stile: str
    testo: str


def blocchi_da(testo: str) -> list[Blocco]:
    """Il testo, riga per riga; le righe vuote non contano."""
    return [_blocco(riga) for riga in testo.splitlines() if riga.strip()]


def _blocco(riga: str) -> Blocco:
    for segno, stile in SEGNI.items():
        if riga.startswith(segno):
            return Blocco(stile, riga.removeprefix(segno).strip())
    return Blocco(PARAGRAFO, riga.strip())


def _docx(blocchi: Iterable[Blocco]) -> bytes:
    corpo = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{b.stile}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(b.testo)}</w:t></w:r></w:p>'
        for b in blocchi
    )
    return _archivio("docx", {"word/document.xml": corpo})


def _odt(blocchi: Iterable[Blocco]) -> bytes:
    return _archivio("odt", {"content.xml": "".join(_in_odt(blocco) for blocco in blocchi)})


def _in_odt(blocco: Blocco) -> str:
    testo = escape(blocco.testo)
    match blocco.stile:
        case "titolo" | "titoletto":
            livello = 1 if blocco.stile == "titolo" else 2
            return f'<text:h text:style-name="{blocco.stile}" text:outline-level="{livello}">{testo}</text:h>'
        case "punto":
            dentro = f'<text:p text:style-name="punto">{testo}</text:p>'
            return f'<text:list text:style-name="elenco"><text:list-item>{dentro}</text:list-item></text:list>'
        case _:
            return f'<text:p text:style-name="{blocco.stile}">{testo}</text:p>'


SCRITTORI = {"docx": _docx, "odt": _odt}


def scrivi(blocchi: Iterable[Blocco], formato: str) -> bytes:
    """Un testo già composto, in «docx» o «odt»."""
    return SCRITTORI[formato](blocchi)


def _archivio(formato: str, corpi: Mapping[str, str]) -> bytes:
    """Lo zip con i file della cartella; in quelli nominati il corpo prende il posto di «<!-- corpo -->»."""
    base, uscita = CARTELLA / formato, BytesIO()
    nomi = sorted((f.relative_to(base).as_posix() for f in base.rglob("*") if f.is_file()), key=_ordine)
    with zipfile.ZipFile(uscita, "w") as archivio:
        for nome in nomi:
            contenuto = (base / nome).read_text(encoding="utf-8").replace("<!-- corpo -->", corpi.get(nome, ""))
            voce = zipfile.ZipInfo(nome, PRIMO_GIORNO)
            voce.compress_type = zipfile.ZIP_STORED if nome == "mimetype" else zipfile.ZIP_DEFLATED
            archivio.writestr(voce, contenuto.strip() if nome == "mimetype" else contenuto)
    return uscita.getvalue()


def _ordine(nome: str) -> tuple[bool, str]:
    """Il tipo dichiarato va per primo: lo chiede OpenDocument."""
    return nome not in ("mimetype", "[Content_Types].xml"), nome
