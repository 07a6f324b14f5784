"""I filtri dei rilievi: stanno nell'indirizzo, così un elenco filtrato si può salvare e mandare."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from enti.models import Ente
from obiettivi.controlli.quadro import Quadro, Voce
from obiettivi.letture.controlli import Orizzonte, unita_e_sotto
from obiettivi.letture.scelte import rientrata
from obiettivi.models import RegolaEnte
from obiettivi.voci import Regolato
from piao.base.controlli import Ambito, Gravita, Regola

PER_GRAVITA, PER_CONTROLLO, PER_OGGETTO = "gravita", "controllo", "oggetto"
ORDINI = [(PER_GRAVITA, "Gravità"), (PER_CONTROLLO, "Controllo"), (PER_OGGETTO, "Obiettivo o altro oggetto")]
DA_MOTIVARE, MOTIVATI = "da_motivare", "motivati"
MOTIVAZIONI = [("", "Non importa"), (DA_MOTIVARE, "Errori da motivare"), (MOTIVATI, "Con motivazione")]
MOSTRATI = 5  # di una regola che ne ha molti si leggono i primi; tutti, scegliendo quella regola
NOMI = {
    Gravita.BLOCCO: "Blocchi",
    Gravita.ERRORE: "Errori",
    Gravita.AVVISO: "Avvisi",
    Gravita.INFO: "Informazioni",
}


@dataclass(frozen=True)
class GruppoRilievi:
    """I rilievi di una regola, o di un oggetto: quelli da mostrare, e quanti sono in tutto."""

    voci: tuple[Voce, ...]
    quanti: int

    @property
    def prima(self) -> Voce:
        return self.voci[0]

    @property
    def altri(self) -> int:
        return self.quanti - len(self.voci)


class FiltroRilievi(forms.Form):
    """I rilievi del quadro che l'utente ha chiesto, nell'ordine che ha chiesto. Un filtro sbagliato non filtra."""

    q = forms.CharField(
        label="Cerca", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    gravita = forms.ChoiceField(label="Gravità", required=False)
    controllo = forms.ChoiceField(label="Controllo", required=False)
    motivazione = forms.ChoiceField(label="Motivazione", choices=MOTIVAZIONI, required=False)
    ordina = forms.ChoiceField(label="In ordine di", choices=ORDINI, required=False)

    def __init__(self, dati: Any, *, quadro: Quadro) -> None:
        super().__init__(dati)
        self.quadro = quadro
        presenti = {voce.rilievo.codice: voce.titolo for voce in quadro.voci}
        self._scelte("gravita", [("", "Tutte"), *NOMI.items()])
        self._scelte("controllo", [("", "Tutti"), *((c, f"{c} · {titolo}") for c, titolo in sorted(presenti.items()))])

    @property
    def attivo(self) -> bool:
        return any(self._scelto(nome) for nome in self.fields if nome != "ordina")

    @property
    def ordine(self) -> str:
        return self._scelto("ordina") or PER_GRAVITA

    @property
    def voci(self) -> list[Voce]:
        """I rilievi scelti, dal più grave."""
        prove = self._prove()
        return [voce for voce in self.quadro.voci if all(prova(voce) for prova in prove)]

    @property
    def gruppi(self) -> list[GruppoRilievi]:
        """I rilievi scelti, raccolti per regola o per oggetto."""
        raccolti: dict[str, list[Voce]] = {}
        for voce in self.voci:
            raccolti.setdefault(self._chiave(voce), []).append(voce)
        chiavi = list(raccolti) if self.ordine == PER_GRAVITA else sorted(raccolti)
        intero = self.ordine == PER_OGGETTO or self._scelto("controllo")
        return [
            GruppoRilievi(tuple(raccolti[chiave][: None if intero else MOSTRATI]), len(raccolti[chiave]))
            for chiave in chiavi
        ]

    def _chiave(self, voce: Voce) -> str:
        return voce.oggetto if self.ordine == PER_OGGETTO else voce.rilievo.codice

    def _prove(self) -> list[Callable[[Voce], bool]]:
        gravita, controllo, motivazione = (self._scelto(n) for n in ("gravita", "controllo", "motivazione"))
        prove: list[Callable[[Voce], bool]] = [
            lambda voce: gravita in ("", voce.rilievo.gravita),
            lambda voce: controllo in ("", voce.rilievo.codice),
            lambda voce: motivazione != DA_MOTIVARE or voce.da_motivare,
            lambda voce: motivazione != MOTIVATI or voce.motivazione is not None,
        ]
        return prove + [_contiene(parola) for parola in self._scelto("q").casefold().split()[:8]]

    def _scelto(self, nome: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(nome) or "")

    def _scelte(self, nome: str, scelte: Any) -> None:
        campo: Any = self.fields[nome]
        campo.choices = scelte


class FiltroRilieviPiano(FiltroRilievi):
    """I rilievi del Piano si scelgono anche per unità."""

    unita = forms.ChoiceField(label="Unità (e sotto)", required=False)
    field_order = ("q", "gravita", "controllo", "unita", "motivazione", "ordina")

    def __init__(self, dati: Any, *, quadro: Quadro, orizzonte: Orizzonte, ente: Ente) -> None:
        super().__init__(dati, quadro=quadro)
        self.orizzonte, self.ente = orizzonte, ente
        self._scelte("unita", [("", "Tutte"), *((str(una.pk), rientrata(una)) for una in orizzonte.unita)])

    def _prove(self) -> list[Callable[[Voce], bool]]:
        prove = super()._prove()
        if unita := self._scelto("unita"):
            sotto = unita_e_sotto(self.ente, int(unita))
            prove.append(lambda voce: self.orizzonte.riguarda(voce.rilievo, sotto))
        return prove


def _contiene(parola: str) -> Callable[[Voce], bool]:
    return lambda voce: parola in _testo(voce)


def _testo(voce: Voce) -> str:
    r = voce.rilievo
    perche = voce.motivazione.motivo if voce.motivazione else ""
    return " ".join(
        (r.codice, voce.titolo, r.norma, r.frase, r.rimedio, r.oggetto.nome, voce.oggetto, perche)
    ).casefold()


@dataclass(frozen=True)
class RegolaQui:
    """Una regola, e come vale nell'ente."""

    regola: Regola[Any]
    riga: RegolaEnte | None

    @property
    def vale(self) -> str:
        return self.riga.vale if self.riga else str(self.regola.predefinita)

    @property
    def nome(self) -> str:
        return self.riga.get_vale_display() if self.riga else self.regola.predefinita.label


class FiltroRegole(forms.Form):
    """Il catalogo delle regole, cercato e ristretto."""

    q = forms.CharField(
        label="Cerca", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    vale = forms.ChoiceField(label="Vale come", choices=[("", "Tutti"), *Regolato.choices], required=False)
    ambito = forms.ChoiceField(label="Guarda", choices=[("", "Tutto"), *Ambito.choices], required=False)
    regolata = forms.BooleanField(label="Solo quelli regolati dall'ente", required=False)

    def __init__(self, dati: Any, *, regole: Iterable[Regola[Any]], regolate: Mapping[str, RegolaEnte]) -> None:
        super().__init__(dati)
        self.tutte = [RegolaQui(regola, regolate.get(regola.codice)) for regola in regole]
        self.is_valid()

    @property
    def regole(self) -> list[RegolaQui]:
        scelti = getattr(self, "cleaned_data", {})
        parole = (scelti.get("q") or "").casefold().split()[:8]
        return [
            una
            for una in self.tutte
            if scelti.get("vale") in (None, "", una.vale)
            and scelti.get("ambito") in (None, "", una.regola.ambito)
            and (una.riga or not scelti.get("regolata"))
            and all(parola in _testo_regola(una.regola) for parola in parole)
        ]


def _testo_regola(regola: Regola[Any]) -> str:
    return " ".join((regola.codice, regola.titolo, regola.norma, regola.spiegazione)).casefold()
