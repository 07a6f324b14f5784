"""Il contesto dell'ente, già contato: le stesse cifre in pagina, nelle soglie e nei documenti."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from enti.misura import Abitanti, Organico, Settore, con_variazioni, oltre
from enti.models import Ente, Personale, Popolazione
from enti.parametri import Parametro, parametri_in_vigore
from piao.base.numeri import data_estesa, numero


@dataclass(frozen=True)
class Contesto:
    """Popolazione (dalla più vecchia) e personale (dal più recente)."""

    popolazione: tuple[Abitanti, ...]
    personale: tuple[Organico, ...]


@dataclass(frozen=True)
class Soglia:
    """Una soglia di legge applicata all'ente. `oltre` è None quando il numero non si conosce."""

    parametro: Parametro
    oltre: bool | None
    valore: int | None
    fonte: str

    @property
    def a_parita(self) -> bool:
        return self.valore == self.parametro.limite

    @property
    def esito(self) -> str:
        """Che cosa comporta, in una frase."""
        if self.oltre is None:
            return "Non si sa: il numero non è ancora scritto."
        return self.parametro.sopra if self.oltre else self.parametro.sotto


def contesto_di(ente: Ente) -> Contesto:
    """Tutto il contesto di un ente, in tre letture: chi lo chiede di nuovo allo stesso `ente` non lo rilegge."""
    prefetch_related_objects([ente], "popolazione")
    return Contesto(
        popolazione=con_variazioni([_abitanti(riga) for riga in ente.popolazione.all()]),
        personale=_personale(ente),
    )


def _personale(ente: Ente) -> tuple[Organico, ...]:
    """Il personale, dall'anno più recente, in due letture."""
    prefetch_related_objects([ente], "personale__righe")
    return tuple(_organico(riga) for riga in sorted(ente.personale.all(), key=lambda riga: riga.anno, reverse=True))


def soglie_di(ente: Ente, anno: int, contesto: Contesto | None = None) -> list[Soglia]:
    """Le soglie di legge per il Piano di quell'anno, con il numero usato e la data a cui si riferisce."""
    noto = contesto or contesto_di(ente)
    return [_soglia(parametro, noto, anno) for parametro in parametri_in_vigore(date(anno, 1, 31), ente.tipo)]


def popolazione_per(contesto: Contesto, anno: int) -> Abitanti | None:
    """Gli abitanti che contano per un anno: al 31 dicembre del penultimo anno precedente (TUEL, art. 156 c. 2).

    Se quel dato manca si usa il più vicino fra i precedenti, poi il primo fra i successivi.
    """
    fine = date(anno - 2, 12, 31)
    prima = [riga for riga in contesto.popolazione if riga.alla_data <= fine]
    return prima[-1] if prima else next(iter(contesto.popolazione), None)


def dipendenti_per(contesto: Contesto, anno: int) -> Organico | None:
    """Il personale che conta per un anno: quello al 31 dicembre dell'anno prima, o il più recente che lo precede.

    Se l'ente ha scritto solo quello dell'anno stesso (o dei successivi) si usa il primo disponibile.
    """
    fine = date(anno - 1, 12, 31)
    prima = [riga for riga in contesto.personale if (riga.alla_data or date(riga.anno, 12, 31)) <= fine]
    return prima[0] if prima else next(iter(reversed(contesto.personale)), None)


def _soglia(parametro: Parametro, contesto: Contesto, anno: int) -> Soglia:
    valore, dichiarato, fonte = (_dipendenti if parametro.misura == "dipendenti" else _popolazione)(contesto, anno)
    esito = oltre(valore, parametro.limite, a_parita=parametro.a_parita, sotto_dichiarato=dichiarato)
    return Soglia(parametro, esito, valore, fonte)


def dipendenti_di(ente: Ente, anno: int) -> int | None:
    """Quanti dipendenti contano per un anno, senza leggere il resto del contesto; None se non è scritto."""
    organico = dipendenti_per(Contesto((), _personale(ente)), anno)
    return organico.dipendenti if organico else None


def _dipendenti(contesto: Contesto, anno: int) -> tuple[int | None, bool | None, str]:
    organico = dipendenti_per(contesto, anno)
    if organico is None:
        return None, None, "Il personale non è ancora scritto."
    quando = f"al {data_estesa(organico.alla_data)}" if organico.alla_data else f"nel {organico.anno}"
    if organico.dipendenti is None:
        dichiarato = "meno di 50 dipendenti" if organico.meno_di_50 else "il numero non è scritto"
        return None, organico.meno_di_50, f"Dichiarato {quando}: {dichiarato}."
    return organico.dipendenti, None, f"{numero(organico.dipendenti)} dipendenti {quando}."


def _popolazione(contesto: Contesto, anno: int) -> tuple[int | None, bool | None, str]:
    abitanti = popolazione_per(contesto, anno)
    if abitanti is None:
        return None, None, "La popolazione non è ancora scritta."
    return abitanti.totale, None, f"{numero(abitanti.totale)} abitanti al {data_estesa(abitanti.alla_data)}."


def _abitanti(riga: Popolazione) -> Abitanti:
    campi = ("alla_data", "totale", "maschi", "femmine", "famiglie", "nota", "pk")
    return Abitanti(**{campo: getattr(riga, campo) for campo in campi})


def _organico(riga: Personale) -> Organico:
    campi = ("anno", "alla_data", "meno_di_50", "retribuzioni", "irap", "oneri", "nota", "pk")
    settori = tuple(Settore(r.etichetta, r.uomini, r.donne, r.get_area_display()) for r in riga.righe.all())
    return Organico(
        settori=settori, dichiarati=riga.totale_dichiarato, **{campo: getattr(riga, campo) for campo in campi}
    )
