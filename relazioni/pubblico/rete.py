"""Come ci trovano gli altri programmi: novità (Atom), mappe del sito, robots."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from enti.models.ente import Ente
from relazioni.models import Pubblicazione
from relazioni.pubblico.archivio import PianoPubblico

QUANTE_NOVITA = 50
MAPPA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
TESTA = '<?xml version="1.0" encoding="UTF-8"?>\n'


def novita(ente: Ente, righe: Iterable[Pubblicazione], sito: str) -> str:
    """Le ultime pubblicazioni, e le ultime ritirate, come flusso Atom."""
    casa = f"{sito}{reverse('relazioni:trasparenza', args=[ente.slug])}"
    flusso = Atom1Feed(
        title=f"{ente}: pubblicazioni sulla performance",
        link=casa,
        description="Che cosa è stato pubblicato, aggiornato, ritirato.",
        language="it",
        feed_url=f"{sito}{reverse('relazioni:novita', args=[ente.slug])}",
        author_name=str(ente),
    )
    for riga in righe:
        indirizzo = f"{sito}{reverse('relazioni:pubblicazione', args=[ente.slug, riga.pk])}"
        flusso.add_item(
            title=riga.titolo if riga.in_linea else f"Ritirata: {riga.titolo}",
            link=indirizzo,
            unique_id=indirizzo,
            description=riga.motivo_ritiro or f"{riga.get_tipo_display()}. {riga.atto}".strip(),
            pubdate=datetime.combine(riga.pubblicata_il, time(), UTC),
            updateddate=riga.modificata_il,
        )
    return str(flusso.writeString("utf-8"))


def mappa(ente: Ente, piani: Iterable[PianoPubblico], righe: Iterable[Pubblicazione], sito: str) -> str:
    """Ogni pagina che si può leggere, una volta sola."""
    indirizzi = dict.fromkeys([*_fissi(ente), *_delle(ente, righe), *_dei(ente, piani)])
    voci = "".join(f"<url><loc>{escape(sito + indirizzo)}</loc></url>\n" for indirizzo in indirizzi)
    return f"{TESTA}<urlset {MAPPA}>\n{voci}</urlset>\n"


def _fissi(ente: Ente) -> Iterator[str]:
    for nome in ("trasparenza", "dati_aperti", "api", "partecipa", "privacy"):
        yield reverse(f"relazioni:{nome}", args=[ente.slug])


def _delle(ente: Ente, righe: Iterable[Pubblicazione]) -> Iterator[str]:
    for riga in righe:
        yield reverse("relazioni:pubblicazione", args=[ente.slug, riga.pk])
        if riga.relazione:
            yield reverse("relazioni:relazione_pubblica", args=[ente.slug, riga.anno])


def _dei(ente: Ente, piani: Iterable[PianoPubblico]) -> Iterator[str]:
    for dove in piani:
        yield reverse("relazioni:piano_pubblico", args=[ente.slug, dove.pubblicazione.anno])
        yield reverse("relazioni:obiettivi_pubblici", args=[ente.slug, dove.pubblicazione.anno])
        for o in dove.piano.obiettivi:
            if o.identificativo:
                yield reverse("relazioni:obiettivo_pubblico", args=[ente.slug, o.identificativo])
            for i in o.indicatori:
                if i.identificativo:
                    yield reverse("relazioni:indicatore_pubblico", args=[ente.slug, i.identificativo])


def mappa_degli_enti(enti: Iterable[Ente], sito: str) -> str:
    mappe = (f"{sito}{reverse('relazioni:mappa', args=[ente.slug])}" for ente in enti)
    voci = "".join(f"<sitemap><loc>{escape(indirizzo)}</loc></sitemap>\n" for indirizzo in mappe)
    return f"{TESTA}<sitemapindex {MAPPA}>\n{voci}</sitemapindex>\n"


def robots(sito: str) -> str:
    """Nessun filtro ai motori di ricerca (D.Lgs. 33/2013, art. 9): qui non si vieta nulla."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sito}{reverse('mappa_enti')}\n"
