"""L'anno vissuto dal Comune di Esempio: schede, riesame, Relazione, premi, trasparenza, con le azioni vere."""

from datetime import date, datetime
from hashlib import sha256

import pytest
from django.db import models, transaction
from django.utils import timezone

from enti.models import Persona, Utente
from obiettivi.models import Ciclo
from piao.base.models import Avviso, Evento, Lavoro
from relazioni import dimostrazione
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.models import Pubblicazione, Segnalazione, TipoPubblicazione
from tests.relazioni.giro_pubblico import leggi, numeri_trovati, percorri, trovati
from valutazione.controlli import esamina_fondo
from valutazione.models import Fondo, Premio, Scheda
from valutazione.voci import StatoFondo, StatoScheda


@pytest.fixture(scope="module")
def anno(django_db_setup, django_db_blocker):
    """La dimostrazione intera, una volta per tutto il file. I PDF sono finti: qui si guarda che cosa resta scritto."""

    def finto(html, **_):
        return b"%PDF-1.7 /Type /Pages /Count 1 " + sha256(html.encode()).hexdigest().encode()

    with pytest.MonkeyPatch.context() as toppa, django_db_blocker.unblock(), transaction.atomic():
        toppa.setattr("relazioni.lavori.pdf.scrivi_pdf", finto)
        dimostrazione.carica()
        ciclo = dimostrazione.carica_anno_prima()
        dimostrazione.adotta_il_sistema()
        dimostrazione.vivi_gli_anni(ciclo)
        ciclo.refresh_from_db()
        yield ciclo
        transaction.set_rollback(True)


# ---- l'orologio


def test_dentro_un_giorno_django_legge_quel_giorno_e_poi_torna_il_suo():
    prima = timezone.now()
    with nel_giorno(date(2025, 2, 20), ora=9):
        assert timezone.localdate() == date(2025, 2, 20)
        assert timezone.localtime().hour == 9
        assert Evento._meta.get_field("quando").get_default() == timezone.now()
    assert timezone.now() >= prima


def test_a_orologio_fermo_una_data_vera_resta_una_data():
    with nel_giorno(date(2025, 2, 20)):
        assert timezone.localtime(datetime(2025, 1, 1, tzinfo=timezone.get_default_timezone())).day == 1
        assert isinstance(datetime(2025, 1, 1), timezone.datetime)
        assert not isinstance("2025", timezone.datetime)


# ---- le schede


def test_ogni_tipo_di_scheda_ha_le_sue_ed_e_chiusa(anno):
    schede = Scheda.objects.filter(ciclo=anno)
    tipi = set(schede.values_list("tipo__codice", flat=True))
    assert tipi == {"segretario", "dirigenti", "eq", "funzionari", "operatori"}
    assert set(schede.values_list("stato", flat=True)) == {StatoScheda.CHIUSA}


def test_le_schede_sono_state_assegnate_e_lette_in_tempo(anno):
    schede = Scheda.objects.filter(ciclo=anno)
    assert schede.aggregate(models.Max("assegnata_il"))["assegnata_il__max"] < date(anno.anno, 2, 28)
    assert not schede.filter(presa_visione_il__isnull=True).exists()


def test_chi_ha_cambiato_ufficio_ha_due_schede_con_due_valutatori(anno):
    sue = Scheda.objects.filter(ciclo=anno, persona__nome="Fabio")
    assert sorted(sue.values_list("valutatore__nome", flat=True)) == ["Ada", "Elena"]


def test_un_riesame_ha_cambiato_un_punteggio(anno):
    riesame = Scheda.objects.get(ciclo=anno, riesame__isnull=False).riesame
    assert riesame.dopo > riesame.prima


def test_chi_e_andato_male_e_stato_sentito_e_non_prende_premio(anno):
    scheda = Scheda.objects.get(ciclo=anno, contraddittorio_il__isnull=False)
    assert scheda.osservazioni.get().contraddittorio
    assert Premio.objects.get(simulazione__confermata=True, persona=scheda.persona).totale == 0


def test_un_congedo_non_toglie_giorni_e_un_altra_assenza_si(anno):
    giorni = dict(Premio.objects.filter(simulazione__confermata=True).values_list("persona__nome", "assenza_giorni"))
    assert (giorni["Rita"], giorni["Lara"]) == (0, 19)


def test_nell_anno_in_corso_le_schede_sono_assegnate_e_qualcuna_aspetta(anno):
    schede = Scheda.objects.filter(ciclo__ente=anno.ente, ciclo__anno=anno.anno + 1)
    assert set(schede.values_list("stato", flat=True)) == {StatoScheda.ASSEGNATA}
    assert 0 < schede.filter(presa_visione_il__isnull=True).count() < schede.count()


# ---- i documenti e i premi


def test_la_relazione_e_validata_e_pubblicata_entro_giugno(anno):
    assert anno.relazione.stato == "pubblicata"
    assert anno.relazione.pubblicata_il < date(anno.anno + 1, 6, 30)
    assert anno.relazione_validata_il < anno.relazione.pubblicata_il


def test_i_premi_sono_pagati_e_i_controlli_non_dicono_nulla_di_grave(anno):
    fondi = list(Fondo.objects.filter(ciclo=anno))
    assert {fondo.stato for fondo in fondi} == {StatoFondo.LIQUIDATO}
    assert [esito.da_motivare for esito in map(esamina_fondo, fondi)] == [()] * 4
    assert all(fondo.confermato_il > anno.relazione_validata_il for fondo in fondi)


def test_ogni_sezione_della_performance_ha_il_suo_documento(anno):
    tipi = set(Pubblicazione.objects.filter(ente=anno.ente).values_list("tipo", flat=True))
    T = TipoPubblicazione
    assert tipi >= {T.SISTEMA, T.PIANO, T.RELAZIONE, T.PREMI_AMMONTARE, T.PREMI_DATI}


def test_i_cittadini_hanno_risposto_e_ricevuto_risposta(anno):
    risposte = anno.ente.questionari.annotate(quante=models.Count("risposte")).order_by("dal", "servizio")
    assert [questionario.quante for questionario in risposte] == [9, 10, 0]
    assert Segnalazione.objects.get(ente=anno.ente).risposta


# ---- l'insieme


def test_nulla_e_accaduto_nel_futuro_ne_prima_dell_anno(anno):
    quando = Evento.objects.filter(ente="esempio").aggregate(primo=models.Min("quando"), ultimo=models.Max("quando"))
    assert quando["primo"].year == anno.anno
    assert quando["ultimo"] <= timezone.now()


def test_il_passato_non_manda_posta(anno):
    """Chi ha una scheda da leggere oggi trova il suo avviso; di quelli di allora nessuno è più da leggere."""
    di_schede = Avviso.objects.filter(genere="scheda", letto_il__isnull=True, destinatario__is_active=True)
    assert list(di_schede.values_list("destinatario__email", flat=True)) == [dimostrazione.posta("dipendente")]
    assert not Lavoro.objects.exists()


def test_ripetuto_non_cambia_nulla(anno):
    prima = Evento.objects.count()
    dimostrazione.vivi_gli_anni(anno)
    assert Evento.objects.count() == prima


def test_la_dimostrazione_vissuta_si_ripristina(anno):
    dimostrazione.carica()
    assert Ciclo.objects.filter(ente=anno.ente).count() == 2
    assert Utente.objects.filter(email__endswith="@esempio.test", persona__isnull=True).count() == 0


# ---- ciò che ne vede chiunque


GLI_STESSI_DATI = (".ods", ".xlsx", ".zip")  # che dicano ciò che dicono il CSV e il JSON si prova altrove


def _numeri_di_ognuno(anno):
    """Punteggi e premi di ogni persona, se hanno due decimali: 84,10 può essere anche il valore di un indicatore."""
    premi = Premio.objects.filter(simulazione__fondo__ciclo=anno).values_list("importo", "maggiorazione", "interim")
    punteggi = Scheda.objects.filter(ciclo=anno, punteggio__isnull=False).values_list("punteggio", flat=True)
    numeri = {valore for parti in premi for valore in (*parti, sum(parti))} | set(punteggi)
    return {numero for numero in numeri if numero * 10 % 1}


def test_nel_sito_dell_anno_vissuto_non_compare_nessuno_ne_il_suo_punteggio_ne_il_suo_premio(anno, client):
    def chiedi(indirizzo):
        if indirizzo.endswith(GLI_STESSI_DATI):
            return 200, b""
        risposta = client.get(indirizzo)
        return risposta.status_code, risposta.getvalue()

    slug, numeri = anno.ente.slug, _numeri_di_ognuno(anno)
    pagine = percorri(chiedi, ["/", f"/{slug}/trasparenza/"], slug)
    testi = leggi(pagine)
    assert (len(pagine) > 100, len(numeri) > 50) == (True, True)
    assert numeri_trovati(testi, numeri) == set()
    persone = Persona.objects.values_list("cognome", "nome", "email", "codice_fiscale")
    nomi = {uno for c, n, e, f in persone for uno in (f"{c} {n}", f"{n} {c}", e, f) if uno}
    assert trovati(testi, nomi) == set()
