"""La maschera di un componente dell'albero, con le sue due conversioni; la maschera di una scala di giudizio."""

from typing import Any

from django.core.exceptions import ValidationError

from piao.base.campi import campo_modello
from piao.base.moduli import ModuloVersionato
from valutazione.forms.conversioni import ConversioneForm
from valutazione.forms.tabelle import TabellaLivelli
from valutazione.letture.coerenza import PESATE
from valutazione.models import Componente, Scala
from valutazione.motore import ConfigurazioneRifiutata
from valutazione.motore.lettura import conversione as leggi_conversione
from valutazione.voci import Fonte

MOSTRA = "mostra"


class ComponenteForm(ModuloVersionato):
    """Un componente. Se ha voci sotto di sé si dice come si uniscono; altrimenti da dove viene il suo valore."""

    fissi = frozenset({"tipo"})

    class Meta:
        model = Componente
        fields = [
            "denominazione", "codice", "genitore", "natura", "descrizione", "peso", "fonte", "scala", "aggregazione",
            "base_pesi", "mancante", "moltiplica", "massimo", "decimali", "minimo_bloccante", "correttivo_di",
            "correttivo_limite", "utile_progressioni",
        ]  # fmt: skip
        formfield_callback = campo_modello
        labels = {"genitore": "Sta sotto"}
        help_texts = {
            "codice": "Breve e senza spazi: per esempio «OB» o «C1».",
            "peso": "Serve se il componente sopra fa una media o una somma pesata. Zero: si valuta, ma non conta.",
            "base_pesi": "I pesi delle voci qui sotto devono sommare a questo numero.",
            "mancante": "Che cosa succede se una delle voci qui sotto non ha un valore.",
            "massimo": "I punti che questo componente non può superare.",
            "decimali": "Vuoto: nessun arrotondamento.",
            "minimo_bloccante": "Se il componente sta sotto questi punti non c'è premio, qualunque sia il totale.",
            "correttivo_di": "Chi può correggere il risultato, in più o in meno, con una percentuale limitata.",
            "utile_progressioni": "Il risultato si conserva da solo, per le progressioni economiche.",
        }

    def __init__(self, dati: Any = None, *, instance: Componente, ha_voci: bool = False, **kwargs: Any) -> None:
        super().__init__(dati, instance=instance, **kwargs)
        self.ha_voci = ha_voci
        tipo = self.instance.tipo
        self._fra(tipo)
        for nome in ("fonte", "scala") if ha_voci else ():
            del self.fields[nome]
        for nome in ("fonte",) if not ha_voci else ("aggregazione",):
            self.fields[nome].required = True
        comune = {"salvata": self.instance.conversione, "prefisso": "conv"}
        self.conversione = None if ha_voci else ConversioneForm(self._inviati(), **comune)
        finale = self.instance.conversione_finale
        self.finale = ConversioneForm(self._inviati(), salvata=finale, prefisso="poi", sul_totale=True)

    def _inviati(self) -> Any:
        return self.data if self.is_bound else None

    def _fra(self, tipo: Any) -> None:
        """I componenti e le scale fra cui scegliere sono quelli della stessa scheda e dello stesso sistema."""
        altri = tipo.componenti.exclude(pk=self.instance.pk)
        genitore: Any = self.fields["genitore"]
        genitore.queryset, genitore.empty_label = altri, "Nessuno: è il totale della scheda"
        if not altri.exists():
            del self.fields["genitore"]
        scala: Any = self.fields["scala"]
        scala.queryset, scala.empty_label = tipo.sistema.scale.all(), "Nessuna"

    @property
    def parti(self) -> list[ConversioneForm]:
        return [parte for parte in (self.conversione, self.finale) if parte is not None]

    def is_valid(self) -> bool:
        """Anche quando si chiede solo di vedere altre caselle non si salva."""
        validi = [parte.is_valid() for parte in self.parti]
        return super().is_valid() and all(validi) and MOSTRA not in self.data and "aggiungi" not in self.data

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        if scritti.get("fonte") == Fonte.GIUDIZIO and not scritti.get("scala") and self._a_numero():
            self.add_error("scala", "Un giudizio vuole la sua scala: sceglila, o creane una dalla pagina del sistema.")
        sopra = scritti.get("genitore")
        if sopra is not None and sopra.aggregazione in PESATE and scritti.get("peso") is None:
            self.add_error("peso", f"«{sopra}» usa i pesi: scrivi quello di questa voce.")
        if bool(scritti.get("correttivo_di")) != (scritti.get("correttivo_limite") is not None):
            self.add_error("correttivo_limite", "Chi può correggere e di quanto si scrivono insieme.")
        return scritti

    def _a_numero(self) -> bool:
        return self.conversione is None or self.conversione.scelta != "livelli"

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # gli stub non lo conoscono
        for parte, calcolato in ((self.conversione, False), (self.finale, True)):
            if parte is not None and parte.is_valid() and MOSTRA not in self.data:
                self._controlla(parte, calcolato)

    def _controlla(self, parte: ConversioneForm, calcolato: bool) -> None:
        """La conversione la giudica il motore: un buco nelle fasce si dice qui, col primo punto che ne resta fuori."""
        try:
            if parte.scritta:
                leggi_conversione(parte.scritta, "", calcolato=calcolato)
        except (ConfigurazioneRifiutata, ValueError) as errore:
            self.add_error(None, ValidationError(str(errore).lstrip(".")))

    @property
    def dati(self) -> dict[str, Any]:
        conversione = self.conversione.scritta if self.conversione else {}
        return super().dati | {"conversione": conversione, "conversione_finale": self.finale.scritta}


class ScalaForm(ModuloVersionato):
    """Una scala con i suoi livelli."""

    fissi = frozenset({"sistema"})

    class Meta:
        model = Scala
        fields = ["denominazione"]
        formfield_callback = campo_modello

    def __init__(self, dati: Any = None, *, instance: Scala) -> None:
        super().__init__(dati, instance=instance)
        presenti = [_livello(livello) for livello in instance.livelli.all()] if instance.pk else []
        self.tabella = TabellaLivelli(self.data if self.is_bound else None, presenti=presenti)

    def is_valid(self) -> bool:
        valida = self.tabella.is_valid()
        return super().is_valid() and valida and "aggiungi" not in self.data

    @property
    def dati(self) -> dict[str, Any]:
        return super().dati | {"livelli": self.tabella.scritte}


def _livello(livello: Any) -> dict[str, Any]:
    return {
        "etichetta": livello.etichetta,
        "valore": livello.valore,
        "descrittore": livello.descrittore,
        "richiede_motivazione": livello.richiede_motivazione,
    }
