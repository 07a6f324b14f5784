"""Dai gradi dell'andamento ai risultati: gli stessi numeri, raccolti per unità, per linea e per l'ente."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from obiettivi.letture.andamento import (
    Andamento,
    MisuraIndicatore,
    MisuraObiettivo,
    MisuraParte,
    andamenti_di,
    andamento_di,
)
from obiettivi.letture.linee import linee_per_obiettivo
from obiettivi.letture.parole import target_in_parole
from obiettivi.letture.rilevazioni import RigaFase, quadri_di, quadro_di, soglia_di
from obiettivi.letture.risultati.medie import dell_ente, delle_linee
from obiettivi.letture.risultati.tipi import (
    Aggregato,
    Forzato,
    Neutralizzato,
    Risultati,
    RisultatoFase,
    RisultatoIndicatore,
    RisultatoObiettivo,
)
from obiettivi.models import Ciclo, Forzatura, LineaMandato, Neutralizzazione, Rilevazione, Sessione
from obiettivi.voci import StatoForzatura, StatoSessione

SENZA_LINEA = "Senza linea di mandato"
PESATA = "media pesata con i pesi dichiarati"
SEMPLICE = "media semplice: nessun peso è scritto"
COPIATI = ("identificativo", "codice", "denominazione", "unita_misura", "verso", "fonte")


def sessione_di_riferimento(ciclo: Ciclo) -> Sessione | None:
    """L'ultima sessione già cominciata, anche se non è ancora chiusa."""
    return _sessioni_di_riferimento([ciclo]).get(ciclo.pk)


def risultati_del_ciclo(ciclo: Ciclo, sessione: Sessione | None = None) -> Risultati:
    """I risultati di un ciclo, secondo la `sessione` o, se non è detta, quella di riferimento.

    Senza sessioni cominciate ci sono tutti gli obiettivi, e nessuno è misurato. Le letture sono sempre le stesse,
    quanti che siano gli obiettivi.
    """
    return risultati_di(ciclo, sessione or sessione_di_riferimento(ciclo))


def risultati_di(ciclo: Ciclo, sessione: Sessione | None) -> Risultati:
    """I risultati a quella sessione; None: nessuna è cominciata, e non c'è ancora nulla di misurato."""
    return compone(andamento_di(quadro_di(sessione or _nessuna(ciclo), con_consegne=False)))


def risultati_dei_cicli(cicli: Sequence[Ciclo]) -> list[Risultati]:
    """I risultati di più cicli, nell'ordine dato, con le stesse letture di uno solo."""
    if not cicli:
        return []
    scelte = _sessioni_di_riferimento(cicli)
    sessioni = [scelte.get(ciclo.pk) or _nessuna(ciclo) for ciclo in cicli]
    return [compone(andamento) for andamento in andamenti_di(quadri_di(sessioni))]


def _sessioni_di_riferimento(cicli: Sequence[Ciclo]) -> dict[int, Sessione]:
    per_ciclo, trovate = {ciclo.pk: ciclo for ciclo in cicli}, dict[int, Sessione]()
    cominciate = Sessione.objects.filter(ciclo__in=per_ciclo).exclude(stato=StatoSessione.PROGRAMMATA)
    for sessione in cominciate.order_by("al"):
        sessione.ciclo = per_ciclo[sessione.ciclo_id]
        trovate[sessione.ciclo_id] = sessione
    return trovate


def _nessuna(ciclo: Ciclo) -> Sessione:
    """Una sessione che non c'è: gli obiettivi si leggono lo stesso, senza valori."""
    return Sessione(ciclo=ciclo, al=date(ciclo.anno, 12, 31))


def compone(andamento: Andamento) -> Risultati:
    """Gli stessi gradi dell'andamento, raccolti per unità, per linea e per l'ente."""
    ciclo, sessione = andamento.sessione.ciclo, andamento.sessione if andamento.sessione.pk else None
    linee = linee_per_obiettivo([misura.obiettivo for misura in andamento.obiettivi])
    unita = tuple(_unita(parte, linee) for parte in andamento.parti)
    ente = dell_ente(str(ciclo.ente), unita, andamento.grado)
    soglia = soglia_di(sessione) if sessione else None
    return Risultati(ciclo, sessione, soglia, ente, unita, delle_linee(ente.obiettivi))


def _unita(parte: MisuraParte, linee: Mapping[int, LineaMandato]) -> Aggregato:
    obiettivi = tuple(_obiettivo(misura, parte, linee.get(misura.obiettivo.pk)) for misura in parte.obiettivi)
    regola = PESATA if parte.con_pesi else SEMPLICE
    pk, nome = _chi(parte)
    return Aggregato(pk, nome, parte.grado.valore, regola, obiettivi, parte.problema, parte.grado.passi)


def _chi(parte: MisuraParte) -> tuple[int, str]:
    return (parte.parte.unita.pk if parte.parte.unita else 0), parte.parte.nome


def _obiettivo(misura: MisuraObiettivo, parte: MisuraParte, linea: LineaMandato | None) -> RisultatoObiettivo:
    o, forzatura = misura.obiettivo, misura.forzatura
    approvata = forzatura is not None and forzatura.stato == StatoForzatura.APPROVATA
    unita, unita_nome = _chi(parte)
    return RisultatoObiettivo(
        pk=o.pk,
        identificativo=o.identificativo,
        codice=o.codice,
        titolo=o.titolo,
        livello=o.livello,
        prerequisito=o.prerequisito,
        precedente=o.precedente_id,
        unita=unita,
        unita_nome=unita_nome,
        linea=linea.pk if linea else 0,
        linea_nome=str(linea) if linea else SENZA_LINEA,
        metodo=o.get_metodo_aggregazione_display(),
        grado=misura.grado.valore,
        calcolato=misura.calcolato.valore,
        problema=misura.problema or _perche_non_ha_un_grado(misura),
        indicatori=tuple(_indicatore(uno) for uno in misura.misure),
        fasi=tuple(_fase(uno) for uno in misura.riga.fasi),
        forzato=_forzato(forzatura) if forzatura and approvata else None,
        neutralizzato=_neutralizzato(misura.neutralizzazione),
        richiesta_aperta=forzatura is not None and not approvata,
        passi=misura.grado.passi,
    )


def _perche_non_ha_un_grado(misura: MisuraObiettivo) -> str:
    return "Nessun indicatore è applicabile." if misura.grado.valore is None else ""


def _forzato(f: Forzatura) -> Forzato:
    return Forzato(f.grado, f.motivo, _nome(f.chi), _nome(f.deciso_da), f.deciso_il)


def _neutralizzato(n: Neutralizzazione | None) -> Neutralizzato | None:
    if n is None:
        return None
    return Neutralizzato(n.politica, n.get_politica_display(), n.motivo, str(n.atto), _nome(n.chi), n.quando)


def _nome(chi: object) -> str:
    return str(chi) if chi else ""


def _fase(riga: RigaFase) -> RisultatoFase:
    fatto = riga.avanzamento
    return RisultatoFase(
        pk=riga.fase.pk,
        titolo=riga.fase.titolo,
        mesi=tuple(riga.fase.mesi),
        percentuale=fatto.percentuale if fatto else None,
        inizio=fatto.inizio if fatto else None,
        fine=fatto.fine if fatto else None,
        nota=fatto.nota if fatto else "",
    )


def _indicatore(misura: MisuraIndicatore) -> RisultatoIndicatore:
    riga = misura.riga
    promesso = RisultatoIndicatore(
        pk=riga.pk,
        partenza=riga.indicatore.baseline,
        atteso=target_in_parole(riga.target) if riga.target else "",
        target=riga.target.valore if riga.target else None,
        risultato=riga.in_parole,
        valore=None,
        grado=misura.grado.valore,
        scostamento=riga.scostamento,
        da_spiegare=riga.da_spiegare,
        storici=riga.storici,
        problema=misura.problema,
        **{nome: getattr(riga.indicatore, nome) for nome in COPIATI},
    )
    return replace(promesso, **_scritto(riga.rilevazione)) if riga.rilevazione else promesso


def _scritto(r: Rilevazione) -> dict[str, Any]:
    """Ciò che ha scritto chi ha rilevato; se non dice la fonte vale quella dell'indicatore."""
    return {
        "valore": r.valore,
        "numeratore": r.numeratore,
        "denominatore": r.denominatore,
        "causa": r.causa,
        "causa_in_parole": r.get_causa_display(),
        "spiegazione": r.spiegazione,
        "correttivo": r.correttivo,
        "nota": r.nota,
        "rilevato_il": r.rilevato_il,
        "scritto_da": _nome(r.chi),
        "scritto_il": r.inserita_il,
        "tardivo": r.tardiva,
        "motivo_non_applicabile": r.motivo_non_applicabile,
        "previsione": r.get_previsione_display(),
    } | ({"fonte": r.fonte} if r.fonte else {})
