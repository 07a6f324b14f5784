"""Le medie del quadro: ogni linea, l'ente, una parte dell'ente. Chi non è misurato non conta, e si dice quanti."""

from collections.abc import Container, Sequence
from dataclasses import replace

from obiettivi.letture.risultati.tipi import Aggregato, Risultati, RisultatoObiettivo
from obiettivi.misura import Grado, Politica, Voce, aggrega, neutralizzata

DELLA_LINEA = "media semplice: i pesi valgono dentro ciascuna unità"
DELL_ENTE = "media semplice delle unità misurate"


def delle_linee(obiettivi: Sequence[RisultatoObiettivo]) -> tuple[Aggregato, ...]:
    """Una per linea di mandato, in ordine di nome; in fondo chi non ne ha."""
    nomi = {uno.linea: uno.linea_nome for uno in obiettivi}
    ordinate = sorted(nomi, key=lambda pk: (pk == 0, nomi[pk]))
    return tuple(_linea(pk, nomi[pk], tuple(uno for uno in obiettivi if uno.linea == pk)) for pk in ordinate)


def _linea(pk: int, nome: str, suoi: tuple[RisultatoObiettivo, ...]) -> Aggregato:
    grado = aggrega("media", [voce(uno) for uno in suoi if not uno.prerequisito], nome=nome)
    return Aggregato(pk, nome, grado.valore, DELLA_LINEA, suoi, passi=grado.passi)


def voce(obiettivo: RisultatoObiettivo) -> Voce:
    """L'obiettivo come entra in una media: un neutralizzato vale ciò che dice il suo atto."""
    sua = Voce(obiettivo.nome, obiettivo.grado, politica=Politica.ESCLUDI)
    neutro = obiettivo.neutralizzato
    return neutralizzata(sua, politica=Politica(neutro.politica), motivo=neutro.motivo) if neutro else sua


def dell_ente(nome: str, unita: Sequence[Aggregato], grado: Grado | None = None) -> Aggregato:
    """La media delle unità date; `grado` se è già calcolato."""
    voci = [Voce(una.nome, una.grado, politica=Politica.ESCLUDI) for una in unita]
    calcolato = grado or aggrega("media", voci, nome=nome)
    tutti = tuple(uno for una in unita for uno in una.obiettivi)
    return Aggregato(0, nome, calcolato.valore, DELL_ENTE, tutti, passi=calcolato.passi)


def delle_unita(risultati: Risultati, quali: Container[int], nome: str) -> Risultati:
    """Gli stessi risultati visti da chi guida alcune unità: le sue, e le linee a cui concorrono."""
    sue = tuple(una for una in risultati.unita if una.pk in quali)
    ente = dell_ente(nome, sue)
    return replace(risultati, ente=ente, unita=sue, linee=delle_linee(ente.obiettivi))
