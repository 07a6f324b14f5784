from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obiettivi.models import Ciclo
from piao.base.lavori import ErroreDiLavoro
from relazioni.contenuto import componi_piano
from relazioni.contenuto.caratteri import caratteri_non_stampabili
from relazioni.contenuto.relazione import Relazione, componi_relazione, relazione_da_leggere
from relazioni.lavori import conta_pagine, scrivi_piano, scrivi_relazione
from relazioni.letture import relazione_di
from relazioni.models import Relazione as Riga
from relazioni.models import TipoDocumento
from relazioni.stampa import html_pdf
from relazioni.stampa.relazione import html_relazione


@dataclass(frozen=True)
class Genere:
    """Come si compone e si scrive un tipo di documento."""

    componi: Callable[[Ciclo], Any]
    html: Callable[[Any], str]
    scrivi: Callable[[Ciclo, Any], bytes]


def _relazione(ciclo: Ciclo) -> Relazione:
    """La Relazione com'è (congelata, se approvata); se nessuno l'ha cominciata, come sarebbe con i dati di adesso."""
    riga = relazione_di(ciclo)
    return relazione_da_leggere(riga)[0] if riga else componi_relazione(Riga(ciclo=ciclo))


GENERI = {
    TipoDocumento.PIANO: Genere(componi_piano, html_pdf, lambda ciclo, piano: scrivi_piano(ciclo, piano)),
    TipoDocumento.RELAZIONE: Genere(_relazione, html_relazione, lambda ciclo, r: scrivi_relazione(r)),
}


class Command(BaseCommand):
    """Scrive il Piano o la Relazione di un ente in un file PDF, senza passare dalle pagine."""

    help = "Scrive un documento in PDF: genera_documento piano|relazione --ente SLUG --anno ANNO --uscita FILE.pdf"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documento", choices=TipoDocumento.values)
        parser.add_argument("--ente", required=True, help="Il nome dell'ente nell'indirizzo, per esempio «esempio».")
        parser.add_argument("--anno", required=True, type=int)
        parser.add_argument("--uscita", required=True, type=Path, help="Il file PDF da scrivere.")
        parser.add_argument("--html", type=Path, help="Scrive anche la pagina da cui nasce il PDF.")

    def handle(
        self,
        *args: Any,
        documento: str,
        ente: str,
        anno: int,
        uscita: Path,
        html: Path | None,
        **opzioni: Any,
    ) -> None:
        genere, ciclo = GENERI[TipoDocumento(documento)], self._ciclo(ente, anno)
        composto = genere.componi(ciclo)
        if html is not None:
            self._scrivi(html, genere.html(composto).encode())
        try:
            pdf = genere.scrivi(ciclo, composto)
        except ErroreDiLavoro as errore:
            raise CommandError(str(errore)) from errore
        self._scrivi(uscita, pdf)
        self.stdout.write(f"{uscita}: {conta_pagine(pdf)} pagine.")
        for variabile in composto.mancanti:
            self.stderr.write(f"Attenzione: la variabile «{variabile}» non ha un valore.")
        for luogo in caratteri_non_stampabili(composto):
            self.stderr.write(f"Attenzione: {luogo.frase}")

    def _ciclo(self, slug: str, anno: int) -> Ciclo:
        cicli = Ciclo.objects.filter(ente__slug=slug).select_related("ente", "atto_approvazione")
        trovato = cicli.filter(anno=anno).first()
        if trovato is None:
            anni = ", ".join(str(ciclo.anno) for ciclo in cicli)
            raise CommandError(
                f"L'ente «{slug}» non ha il ciclo {anno}: ha {anni}."
                if anni
                else f"Non c'è nessun ciclo per «{slug}»."
            )
        return trovato

    def _scrivi(self, file: Path, contenuto: bytes) -> None:
        """Prima un file provvisorio accanto, poi la rinomina: il vecchio resta intero finché il nuovo non è pronto."""
        provvisorio = file.with_name(f".{file.name}.provvisorio")
        try:
            provvisorio.write_bytes(contenuto)
            provvisorio.replace(file)
        except OSError as errore:
            raise CommandError(f"Non posso scrivere {file}: {errore.strerror}.") from errore
