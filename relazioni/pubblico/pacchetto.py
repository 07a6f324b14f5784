"""Tutto ciò che un ente ha pubblicato in un anno, in un archivio ZIP: stesso contenuto, stessi byte."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify

from piao.base.ods import SEMPRE
from relazioni.models import Pubblicazione
from relazioni.pubblico import piao22
from relazioni.pubblico.formati import FORMATI, LICENZA, scritto
from relazioni.pubblico.raccolta import Raccolta
from relazioni.pubblico.risorse import RISORSE

LEGGIMI = """{ente}: dati sulla performance, anno {anno}

Una cartella per formato; le stesse righe, le stesse cifre in tutti. «dizionario.txt» spiega ogni colonna.
«documenti» contiene i file pubblicati, così come sono; il numero davanti è quello della pubblicazione.
Il CSV è in UTF-8, con la virgola fra i campi e il punto nei decimali; le date sono anno-mese-giorno.

Licenza: Creative Commons Attribuzione 4.0 (CC BY 4.0), {licenza}
Per citare: «{ente}, dati sulla performance {anno}».
"""


Leggi = Callable[[str], bytes | None]


def componi(raccolta: Raccolta, anno: int, leggi: Leggi) -> bytes:
    """`leggi` dà i byte di un file conservato, o None se non c'è."""
    uscita = BytesIO()
    with ZipFile(uscita, "w") as archivio:
        for nome, contenuto in _parti(raccolta, anno, leggi):
            archivio.writestr(ZipInfo(nome, SEMPRE), contenuto, ZIP_DEFLATED)
    return uscita.getvalue()


def _parti(raccolta: Raccolta, anno: int, leggi: Leggi) -> Iterator[tuple[str, bytes]]:
    yield "LEGGIMI.txt", LEGGIMI.format(ente=raccolta.ente, anno=anno, licenza=LICENZA).encode()
    yield "dizionario.txt", dizionario().encode()
    for formato in FORMATI.values():
        for risorsa in RISORSE:
            yield f"{formato.estensione}/{risorsa.nome}.{formato.estensione}", formato.scrivi(risorsa, raccolta)
    for dove in raccolta.piani:
        yield "piao-2.2.json", scritto(piao22.sottosezione(dove))
        yield "piao-2.2.xlsx", piao22.in_fogli(dove)
    for pubblicazione in raccolta.pubblicazioni:
        if pubblicazione.nome_file and (contenuto := leggi(pubblicazione.nome_file)):
            yield _nome(pubblicazione), contenuto


def _nome(pubblicazione: Pubblicazione) -> str:
    """Il numero della pubblicazione davanti: due documenti con lo stesso titolo restano due file."""
    estensione = PurePosixPath(pubblicazione.nome_file).suffix
    return f"documenti/{pubblicazione.pk}-{slugify(pubblicazione.titolo)[:80]}{estensione}"


def dizionario() -> str:
    """Ogni raccolta e ogni colonna, in parole."""
    pezzi = []
    for risorsa in RISORSE:
        righe = "".join(f"  {c.nome} ({c.tipo}): {c.descrizione}\n" for c in risorsa.colonne)
        pezzi.append(f"{risorsa.titolo} – {risorsa.nome}\n{risorsa.descrizione}\n{righe}")
    return "\n".join(pezzi)
