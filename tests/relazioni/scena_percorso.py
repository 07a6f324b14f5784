"""Le scene del percorso: un ciclo a ogni punto, chi vi agisce, un esito dei controlli deciso dalla prova."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from obiettivi.models import Parere, Passaggio, Versione
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from tests.fabbriche import AttoFactory, CicloFactory, ObiettivoFactory, UnitaFactory, UtenteFactory, utente_con

DA_STATO = {"consultazione": "bozza", "parere": "consultazione", "proposta": "parere"}
NIENTE = Esito()


def rilievo(gravita, codice="P12", oggetto="obiettivo", chiave="7", **campi):
    dove = Riferimento(oggetto, chiave, "Tempi certi")
    return Rilievo(codice, Gravita(gravita), dove, "Non discende da nulla.", collegamento="/dove/", **campi)


def esito(*gravita):
    return Esito(rilievi=tuple(rilievo(g, codice=f"P{n:02}") for n, g in enumerate(gravita, start=10)))


def ciclo_a(stato, **campi):
    """Un ciclo in quello stato, con un obiettivo validato e ciò che il database pretende."""
    if stato in (StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO):
        campi.setdefault("pubblicato_il", date(2026, 2, 10) if stato == StatoCiclo.PUBBLICATO else None)
    ciclo = CicloFactory(stato=stato, **campi)
    ObiettivoFactory(ciclo=ciclo, stato="validato", unita=UnitaFactory(ente=ciclo.ente))
    if stato in DA_STATO:
        Passaggio.objects.create(ciclo=ciclo, passo=stato, da=DA_STATO[stato], a=stato)
    return ciclo


def con_parere(ciclo, esito_parere="favorevole", **campi):
    osservazioni = "" if esito_parere == "favorevole" else "Tre obiettivi vanno rivisti."
    predefiniti = {"dato_il": timezone.localdate(), "osservazioni": osservazioni}
    return Parere.objects.create(ciclo=ciclo, esito=esito_parere, **{**predefiniti, **campi})


def approvato(ciclo, **campi):
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente, **campi)
    ciclo.save()
    return ciclo


def congelata(ciclo, tipo="provvisoria"):
    """Una versione qualunque di quel tipo, dall'atto del ciclo: conta che ci sia, non che cosa dice."""
    testi = {"contenuto": "{}", "rilievi": "{}", "pdf": "versioni/prova.pdf", "codice": f"PROVA-{ciclo.pk}"}
    impronte = dict.fromkeys(("impronta_contenuto", "impronta_pdf", "impronta_rilievi"), "0" * 64)
    atto = ciclo.atto_approvazione or AttoFactory(ente=ciclo.ente)
    chi = UtenteFactory()
    return Versione.objects.create(ciclo=ciclo, numero=1, tipo=tipo, atto=atto, chi=chi, pagine=1, **testi, **impronte)


def utente(ruolo, ciclo):
    """Chi ha quel ruolo; chi guida un'unità, guida quella dell'obiettivo."""
    unita = {"unita": ciclo.ente.unita.first()} if ruolo in ("eq", "dirigente") else {}
    return utente_con(ruolo, ciclo.ente, **unita)


def ind(ciclo, pagina, *resto):
    """L'indirizzo di una pagina del percorso: «passo_piano:rimanda» porta con sé i suoi argomenti."""
    nome, *argomenti = pagina.split(":")
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *argomenti, *resto])


def entra(client, ruolo, ciclo):
    chi = utente(ruolo, ciclo)
    client.force_login(chi)
    return chi
