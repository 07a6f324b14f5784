"""Ciò che del Comune di Esempio vedono i cittadini, e ciò che dicono: pubblicazioni, questionari, una segnalazione."""

from datetime import date

from enti.models import Ente
from enti.voci import TipoIncarico
from relazioni.azioni.partecipazione import apri_questionario, leggi_segnalazione, rispondi, rispondi_alla_segnalazione
from relazioni.azioni.partecipazione import segnala as manda_segnalazione
from relazioni.azioni.pubblicazioni import imposta_sito, pubblica_voce
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import con_incarico
from relazioni.models import Questionario
from relazioni.scadenze_pubblicazioni import da_pubblicare

UFFICIO = "Servizio Segreteria e personale"
# Per servizio: le risposte, ciascuna con i cinque voti (nel complesso, tempi, chiarezza, accesso, cortesia).
RISPOSTE = {
    "Anagrafe e stato civile": ("54454", "43444", "55555", "32343", "44355", "54545", "43434", "55445", "44454"),
    "Biblioteca comunale": ("55555", "54455", "44545", "33334", "55445", "54555", "23334", "45455", "55555", "43445"),
}
DOMANDE = ("soddisfazione", "tempi", "chiarezza", "accesso", "cortesia")
APERTO = "Strade e verde pubblico"
SEGNALAZIONE = (
    "Il modulo per la mensa scolastica si compila in linea, ma poi bisogna portarlo allo sportello: il Piano diceva "
    "che bastava l'invio."
)
RISPOSTA = (
    "La verifica conferma: l'ultimo passaggio non era ancora in linea. L'ufficio lo ha attivato e il risultato "
    "dell'obiettivo ne tiene conto. Grazie della segnalazione."
)


def prepara_il_sito(ente: Ente, anno: int) -> None:
    """Chi pubblica, la dichiarazione di accessibilità, e il sistema di valutazione appena adottato."""
    with nel_giorno(date(anno, 1, 10)):
        imposta_sito(
            ente,
            utente=con_incarico(TipoIncarico.RPCT),
            ufficio=UFFICIO,
            accessibilita="https://form.agid.gov.it/view/esempio",
            riscontro="trasparenza@comune.esempio.test",
        )
    pubblica_cio_che_manca(ente, il=date(anno, 1, 12))


def pubblica_cio_che_manca(ente: Ente, *, il: date) -> None:
    """Tutto ciò che aspetta nell'elenco del responsabile della trasparenza."""
    with nel_giorno(il):
        for voce in da_pubblicare(ente):
            pubblica_voce(ente, voce, utente=con_incarico(TipoIncarico.RPCT), ufficio=UFFICIO)


def ascolta(ente: Ente, anno: int) -> None:
    """Due questionari conclusi, uno aperto, e una segnalazione all'organismo con la sua risposta."""
    for servizio, risposte in RISPOSTE.items():
        _interroga(ente, servizio, risposte, anno)
    with nel_giorno(date(anno + 1, 9, 14)):
        _apri(ente, APERTO, date(anno + 1, 9, 15), date(anno + 1, 12, 31))
    _segnala(ente, date(anno + 1, 3, 9))


def _interroga(ente: Ente, servizio: str, risposte: tuple[str, ...], anno: int) -> None:
    with nel_giorno(date(anno, 9, 29)):
        questionario = _apri(ente, servizio, date(anno, 10, 1), date(anno, 11, 30))
    for giorno, voti in enumerate(risposte, start=6):
        with nel_giorno(date(anno, 10, giorno)):
            rispondi(questionario, voti=dict(zip(DOMANDE, map(int, voti), strict=True)))


def _apri(ente: Ente, servizio: str, dal: date, al: date) -> Questionario:
    presentazione = "Cinque domande, un minuto. Le risposte sono anonime e servono a migliorare il servizio."
    utente = con_incarico(TipoIncarico.RPCT)
    return apri_questionario(ente, utente=utente, servizio=servizio, presentazione=presentazione, dal=dal, al=al)


def _segnala(ente: Ente, il: date) -> None:
    nucleo = con_incarico(TipoIncarico.NUCLEO)
    with nel_giorno(il):
        segnalazione = manda_segnalazione(ente, servizio="Mensa scolastica", testo=SEGNALAZIONE)
    with nel_giorno(il.replace(day=il.day + 3)):
        letta = leggi_segnalazione(segnalazione, utente=nucleo)
    with nel_giorno(il.replace(day=il.day + 10)):
        rispondi_alla_segnalazione(letta, utente=nucleo, risposta=RISPOSTA)
