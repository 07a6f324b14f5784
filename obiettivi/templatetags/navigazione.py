"""La barra di navigazione: una tabella di sezioni, la voce della pagina aperta, l'anno di cui si parla."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from enti.letture import profilo
from enti.ruoli import Profilo
from enti.voci import TipoIncarico
from obiettivi.letture import anni_di
from obiettivi.voci import CONCLUSI, StatoCiclo

register = template.Library()
SEGUONO_LE_SCHEDE = {
    TipoIncarico.SEGRETARIO,
    TipoIncarico.SINDACO,
    TipoIncarico.NUCLEO,
    TipoIncarico.UFFICIO_PERSONALE,
}
CON_LE_SCHEDE = tuple(
    f"valutazione:{nome}"
    for nome in ("mie_schede", "persona", "nuova_assenza", "assenza", "togli_assenza", "mio_premio", "premio")
)
VEDE_LA_GIUNTA = {TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO, TipoIncarico.ASSESSORE, TipoIncarico.NUCLEO}


@dataclass(frozen=True)
class Anni:
    """L'anno mostrato, lo stato del suo Piano, e gli altri anni fra cui passare."""

    corrente: int | None
    stato: str
    tutti: list[int]

    @property
    def approvato(self) -> bool:
        return self.stato in CONCLUSI


Quando = Callable[[Profilo, Anni], bool]


def sempre(chi: Profilo, anni: Anni) -> bool:
    return True


def segue(chi: Profilo, anni: Anni) -> bool:
    return chi.segue_la_preparazione


def legge_il_piano(chi: Profilo, anni: Anni) -> bool:
    return anni.approvato or chi.segue_la_preparazione


def vede_i_controlli(chi: Profilo, anni: Anni) -> bool:
    return chi.vede_le_bozze or (chi.segue_la_preparazione and (anni.approvato or anni.stato == StatoCiclo.PROPOSTA))


def approvato(chi: Profilo, anni: Anni) -> bool:
    return anni.approvato


def vede_la_giunta(chi: Profilo, anni: Anni) -> bool:
    return bool(chi.incarichi & VEDE_LA_GIUNTA)


def fa_schede(chi: Profilo, anni: Anni) -> bool:
    """Chi è valutato, chi valuta, chi conduce: gli assessori e il revisore non hanno schede da vedere."""
    return chi.dipendente or chi.guida_unita or bool(chi.incarichi & SEGUONO_LE_SCHEDE)


def confronta_le_schede(chi: Profilo, anni: Anni) -> bool:
    return chi.guida_unita or bool(chi.incarichi & SEGUONO_LE_SCHEDE)


def legge_i_premi(chi: Profilo, anni: Anni) -> bool:
    return chi.segretario or chi.ufficio_personale or TipoIncarico.NUCLEO in chi.incarichi


def vede_persone(chi: Profilo, anni: Anni) -> bool:
    return chi.segretario or chi.ufficio_personale or chi.guida_unita


@dataclass(frozen=True)
class Voce:
    """Una pagina del menu: il nome dell'indirizzo, come si chiama, chi la vede.

    `percorso` è il suo nome fuori dal menu, quando lì si capisce soltanto perché la sezione è scritta sopra.
    `anche` sono le pagine che le appartengono e hanno un indirizzo che non comincia come il suo.
    """

    nome: str
    testo: str
    quando: Quando = sempre
    dell_anno: bool = True
    percorso: str = ""
    anche: tuple[str, ...] = ()

    def collegamento(self, ente: str, anno: int | None) -> "Collegamento":
        """La pagina nel percorso di un'altra: «Obiettivi 2026», «Persone»."""
        testo = self.percorso or self.testo
        if not self.dell_anno:
            return Collegamento(testo, reverse(self.nome, args=[ente]))
        return Collegamento(f"{testo} {anno}", reverse(self.nome, args=[ente, anno]))


# Sette parole in alto; sotto, le pagine della sezione aperta. La prima che si può vedere è quella della sezione.
SEZIONI: tuple[tuple[str, tuple[Voce, ...]], ...] = (
    ("Home", (Voce("obiettivi:casa", "Home", dell_anno=False),)),
    (
        "Obiettivi",
        (
            Voce("obiettivi:elenco", "Elenco", percorso="Obiettivi"),
            Voce("obiettivi:albero", "Albero"),
            Voce("obiettivi:pesi", "Pesi"),
            Voce("obiettivi:linee", "Linee di mandato", dell_anno=False),
            Voce("obiettivi:libreria", "Libreria"),
        ),
    ),
    (
        "Piano",
        (
            Voce("relazioni:percorso", "Percorso", segue),
            Voce("relazioni:controlli", "Controlli", vede_i_controlli),
            Voce("relazioni:documenti", "Documento", legge_il_piano),
            Voce("relazioni:sezioni", "Testi", legge_il_piano),
            Voce("relazioni:giunta", "Giunta", vede_la_giunta),
            Voce("relazioni:versioni", "Versioni", legge_il_piano),
            Voce("relazioni:variazioni", "Variazioni", approvato),
        ),
    ),
    (
        "Risultati",
        (
            Voce("obiettivi:cruscotto", "Quadro", approvato),
            Voce("obiettivi:monitoraggio", "Monitoraggio", approvato),
            Voce("relazioni:relazione", "Relazione", approvato),
        ),
    ),
    (
        "Valutazione",
        (
            Voce("valutazione:schede", "Schede", fa_schede, anche=CON_LE_SCHEDE),
            Voce("valutazione:calibrazione", "Confronto", confronta_le_schede),
            Voce("valutazione:premi", "Premi", legge_i_premi),
            Voce("valutazione:sistemi", "Sistema", dell_anno=False),
        ),
    ),
    ("Calendario", (Voce("obiettivi:calendario", "Calendario"),)),
    (
        "Ente",
        (
            Voce("enti:organigramma", "Organigramma", dell_anno=False),
            Voce("enti:persone", "Persone", vede_persone, dell_anno=False),
            Voce("enti:contesto", "Contesto", dell_anno=False),
            Voce("enti:atti", "Atti", dell_anno=False),
            Voce("obiettivi:ciclo", "Impostazioni dell'anno"),
            Voce("relazioni:regole", "Regole dei controlli", segue, dell_anno=False),
            Voce("relazioni:pubblicazioni", "Trasparenza", segue, dell_anno=False),
            Voce("enti:ente", "Dati dell'ente", dell_anno=False),
        ),
    ),
)


@dataclass(frozen=True)
class Collegamento:
    testo: str
    indirizzo: str
    aperta: bool = False
    anche: tuple[str, ...] = ()


@dataclass(frozen=True)
class Menu:
    """Le sezioni e, se la sezione aperta ha più pagine, le sue pagine."""

    sezioni: list[Collegamento]
    sezione: str = ""
    pagine: tuple[Collegamento, ...] = ()


@register.simple_tag(takes_context=True)
def anni_del_ciclo(context: dict[str, Any]) -> Anni:
    """L'anno dell'indirizzo; nelle pagine senza anno, l'ultimo ciclo dell'ente. Una lettura sola per pagina."""
    request = context["request"]
    tutti = anni_di(request.ente)
    risolto = getattr(request, "resolver_match", None)
    dall_indirizzo = risolto.kwargs.get("anno") if risolto else None
    corrente = dall_indirizzo or next(iter(tutti), None)
    return Anni(corrente, tutti.get(corrente or 0, ""), list(tutti))


@register.simple_tag(takes_context=True)
def menu_di(context: dict[str, Any], anni: Anni) -> Menu:
    """Il menu di chi guarda, per l'anno mostrato, con la pagina aperta segnata."""
    request = context["request"]
    chi = profilo(request.user, request.ente)
    sezioni = [(testo, list(_visibili(voci, request.ente.slug, chi, anni))) for testo, voci in SEZIONI]
    sezioni = [(testo, pagine) for testo, pagine in sezioni if pagine]
    qui = _qui(request, [pagina for _, pagine in sezioni for pagina in pagine])
    aperta = next((testo for testo, pagine in sezioni if any(p.indirizzo == qui for p in pagine)), "")
    sotto = next((pagine for testo, pagine in sezioni if testo == aperta and len(pagine) > 1), [])
    return Menu(
        [Collegamento(testo, pagine[0].indirizzo, testo == aperta) for testo, pagine in sezioni],
        aperta,
        tuple(Collegamento(p.testo, p.indirizzo, p.indirizzo == qui) for p in sotto),
    )


def _qui(request: Any, pagine: list[Collegamento]) -> str:
    """L'indirizzo della pagina aperta nel menu: dal percorso o, se non ne comincia nessuno, dal nome."""
    risolto = getattr(request, "resolver_match", None)
    nome = risolto.view_name if risolto else ""
    per_nome = next((pagina.indirizzo for pagina in pagine if nome in pagina.anche), "")
    return pagina_aperta(request.path, [pagina.indirizzo for pagina in pagine]) or per_nome


@register.simple_tag
def pagina_di_partenza(indirizzo: str) -> Collegamento | None:
    """La voce del menu da cui si arriva a un indirizzo: il percorso di una maschera o di una domanda.

    Nessuna lettura e nessun permesso: chi compila la maschera è già passato di lì. `None` fuori da un ente.
    """
    try:
        trovata = resolve(urlsplit(indirizzo).path)
    except Resolver404:
        return None
    if not (ente := trovata.kwargs.get("ente")):
        return None
    anno = trovata.kwargs.get("anno")
    voci = [voce for _, pagine in SEZIONI[1:] for voce in pagine if anno or not voce.dell_anno]
    passi = {passo.indirizzo: passo for passo in (voce.collegamento(ente, anno) for voce in voci)}
    return passi.get(pagina_aperta(urlsplit(indirizzo).path, [reverse("obiettivi:casa", args=[ente]), *passi]))


def _visibili(voci: tuple[Voce, ...], ente: str, chi: Profilo, anni: Anni) -> Iterator[Collegamento]:
    for voce in voci:
        if voce.quando(chi, anni) and (not voce.dell_anno or anni.corrente):
            argomenti = [ente, anni.corrente] if voce.dell_anno else [ente]
            try:
                yield Collegamento(voce.testo, reverse(voce.nome, args=argomenti), anche=voce.anche)
            except NoReverseMatch:  # una stanza che non c'è ancora non ha voce
                continue


def pagina_aperta(percorso: str, indirizzi: list[str]) -> str:
    """L'indirizzo della voce di cui fa parte la pagina: quella esatta, o la più lunga che la contiene.

    La home (la prima, la più corta) vale per sé e per la home di un anno, non per tutto ciò che le sta sotto.
    """
    casa = min(indirizzi, key=len, default="")
    if percorso == casa or percorso.removeprefix(casa).rstrip("/").isdigit():
        return casa
    return max((uno for uno in indirizzi if uno != casa and percorso.startswith(uno)), key=len, default="")
