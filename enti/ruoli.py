"""Tutti i ruoli, in una pagina sola, con parole da amministratore.

Un ruolo non si assegna: discende dagli incarichi in vigore quel giorno (o dal rapporto di lavoro).
Le funzioni `puo_…` delle stanze chiedono a questo profilo, mai al nome dell'utente.
"""

from dataclasses import dataclass

from enti.voci import GUIDANO_UNITA, TipoIncarico


@dataclass(frozen=True)
class Ruolo:
    """Un ruolo come lo si spiega a chi lo riceve."""

    codice: str
    nome: str
    fa: str
    vede: str


RUOLI = (
    Ruolo(
        TipoIncarico.SEGRETARIO,
        "Segretario",
        "Conduce il ciclo: imposta l'anno, cura ente, unità, persone e incarichi, modifica ogni obiettivo, "
        "lo valida o lo restituisce con osservazioni, scrive le parti discorsive, produce i documenti, porta il Piano "
        "dalla consultazione alla pubblicazione.",
        "Tutto ciò che riguarda l'ente.",
    ),
    Ruolo(
        TipoIncarico.DIRIGENTE,
        "Dirigente",
        "Scrive e propone gli obiettivi delle unità che dirige, ne distribuisce i pesi.",
        "Tutti gli obiettivi, l'organigramma, le persone delle proprie unità.",
    ),
    Ruolo(
        TipoIncarico.EQ,
        "Incaricato di elevata qualificazione",
        "Scrive e propone gli obiettivi delle unità che guida, ne distribuisce i pesi.",
        "Tutti gli obiettivi, l'organigramma, le persone delle proprie unità.",
    ),
    Ruolo(
        TipoIncarico.RESPONSABILE,
        "Responsabile di servizio",
        "Come l'incaricato di elevata qualificazione, dove l'ente non ha EQ.",
        "Tutti gli obiettivi, l'organigramma, le persone delle proprie unità.",
    ),
    Ruolo(
        TipoIncarico.AMMINISTRATORE_RESPONSABILE,
        "Amministratore responsabile di servizio",
        "Nei comuni sotto i 5.000 abitanti (L. 388/2000, art. 53 c. 23): scrive e propone gli obiettivi "
        "del servizio. Non ha scheda di valutazione.",
        "Tutti gli obiettivi e l'organigramma.",
    ),
    Ruolo(
        TipoIncarico.SINDACO,
        "Sindaco o Presidente",
        "Legge gli obiettivi e i documenti in preparazione; sul Piano proposto commenta, e può rimandarlo in bozza.",
        "Tutti gli obiettivi, anche in bozza.",
    ),
    Ruolo(
        TipoIncarico.ASSESSORE,
        "Assessore",
        "Legge gli obiettivi proposti e validati e i documenti in preparazione; commenta il Piano proposto.",
        "Gli obiettivi proposti e validati.",
    ),
    Ruolo(
        TipoIncarico.NUCLEO,
        "Componente dell'organismo di valutazione",
        "Legge ogni cosa, comprese le bozze (D.Lgs. 150/2009, art. 14); dà il parere sul Piano o lo rimanda in bozza; "
        "non modifica gli obiettivi.",
        "Tutto, in sola lettura.",
    ),
    Ruolo(
        TipoIncarico.RPCT,
        "Responsabile anticorruzione e trasparenza",
        "Legge gli obiettivi per verificarne la coerenza con le misure anticorruzione; registra la pubblicazione.",
        "Tutti gli obiettivi, anche in bozza.",
    ),
    Ruolo(
        TipoIncarico.REVISORE,
        "Revisore dei conti",
        "Legge gli obiettivi proposti e validati.",
        "Gli obiettivi proposti e validati.",
    ),
    Ruolo(
        TipoIncarico.UFFICIO_PERSONALE,
        "Ufficio personale",
        "Cura unità, persone, rapporti di lavoro, incarichi e i dati sul personale.",
        "Tutte le persone dell'ente e tutti gli obiettivi.",
    ),
    Ruolo(
        TipoIncarico.REFERENTE_ACCESSIBILITA,
        "Referente per l'accessibilità",
        "Legge gli obiettivi per verificare che l'accessibilità a persone con disabilità e anziane vi sia programmata "
        "(D.Lgs. 222/2023, art. 3).",
        "Tutti gli obiettivi, anche in bozza.",
    ),
    Ruolo(
        "dipendente",
        "Dipendente",
        "Legge gli obiettivi dell'ente e quelli che gli sono assegnati.",
        "Gli obiettivi proposti e validati.",
    ),
)

VEDONO_LE_BOZZE = GUIDANO_UNITA | {
    TipoIncarico.SEGRETARIO,
    TipoIncarico.SINDACO,
    TipoIncarico.NUCLEO,
    TipoIncarico.RPCT,
    TipoIncarico.UFFICIO_PERSONALE,
    TipoIncarico.REFERENTE_ACCESSIBILITA,
}


@dataclass(frozen=True)
class Profilo:
    """Che cosa è un utente per un ente, in un giorno: si calcola una volta per richiesta."""

    incarichi: frozenset[str] = frozenset()
    dipendente: bool = False
    unita_guidate: frozenset[int] = frozenset()

    @property
    def appartiene(self) -> bool:
        return bool(self.incarichi) or self.dipendente

    @property
    def segretario(self) -> bool:
        return TipoIncarico.SEGRETARIO in self.incarichi

    @property
    def ufficio_personale(self) -> bool:
        return TipoIncarico.UFFICIO_PERSONALE in self.incarichi

    @property
    def guida_unita(self) -> bool:
        return bool(self.unita_guidate)

    @property
    def vede_le_bozze(self) -> bool:
        return bool(self.incarichi & VEDONO_LE_BOZZE)

    @property
    def segue_la_preparazione(self) -> bool:
        """Il Piano in preparazione lo legge chi vede le bozze, e la Giunta."""
        return self.vede_le_bozze or TipoIncarico.ASSESSORE in self.incarichi

    @property
    def nomi(self) -> list[str]:
        """I ruoli in parole, nell'ordine della pagina."""
        codici = self.incarichi | ({"dipendente"} if self.dipendente else set())
        return [ruolo.nome for ruolo in RUOLI if ruolo.codice in codici]
