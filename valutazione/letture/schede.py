"""Le schede come si leggono: una, un elenco, ciò che manca per assegnarle, ciò che è in ritardo."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.urls import reverse

from enti.letture import profilo
from enti.models import Ente, Unita
from obiettivi.models import Ciclo
from piao.base.flusso import Mancanza
from piao.base.storia import Passo, eventi_in_storia, storia_delle_righe
from valutazione.letture.assegnati import Assegnati
from valutazione.letture.conto import con_conto
from valutazione.letture.istantanea import Istantanea, istantanea_di
from valutazione.letture.termini import termini_di
from valutazione.letture.visibili import schede_visibili
from valutazione.models import Colloquio, Fase, PassaggioScheda, Scheda, Visione, Voce
from valutazione.voci import ChiValuta, StatoScheda, TipoColloquio, TipoFase

CONSEGNE = ("notifica", "decidi")
COLLOQUI = {
    TipoFase.COLLOQUIO_INIZIALE: TipoColloquio.INIZIALE,
    TipoFase.COLLOQUIO_INTERMEDIO: TipoColloquio.INTERMEDIO,
    TipoFase.COLLOQUIO_FINALE: TipoColloquio.FINALE,
}
FERME = (StatoScheda.CHIUSA, StatoScheda.ANNULLATA)
VISIONI_MOSTRATE = 30
INTORNO = (
    "ciclo__ente",
    "tipo__sistema",
    "persona",
    "unita",
    "valutatore",
    "proponente",
    "rapporto",
    "incarico",
    "riesame",
)
PASSAGGI = Prefetch("passaggi", PassaggioScheda.objects.select_related("chi__persona").order_by("quando", "pk"))


def scheda_di(utente: Any, ente: Ente, anno: int, pk: int) -> Scheda:
    """Una scheda fra quelle che l'utente può vedere, con tutto ciò che la sua pagina mostra. Le altre sono Http404.

    Le altre della stessa persona nell'anno vengono con lei: le stesse letture di una sola.
    """
    visibili = con_conto(con_regole(schede_visibili(utente, ente))).select_related(*INTORNO)
    di_chi = Scheda.objects.filter(pk=pk).values("persona")
    sue = visibili.filter(ciclo__anno=anno, persona__in=di_chi).prefetch_related("osservazioni", PASSAGGI)
    insieme = list(sue.order_by("dal"))
    trovata = _fra(insieme, pk)
    trovata.__dict__["_altre"] = [una for una in insieme if una.pk != pk and una.stato != StatoScheda.ANNULLATA]
    return trovata


def schede_intere(utente: Any, ciclo: Ciclo) -> QuerySet[Scheda]:
    """Le schede visibili di un anno con tutto ciò che i passi leggono: le stesse letture, quante che siano."""
    intere = con_conto(con_regole(schede_dell_anno(utente, ciclo))).select_related(*INTORNO)
    return intere.prefetch_related("osservazioni", PASSAGGI)


def scheda_col_conto(utente: Any, ente: Ente, anno: int, pk: int) -> Scheda:
    """La stessa scheda con ciò che serve a valutare, senza la sua storia. Solleva Http404 se l'utente non la vede."""
    visibili = con_conto(schede_visibili(utente, ente)).select_related(*INTORNO)
    return _fra(visibili.filter(ciclo__anno=anno, pk=pk), pk)


def copertina_di(utente: Any, ente: Ente, anno: int, pk: int) -> Scheda:
    """La stessa scheda senza ciò che contiene, in una lettura. Solleva Http404 se l'utente non la può vedere."""
    visibili = schede_visibili(utente, ente).select_related(*INTORNO)
    return _fra(visibili.filter(ciclo__anno=anno, pk=pk), pk)


def _fra(schede: Iterable[Scheda], pk: int) -> Scheda:
    for scheda in schede:
        if scheda.pk == pk:
            return scheda
    raise Http404("Questa scheda non c'è.")


def con_regole(schede: QuerySet[Scheda]) -> QuerySet[Scheda]:
    """Con le fasi del sistema, che i termini leggono."""
    return schede.prefetch_related(Prefetch("tipo__sistema__fasi", Fase.objects.order_by("pk")))


def schede_dell_anno(utente: Any, ciclo: Ciclo) -> QuerySet[Scheda]:
    """Le schede visibili di un anno, per l'elenco."""
    return schede_visibili(utente, ciclo.ente).filter(ciclo=ciclo).order_by("persona__cognome", "persona__nome", "dal")


def mie_schede(utente: Any, ente: Ente) -> QuerySet[Scheda]:
    """Quelle in cui l'utente è la persona valutata, dalla più recente."""
    mie = schede_visibili(utente, ente).filter(persona__utente=utente)
    return con_regole(mie.exclude(stato=StatoScheda.ANNULLATA)).order_by("-ciclo__anno", "-dal")


# ---- quante, quali in ritardo ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conteggi:
    """Quante schede per stato, quante in ritardo, quante aspettano la persona."""

    stati: tuple[tuple[str, str, int], ...]
    in_ritardo: frozenset[int]
    da_leggere: int

    @property
    def totale(self) -> int:
        return sum(quante for _, _, quante in self.stati)


def conteggi(schede: Iterable[Scheda], *, oggi: date) -> Conteggi:
    """I numeri di un elenco; le schede devono venire da `con_regole`."""
    righe = list(schede)
    quante = Counter(scheda.stato for scheda in righe)
    return Conteggi(
        stati=tuple((s.value, _al_plurale(s.label, quante[s]), quante[s]) for s in StatoScheda if quante[s]),
        in_ritardo=frozenset(scheda.pk for scheda in righe if in_ritardo(scheda, oggi=oggi)),
        da_leggere=sum(aspetta_la_persona(scheda) for scheda in righe),
    )


def _al_plurale(stato: str, quante: int) -> str:
    """«assegnata», «assegnate»; «consegnate alla persona»; «in valutazione» resta com'è."""
    parola, spazio, resto = str(stato).partition(" ")
    return f"{parola[:-1]}e{spazio}{resto}" if quante > 1 and parola.endswith("a") else str(stato)


def in_ritardo(scheda: Scheda, *, oggi: date) -> bool:
    """Il termine del passo che la scheda aspetta è passato."""
    termine = None if scheda.stato in FERME else termini_di(scheda).adesso(scheda.stato)
    return termine is not None and oggi > termine


def aspetta_la_persona(scheda: Scheda) -> bool:
    """Assegnata o consegnata, e non ancora letta."""
    assegnata = scheda.stato == StatoScheda.ASSEGNATA and scheda.presa_visione_il is None
    return assegnata or (scheda.stato == StatoScheda.NOTIFICATA and scheda.accettata_il is None)


def unita_con_schede(schede: QuerySet[Scheda]) -> QuerySet[Unita]:
    """Le unità delle schede dell'elenco, per filtrarlo."""
    return Unita.objects.filter(pk__in=schede.order_by().values("unita")).order_by("denominazione")


# ---- assegnare ---------------------------------------------------------------------------------------------------


def istantanea_prevista(scheda: Scheda, assegnati: Assegnati | None = None) -> Istantanea:
    """La scheda come sarebbe assegnata oggi."""
    prefetch_related_objects([scheda.tipo], "componenti")
    return istantanea_di(scheda, (assegnati or Assegnati(scheda.ciclo)).di(scheda))


def manca_per_assegnare(scheda: Scheda, istantanea: Istantanea | None = None) -> list[Mancanza]:
    """Ciò che manca perché la scheda si possa assegnare: una frase per cosa, con la pagina dove si provvede."""
    prevista = istantanea or istantanea_prevista(scheda)
    dove = [scheda.ente.slug, scheda.ciclo.anno]
    pesi = reverse("obiettivi:pesi", args=dove)
    mancanze = []
    if scheda.valutatore_id is None and scheda.tipo.valuta != ChiValuta.NUCLEO:
        prepara = reverse("valutazione:prepara_scheda", args=[*dove, scheda.pk])
        mancanze.append(Mancanza("Non si sa chi valuta: scegli la persona.", prepara))
    if not prevista.dati.get("scheda"):
        frase = "Il tipo di scheda non ha componenti: compila il sistema di valutazione."
        mancanze.append(Mancanza(frase, reverse("valutazione:schede", args=dove)))
    for componente in prevista.vuoti:
        frase = f"«{componente}» aspetta gli obiettivi, e a questa persona non ne è assegnato nessuno di validato."
        mancanze.append(Mancanza(frase, reverse("obiettivi:elenco", args=dove)))
    for voce in prevista.senza_peso:
        mancanze.append(Mancanza(f"«{voce}» non ha un peso, e gli altri obiettivi sì.", pesi))
    return mancanze


# ---- una scheda --------------------------------------------------------------------------------------------------


def punteggio_consegnato(scheda: Scheda) -> Decimal | None:
    """Il punteggio che la persona ha letto l'ultima volta: quello della consegna, o della decisione sul riesame."""
    consegne = [passaggio for passaggio in scheda.passaggi.all() if passaggio.passo in CONSEGNE]
    return consegne[-1].punteggio if consegne else scheda.punteggio


def passaggi_di(scheda: Scheda) -> list[PassaggioScheda]:
    """La storia, dal passaggio più recente."""
    return list(reversed(scheda.passaggi.all()))


def visioni_di(scheda: Scheda) -> list[Visione]:
    """Chi ha aperto la scheda, dal più recente: lo vede la persona valutata."""
    return list(scheda.visioni.select_related("chi__persona")[:VISIONI_MOSTRATE])


def storia_della_scheda(scheda: Scheda) -> list[Passo]:
    """Ogni valore cambiato, e ciò che dice il registro, dal più recente: un numero fisso di letture."""
    passi = [*storia_delle_righe(Voce, scheda=scheda), *eventi_in_storia(scheda)]
    return sorted(passi, key=lambda uno: uno.quando, reverse=True)


def colloqui_che_mancano(scheda: Scheda, colloqui: Iterable[Colloquio]) -> list[str]:
    """I colloqui che il sistema prevede e che nessuno ha ancora registrato (controllo V03)."""
    fatti = {colloquio.tipo for colloquio in colloqui}
    previsti = [COLLOQUI[TipoFase(f.tipo)] for f in scheda.tipo.sistema.fasi.all() if f.tipo in COLLOQUI]
    return [str(tipo.label) for tipo in previsti if tipo not in fatti]


def altre_della_persona(scheda: Scheda) -> list[Scheda]:
    """Le altre schede della stessa persona nell'anno, che chi guarda può vedere: `scheda_di` le ha già lette."""
    altre: list[Scheda] = scheda.__dict__["_altre"]
    return altre


def da_assegnare(utente: Any, ciclo: Ciclo) -> list[Scheda]:
    """Le schede in preparazione che l'utente valuta o conduce, mai la propria."""
    chi = profilo(utente, ciclo.ente)
    schede = schede_dell_anno(utente, ciclo).filter(stato=StatoScheda.PREPARAZIONE)
    if not (chi.segretario or chi.ufficio_personale):
        schede = schede.filter(valutatore__utente=utente)
    return [scheda for scheda in schede if scheda.persona.utente_id != utente.pk]
