"""Chi deve sapere che una scheda è arrivata a lui. Nel titolo, che esce per posta, nessun nome e nessun numero."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from enti.models import Persona
from enti.voci import TipoIncarico
from obiettivi.letture.destinatari import guide_di, utenti_per_ruolo
from piao.base.avvisi import avvisa
from valutazione.models import PassaggioScheda, Scheda
from valutazione.voci import ChiValuta

Utenti = Callable[[Scheda], set[int]]
ORGANI = {
    ChiValuta.SINDACO: TipoIncarico.SINDACO,
    ChiValuta.SEGRETARIO: TipoIncarico.SEGRETARIO,
    ChiValuta.NUCLEO: TipoIncarico.NUCLEO,
}


def _persona(scheda: Scheda) -> set[int]:
    return _utente_di(scheda.persona)


def _valutatore(scheda: Scheda) -> set[int]:
    if scheda.valutatore is None:
        return _organo(scheda, scheda.tipo.valuta)
    return _utente_di(scheda.valutatore)


def _proponente(scheda: Scheda) -> set[int]:
    if scheda.proponente is not None:
        return _utente_di(scheda.proponente)
    return _organo(scheda, scheda.tipo.propone) if scheda.tipo.propone == ChiValuta.NUCLEO else _valutatore(scheda)


def _terzo(scheda: Scheda) -> set[int]:
    """Chi decide il riesame, tranne chi vi è parte."""
    parti = _persona(scheda) | _valutatore(scheda)
    return _organo(scheda, scheda.riesame.organo) - parti


def _persona_e_valutatore(scheda: Scheda) -> set[int]:
    return _persona(scheda) | _valutatore(scheda)


def _utente_di(persona: Persona | None) -> set[int]:
    return {persona.utente_id} if persona and persona.utente_id else set()


def _organo(scheda: Scheda, funzione: str) -> set[int]:
    oggi = timezone.localdate()
    if funzione == ChiValuta.RESPONSABILE:
        sopra = scheda.unita.parent_id if scheda.unita else None
        return guide_di(scheda.ente, [sopra], oggi=oggi) if sopra else set()
    return utenti_per_ruolo(scheda.ente, oggi=oggi).get(ORGANI[ChiValuta(funzione)], set())


@dataclass(frozen=True)
class Lettera:
    """Un avviso: a chi, che cosa dire nel titolo, se parte subito per posta."""

    a: Utenti
    titolo: str
    urgente: bool = False


LETTERE: dict[str, Lettera] = {
    "assegna": Lettera(_persona, "La tua scheda di valutazione {anno} è assegnata: leggila", urgente=True),
    "avvia": Lettera(_persona, "È aperta la valutazione {anno}: puoi scrivere la tua autovalutazione"),
    "proponi": Lettera(_valutatore, "Una valutazione {anno} è proposta e aspetta di essere consegnata"),
    "rimanda": Lettera(_proponente, "Una valutazione {anno} è tornata da rivedere"),
    "notifica": Lettera(_persona, "La tua valutazione {anno} è consegnata: leggila", urgente=True),
    "rivedi": Lettera(_persona, "La tua valutazione {anno} viene rivista"),
    "riesame": Lettera(_terzo, "È chiesto il riesame di una valutazione {anno}", urgente=True),
    "decidi": Lettera(_persona_e_valutatore, "Il riesame di una valutazione {anno} è deciso", urgente=True),
    "chiudi": Lettera(_persona, "La tua scheda di valutazione {anno} è chiusa"),
    "annulla": Lettera(_persona, "Una tua scheda di valutazione {anno} è annullata"),
    "osservazione": Lettera(_valutatore, "Ci sono osservazioni su una valutazione {anno}", urgente=True),
    "risposta": Lettera(_persona, "C'è una risposta alle tue osservazioni sulla valutazione {anno}"),
    "autovalutazione": Lettera(_proponente, "Un'autovalutazione {anno} è consegnata"),
    "colloquio": Lettera(_persona_e_valutatore, "C'è un colloquio di valutazione {anno} da confermare"),
}
CHIAMATA = "La valutazione {anno}: sei chiamata o chiamato a dire la tua"


def avvisa_passaggio(passaggio: PassaggioScheda) -> None:
    """L'avviso di un passaggio, a chi tocca; mai a chi l'ha appena compiuto."""
    lettera = LETTERE.get(passaggio.passo)
    if lettera is not None:
        _manda(passaggio.scheda, lettera, chiave=f"scheda:{passaggio.pk}", tranne=passaggio.chi_id)


def avvisa_chiamata(scheda: Scheda) -> None:
    lettera = Lettera(_persona, CHIAMATA, urgente=True)
    _manda(scheda, lettera, chiave=f"contraddittorio:{scheda.pk}:{scheda.contraddittorio_il}")


def _manda(scheda: Scheda, lettera: Lettera, *, chiave: str, tranne: int | None = None) -> None:
    anno, slug = scheda.ciclo.anno, scheda.ente.slug
    avvisa(
        lettera.a(scheda) - {tranne},
        ente=slug,
        genere="scheda",
        chiave=chiave,
        titolo=lettera.titolo.format(anno=anno),
        collegamento=reverse("valutazione:scheda", args=[slug, anno, scheda.pk]),
        urgente=lettera.urgente,
    )
