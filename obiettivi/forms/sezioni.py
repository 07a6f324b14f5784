"""Le parti della scheda: i campi dell'obiettivo e le sue righe, controllati e salvati insieme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from obiettivi.forms.moduli import ModuloConRighe
from obiettivi.forms.obiettivo import (
    CheCosaForm,
    ChiForm,
    CollegamentiForm,
    ParteForm,
    PercheForm,
    QuandoForm,
    RisorseForm,
)
from obiettivi.forms.parti import InsiemeAssegnazioni, InsiemeFasi, InsiemeRisorse, InsiemeUnita
from obiettivi.forms.righe import CHIEDE_RIGA, con_riga_chiesta
from obiettivi.letture import linee_di, mancanze_di
from obiettivi.letture.scelte import destinatari, padri_possibili, unita_in_ordine
from obiettivi.models import Obiettivo


@dataclass(frozen=True)
class Sezione:
    """Una parte della scheda: come si chiama, che cosa chiede, con quale maschera (nessuna: è un elenco)."""

    slug: str
    titolo: str
    spiega: str
    costruisci: Callable[[Obiettivo, Any], ModuloConRighe] | None = None

    def modulo(self, obiettivo: Obiettivo, dati: QueryDict | None) -> ModuloConRighe:
        """La maschera, vuota o con ciò che è stato inviato; se l'utente ha chiesto una riga in più, con quella."""
        if self.costruisci is None:
            raise ValueError("Questa parte non ha una maschera propria.")
        modulo = self.costruisci(obiettivo, con_riga_chiesta(dati))
        return modulo.taci() if dati and CHIEDE_RIGA in dati else modulo


def _solo_campi(form: type[ParteForm]) -> Callable[[Obiettivo, Any], ModuloConRighe]:
    return lambda obiettivo, dati: ModuloConRighe(form(dati, instance=obiettivo), [])


def _chi(obiettivo: Obiettivo, dati: Any) -> ModuloConRighe:
    unita = list(obiettivo.unita_collegate.select_related("unita"))
    assegnazioni = list(obiettivo.assegnazioni.select_related("persona", "incarico__unita", "gruppo"))
    ciclo = obiettivo.ciclo
    return ModuloConRighe(
        ChiForm(dati, instance=obiettivo),
        [
            InsiemeUnita(dati, oggetto=obiettivo, presenti=unita, scelte=unita_in_ordine(ciclo.ente)),
            InsiemeAssegnazioni(dati, oggetto=obiettivo, presenti=assegnazioni, scelte=destinatari(ciclo)),
        ],
    )


def _quando(obiettivo: Obiettivo, dati: Any) -> ModuloConRighe:
    fasi = InsiemeFasi(dati, oggetto=obiettivo, presenti=list(obiettivo.fasi.all()), scelte=obiettivo.ciclo.anni)
    return ModuloConRighe(QuandoForm(dati, instance=obiettivo), [fasi])


def _risorse(obiettivo: Obiettivo, dati: Any) -> ModuloConRighe:
    risorse = InsiemeRisorse(dati, oggetto=obiettivo, presenti=list(obiettivo.risorse.all()))
    return ModuloConRighe(RisorseForm(dati, instance=obiettivo), [risorse])


def _collegamenti(obiettivo: Obiettivo, dati: Any) -> ModuloConRighe:
    padri, linee = padri_possibili(obiettivo), list(linee_di(obiettivo.ciclo.ente))
    return ModuloConRighe(CollegamentiForm(dati, instance=obiettivo, padri=padri, linee=linee), [])


SEZIONI = {
    sezione.slug: sezione
    for sezione in (
        Sezione("che-cosa", "Che cosa", "Che cosa si vuole ottenere, e quanto conta.", _solo_campi(CheCosaForm)),
        Sezione("perche", "Perché e per chi", "Il bisogno, i destinatari, il miglioramento.", _solo_campi(PercheForm)),
        Sezione("chi", "Chi", "Le unità e le persone che ne rispondono.", _chi),
        Sezione("quando", "Quando", "Le date e le fasi, mese per mese.", _quando),
        Sezione("misura", "Come si misura", "Gli indicatori: da dove si parte, dove si vuole arrivare."),
        Sezione("risorse", "Risorse", "Persone, denaro e mezzi a disposizione.", _risorse),
        Sezione(
            "collegamenti", "Collegamenti", "Da dove discende e a che cosa concorre: DUP, temi, ambiti.", _collegamenti
        ),
    )
}


@dataclass(frozen=True)
class VoceIndice:
    """Una parte nell'indice della modifica, con ciò che vi manca per proporre l'obiettivo."""

    sezione: Sezione
    mancanze: list[str]


def indice(obiettivo: Obiettivo) -> list[VoceIndice]:
    mancanze = [tipo for tipo in mancanze_di(obiettivo) if tipo.blocca]
    return [VoceIndice(s, [t.nome for t in mancanze if t.sezione == s.slug]) for s in SEZIONI.values()]
