"""Che cosa manca al Piano prima di produrlo: frasi con il collegamento che le risolve. Nulla impedisce di produrlo."""

from django.urls import reverse

from obiettivi.models import Ciclo
from piao.base.flusso import Mancanza
from piao.base.numeri import numero
from relazioni.contenuto import Piano
from relazioni.flusso.caratteri import da_togliere
from relazioni.letture import Parte
from relazioni.variabili import nome_esteso


def che_manca(ciclo: Ciclo, piano: Piano, parti: list[Parte]) -> list[Mancanza]:
    """Ciò che il Piano non ha, dal più importante."""
    indirizzi = _Indirizzi(ciclo)
    trovate = [
        (not piano.obiettivi, "Il Piano non ha ancora obiettivi.", indirizzi.obiettivi),
        *((True, f"Una variabile non ha valore: {nome_esteso(nome)}.", indirizzi.testi) for nome in piano.mancanti),
        *_sugli_obiettivi(piano, indirizzi),
        *_sui_testi(parti, indirizzi),
        *((True, uno.frase, uno.collegamento) for uno in da_togliere(ciclo, piano)),
        (piano.personale is None, "Manca il personale in servizio.", indirizzi.contesto),
        (not piano.popolazione, "Manca la popolazione.", indirizzi.contesto),
        (not piano.documento.impostazione, "Non è scelta l'impostazione del Piano (A, B o C).", indirizzi.ciclo),
        (not piano.ente.stemma, "Manca lo stemma dell'ente.", indirizzi.ente),
    ]
    return [Mancanza(frase, indirizzo) for manca, frase, indirizzo in trovate if manca]


class _Indirizzi:
    def __init__(self, ciclo: Ciclo) -> None:
        ente, dove = ciclo.ente.slug, [ciclo.ente.slug, ciclo.anno]
        self.obiettivi = reverse("obiettivi:elenco", args=dove)
        self.ciclo = reverse("obiettivi:ciclo", args=dove)
        self.testi = reverse("relazioni:sezioni", args=dove)
        self.contesto = reverse("enti:contesto", args=[ente])
        self.ente = reverse("enti:ente", args=[ente])


def _sugli_obiettivi(piano: Piano, indirizzi: _Indirizzi) -> list[tuple[bool, str, str]]:
    da_validare = sum(1 for o in piano.obiettivi if o.stato != "validato")
    senza_indicatori = sum(1 for o in piano.obiettivi if not o.indicatori)
    return [
        (bool(da_validare), f"Obiettivi non ancora validati: {numero(da_validare)}.", indirizzi.obiettivi),
        (bool(senza_indicatori), f"Obiettivi senza indicatori: {numero(senza_indicatori)}.", indirizzi.obiettivi),
    ]


def _sui_testi(parti: list[Parte], indirizzi: _Indirizzi) -> list[tuple[bool, str, str]]:
    vuote = [parte.titolo for parte in parti if parte.attiva and parte.vuota]
    elenco = ", ".join(f"«{titolo}»" for titolo in vuote)
    return [(bool(vuote), f"Parti da scrivere, che per ora non compaiono: {elenco}.", indirizzi.testi)]
