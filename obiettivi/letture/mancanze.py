"""Che cosa manca a un obiettivo: una sola definizione, per l'elenco, per la casa e per la proposta.

Ogni mancanza è una condizione sul database: la stessa regola filtra un elenco di centinaia di righe e interroga un
solo obiettivo. Gli strategici chiedono meno: unità, responsabile e peso si decidono sugli operativi.
"""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import BooleanField

from obiettivi.models import Assegnazione, Indicatore, Obiettivo, ObiettivoUnita, Target
from obiettivi.voci import Livello, MetodoPeso, Tipologia


@dataclass(frozen=True)
class TipoMancanza:
    """Una cosa che può mancare: il nome breve, la frase per chi deve provvedere, dove si risolve."""

    codice: str
    nome: str
    frase: str
    sezione: str
    ancora: str
    condizione: Combinable | Q
    blocca: bool = True

    @property
    def annotazione(self) -> str:
        return f"manca_{self.codice}"


_SUO = {"obiettivo": OuterRef("pk")}
_INDICATORI = Indicatore.objects.filter(**_SUO)
_TARGET = (
    Target.objects.filter(indicatore__obiettivo=OuterRef("pk"), anno=OuterRef("ciclo__anno"))
    .exclude(indicatore__unita_misura="", operatore__in=["", ">=", "<=", "=", "tra"])
    .exclude(valore__isnull=True, data__isnull=True, testo_originale="", operatore__in=["", ">=", "<=", "=", "tra"])
)
_SENZA_BASELINE = _INDICATORI.filter(baseline__isnull=True, nuovo=False)
_UNITA = ObiettivoUnita.objects.filter(**_SUO)
_ASSEGNAZIONI = Assegnazione.objects.filter(**_SUO)
_OPERATIVO = Q(livello=Livello.OPERATIVO)
_PESO_CALCOLATO = Q(ciclo__metodo_peso=MetodoPeso.CALCOLATO) & (
    Q(strategicita__isnull=True) | Q(complessita__isnull=True)
)
_PESO_DIRETTO = (
    Q(ciclo__metodo_peso=MetodoPeso.DIRETTO, peso__isnull=True)
    & ~Exists(_UNITA.filter(peso__isnull=False))
    & ~Exists(_ASSEGNAZIONI.filter(peso__isnull=False))
)

MANCANZE = (
    TipoMancanza(
        "unita",
        "unità",
        "Indica almeno un'unità che ne risponde.",
        "chi",
        "righe-unita",
        _OPERATIVO & ~Q(tipologia=Tipologia.COMUNE) & ~Exists(_UNITA),
    ),
    TipoMancanza(
        "responsabile",
        "responsabile",
        "Assegnalo a un responsabile, a una persona o a un gruppo.",
        "chi",
        "righe-assegnazioni",
        _OPERATIVO & ~Exists(_ASSEGNAZIONI),
    ),
    TipoMancanza(
        "date",
        "date",
        "Scrivi quando comincia e quando finisce.",
        "quando",
        "id_data_inizio",
        Q(data_inizio__isnull=True) | Q(data_fine__isnull=True),
    ),
    TipoMancanza(
        "indicatori",
        "indicatori",
        "Aggiungi almeno un indicatore: senza, non si può misurare.",
        "misura",
        "indicatori",
        ~Exists(_INDICATORI),
    ),
    TipoMancanza(
        "target",
        "target",
        "Scrivi il target dell'anno, con la sua unità di misura.",
        "misura",
        "indicatori",
        Exists(_INDICATORI) & ~Exists(_TARGET),
    ),
    TipoMancanza(
        "peso",
        "peso",
        "Dagli un peso, oppure dichiaralo prerequisito.",
        "che-cosa",
        "id_prerequisito",
        _OPERATIVO & Q(prerequisito=False) & (_PESO_CALCOLATO | _PESO_DIRETTO),
    ),
    TipoMancanza(
        "baseline",
        "valore di partenza",
        "Scrivi da dove si parte, oppure dichiara nuovo l'indicatore e spiega perché.",
        "misura",
        "indicatori",
        Exists(_SENZA_BASELINE),
        blocca=False,
    ),
)
PER_CODICE = {tipo.codice: tipo for tipo in MANCANZE}


def con_mancanze(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Aggiunge a ogni obiettivo un sì o no per ogni mancanza (`manca_unita`, `manca_peso`…)."""
    return obiettivi.annotate(
        **{
            tipo.annotazione: Case(When(tipo.condizione, then=Value(True)), default=False, output_field=BooleanField())
            for tipo in MANCANZE
        }
    )


def mancanze_di(obiettivo: Obiettivo) -> list[TipoMancanza]:
    """Ciò che manca a un obiettivo; legge dal database solo se non è già stato annotato."""
    riga = obiettivo
    if not hasattr(obiettivo, MANCANZE[0].annotazione):
        riga = con_mancanze(Obiettivo.tutti.filter(pk=obiettivo.pk)).get()
    return [tipo for tipo in MANCANZE if getattr(riga, tipo.annotazione)]
