"""Gli elenchi chiusi della stanza: parole della legge e dei contratti, una volta sola."""

from django.db import models


class TipoEnte(models.TextChoices):
    COMUNE = "comune", "Comune"
    UNIONE = "unione", "Unione di comuni"
    PROVINCIA = "provincia", "Provincia"
    CITTA_METROPOLITANA = "citta_metropolitana", "Città metropolitana"
    COMUNITA_MONTANA = "comunita_montana", "Comunità montana"
    CONSORZIO = "consorzio", "Consorzio di enti locali"
    ALTRO = "altro", "Altro ente locale"


class TipoDup(models.TextChoices):
    ORDINARIO = "ordinario", "DUP"
    SEMPLIFICATO = "semplificato", "DUP semplificato"


class Organismo(models.TextChoices):
    """Art. 14 D.Lgs. 150/2009 e art. 147 TUEL: l'ente locale sceglie fra OIV e Nucleo."""

    NUCLEO = "nucleo", "Nucleo di valutazione"
    OIV = "oiv", "Organismo indipendente di valutazione"


class Composizione(models.TextChoices):
    MONOCRATICO = "monocratico", "monocratico"
    COLLEGIALE = "collegiale", "collegiale"


class Genere(models.TextChoices):
    DONNA = "donna", "donna"
    UOMO = "uomo", "uomo"


class Area(models.TextChoices):
    """Aree del CCNL Funzioni locali 16.11.2022, art. 12, più le figure fuori dal comparto."""

    OPERATORI = "operatori", "Operatori"
    OPERATORI_ESPERTI = "operatori_esperti", "Operatori esperti"
    ISTRUTTORI = "istruttori", "Istruttori"
    FUNZIONARI = "funzionari", "Funzionari ed EQ"
    DIRIGENTI = "dirigenti", "Dirigenti"
    SEGRETARI = "segretari", "Segretari comunali e provinciali"


class TipoRapporto(models.TextChoices):
    INDETERMINATO = "indeterminato", "a tempo indeterminato"
    DETERMINATO = "determinato", "a tempo determinato"
    CONVENZIONE = "convenzione", "in convenzione da altro ente"
    COMANDO = "comando", "in comando da altro ente"
    SOMMINISTRATO = "somministrato", "in somministrazione"


class TipoIncarico(models.TextChoices):
    """Gli incarichi che danno un ruolo nel programma; che cosa può fare ciascuno sta in `enti/ruoli.py`."""

    SEGRETARIO = "segretario", "Segretario"
    DIRIGENTE = "dirigente", "Dirigente"
    EQ = "eq", "Incaricato di elevata qualificazione"
    RESPONSABILE = "responsabile", "Responsabile di servizio"
    AMMINISTRATORE_RESPONSABILE = "amministratore_responsabile", "Amministratore responsabile di servizio"
    SINDACO = "sindaco", "Sindaco o Presidente"
    ASSESSORE = "assessore", "Assessore"
    NUCLEO = "nucleo", "Componente dell'organismo di valutazione"
    RPCT = "rpct", "Responsabile anticorruzione e trasparenza"
    REVISORE = "revisore", "Revisore dei conti"
    UFFICIO_PERSONALE = "ufficio_personale", "Ufficio personale"
    REFERENTE_ACCESSIBILITA = "referente_accessibilita", "Referente per l'accessibilità"


GUIDANO_UNITA = frozenset(
    {
        TipoIncarico.DIRIGENTE,
        TipoIncarico.EQ,
        TipoIncarico.RESPONSABILE,
        TipoIncarico.AMMINISTRATORE_RESPONSABILE,
    }
)


class TipoGruppo(models.TextChoices):
    """Come un documento nomina chi deve fare: per funzione, non per nome."""

    TUTTI = "tutti", "tutto il personale"
    VERTICE = "vertice", "vertice amministrativo"
    RESPONSABILI = "responsabili", "responsabili e incaricati di EQ"
    ORGANO_POLITICO = "organo_politico", "organo politico"
    DIPENDENTE = "dipendente", "un dipendente indicato per ruolo"
    ELENCO = "elenco", "gruppo di lavoro"


class Parere49(models.TextChoices):
    """L'esito dei pareri su una proposta di deliberazione (TUEL, art. 49)."""

    FAVOREVOLE = "favorevole", "favorevole"
    CONTRARIO = "contrario", "contrario"
    NON_DOVUTO = "non_dovuto", "non dovuto"


class Organo(models.TextChoices):
    CONSIGLIO = "consiglio", "Consiglio"
    GIUNTA = "giunta", "Giunta"
    SINDACO = "sindaco", "Sindaco o Presidente"
    SEGRETARIO = "segretario", "Segretario"
    RESPONSABILE = "responsabile", "Dirigente o responsabile"
    NUCLEO = "nucleo", "Organismo di valutazione"
    REVISORE = "revisore", "Organo di revisione"
    ALTRO = "altro", "Altro"


ASSOCIATI = frozenset({TipoEnte.UNIONE, TipoEnte.COMUNITA_MONTANA, TipoEnte.CONSORZIO, TipoEnte.CITTA_METROPOLITANA})
