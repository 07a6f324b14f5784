"""L'approvazione congela: contenuto, PDF e rilievi diventano una versione, tutto insieme o niente.

In tre tempi. `prepara` compie i passi, compone il contenuto come sarà, e torna indietro: nulla è cambiato. Il PDF si
scrive con calma, in un file il cui nome viene dal suo contenuto: se il resto non arriva in fondo, è un file in più e
nient'altro. `approva` ricompie i passi, controlla che il contenuto sia ancora quello del PDF, e scrive la versione.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from enti.models import Atto
from obiettivi.azioni.variazione import applica_variazione, porta_nel_piano
from obiettivi.azioni.versione import congela, impronta_di
from obiettivi.codici import codice_da
from obiettivi.flusso.piano import APPROVA, PianoFermo, che_manca
from obiettivi.letture.versioni import prossimo_numero
from obiettivi.models import Ciclo, Variazione, Versione
from obiettivi.permessi import puo_gestire_ciclo
from obiettivi.voci import TipoVersione
from piao.base.controlli import Esito, Gravita
from piao.base.flusso import Mancanza, PassoNonAmmesso
from piao.base.permessi import richiedi
from relazioni.azioni.percorso import compi_passo
from relazioni.contenuto import Piano, componi_piano
from relazioni.contenuto.dati import canonico
from relazioni.contenuto.tipi import Composto
from relazioni.controlli import esamina_piano
from relazioni.differenze import rilievi_nuovi


class DocumentoCambiato(Exception):
    """Fra la composizione e l'approvazione il contenuto è cambiato: il PDF va rifatto."""


@dataclass(frozen=True)
class Decisione:
    """Ciò che la Giunta ha deciso, con il suo atto: il Piano, oppure una sua variazione.

    `esistente`: il Piano risulta già approvato (prima del programma) e se ne congela ciò che c'è.
    """

    ciclo: Ciclo
    atto: Atto
    utente: Any
    variazione: Variazione | None = None
    motivo_ritardo: str = ""
    esistente: bool = False


@dataclass(frozen=True)
class Pronta:
    """Una versione pronta, prima che il PDF esista: il documento com'è, e i rilievi di quel momento."""

    numero: int
    documento: Composto
    rilievi: str

    @property
    def contenuto(self) -> str:
        return canonico(self.documento)

    @property
    def impronta(self) -> str:
        return impronta_di(self.contenuto.encode())

    @property
    def codice(self) -> str:
        return codice_da(self.impronta)


@dataclass(frozen=True)
class DaCongelare(Pronta):
    """Una versione del Piano."""

    documento: Piano
    tipo: str = TipoVersione.PIANO


@dataclass(frozen=True)
class Archiviato:
    """Un PDF già scritto fra i file."""

    nome: str
    impronta: str
    pagine: int


def prepara(decisione: Decisione) -> DaCongelare:
    """La versione come sarà. Nulla resta scritto. Solleva ciò che solleverebbe `approva`."""
    with transaction.atomic():
        pronta = _compi(decisione)
        transaction.set_rollback(True)
    return pronta


def che_mancherebbe(ciclo: Ciclo, *, motivo_ritardo: str) -> list[Mancanza]:
    """Ciò che ferma l'approvazione, contando il motivo del ritardo che si sta scrivendo. Nulla resta scritto."""
    with transaction.atomic():
        _scrivi_motivo(ciclo, motivo_ritardo)
        mancanze = che_manca(ciclo, APPROVA, esamina_piano(ciclo))
        transaction.set_rollback(True)
    return mancanze


def come_sarebbe(variazione: Variazione) -> tuple[Piano, Esito]:
    """Il Piano e i suoi rilievi se la variazione, com'è adesso, fosse approvata. Nulla resta scritto."""
    with transaction.atomic():
        porta_nel_piano(variazione)
        trovato = componi_piano(variazione.ciclo), esamina_piano(variazione.ciclo)
        transaction.set_rollback(True)
    return trovato


def archivia(pronta: Pronta, pdf: bytes, *, pagine: int) -> Archiviato:
    """Scrive il PDF fra i file; ripetuta con gli stessi byte ritrova quello che c'è."""
    impronta, d = impronta_di(pdf), pronta.documento.documento
    nome = f"versioni/{d.anno}/{pronta.codice.lower()}-{impronta[:16]}.pdf"
    if default_storage.exists(nome) and not _intatto(nome, impronta):
        default_storage.delete(nome)  # scritto a metà da chi è stato interrotto
    if not default_storage.exists(nome):
        nome = default_storage.save(nome, ContentFile(pdf))
    return Archiviato(nome, impronta, pagine)


def _intatto(nome: str, impronta: str) -> bool:
    with default_storage.open(nome) as file:
        return impronta_di(file.read()) == impronta


@transaction.atomic
def approva(decisione: Decisione, pronta: DaCongelare, pdf: Archiviato) -> Versione:
    """Compie i passi e congela la versione, tutto o niente.

    Solleva `DocumentoCambiato` se il contenuto non è più quello del PDF; `PianoFermo` o `VariazioneFerma` se manca
    qualcosa; `PassoNonAmmesso` se qualcuno è arrivato prima.
    """
    adesso = _compi(decisione)
    if adesso.contenuto != pronta.contenuto:
        raise DocumentoCambiato
    return congela(
        decisione.ciclo,
        utente=decisione.utente,
        numero=adesso.numero,
        tipo=adesso.tipo,
        atto=decisione.atto,
        contenuto=adesso.contenuto,
        pdf=pdf.nome,
        impronta_pdf=pdf.impronta,
        pagine=pdf.pagine,
        rilievi=adesso.rilievi,
        variazione=decisione.variazione,
    )


# ---- i passi, secondo che cosa si approva ----------------------------------------------------------------------


def _compi(decisione: Decisione) -> DaCongelare:
    """Blocca il ciclo, compie i passi e compone il contenuto che ne esce."""
    ciclo = Ciclo.objects.select_for_update(of=("self",)).get(pk=decisione.ciclo.pk)
    numero = prossimo_numero(ciclo)
    tipo, compi = _come(decisione, ciclo)
    rilievi = compi(decisione, ciclo)
    return DaCongelare(numero, componi_piano(ciclo, versione=numero), rilievi, tipo)


def _come(decisione: Decisione, ciclo: Ciclo) -> tuple[str, Callable[[Decisione, Ciclo], str]]:
    if decisione.variazione is not None:
        return TipoVersione.VARIAZIONE, _vari
    tipo = TipoVersione.PROVVISORIA if ciclo.provvisorio else TipoVersione.PIANO
    return tipo, _prendi_atto if decisione.esistente else _approva_piano


def _approva_piano(decisione: Decisione, ciclo: Ciclo) -> str:
    _scrivi_motivo(ciclo, decisione.motivo_ritardo)
    return compi_passo(ciclo, APPROVA, utente=decisione.utente, atto_approvazione=decisione.atto).rilievi


def _scrivi_motivo(ciclo: Ciclo, motivo_ritardo: str) -> None:
    """Prima dell'esame: un ritardo motivato è un avviso, senza motivo è un errore (P01)."""
    ciclo.motivo_ritardo = motivo_ritardo
    ciclo.save(update_fields=["motivo_ritardo"])


def _vari(decisione: Decisione, ciclo: Ciclo) -> str:
    """Si esamina il Piano come diventa: un blocco nato dalla variazione la ferma, il resto si conserva con lei."""
    if decisione.variazione is None:
        raise ValueError("manca la variazione")
    prima = esamina_piano(ciclo)
    applica_variazione(decisione.variazione, utente=decisione.utente, atto=decisione.atto)
    dopo = esamina_piano(ciclo)
    blocchi = [r for r in rilievi_nuovi(prima, dopo) if r.gravita == Gravita.BLOCCO]
    if blocchi:
        raise PianoFermo([Mancanza(f"{r.codice} · {r.frase}", r.collegamento) for r in blocchi])
    return dopo.in_json()


def _prendi_atto(decisione: Decisione, ciclo: Ciclo) -> str:
    richiedi(puo_gestire_ciclo(decisione.utente, ciclo))
    if not ciclo.concluso or ciclo.versioni.exists():
        raise PassoNonAmmesso("Si congela così soltanto un Piano già approvato che non ha ancora versioni.")
    return esamina_piano(ciclo).in_json()
