"""I filtri dell'elenco degli obiettivi: gli stessi per la pagina, per i totali e per l'esportazione."""

from typing import Any

import django_filters as filtri
from django import forms
from django.db.models import Q, QuerySet

from enti.letture import con_discendenti
from enti.models import Unita
from obiettivi.letture import MANCANZE
from obiettivi.letture.scelte import rientrata, unita_in_ordine
from obiettivi.models import Assegnazione, Ciclo, Obiettivo
from obiettivi.voci import Livello, Natura, StatoObiettivo, Tema

TESTI = ("titolo", "codice", "descrizione")


class FiltroObiettivi(filtri.FilterSet):
    """Costruito per un ciclo: unità e assegnatari sono solo quelli che hanno senso lì."""

    cerca = filtri.CharFilter(label="Cerca", method="per_testo")
    unita = filtri.ChoiceFilter(label="Unità (e sotto)", method="per_unita", empty_label="Tutte")
    livello = filtri.ChoiceFilter(label="Livello", choices=Livello.choices, empty_label="Tutti")
    stato = filtri.ChoiceFilter(label="Stato", choices=StatoObiettivo.choices, empty_label="Tutti")
    natura = filtri.ChoiceFilter(label="Natura", choices=Natura.choices, empty_label="Tutte")
    tema = filtri.ChoiceFilter(label="Tema", choices=Tema.choices, method="per_tema", empty_label="Tutti")
    chi = filtri.ChoiceFilter(label="Assegnato a", method="per_assegnatario", empty_label="Chiunque")
    manca = filtri.ChoiceFilter(
        label="Che cosa manca",
        choices=[("qualcosa", "Qualcosa di necessario"), *((tipo.codice, f"Senza {tipo.nome}") for tipo in MANCANZE)],
        method="per_mancanza",
        empty_label="Non importa",
    )

    class Meta:
        model = Obiettivo
        fields: list[str] = []

    def __init__(self, dati: Any, obiettivi: QuerySet[Obiettivo], *, ciclo: Ciclo) -> None:
        super().__init__(dati, queryset=obiettivi)
        self.ciclo = ciclo
        self.filters["unita"].extra["choices"] = [(u.pk, rientrata(u)) for u in unita_in_ordine(ciclo.ente)]
        self.filters["chi"].extra["choices"] = _assegnatari(ciclo)
        self.form.fields["cerca"].widget = forms.TextInput(
            attrs={"type": "search", "placeholder": "titolo, codice, descrizione"}
        )

    @property
    def attivi(self) -> bool:
        """Vero se l'elenco mostrato è una parte di tutti."""
        return any(self.data.get(nome) for nome in self.filters)

    @property
    def di_un_destinatario(self) -> bool:
        """Vero se l'elenco è di un'unità o di un assegnatario: soltanto allora la somma dei pesi dice qualcosa."""
        return bool(self.data.get("unita") or self.data.get("chi"))

    def per_testo(self, obiettivi: QuerySet[Obiettivo], nome: str, testo: str) -> QuerySet[Obiettivo]:
        """Ogni parola deve trovarsi da qualche parte."""
        for parola in testo.split()[:8]:
            trova = Q()
            for campo in TESTI:
                trova |= Q(**{f"{campo}__icontains": parola})
            obiettivi = obiettivi.filter(trova)
        return obiettivi

    def per_unita(self, obiettivi: QuerySet[Obiettivo], nome: str, pk: str) -> QuerySet[Obiettivo]:
        sotto = Unita.objects.filter(pk__in=con_discendenti(self.ciclo.ente, [int(pk)]))
        return obiettivi.filter(pk__in=Obiettivo.objects.filter(unita_collegate__unita__in=sotto).values("pk"))

    def per_tema(self, obiettivi: QuerySet[Obiettivo], nome: str, tema: str) -> QuerySet[Obiettivo]:
        return obiettivi.filter(classificazioni__tipo="tema", classificazioni__codice=tema)

    def per_assegnatario(self, obiettivi: QuerySet[Obiettivo], nome: str, chiave: str) -> QuerySet[Obiettivo]:
        tipo, _, pk = chiave.partition(":")
        return obiettivi.filter(**{f"assegnazioni__{tipo}": pk})

    def per_mancanza(self, obiettivi: QuerySet[Obiettivo], nome: str, codice: str) -> QuerySet[Obiettivo]:
        tipi = [tipo for tipo in MANCANZE if codice == tipo.codice or (codice == "qualcosa" and tipo.blocca)]
        condizione = Q()
        for tipo in tipi:
            condizione |= Q(**{tipo.annotazione: True})
        return obiettivi.filter(condizione)


def _assegnatari(ciclo: Ciclo) -> list[tuple[str, str]]:
    """Chi ha almeno un obiettivo nel ciclo, in una lettura sola, in ordine di nome."""
    righe = Assegnazione.objects.filter(obiettivo__ciclo=ciclo).select_related(
        "persona", "incarico__unita", "incarico__persona", "gruppo"
    )
    voci = {(d._meta.model_name, d.pk): str(d) for d in (riga.destinatario for riga in righe)}
    return sorted(((f"{tipo}:{pk}", nome) for (tipo, pk), nome in voci.items()), key=lambda voce: voce[1])
