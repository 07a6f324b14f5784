"""L'elenco: filtri, totali, ordinamento, esportazione, passi insieme; e le azioni con conferma."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from obiettivi.models import Ciclo, LineaMandato, Obiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    AttoFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseCicloFactory,
    IncaricoFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def segretario(client, ciclo):
    client.force_login(utente_con("segretario", ciclo.ente))
    return client


def elenco(client, ciclo, **filtri):
    return client.get(reverse("obiettivi:elenco", args=[ciclo.ente.slug, ciclo.anno]), filtri)


def titoli(pagina):
    return [riga.record.titolo for riga in pagina.context["tabella"].page.object_list]


@pytest.fixture
def vari(ciclo):
    area = UnitaFactory(ente=ciclo.ente)
    servizio = UnitaFactory(ente=ciclo.ente, parent=area)
    incarico = IncaricoFactory(ente=ciclo.ente, tipo="eq")
    uno = ObiettivoFactory(ciclo=ciclo, titolo="Ridurre i tempi", codice="O1", unita=servizio, natura="sviluppo")
    ClassificazioneFactory(obiettivo=uno, codice="efficienza")
    due = ObiettivoFactory(ciclo=ciclo, titolo="Biblioteca aperta", descrizione="tempi nuovi", stato="proposto")
    AssegnazioneFactory(obiettivo=due, gruppo=None, incarico=incarico)
    ObiettivoFactory(ciclo=ciclo, titolo="Crescere", livello="strategico", completo=True)
    return {"area": area.pk, "incarico": f"incarico:{incarico.pk}"}


@pytest.mark.parametrize(
    ("filtri", "attesi"),
    [
        ({}, ["Ridurre i tempi", "Biblioteca aperta", "Crescere"]),
        ({"cerca": "tempi"}, ["Ridurre i tempi", "Biblioteca aperta"]),
        ({"cerca": "TEMPI biblioteca"}, ["Biblioteca aperta"]),
        ({"cerca": "o1"}, ["Ridurre i tempi"]),
        ({"livello": "strategico"}, ["Crescere"]),
        ({"stato": "proposto"}, ["Biblioteca aperta"]),
        ({"natura": "sviluppo"}, ["Ridurre i tempi"]),
        ({"tema": "efficienza"}, ["Ridurre i tempi"]),
        ({"unita": "area"}, ["Ridurre i tempi"]),
        ({"chi": "incarico"}, ["Biblioteca aperta"]),
        ({"manca": "unita"}, ["Biblioteca aperta"]),
        ({"manca": "responsabile"}, ["Ridurre i tempi"]),
        ({"manca": "indicatori"}, ["Ridurre i tempi", "Biblioteca aperta"]),
        ({"manca": "qualcosa", "livello": "strategico"}, []),
        ({"sort": "titolo"}, ["Biblioteca aperta", "Crescere", "Ridurre i tempi"]),
        ({"sort": "-titolo"}, ["Ridurre i tempi", "Crescere", "Biblioteca aperta"]),
        ({"livello": "inventato"}, ["Ridurre i tempi", "Biblioteca aperta", "Crescere"]),
        ({"page": "99"}, ["Ridurre i tempi", "Biblioteca aperta", "Crescere"]),
    ],
)
def test_i_filtri_dell_elenco(filtri, attesi, segretario, ciclo, vari):
    scelti = {nome: vari.get(valore, valore) for nome, valore in filtri.items()}
    assert titoli(elenco(segretario, ciclo, **scelti)) == attesi


def test_si_mostrano_cinquanta_righe_per_pagina(segretario, ciclo):
    Obiettivo.objects.bulk_create([Obiettivo(ciclo=ciclo, titolo=f"O{n}", ordine=n) for n in range(60)])
    assert len(titoli(elenco(segretario, ciclo))) == 50
    assert len(titoli(elenco(segretario, ciclo, page=2))) == 10


def test_un_elenco_vuoto_dice_come_cominciare(segretario, ciclo):
    assert "Ancora nessun obiettivo" in elenco(segretario, ciclo).content.decode()


def test_un_filtro_senza_risultati_dice_come_allargarlo(segretario, ciclo):
    ObiettivoFactory(ciclo=ciclo)
    assert "Nessun obiettivo così" in elenco(segretario, ciclo, cerca="zzz").content.decode()


@pytest.mark.parametrize(
    ("scale", "frase"),
    [
        (["", ""], "Somma dei pesi</span> <strong>30</strong>"),
        (["", "punti"], "Pesi in scale diverse, che non si sommano"),
    ],
)
def test_i_totali_dei_pesi_non_mescolano_le_scale(scale, frase, segretario, ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    for peso, scala in zip((10, 20), scale, strict=True):
        ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo, peso=peso, scala_peso=scala), unita=unita)
    assert frase in elenco(segretario, ciclo, unita=unita.pk).content.decode()


def test_senza_pesi_scritti_lo_si_dice(segretario, ciclo):
    legame = ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo))
    assert "Nessun peso scritto" in elenco(segretario, ciclo, unita=legame.unita_id).content.decode()


def test_i_pesi_di_unita_diverse_non_si_sommano(segretario, ciclo):
    """Ogni unità arriva al suo cento: la somma di tutte non dice nulla."""
    ObiettivoFactory(ciclo=ciclo, peso=10)
    assert "elenco-pesi" not in elenco(segretario, ciclo).content.decode()


def esporta(client, ciclo, formato, **filtri):
    indirizzo = reverse("obiettivi:esporta", args=[ciclo.ente.slug, ciclo.anno, formato])
    return client.get(indirizzo, filtri)


def test_il_csv_contiene_la_selezione_e_nessuna_formula(segretario, ciclo):
    ObiettivoFactory(ciclo=ciclo, titolo="=SOMMA(A1)", peso="12.5", livello="strategico")
    ObiettivoFactory(ciclo=ciclo, titolo="Altro")
    risposta = esporta(segretario, ciclo, "csv", livello="strategico")
    righe = list(csv.DictReader(StringIO(risposta.content.decode("utf-8-sig")), delimiter=";"))
    assert [(riga["Titolo"], riga["Peso"], riga["Livello"]) for riga in righe] == [
        ("'=SOMMA(A1)", "12,5", "strategico")
    ]
    assert 'filename="obiettivi-' in risposta["Content-Disposition"]


def test_il_foglio_di_calcolo_tiene_numeri_e_nomi(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Uno", peso=20)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita__denominazione="Tributi")
    foglio = load_workbook(BytesIO(esporta(segretario, ciclo, "xlsx").content)).active
    testata, riga = (list(valori) for valori in foglio.iter_rows(values_only=True))
    scritto = dict(zip(testata, riga, strict=True))
    assert (scritto["Titolo"], scritto["Peso"], scritto["Unità"]) == ("Uno", 20, "Tributi (capofila)")
    assert scritto["Che cosa manca"] == "responsabile, date, indicatori"


def test_chi_non_vede_le_bozze_non_le_esporta(client, ciclo):
    ObiettivoFactory(ciclo=ciclo, titolo="Bozza segreta")
    client.force_login(utente_con("assessore", ciclo.ente))
    assert "Bozza segreta" not in esporta(client, ciclo, "csv").content.decode()


def insieme(client, ciclo, **dati):
    indirizzo = reverse("obiettivi:insieme", args=[ciclo.ente.slug, ciclo.anno])
    return client.post(indirizzo, dati, follow=True).content.decode()


def test_il_segretario_valida_piu_obiettivi_insieme(segretario, ciclo):
    pronti = ObiettivoFactory.create_batch(2, ciclo=ciclo, stato="proposto")
    fermo = ObiettivoFactory(ciclo=ciclo, titolo="Bozza")
    testo = insieme(segretario, ciclo, passo="valida", scelti=[o.pk for o in [*pronti, fermo]])
    assert "Fatto su 2 obiettivi." in testo
    assert "«Bozza» resta com&#x27;è" in testo
    assert Obiettivo.objects.filter(stato="validato").count() == 2


def test_restituirne_molti_chiede_prima_le_osservazioni(segretario, ciclo):
    scelto = ObiettivoFactory(ciclo=ciclo, stato="proposto")
    assert 'name="nota"' in insieme(segretario, ciclo, passo="restituisci", scelti=[scelto.pk])
    insieme(segretario, ciclo, passo="restituisci", scelti=[scelto.pk], nota="Alza il target.")
    assert Obiettivo.objects.get().osservazioni == "Alza il target."


@pytest.mark.parametrize("dati", [{"passo": "valida"}, {"passo": "vola", "scelti": [1]}, {}])
def test_senza_scelta_si_dice_che_cosa_fare(dati, segretario, ciclo):
    assert "Scegli almeno un obiettivo" in insieme(segretario, ciclo, **dati)


def test_solo_il_segretario_agisce_su_piu_obiettivi(client, ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    client.force_login(utente_con("eq", ciclo.ente, unita=unita))
    assert client.post(reverse("obiettivi:insieme", args=[ciclo.ente.slug, ciclo.anno])).status_code == 403
    assert "Con gli obiettivi scelti" not in elenco(client, ciclo).content.decode()


# ---- nuovo, duplica, elimina, passi -----------------------------------------------------------------


def pagina(nome, obiettivo, *altro):
    return reverse(f"obiettivi:{nome}", args=[obiettivo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk, *altro])


def test_chi_guida_un_unita_crea_solo_per_le_sue(client, ciclo):
    sua, altra = UnitaFactory(ente=ciclo.ente), UnitaFactory(ente=ciclo.ente)
    client.force_login(utente_con("eq", ciclo.ente, unita=sua))
    nuovo = reverse("obiettivi:nuovo", args=[ciclo.ente.slug, ciclo.anno])
    for unita in ("", altra.pk):
        client.post(nuovo, {"titolo": "Uno", "livello": "operativo", "unita": unita})
    assert not Obiettivo.objects.exists()
    client.post(nuovo, {"titolo": "Uno", "livello": "operativo", "unita": sua.pk})
    assert Obiettivo.objects.get().unita_collegate.get().unita == sua


def test_il_segretario_crea_anche_senza_unita(segretario, ciclo):
    nuovo = reverse("obiettivi:nuovo", args=[ciclo.ente.slug, ciclo.anno])
    risposta = segretario.post(nuovo, {"titolo": "Uno", "livello": "strategico"})
    assert risposta["Location"] == pagina("modifica", Obiettivo.objects.get(), "che-cosa")


def test_duplicare_chiede_conferma_e_apre_la_copia(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Uno")
    assert "Duplicare «Uno»?" in segretario.get(pagina("duplica", obiettivo)).content.decode()
    risposta = segretario.post(pagina("duplica", obiettivo))
    assert risposta["Location"] == pagina("modifica", Obiettivo.objects.get(titolo="Uno (copia)"), "che-cosa")


def test_eliminare_chiede_conferma(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    assert "Non si può annullare" in segretario.get(pagina("elimina", obiettivo)).content.decode()
    segretario.post(pagina("elimina", obiettivo))
    assert not Obiettivo.objects.exists()


def test_chi_ha_discendenti_non_si_elimina_e_si_dice_perche(segretario, ciclo):
    padre = ObiettivoFactory(ciclo=ciclo, livello="strategico")
    ObiettivoFactory(ciclo=ciclo, padre=padre)
    testo = segretario.post(pagina("elimina", padre), follow=True).content.decode()
    assert "Altri obiettivi discendono da questo" in testo


@pytest.mark.parametrize(
    ("passo", "prima", "dopo"), [("proponi", "bozza", "proposto"), ("valida", "proposto", "validato")]
)
def test_un_passo_si_compie_dopo_la_conferma(passo, prima, dopo, segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato=prima, completo=True)
    assert segretario.get(pagina("passo", obiettivo, passo)).status_code == 200
    assert Obiettivo.objects.get().stato == prima
    segretario.post(pagina("passo", obiettivo, passo))
    assert Obiettivo.objects.get().stato == dopo


def test_restituire_senza_osservazioni_e_rifiutato_con_una_frase(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato="proposto")
    testo = segretario.post(pagina("passo", obiettivo, "restituisci"), {"nota": " "}).content.decode()
    assert "chi riceve l&#x27;obiettivo deve sapere che cosa fare" in testo
    segretario.post(pagina("passo", obiettivo, "restituisci"), {"nota": "Alza il target."})
    assert Obiettivo.objects.get().stato == "restituito"


def test_proporre_un_obiettivo_incompleto_dice_che_cosa_manca(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    testo = segretario.post(pagina("passo", obiettivo, "proponi"), follow=True).content.decode()
    assert "Manca ancora: unità, responsabile, date, indicatori, peso." in testo


def test_un_passo_gia_compiuto_da_altri_e_una_frase(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, stato="validato")
    testo = segretario.post(pagina("passo", obiettivo, "valida"), follow=True).content.decode()
    assert "Non si può validare l&#x27;obiettivo: è «validato»." in testo


# ---- ciclo e linee ------------------------------------------------------------------------------------


def ciclo_scritto(**campi):
    return {"anno": 2027, "scala_peso": "percentuale", "metodo_peso": "diretto"} | campi


def test_si_apre_un_ciclo_con_il_solo_anno(segretario, ciclo):
    segretario.post(reverse("obiettivi:nuovo_ciclo", args=[ciclo.ente.slug]), ciclo_scritto())
    assert Ciclo.objects.filter(ente=ciclo.ente, anno=2027).exists()


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"anno": 2026}, "ha già il ciclo di quest&#x27;anno"),
        ({"anno": 1999}, "Scrivi un anno fra il 2010 e il 2100"),
        ({"anno_fine": 2025}, "L&#x27;ultimo anno viene prima del primo"),
        ({"anno_fine": 2040}, "al massimo cinque anni"),
    ],
)
def test_un_ciclo_sbagliato_e_rifiutato_con_una_frase(campi, frase, segretario, ciclo):
    nuovo = reverse("obiettivi:nuovo_ciclo", args=[ciclo.ente.slug])
    assert frase in segretario.post(nuovo, ciclo_scritto(**campi)).content.decode()


def test_l_atto_di_un_altro_ente_non_si_puo_scegliere(segretario, ciclo):
    nuovo = reverse("obiettivi:nuovo_ciclo", args=[ciclo.ente.slug])
    segretario.post(nuovo, ciclo_scritto(atto_dup=AttoFactory().pk))
    assert Ciclo.objects.count() == 1


def test_due_persone_sullo_stesso_ciclo_vedono_le_differenze(segretario, ciclo):
    modifica = reverse("obiettivi:modifica_ciclo", args=[ciclo.ente.slug, ciclo.anno])
    segretario.post(modifica, ciclo_scritto(anno=2026, titolo="Primo", versione=1))
    testo = segretario.post(modifica, ciclo_scritto(anno=2026, titolo="Secondo", versione=1)).content.decode()
    assert "<td>Secondo</td><td>Primo</td>" in testo


def test_le_fasi_del_ciclo_si_scrivono_e_si_tolgono(segretario, ciclo):
    vecchia = FaseCicloFactory(ciclo=ciclo)
    dati = {"versione": 1, "fasi-ciclo-TOTAL_FORMS": 2, "fasi-ciclo-INITIAL_FORMS": 1}
    dati |= {
        f"fasi-ciclo-0-{n}": v
        for n, v in {"id": vecchia.pk, "denominazione": "X", "ordine": 1, "DELETE": "on"}.items()
    }
    dati |= {
        f"fasi-ciclo-1-{n}": v for n, v in {"denominazione": "Avvio", "ordine": 2, "organi": "Giunta, Nucleo"}.items()
    }
    segretario.post(reverse("obiettivi:fasi_ciclo", args=[ciclo.ente.slug, ciclo.anno]), dati)
    assert [(f.denominazione, f.organi) for f in ciclo.fasi_ciclo.all()] == [("Avvio", ["Giunta", "Nucleo"])]


def test_una_fase_in_piu_non_salva(segretario, ciclo):
    dati = {"versione": 1, "fasi-ciclo-TOTAL_FORMS": 1, "fasi-ciclo-INITIAL_FORMS": 0, "aggiungi": "fasi-ciclo"}
    pagina_fasi = reverse("obiettivi:fasi_ciclo", args=[ciclo.ente.slug, ciclo.anno])
    assert 'name="fasi-ciclo-1-denominazione"' in segretario.post(pagina_fasi, dati).content.decode()


def test_una_linea_si_scrive_si_cambia_si_sposta_e_si_elimina(segretario, ciclo):
    slug = ciclo.ente.slug
    segretario.post(reverse("obiettivi:nuova_linea", args=[slug]), {"titolo": "Una"})
    linea = LineaMandato.objects.get()
    segretario.post(reverse("obiettivi:linea", args=[slug, linea.pk]), {"titolo": "Altra", "dal": 2024, "al": 2029})
    LineaMandatoFactory(ente=ciclo.ente, titolo="Seconda", ordine=99)
    segretario.post(reverse("obiettivi:sposta_linea", args=[slug, linea.pk]), {"verso": "giu"})
    assert [riga.titolo for riga in ciclo.ente.linee_mandato.all()] == ["Seconda", "Altra"]
    segretario.post(reverse("obiettivi:elimina_linea", args=[slug, linea.pk]))
    assert LineaMandato.objects.get().titolo == "Seconda"


def test_un_mandato_alla_rovescia_e_rifiutato(segretario, ciclo):
    nuova = reverse("obiettivi:nuova_linea", args=[ciclo.ente.slug])
    testo = segretario.post(nuova, {"titolo": "Una", "dal": 2029, "al": 2024}).content.decode()
    assert "Il mandato finisce prima di cominciare" in testo


def test_una_linea_usata_non_si_elimina_e_si_dice_perche(segretario, ciclo):
    linea = LineaMandatoFactory(ente=ciclo.ente)
    ObiettivoFactory(ciclo=ciclo, linea_mandato=linea)
    elimina = reverse("obiettivi:elimina_linea", args=[ciclo.ente.slug, linea.pk])
    assert "discendono da questa linea" in segretario.post(elimina, follow=True).content.decode()


def test_un_prerequisito_e_una_partecipazione_si_dicono_a_parole(segretario, ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo, prerequisito=True)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita__denominazione="Tributi", ruolo="partecipante")
    testo = elenco(segretario, ciclo).content.decode()
    assert "Tributi (partecipa)" in testo
    assert ">prerequisito</span>" in testo


def test_di_molti_obiettivi_fermi_si_nominano_i_primi_dieci(segretario, ciclo):
    fermi = ObiettivoFactory.create_batch(12, ciclo=ciclo)
    testo = insieme(segretario, ciclo, passo="valida", scelti=[o.pk for o in fermi])
    assert "E altri 2 obiettivi restano come sono." in testo
