"""La scrivania dei testi: di quale documento si scrive, come si chiama, dove stanno le sue pagine."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from obiettivi.models import Ciclo
from relazioni.contenuto import valori_di_oggi
from relazioni.contenuto.relazione import componi_relazione
from relazioni.contenuto.relazione.valori import valori_della_relazione
from relazioni.letture import relazione_o_404
from relazioni.models import TipoDocumento
from relazioni.permessi import puo_scrivere_testi, puo_vedere_documenti, puo_vedere_relazione
from relazioni.sezioni import CATALOGHI
from relazioni.variabili import PER_DOCUMENTO

PIANO, RELAZIONE = TipoDocumento.PIANO, TipoDocumento.RELAZIONE
NOMI = {PIANO: ("Piano", "del Piano"), RELAZIONE: ("Relazione", "della Relazione")}
SUFFISSI = {PIANO: "", RELAZIONE: "_relazione"}


@dataclass(frozen=True)
class Scrivania:
    """Le parti discorsive di un documento, per chi le scrive."""

    ciclo: Ciclo
    documento: str = PIANO

    @property
    def nome(self) -> str:
        return NOMI[TipoDocumento(self.documento)][0]

    @property
    def di(self) -> str:
        """«del Piano», «della Relazione»."""
        return NOMI[TipoDocumento(self.documento)][1]

    @property
    def della_relazione(self) -> bool:
        return self.documento == RELAZIONE

    @property
    def capitoli(self) -> Any:
        return CATALOGHI[self.documento].capitoli

    def pagina(self, nome: str, *argomenti: object) -> str:
        """L'indirizzo di una pagina dei testi: «parte», «sezioni», «sposta_parte»…"""
        completo = f"relazioni:{nome}{SUFFISSI[TipoDocumento(self.documento)]}"
        return reverse(completo, args=[self.ciclo.ente.slug, self.ciclo.anno, *argomenti])

    def la_vede(self, utente: Any) -> bool:
        vede = puo_vedere_relazione if self.della_relazione else puo_vedere_documenti
        return vede(utente, self.ciclo)

    def vi_scrive(self, utente: Any) -> bool:
        return puo_scrivere_testi(utente, self.ciclo, self.documento)

    @property
    def variabili(self) -> list[tuple[str, str, str]]:
        """Nome, spiegazione e valore di oggi di ogni variabile."""
        if self.della_relazione:
            attuali = valori_della_relazione(componi_relazione(relazione_o_404(self.ciclo)))
        else:
            attuali = valori_di_oggi(self.ciclo)
        return [(nome, spiega, attuali.get(nome, "")) for nome, spiega in PER_DOCUMENTO[self.documento].items()]
