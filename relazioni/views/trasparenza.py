"""Amministrazione trasparente: l'albero, le pubblicazioni, il Piano come sito. Pagine di tutti."""

from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from piao.base.testo import cercato, in_cifre
from relazioni.contenuto.relazione.tipi import Esitato
from relazioni.contenuto.tipi import DatiIndicatore
from relazioni.models import TipoPubblicazione
from relazioni.pubblico import albero, archivio, disegni, piano, rendiconto, sintesi
from relazioni.pubblico.archivio import PianoPubblico, RelazionePubblica
from relazioni.pubblico.piano import Cerca, Trovato
from relazioni.pubblico.tabelle import SCRITTURE, rileggi
from relazioni.views.porta import pagina, pubblica

PER_PAGINA = 40
ULTIME = 5  # quante novità si mostrano accanto agli elenchi
LUNGHEZZA_RICERCA = 100
COPIA = "Il file non è più al suo posto: chiedilo all'ente."


@pubblica
def trasparenza(request: Any) -> HttpResponse:
    """La porta d'ingresso di un ente: il Piano dell'anno in breve, l'albero, che cosa c'è di nuovo."""
    tutte = list(archivio.pubblicate(request.ente.pk))
    vigente = archivio.piano_dell_anno(request.ente.pk)
    contesto = {
        "rami": albero.RAMI,
        "conti": {s.chiave: sum(p.tipo in s.tipi for p in tutte) for s in albero.PER_CHIAVE.values()},
        "ultime": sorted(tutte, key=lambda p: (p.aggiornata_il, p.pk), reverse=True)[:ULTIME],
        "vigente": vigente,
        "cifre": sintesi.cifre(vigente.piano) if vigente else [],
        "filoni": piano.filoni(vigente.piano) if vigente else [],
    }
    return pagina(request, "pubblico/trasparenza.html", contesto)


@pubblica
def sezione(request: Any, chiave: str) -> HttpResponse:
    """Una voce dell'albero: che cosa è pubblicato, dall'anno più recente; in fondo ciò che è stato ritirato."""
    trovata = albero.PER_CHIAVE.get(chiave)
    if trovata is None:
        raise Http404("Nell'albero di Amministrazione trasparente questa voce non c'è.")
    righe = list(archivio.tutte(request.ente.pk).filter(tipo__in=trovata.tipi).order_by("-anno", "-pk"))
    contesto = {
        "sezione": trovata,
        "righe": [riga for riga in righe if riga.in_linea],
        "ritirate": [riga for riga in righe if not riga.in_linea],
    }
    return pagina(request, "pubblico/sezione.html", contesto)


@pubblica
def pubblicazione(request: Any, pk: int) -> HttpResponse:
    """Una pubblicazione con i suoi dati; se è stata ritirata lo si dice, con il motivo, e risponde 410."""
    riga = archivio.una(request.ente.pk, pk)
    altre = archivio.tutte(request.ente.pk).filter(tipo=riga.tipo, anno=riga.anno).exclude(pk=riga.pk)
    dati = rileggi(riga.contenuto) if riga.contenuto and riga.in_linea else None
    contesto = {
        "riga": riga,
        "sezione": albero.PER_TIPO[TipoPubblicazione(riga.tipo)],
        "altre": list(altre),
        "dati": dati,
        "formati": SCRITTURE,
    }
    return pagina(request, "pubblico/pubblicazione.html", contesto, status=200 if riga.in_linea else 410)


@pubblica
def dati_pubblicazione(request: Any, pk: int, formato: str) -> HttpResponse:
    """Le tabelle di una pubblicazione, da scaricare."""
    riga = archivio.una(request.ente.pk, pk)
    if not riga.in_linea or not riga.contenuto or formato not in SCRITTURE:
        raise Http404("Questi dati, in questo formato, non ci sono.")
    tipo, scrivi = SCRITTURE[formato]
    nome = f"{request.ente.slug}-{riga.tipo.replace('_', '-')}-{riga.anno}.{formato}"
    scarica = {"Content-Disposition": f'attachment; filename="{nome}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(scrivi(rileggi(riga.contenuto)), content_type=tipo, headers=scarica)


@pubblica
def file_pubblicazione(request: Any, pk: int) -> FileResponse:
    """I byte pubblicati: la loro impronta è quella scritta nella pagina."""
    riga = archivio.una(request.ente.pk, pk)
    nome = riga.nome_file
    if not riga.in_linea or not nome or not default_storage.exists(nome):
        raise Http404("Questa pubblicazione è stata ritirata." if not riga.in_linea else COPIA)
    estensione = nome.rpartition(".")[2].lower()
    come = f"{request.ente.slug}-{riga.tipo.replace('_', '-')}-{riga.anno}-{riga.pk}.{estensione}"
    return FileResponse(default_storage.open(nome, "rb"), filename=come)


# ---- il Piano --------------------------------------------------------------------------------------------------


def _del(request: Any, anno: int) -> PianoPubblico:
    """Il Piano di un anno, nella versione dell'indirizzo (`?versione=`) o nell'ultima. Solleva Http404."""
    scritta = request.GET.get("versione", "")
    versione = in_cifre(scritta) if scritta else None
    trovato = archivio.piano_dell_anno(request.ente.pk, anno, versione) if not scritta or versione else None
    if trovato is None:
        raise Http404(f"Il Piano del {anno} in questa versione non è pubblicato.")
    return trovato


def _intorno(request: Any, dove: PianoPubblico) -> dict[str, Any]:
    """Ciò che ogni pagina del Piano mostra: di che anno e versione si parla, le altre, com'è andata."""
    tutti = archivio.piani(request.ente.pk)
    rendicontati = archivio.relazione_dell_anno(request.ente.pk, dove.pubblicazione.anno)
    ultima = next(p for p in tutti if p.anno == dove.pubblicazione.anno)
    return {
        "dove": dove,
        "piano": dove.piano,
        "versioni": [p for p in tutti if p.anno == dove.pubblicazione.anno],
        "anni": sorted({p.anno for p in tutti}, reverse=True),
        "superata": ultima.pk != dove.pubblicazione.pk,
        "coda": f"?versione={dove.versione}" if ultima.pk != dove.pubblicazione.pk else "",
        "esiti": rendiconto.per_obiettivo(rendicontati.relazione) if rendicontati else {},
    }


@pubblica
def piano_pubblico(request: Any, anno: int) -> HttpResponse:
    """Il Piano di un anno: la sintesi in parole semplici, le linee, gli obiettivi."""
    dove = _del(request, anno)
    contesto = {
        "frasi": sintesi.frasi(dove.piano),
        "cifre": sintesi.cifre(dove.piano),
        "filoni": piano.filoni(dove.piano),
        "grafico_temi": disegni.temi(dove.piano, prefisso="temi"),
    }
    return pagina(request, "pubblico/piano.html", _intorno(request, dove) | contesto)


@pubblica
def obiettivi_pubblici(request: Any, anno: int) -> HttpResponse:
    """Gli obiettivi, da cercare e filtrare."""
    dove = _del(request, anno)
    cerca = Cerca(**{nome: cercato(request.GET, nome, lunghezza=LUNGHEZZA_RICERCA) for nome in Cerca.__annotations__})
    trovati = piano.trova(dove.piano, cerca)
    contesto = {
        "cerca": cerca,
        "pagina": Paginator(trovati, PER_PAGINA).get_page(in_cifre(request.GET.get("pagina", "")) or 1),
        "quanti": len(trovati),
        "unita": piano.unita_presenti(dove.piano),
        "temi": piano.temi_presenti(dove.piano),
    }
    return pagina(request, "pubblico/obiettivi.html", _intorno(request, dove) | contesto)


def _con_storia(request: Any, identificativo: Any, *, indicatore: bool) -> tuple[Trovato, list[Trovato]]:
    """La cosa con questo indirizzo, nella versione chiesta o nell'ultima, e ogni versione in cui compare."""
    tutti = piano.con_identificativo(archivio.versioni(request.ente.pk), str(identificativo))
    trovati = [uno for uno in tutti if (uno.indicatore is not None) == indicatore]
    chiesta = request.GET.get("versione", "")
    scelti = [uno for uno in trovati if not chiesta or str(uno.dove.versione) == chiesta]
    if not scelti:
        raise Http404("Nei Piani pubblicati non c'è nulla con questo indirizzo.")
    return scelti[0], trovati


def _esiti(request: Any, trovato: Trovato) -> RelazionePubblica | None:
    """La Relazione pubblicata dello stesso anno."""
    return archivio.relazione_dell_anno(request.ente.pk, trovato.dove.pubblicazione.anno)


def _misurato(i: DatiIndicatore, esiti: RelazionePubblica | None, *, prefisso: str) -> tuple[Any, Esitato | None]:
    """Il grafico di un indicatore con il suo risultato, e il risultato."""
    esito = rendiconto.misurati(esiti.relazione).get(i.identificativo) if esiti else None
    return disegni.andamento(i, prefisso=prefisso, misurato=_nell_anno(esiti, esito)), esito


def _nell_anno(esiti: RelazionePubblica | None, esito: Esitato | None) -> dict[int, Decimal]:
    """Il valore rendicontato, per anno; vuoto se non c'è."""
    return {esiti.pubblicazione.anno: esito.valore} if esiti and esito and esito.valore is not None else {}


@pubblica
def obiettivo_pubblico(request: Any, identificativo: Any) -> HttpResponse:
    """Un obiettivo, al suo indirizzo permanente: vale per ogni versione del Piano."""
    trovato, trovati = _con_storia(request, identificativo, indicatore=False)
    p, o = trovato.dove.piano, trovato.obiettivo
    esiti = _esiti(request, trovato)
    contesto = {
        "o": o,
        "storia": piano.passi(trovati),
        "padre": piano.padre_di(p, o),
        "figli": piano.figli_di(p, o),
        "linea": piano.linea_di(p, o),
        "vicini": piano.vicini(p, o),
        "temi": piano.nomi_dei_temi(o),
        "ambiti": piano.nomi_degli_ambiti(o),
        "esito": rendiconto.di(esiti.relazione, o.identificativo) if esiti else None,
        "indicatori": [
            (i, *_misurato(i, esiti, prefisso=f"i{posto}")) for posto, i in enumerate(o.indicatori, start=1)
        ],
    }
    return pagina(request, "pubblico/obiettivo.html", _intorno(request, trovato.dove) | contesto)


@pubblica
def indicatore_pubblico(request: Any, identificativo: Any) -> HttpResponse:
    """Un indicatore, al suo indirizzo permanente."""
    trovato, trovati = _con_storia(request, identificativo, indicatore=True)
    i: Any = trovato.indicatore
    esiti = _esiti(request, trovato)
    grafico, esito = _misurato(i, esiti, prefisso="andamento")
    contesto = {
        "o": trovato.obiettivo,
        "i": i,
        "grafico": grafico,
        "esito": esito,
        "numeri": disegni.numeri(i, _nell_anno(esiti, esito)),
        "storia": trovati,
    }
    return pagina(request, "pubblico/indicatore.html", _intorno(request, trovato.dove) | contesto)


@pubblica
def confronto(request: Any) -> HttpResponse:
    """Che cosa cambia fra due Piani pubblicati: due versioni, o due anni. Senza scelte, gli ultimi due."""
    righe = archivio.piani(request.ente.pk)
    if len(righe) < 2:
        return pagina(request, "pubblico/confronto_vuoto.html", {"piani": righe})
    per_chiave = {str(riga.pk): riga for riga in righe}
    da = per_chiave.get(request.GET.get("da", ""), righe[1])
    a = per_chiave.get(request.GET.get("a", ""), righe[0])
    prima, dopo = archivio.aperto(da), archivio.aperto(a)
    contesto = {"righe": righe, "prima": prima, "dopo": dopo, "gruppi": piano.fra(prima, dopo)}
    return pagina(request, "pubblico/confronto.html", contesto)


@pubblica
def ultimo_piano(request: Any) -> HttpResponse:
    """L'indirizzo che non cambia ogni anno: porta al Piano più recente."""
    dove = archivio.piano_dell_anno(request.ente.pk)
    if dove is None:
        raise Http404("L'ente non ha ancora pubblicato un Piano.")
    return redirect("relazioni:piano_pubblico", request.ente.slug, dove.pubblicazione.anno)


@pubblica
def privacy(request: Any) -> HttpResponse:
    return pagina(request, "pubblico/privacy.html", {})


@pubblica
def stemma(request: Any) -> FileResponse:
    nome = str(request.ente.stemma.name or "")
    if not nome or not default_storage.exists(nome):
        raise Http404("L'ente non ha uno stemma.")
    return FileResponse(default_storage.open(nome, "rb"))


# ---- l'installazione -------------------------------------------------------------------------------------------


@pubblica
def enti(request: Any) -> HttpResponse:
    """Gli enti dell'installazione, da cercare per nome: chi pubblica, che cosa è uscito da poco, chi ancora no."""
    q = cercato(request.GET, lunghezza=LUNGHEZZA_RICERCA)
    numero = in_cifre(request.GET.get("pagina", "")) or 1
    contesto = {
        "qui": reverse("trasparenza_enti"),
        "q": q,
        "pagina": Paginator(archivio.enti_che_pubblicano(q), PER_PAGINA).get_page(numero),
        "in_silenzio": archivio.enti_in_silenzio(q)[:PER_PAGINA],
        "ultime": archivio.ultime_di_tutti(ULTIME),
    }
    return pagina(request, "pubblico/enti.html", contesto)
