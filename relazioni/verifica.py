"""Che cosa si può dire in pubblico di una versione approvata, e di un file che si dice tale."""

from dataclasses import dataclass

from obiettivi.letture.versioni import versioni_di
from obiettivi.models import Versione
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.contenuto.tipi import Composto
from relazioni.letture import versioni_della_relazione
from relazioni.models import VersioneRelazione

Conservata = Versione | VersioneRelazione


@dataclass(frozen=True)
class Esito:
    """La risposta a «è questo il documento?». `tipo`: approvato, superata, altra."""

    tipo: str
    frase: str
    spiegazione: str


@dataclass(frozen=True)
class Scheda:
    """Ciò che si dice di una versione: nulla di più di ciò che è pubblico, con le parole di quando fu approvata."""

    versione: Conservata
    vigente: Conservata
    ente: str
    titolo: str
    che_cosa: str
    impronte: dict[str, int]  # dall'impronta del PDF al numero della versione: tutte quelle dello stesso ciclo

    @property
    def superata(self) -> bool:
        return self.versione.numero != self.vigente.numero

    @property
    def esiti(self) -> dict[str, Esito]:
        """La risposta per ogni impronta nota: la pagina la dà anche senza chiedere al server."""
        return {impronta: esito_di(self, impronta) for impronta in self.impronte}

    @property
    def estraneo(self) -> Esito:
        return esito_di(self, "")


def scheda_di(versione: Conservata) -> Scheda:
    """Con le altre versioni dello stesso documento: chi ha in mano quella vecchia deve saperlo."""
    tutte: list[Conservata]
    documento: Composto
    if isinstance(versione, Versione):
        tutte, documento = list(versioni_di(versione.ciclo)), da_canonico(versione.contenuto)
        che_cosa = versione.get_tipo_display()
    else:
        tutte = list(versioni_della_relazione(versione.relazione))
        documento, che_cosa = da_canonico(versione.contenuto, Relazione), "Relazione sulla performance"
    return Scheda(
        versione,
        tutte[0],
        documento.ente.denominazione,
        documento.documento.nome,
        che_cosa,
        {una.impronta_pdf: una.numero for una in tutte},
    )


def esito_di(scheda: Scheda, impronta: str) -> Esito:
    """Che file è quello con questa impronta."""
    numero, vigente = scheda.impronte.get(impronta), scheda.vigente
    if numero is None:
        return Esito(
            "altra",
            "Non è il documento approvato.",
            "Anche un solo carattere diverso, o un salvataggio con un altro programma, cambia l'impronta. Procurati "
            "il file dall'ente e riprova.",
        )
    if numero == vigente.numero:
        return Esito("approvato", "È il documento approvato.", f"È la versione {numero}, quella in vigore.")
    return Esito(
        "superata",
        "È una versione superata.",
        f"È la versione {numero}, approvata a suo tempo. Vale la versione {vigente.numero}, approvata con "
        f"{vigente.atto.estremi or vigente.atto.oggetto}.",
    )
