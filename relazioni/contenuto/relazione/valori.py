"""Il valore di ogni variabile dei testi della Relazione: gli stessi numeri delle tabelle, in parole."""

from collections.abc import Iterable
from decimal import Decimal

from obiettivi.misura.esiti import Esito
from obiettivi.voci import Tema
from piao.base.numeri import data_estesa, euro, numero, percento
from relazioni.contenuto.ente import ATTI_DEL_CICLO
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.variabili import VARIABILI


def valori_della_relazione(r: Relazione) -> dict[str, str]:
    """Ciò che l'ente non ha ancora scritto resta vuoto, e nel testo si vede."""
    return _dell_ente(r) | _dei_risultati(r) | _dei_fatti(r)


def _dell_ente(r: Relazione) -> dict[str, str]:
    estremi = {atto.uso: atto.estremi for atto in r.atti}
    personale = r.personale
    atti = {variabile: estremi.get(uso, "") for variabile, uso in ATTI_DEL_CICLO if variabile in VARIABILI}
    return atti | {
        "atto_piano": estremi.get("Approvazione del Piano", ""),
        "atto_approvazione": r.documento.approvazione,
        "ente": r.ente.denominazione,
        "tipo_ente": r.ente.tipo,
        "provincia": r.ente.provincia,
        "anno": str(r.documento.anno),
        "triennio": r.documento.triennio,
        "mandato": r.ente.mandato,
        "organismo": r.ente.organismo,
        "popolazione": _noto(r.popolazione[-1].totale if r.popolazione else None),
        "dipendenti": _noto(personale.totale if personale else None),
        "donne_percento": percento(personale.donne_percento, 1) if personale and personale.donne_percento else "",
    }


def _dei_risultati(r: Relazione) -> dict[str, str]:
    esiti = r.esiti
    return {
        "obiettivi": numero(len(r.in_corso)),
        "misurati": numero(sum(uno.grado is not None for uno in r.in_corso)),
        "raggiunti": numero(esiti[Esito.RAGGIUNTO]),
        "grado_ente": "" if r.complesso.grado is None else percento(r.complesso.grado),
        "scostamenti": numero(len(r.scostamenti)),
        "forzati": numero(sum(bool(uno.forzato) for uno in r.in_corso)),
        "neutralizzati": numero(sum(bool(uno.neutralizzato) for uno in r.in_corso)),
        "variazioni": numero(len(r.variazioni)),
        "obiettivi_trasparenza": numero(sum(Tema.TRASPARENZA in uno.promessa.temi for uno in r.obiettivi)),
        "risorse_previste": _somma(uno.previsto for uno in r.risorse if uno.usato is not None),
        "risorse_usate": _somma(uno.usato for uno in r.risorse),
    }


def _dei_fatti(r: Relazione) -> dict[str, str]:
    p, f, u, t = r.pagamenti, r.formazione, r.utenti, r.trasparenza
    return {
        "itr": numero(p.itr) if p and p.itr is not None else "",
        "pcc_il": data_estesa(p.estratti_il) if p and p.estratti_il else "",
        "revisore": p.revisore if p else "",
        "formazione_ore": _noto(f.ore if f else None),
        "formazione_media": numero(f.media) if f and f.media is not None else "",
        "formazione_soglia": numero(f.soglia) if f and f.soglia is not None else "",
        "indagini": _noto(u.indagini if u else None),
        "indagini_risposte": _noto(u.risposte if u else None),
        "rpct": f"del {data_estesa(t.relazione_il)}" if t and t.relazione_il else "",
    }


def _noto(valore: int | None) -> str:
    return "" if valore is None else numero(valore)


def _somma(importi: Iterable[Decimal | None]) -> str:
    noti = [importo for importo in importi if importo is not None]
    return euro(sum(noti, Decimal(0))) if noti else ""
