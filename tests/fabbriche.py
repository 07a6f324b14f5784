"""Le fabbriche delle prove: una per modello, con il minimo perché la riga sia vera. Prima enti, poi obiettivi."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from enti.models import (
    Appartenenza,
    Atto,
    Ente,
    Gruppo,
    Incarico,
    Invito,
    LivelloUnita,
    Persona,
    Personale,
    Popolazione,
    Rapporto,
    RigaPersonale,
    Unita,
    Utente,
)
from enti.voci import Area, Organo, TipoEnte, TipoIncarico
from obiettivi.models import (
    Assegnazione,
    Ciclo,
    Classificazione,
    Fase,
    FaseCiclo,
    Indicatore,
    LineaMandato,
    NotaOrigine,
    Obiettivo,
    ObiettivoUnita,
    Risorsa,
    Target,
    ValoreStorico,
)
from obiettivi.voci import (
    Impostazione,
    Operatore,
    RuoloAssegnatario,
    Tema,
    TipoClassificazione,
    TipoRisorsa,
    Verso,
)

# ---- enti ------------------------------------------------------------------------------------------


class EnteFactory(DjangoModelFactory):
    class Meta:
        model = Ente

    slug = factory.Sequence(lambda n: f"comune-{n}")
    denominazione = factory.Sequence(lambda n: f"Comune di Prova {n}")


class AppartenenzaFactory(DjangoModelFactory):
    class Meta:
        model = Appartenenza

    unione = factory.SubFactory(EnteFactory, tipo=TipoEnte.UNIONE)
    comune = factory.Sequence(lambda n: f"Borgo {n}")


class LivelloUnitaFactory(DjangoModelFactory):
    class Meta:
        model = LivelloUnita

    ente = factory.SubFactory(EnteFactory)
    ordine = factory.Sequence(int)
    nome = factory.Sequence(lambda n: f"Livello {n}")


class UnitaFactory(DjangoModelFactory):
    class Meta:
        model = Unita

    ente = factory.SubFactory(EnteFactory)
    denominazione = factory.Sequence(lambda n: f"Servizio {n}")


class UtenteFactory(DjangoModelFactory):
    class Meta:
        model = Utente
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"utente{n}@esempio.it")
    password = factory.django.Password("una-frase-lunga-e-segreta")


class PersonaFactory(DjangoModelFactory):
    """Una persona senza utente: con `con_utente=True` può anche entrare."""

    class Meta:
        model = Persona

    class Params:
        con_utente = factory.Trait(utente=factory.SubFactory(UtenteFactory))

    cognome = factory.Sequence(lambda n: f"Prova{n}")
    nome = "Ada"


class RapportoFactory(DjangoModelFactory):
    """Un rapporto di lavoro in corso, di una persona che può entrare."""

    class Meta:
        model = Rapporto

    ente = factory.SubFactory(EnteFactory)
    persona = factory.SubFactory(PersonaFactory, con_utente=True)
    area = Area.ISTRUTTORI
    dal = date(2020, 1, 1)


class AttoFactory(DjangoModelFactory):
    class Meta:
        model = Atto

    ente = factory.SubFactory(EnteFactory)
    organo = Organo.GIUNTA
    numero = factory.Sequence(lambda n: str(n + 1))
    data = date(2026, 1, 30)
    oggetto = "Approvazione del Piano"


class IncaricoFactory(DjangoModelFactory):
    """Un incarico in vigore, di una persona che può entrare: `IncaricoFactory(tipo="eq").persona.utente`."""

    class Meta:
        model = Incarico

    ente = factory.SubFactory(EnteFactory)
    persona = factory.SubFactory(PersonaFactory, con_utente=True)
    tipo = TipoIncarico.SEGRETARIO
    dal = date(2020, 1, 1)


class GruppoFactory(DjangoModelFactory):
    class Meta:
        model = Gruppo
        skip_postgeneration_save = True

    ente = factory.SubFactory(EnteFactory)
    denominazione = factory.Sequence(lambda n: f"Gruppo di lavoro {n}")

    @factory.post_generation
    def persone(self, creato, persone, **_):
        if creato and persone:
            self.persone.set(persone)


class PopolazioneFactory(DjangoModelFactory):
    class Meta:
        model = Popolazione

    ente = factory.SubFactory(EnteFactory)
    alla_data = factory.Sequence(lambda n: date(2000 + n % 100, 12, 31))
    maschi = 2900
    femmine = 3000


class PersonaleFactory(DjangoModelFactory):
    class Meta:
        model = Personale

    ente = factory.SubFactory(EnteFactory)
    anno = factory.Sequence(lambda n: 2000 + n % 100)
    retribuzioni = Decimal("700000.00")


class RigaPersonaleFactory(DjangoModelFactory):
    class Meta:
        model = RigaPersonale

    personale = factory.SubFactory(PersonaleFactory)
    ordine = factory.Sequence(int)
    etichetta = factory.Sequence(lambda n: f"Settore {n}")
    uomini = 1
    donne = 2


class InvitoFactory(DjangoModelFactory):
    """Un invito ancora buono: il segreto in chiaro è `segreto`, nel database c'è solo l'impronta."""

    class Meta:
        model = Invito

    class Params:
        segreto = "segreto-di-prova"

    ente = factory.SubFactory(EnteFactory)
    persona = factory.SubFactory(PersonaFactory, email="invitata@esempio.it")
    email = factory.SelfAttribute("persona.email")
    impronta = factory.LazyAttribute(lambda invito: sha256(invito.segreto.encode()).hexdigest())
    scade_il = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


def utente_con(tipo: str, ente: Ente, **campi: object) -> Utente:
    """L'utente di chi oggi ha quell'incarico nell'ente; «dipendente» è chi ha solo il rapporto di lavoro."""
    if tipo == "dipendente":
        return RapportoFactory(ente=ente, **campi).persona.utente
    return IncaricoFactory(ente=ente, tipo=tipo, **campi).persona.utente


# ---- obiettivi -------------------------------------------------------------------------------------


class CicloFactory(DjangoModelFactory):
    class Meta:
        model = Ciclo

    ente = factory.SubFactory(EnteFactory)
    anno = 2026
    impostazione = Impostazione.A


class FaseCicloFactory(DjangoModelFactory):
    class Meta:
        model = FaseCiclo

    ciclo = factory.SubFactory(CicloFactory)
    ordine = factory.Sequence(int)
    denominazione = factory.Sequence(lambda n: f"Fase {n}")


class NotaOrigineFactory(DjangoModelFactory):
    class Meta:
        model = NotaOrigine

    ciclo = factory.SubFactory(CicloFactory)
    tipo = "totale"
    descrizione = "Il totale scritto non è la somma delle righe."


class LineaMandatoFactory(DjangoModelFactory):
    class Meta:
        model = LineaMandato

    ente = factory.SubFactory(EnteFactory)
    titolo = factory.Sequence(lambda n: f"Linea di mandato {n}")
    ordine = factory.Sequence(int)


class ObiettivoFactory(DjangoModelFactory):
    """Una bozza con il solo titolo. `unita=` la dà a una capofila, `completo=True` la rende pronta da proporre."""

    class Meta:
        model = Obiettivo
        skip_postgeneration_save = True

    ciclo = factory.SubFactory(CicloFactory)
    titolo = factory.Sequence(lambda n: f"Obiettivo {n}")
    ordine = factory.Sequence(int)

    @factory.post_generation
    def unita(self, creato, unita, **_):
        if creato and unita:
            ObiettivoUnitaFactory(obiettivo=self, unita=unita)

    @factory.post_generation
    def completo(self, creato, completo, **_):
        if creato and completo:
            completa(self)


class ObiettivoUnitaFactory(DjangoModelFactory):
    class Meta:
        model = ObiettivoUnita

    obiettivo = factory.SubFactory(ObiettivoFactory)
    unita = factory.SubFactory(UnitaFactory, ente=factory.SelfAttribute("..obiettivo.ciclo.ente"))


class AssegnazioneFactory(DjangoModelFactory):
    """A un gruppo, se non si dà `persona=` o `incarico=` (con `gruppo=None`)."""

    class Meta:
        model = Assegnazione

    obiettivo = factory.SubFactory(ObiettivoFactory)
    gruppo = factory.SubFactory(GruppoFactory, ente=factory.SelfAttribute("..obiettivo.ciclo.ente"))
    ruolo = RuoloAssegnatario.RESPONSABILE


class ClassificazioneFactory(DjangoModelFactory):
    class Meta:
        model = Classificazione

    obiettivo = factory.SubFactory(ObiettivoFactory)
    tipo = TipoClassificazione.TEMA
    codice = Tema.DIGITALIZZAZIONE


class IndicatoreFactory(DjangoModelFactory):
    class Meta:
        model = Indicatore

    obiettivo = factory.SubFactory(ObiettivoFactory)
    denominazione = factory.Sequence(lambda n: f"Indicatore {n}")
    unita_misura = "giorni"
    verso = Verso.DIMINUISCE
    baseline = Decimal(30)
    baseline_anno = 2025


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicatore = factory.SubFactory(IndicatoreFactory)
    anno = factory.LazyAttribute(lambda target: target.indicatore.obiettivo.ciclo.anno)
    operatore = Operatore.AL_MASSIMO
    valore = Decimal(25)


class ValoreStoricoFactory(DjangoModelFactory):
    class Meta:
        model = ValoreStorico

    indicatore = factory.SubFactory(IndicatoreFactory)
    anno = 2024
    valore = Decimal(33)


class FaseFactory(DjangoModelFactory):
    class Meta:
        model = Fase

    obiettivo = factory.SubFactory(ObiettivoFactory)
    ordine = factory.Sequence(int)
    titolo = factory.Sequence(lambda n: f"Attività {n}")
    mesi = factory.List(["2026-03", "2026-04"])


class RisorsaFactory(DjangoModelFactory):
    """Di un obiettivo; `obiettivo=None, ciclo=…` per una risorsa di tutto il piano."""

    class Meta:
        model = Risorsa

    obiettivo = factory.SubFactory(ObiettivoFactory)
    ciclo = factory.SelfAttribute("obiettivo.ciclo")
    tipo = TipoRisorsa.FINANZIARIA
    descrizione = "Manutenzione ordinaria"
    capitolo = "1010"
    importo = Decimal("15000.00")


def completa(obiettivo: Obiettivo) -> Obiettivo:
    """Aggiunge a una bozza ciò che serve per proporla: unità, responsabile, date, peso, indicatore con target."""
    obiettivo.data_inizio, obiettivo.data_fine = date(2026, 1, 1), date(2026, 12, 31)
    obiettivo.peso = Decimal(20)
    obiettivo.save()
    if not obiettivo.unita_collegate.exists():
        ObiettivoUnitaFactory(obiettivo=obiettivo)
    AssegnazioneFactory(obiettivo=obiettivo)
    TargetFactory(indicatore__obiettivo=obiettivo)
    return obiettivo
