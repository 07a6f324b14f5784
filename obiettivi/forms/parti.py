"""Le righe della scheda di un obiettivo: unità, assegnazioni, fasi, risorse."""

from typing import Any

from django.forms import Textarea

from obiettivi.forms.campi import SceltaDestinatario, SceltaRiga, chiave_di
from obiettivi.forms.mesi import MesiField
from obiettivi.forms.righe import InsiemeRighe, RigaForm
from obiettivi.letture.scelte import rientrata
from obiettivi.models import Assegnazione, Fase, ObiettivoUnita, Risorsa
from piao.base.campi import campo_modello


class UnitaForm(RigaForm):
    class Meta:
        model = ObiettivoUnita
        fields = ("unita", "ruolo", "peso", "quota")
        formfield_callback = campo_modello

    def prepara(self, scelte: Any) -> None:
        self.fields["unita"] = SceltaRiga(scelte, voce=rientrata, label="Unità", required=True)

    @staticmethod
    def chiave(riga: ObiettivoUnita) -> int | None:
        return riga.unita_id


class InsiemeUnita(InsiemeRighe):
    nome, titolo, una = "unita", "Unità", "unità"
    spiega = "Chi ne risponde (capofila) e chi partecipa. Il peso è quello che l'obiettivo ha per quell'unità."
    aggiungi = "Aggiungi un'unità"
    doppione = "Questa unità è già collegata all'obiettivo: lasciala una volta sola."
    form = UnitaForm

    def nuova(self) -> ObiettivoUnita:
        return ObiettivoUnita(obiettivo=self.oggetto)


class AssegnazioneForm(RigaForm):
    class Meta:
        model = Assegnazione
        fields = ("ruolo", "peso", "quota", "quota_risultato")
        formfield_callback = campo_modello

    field_order = ("destinatario", "ruolo", "peso", "quota", "quota_risultato")

    def prepara(self, scelte: Any) -> None:
        scritto = self.instance.persona_id or self.instance.incarico_id or self.instance.gruppo_id
        iniziale = chiave_di(self.instance.destinatario) if scritto else None
        self.fields["destinatario"] = SceltaDestinatario(scelte, label="A chi", initial=iniziale)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any] | None:
        """Il destinatario scelto va nel campo che gli spetta; gli altri due restano vuoti."""
        scelto = self.cleaned_data.pop("destinatario", None)
        for campo in ("persona", "incarico", "gruppo"):
            suo = scelto is not None and scelto._meta.model_name == campo
            setattr(self.instance, campo, scelto if suo else None)
        return super().clean()

    @staticmethod
    def chiave(riga: Assegnazione) -> tuple[int | None, ...] | None:
        chiave = (riga.persona_id, riga.incarico_id, riga.gruppo_id)
        return chiave if any(chiave) else None


class InsiemeAssegnazioni(InsiemeRighe):
    nome, titolo, una = "assegnazioni", "Assegnatari", "assegnazione"
    spiega = "Un incarico, un gruppo o una persona. Il coinvolgimento è la parte del lavoro di ciascuno, da 0 a 100."
    aggiungi = "Aggiungi un assegnatario"
    doppione = "L'obiettivo è già assegnato a questo destinatario: lascialo una volta sola."
    form = AssegnazioneForm

    def nuova(self) -> Assegnazione:
        return Assegnazione(obiettivo=self.oggetto)


class RisorsaForm(RigaForm):
    class Meta:
        model = Risorsa
        fields = ("tipo", "descrizione", "quantita", "capitolo", "importo", "anno")
        formfield_callback = campo_modello


class InsiemeRisorse(InsiemeRighe):
    nome, titolo, una = "risorse", "Risorse", "risorsa"
    spiega = "Persone, capitoli di bilancio con l'importo, attrezzature."
    aggiungi = "Aggiungi una risorsa"
    form = RisorsaForm

    def nuova(self) -> Risorsa:
        return Risorsa(ciclo=self.oggetto.ciclo, obiettivo=self.oggetto, ordine=len(self.presenti) + 1)


class FaseForm(RigaForm):
    mesi = MesiField()

    class Meta:
        model = Fase
        fields = ("ordine", "titolo", "mesi", "peso", "percentuale_prevista", "risultato_atteso")
        formfield_callback = campo_modello
        widgets = {"risultato_atteso": Textarea(attrs={"rows": 2})}

    def prepara(self, scelte: Any) -> None:
        mesi: Any = self.fields["mesi"]
        mesi.usa_anni(scelte, mesi=self.instance.mesi)


class InsiemeFasi(InsiemeRighe):
    nome, titolo, una = "fasi", "Fasi", "fase"
    spiega = "Le attività, con i mesi in cui si svolgono: anche non consecutivi."
    aggiungi = "Aggiungi una fase"
    form = FaseForm

    def nuova(self) -> Fase:
        return Fase(obiettivo=self.oggetto, ordine=len(self.presenti) + 1)
