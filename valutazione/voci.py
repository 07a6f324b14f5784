"""Gli elenchi chiusi della stanza: parole della legge, dei contratti e dei sistemi di valutazione, una volta sola."""

from django.db import models


class StatoSistema(models.TextChoices):
    BOZZA = "bozza", "in preparazione"
    PARERE = "parere", "al parere dell'organismo di valutazione"
    ADOTTATO = "adottato", "adottato"


class Destinatari(models.TextChoices):
    """Per chi è un tipo di scheda (D.Lgs. 150/2009, art. 9)."""

    SEGRETARIO = "segretario", "Segretario"
    DIRIGENTI = "dirigenti", "Dirigenti"
    EQ = "eq", "Incaricati di elevata qualificazione e responsabili"
    DIPENDENTI = "dipendenti", "Dipendenti"


class ChiValuta(models.TextChoices):
    """Chi decide la valutazione o la propone, detto per funzione: la persona si trova dagli incarichi in vigore."""

    SINDACO = "sindaco", "Sindaco o Presidente"
    SEGRETARIO = "segretario", "Segretario"
    RESPONSABILE = "responsabile", "Chi guida l'unità"
    NUCLEO = "nucleo", "Organismo di valutazione"


class Natura(models.TextChoices):
    """Che cosa misura un componente della scheda."""

    ENTE = "ente", "performance dell'ente"
    STRUTTURA = "struttura", "performance dell'unità"
    OBIETTIVI = "obiettivi", "obiettivi individuali o di gruppo"
    COMPORTAMENTI = "comportamenti", "comportamenti"
    COMPETENZE = "competenze", "competenze"
    DIFFERENZIAZIONE = "differenziazione", "capacità di valutare i collaboratori"
    SODDISFAZIONE = "soddisfazione", "soddisfazione degli utenti"
    ALTRO = "altro", "altro"


class Fonte(models.TextChoices):
    """Da dove arriva il valore di una voce senza figli."""

    GIUDIZIO = "giudizio", "giudizio di chi valuta, sulla scala"
    NUMERO = "numero", "numero scritto da chi valuta"
    OBIETTIVI = "obiettivi", "grado degli obiettivi assegnati"
    ENTE = "ente", "risultato dell'ente"
    STRUTTURA = "struttura", "risultato dell'unità"


class Aggregazione(models.TextChoices):
    SOMMA = "somma", "somma"
    MEDIA = "media", "media"
    MINIMO = "minimo", "il più basso"
    MEDIA_PESATA = "media_pesata", "media pesata"
    SOMMA_PESATA = "somma_pesata", "somma pesata"


class ModoPremio(models.TextChoices):
    """Come dal punteggio si arriva ai soldi (docs/formato-smvp.md, le operazioni)."""

    IMPORTO = "importo", "ciascuno ha un importo massimo, e ne riceve la parte che gli spetta"
    RIPARTO = "riparto", "un fondo si divide in proporzione ai coefficienti"
    QUOTA_TEORICA = "quota_teorica", "un fondo dà a ciascuno una quota teorica, da cui scende la sua parte"


class BasePremio(models.TextChoices):
    """Di che cosa è fatto il premio intero, quello di chi raggiunge tutto."""

    IMPORTO = "importo", "un importo scritto per ciascuno"
    POSIZIONE = "posizione", "una percentuale della retribuzione di posizione"
    MONTE_SALARI = "monte_salari", "una percentuale del monte salari del segretario"
    FONDO = "fondo", "una parte del fondo"


class SeManca(models.TextChoices):
    """Che fare di un figlio senza valore (docs/formato-smvp.md, `mancante`)."""

    ERRORE = "errore", "il conto si ferma"
    ZERO = "zero", "vale zero"
    CENTO = "cento", "vale come raggiunto"
    ESCLUDI = "escludi", "non conta, il peso va agli altri"


class TipoFase(models.TextChoices):
    """Le fasi del procedimento di valutazione, nell'ordine in cui possono esserci."""

    ASSEGNAZIONE = "assegnazione", "assegnazione degli obiettivi"
    COLLOQUIO_INIZIALE = "colloquio_iniziale", "colloquio iniziale"
    COLLOQUIO_INTERMEDIO = "colloquio_intermedio", "colloquio intermedio"
    AUTOVALUTAZIONE = "autovalutazione", "autovalutazione"
    PROPOSTA = "proposta", "proposta di valutazione"
    CALIBRAZIONE = "calibrazione", "confronto fra valutatori"
    COLLOQUIO_FINALE = "colloquio_finale", "colloquio finale"
    NOTIFICA = "notifica", "consegna della scheda"
    OSSERVAZIONI = "osservazioni", "osservazioni della persona valutata"
    CONTRADDITTORIO = "contraddittorio", "contraddittorio prima di una valutazione non positiva"
    RIESAME = "riesame", "riesame di un terzo"
    CHIUSURA = "chiusura", "chiusura"


class Silenzio(models.TextChoices):
    ACCETTAZIONE = "accettazione", "vale come accettazione"
    NESSUNO = "nessuno", "non ha effetto"


class StatoScheda(models.TextChoices):
    """Il percorso di una scheda, nell'ordine; i passi sono in `valutazione/flusso`."""

    PREPARAZIONE = "preparazione", "in preparazione"
    ASSEGNATA = "assegnata", "assegnata"
    VALUTAZIONE = "valutazione", "in valutazione"
    PROPOSTA = "proposta", "proposta"
    NOTIFICATA = "notificata", "consegnata alla persona"
    RIESAME = "riesame", "in riesame"
    CHIUSA = "chiusa", "chiusa"
    ANNULLATA = "annullata", "annullata"


class TipoColloquio(models.TextChoices):
    INIZIALE = "iniziale", "iniziale"
    INTERMEDIO = "intermedio", "intermedio"
    FINALE = "finale", "finale"


# ---- i premi -------------------------------------------------------------------------------------------------------


class StatoFondo(models.TextChoices):
    """Il percorso di un fondo; i passi sono in `valutazione/flusso/premi`."""

    APERTO = "aperto", "da confermare"
    CONFERMATO = "confermato", "premi confermati"
    LIQUIDATO = "liquidato", "premi pagati"


class Tempi(models.TextChoices):
    """Se l'ente ha pagato le fatture nei termini, nell'anno (DL 13/2023, art. 4-bis)."""

    SI = "si", "sì"
    NO = "no", "no"
    IGNOTO = "ignoto", "non si sa ancora"


class CriterioParita(models.TextChoices):
    """Chi precede, fra pari punteggio, nella graduatoria della maggiorazione: lo dichiara il contratto integrativo."""

    ANZIANITA = "anzianita", "chi è in servizio nell'ente da più tempo"
    GIORNI = "giorni", "chi ha più giorni utili nell'anno"
    PRECEDENTE = "precedente", "chi aveva il punteggio più alto l'anno prima"


# Come si racconta ogni passaggio nella storia di una scheda.
PASSAGGI = {
    "assegna": "Assegnata",
    "avvia": "Valutazione avviata",
    "proponi": "Valutazione proposta",
    "rimanda": "Rimandata in valutazione",
    "notifica": "Consegnata",
    "rivedi": "Ripresa in mano",
    "riesame": "Riesame chiesto",
    "decidi": "Riesame deciso",
    "chiudi": "Chiusa",
    "annulla": "Annullata",
    "visione": "Letta",
    "contraddittorio": "Chiamata al contraddittorio",
    "osservazione": "Osservazioni presentate",
    "risposta": "Risposta alle osservazioni",
    "autovalutazione": "Autovalutazione consegnata",
    "colloquio": "Colloquio registrato",
    "correzione": "Punteggio corretto",
}


class AnniValutati(models.IntegerChoices):
    """Quante valutazioni annuali fanno la media di chi concorre ai differenziali stipendiali."""

    TRE = 3, "le ultime tre"
    DUE = 2, "le ultime due"
