"""Le maschere come le usa una persona: si compilano, salvano, avvisano, non perdono nulla."""

from datetime import date

import pytest
from django.urls import reverse

from enti.models import Incarico, Personale, Popolazione, Rapporto, Unita
from piao.base.models import Evento
from tests.fabbriche import IncaricoFactory, PersonaleFactory, RigaPersonaleFactory, UnitaFactory

ENTE = {"denominazione": "Comune di Prova", "tipo": "unione", "organismo": "nucleo"}


@pytest.fixture
def pagine(ente, entra, segretario):
    """Invia una maschera come segretario e dà la risposta."""
    client = entra(segretario)

    def _invia(pagina, /, *chiavi, **dati):
        return client.post(reverse(f"enti:{pagina}", args=[ente.slug, *chiavi]), dati)

    _invia.apri = lambda nome, *chiavi: client.get(reverse(f"enti:{nome}", args=[ente.slug, *chiavi]))
    return _invia


def test_si_modificano_i_dati_dell_ente(ente, pagine):
    risposta = pagine("modifica_ente", **ENTE, pec="a@pec.it", sigla_provincia="cr", versione=1)
    assert risposta.status_code == 302
    ente.refresh_from_db()
    assert (ente.pec, ente.sigla_provincia, ente.versione) == ("a@pec.it", "CR", 2)
    assert Evento.objects.get().azione == "modifica ente"


def test_la_partita_iva_che_non_torna_si_salva_ma_si_avvisa(ente, pagine):
    pagine("modifica_ente", **ENTE, partita_iva="12345678904", versione=1)
    assert "non supera il controllo" in pagine.apri("ente").content.decode()
    ente.refresh_from_db()
    assert ente.partita_iva == "12345678904"


def test_un_codice_di_lunghezza_sbagliata_non_si_salva_e_resta_scritto(ente, pagine):
    pagina = pagine("modifica_ente", **ENTE, partita_iva="123", indirizzo="Via Nuova 1", versione=1).content.decode()
    assert "11 cifre" in pagina
    assert "Via Nuova 1" in pagina


def test_due_sui_dati_dell_ente_il_secondo_vede_le_differenze(ente, pagine):
    pagine("modifica_ente", **ENTE, provincia="Cremona", versione=1)
    risposta = pagine("modifica_ente", **ENTE, provincia="Mantova", indirizzo="Via Mia 3", versione=1)
    pagina = risposta.content.decode()
    assert "qualcun altro ha salvato" in pagina
    assert all(testo in pagina for testo in ("Cremona", "Mantova", "Via Mia 3"))
    ente.refresh_from_db()
    assert ente.provincia == "Cremona"


def test_la_storia_dell_ente_si_legge_nella_pagina(pagine):
    pagine("modifica_ente", **ENTE, provincia="Cremona", versione=1)
    pagina = pagine.apri("ente").content.decode()
    assert "Storia delle modifiche" in pagina
    assert "Cremona</ins>" in pagina


def test_un_comune_entra_nell_unione_si_corregge_ed_esce(ente, pagine):
    pagine("nuovo_comune", comune="Borgo", dal="2020-01-01")
    comune = ente.appartenenze.get()
    pagine("modifica_comune", comune.pk, comune="Borgo Alto", dal="2020-01-01")
    assert "Borgo Alto" in pagine.apri("ente").content.decode()
    pagine("togli_comune", comune.pk)
    assert not ente.appartenenze.exists()


def test_i_livelli_si_scrivono_dal_piu_alto(ente, pagine):
    pagine("livelli", **_insieme("form", [{"nome": "Settore"}, {"nome": ""}, {"nome": "Ufficio"}]))
    assert [livello.nome for livello in ente.livelli.all()] == ["Settore", "Ufficio"]


def test_due_livelli_con_lo_stesso_nome_sono_rifiutati(ente, pagine):
    pagina = pagine("livelli", **_insieme("form", [{"nome": "Settore"}, {"nome": "settore"}])).content.decode()
    assert "lo stesso nome" in pagina


def _insieme(prefisso, righe, **altro):
    dati = {f"{prefisso}-TOTAL_FORMS": len(righe), f"{prefisso}-INITIAL_FORMS": 0, **altro}
    return dati | {f"{prefisso}-{n}-{nome}": v for n, riga in enumerate(righe) for nome, v in riga.items()}


# ---- unità -----------------------------------------------------------------------------------------


def test_un_unita_nasce_si_modifica_si_sposta_si_chiude_si_elimina(ente, pagine):
    padre = UnitaFactory(ente=ente, denominazione="Area")
    pagine("nuova_unita", denominazione="Tributi")
    unita = Unita.objects.get(denominazione="Tributi")
    pagine("modifica_unita", unita.pk, denominazione="Entrate", versione=1)
    pagine("sposta_unita", unita.pk, parent=padre.pk, ordine=3, versione=2)
    pagine("chiudi_unita", unita.pk, al="2026-12-31", versione=3)
    unita.refresh_from_db()
    assert (unita.denominazione, unita.parent, unita.al) == ("Entrate", padre, date(2026, 12, 31))
    pagine("elimina_unita", unita.pk)
    assert not Unita.objects.filter(pk=unita.pk).exists()


def test_un_giro_nell_albero_e_una_frase(ente, pagine):
    unita = UnitaFactory(ente=ente)
    figlia = UnitaFactory(ente=ente, parent=unita)
    pagina = pagine("sposta_unita", unita.pk, parent=figlia.pk, ordine=0, versione=1).content.decode()
    assert "non può dipendere da sé stessa" in pagina


def test_un_unita_di_un_altro_ente_non_si_sceglie(pagine):
    pagina = pagine("nuova_unita", denominazione="Tributi", parent=UnitaFactory().pk).content.decode()
    assert "Scegli un&#x27;unità dell&#x27;ente" in pagina


def test_un_unita_usata_non_si_elimina_e_si_dice_chi_la_usa(ente, cose, pagine):
    pagine("elimina_unita", cose.unita.pk)
    assert "rapporti di lavoro che la usano" in pagine.apri("unita", cose.unita.pk).content.decode()


def test_una_data_rovesciata_e_una_frase_e_il_resto_non_si_perde(pagine):
    pagina = pagine("nuova_unita", denominazione="Tributi", dal="2026-12-31", al="2026-01-01").content.decode()
    assert "finisce prima di cominciare" in pagina
    assert 'value="Tributi"' in pagina


@pytest.mark.parametrize("il", ["2020-01-01", "boh", "2020-13-45", ""])
def test_l_organigramma_a_una_data_qualunque(ente, cose, pagine, entra, segretario, il):
    indirizzo = reverse("enti:organigramma", args=[ente.slug])
    assert entra(segretario).get(indirizzo, {"il": il, "vista": "disegno"}).status_code == 200


# ---- persone ---------------------------------------------------------------------------------------


def test_una_persona_nuova_ha_subito_il_suo_rapporto(ente, pagine):
    risposta = pagine("nuova_persona", cognome="Nuova", nome="Ada", come="dipendente", dal="2026-01-01")
    rapporto = Rapporto.objects.get(persona__cognome="Nuova")
    assert risposta.url == reverse("enti:persona", args=[ente.slug, rapporto.persona_id])


def test_un_codice_fiscale_scritto_male_e_una_frase(pagine):
    pagina = pagine("nuova_persona", cognome="N", codice_fiscale="ABC", come="dipendente", dal="2026-01-01")
    assert "16 fra lettere e cifre" in pagina.content.decode()


def test_la_pagina_della_persona_mostra_incarichi_di_oggi_e_passati(ente, cose, pagine):
    IncaricoFactory(ente=ente, persona=cose.persona, tipo="revisore", al=date(2021, 12, 31))
    pagina = pagine.apri("persona", cose.persona.pk).content.decode()
    assert "Revisore dei conti" in pagina
    assert "finito" in pagina


def test_un_incarico_si_conferisce_si_corregge_si_chiude_si_elimina(ente, cose, pagine):
    dati = {"tipo": "eq", "unita": cose.unita.pk, "dal": "2026-01-01", "atto": cose.atto.pk}
    pagine("nuovo_incarico", cose.persona.pk, **dati)
    incarico = Incarico.objects.get(tipo="eq")
    pagine("modifica_incarico", incarico.pk, **dati, quota="50", versione=1)
    pagine("chiudi_incarico", incarico.pk, al="2026-06-30", versione=2)
    incarico.refresh_from_db()
    assert (incarico.quota, incarico.al, incarico.atto) == (50, date(2026, 6, 30), cose.atto)
    pagine("elimina_incarico", incarico.pk)
    assert not Incarico.objects.filter(pk=incarico.pk).exists()


def test_chi_dirige_senza_unita_e_una_frase_accanto_al_campo(cose, pagine):
    pagina = pagine("nuovo_incarico", cose.persona.pk, tipo="eq", dal="2026-01-01").content.decode()
    assert "indica l&#x27;unità che la persona dirige" in pagina


def test_un_rapporto_si_crea_si_corregge_si_elimina(ente, cose, pagine):
    pagine("nuovo_rapporto", cose.persona.pk, tipo="determinato", tempo="50", dal="2026-01-01")
    rapporto = Rapporto.objects.get(tipo="determinato")
    pagine("modifica_rapporto", rapporto.pk, tipo="determinato", tempo="83,33", dal="2026-01-01", versione=1)
    rapporto.refresh_from_db()
    assert str(rapporto.tempo) == "83.33"
    pagine("elimina_rapporto", rapporto.pk)
    assert not Rapporto.objects.filter(pk=rapporto.pk).exists()


def test_chi_perde_l_ultimo_rapporto_esce_dall_elenco_e_la_pagina_porta_li(ente, pagine):
    pagine("nuova_persona", cognome="Sola", come="dipendente", dal="2026-01-01")
    rapporto = Rapporto.objects.get(persona__cognome="Sola")
    assert pagine("elimina_rapporto", rapporto.pk).url == reverse("enti:persone", args=[ente.slug])


def test_un_gruppo_si_crea_con_le_persone_dell_ente(ente, cose, pagine):
    pagine("nuovo_gruppo", denominazione="PNRR", tipo="elenco", persone=[cose.persona.pk])
    assert list(ente.gruppi.get(denominazione="PNRR").persone.all()) == [cose.persona]
    pagina = pagine("nuovo_gruppo", denominazione="PNRR", tipo="elenco").content.decode()
    assert "già un gruppo con questo nome" in pagina


# ---- contesto e atti -------------------------------------------------------------------------------


def test_la_popolazione_si_scrive_si_corregge_e_si_elimina(ente, pagine):
    pagine("nuova_popolazione", alla_data="2024-12-31", maschi=10, femmine=12)
    riga = Popolazione.objects.get()
    pagine("modifica_popolazione", riga.pk, alla_data="2024-12-31", totale_rilevato=23)
    assert "23" in pagine.apri("contesto").content.decode()
    pagine("elimina_popolazione", riga.pk)
    assert not Popolazione.objects.exists()


def test_il_totale_insieme_a_maschi_e_femmine_e_rifiutato(pagine):
    pagina = pagine("nuova_popolazione", alla_data="2024-12-31", maschi=1, femmine=2, totale_rilevato=3)
    assert "oppure soltanto il totale" in pagina.content.decode()


RIGHE = [{"etichetta": "Tributi", "uomini": "1", "donne": "2"}, {"etichetta": "", "uomini": "", "donne": ""}]


def test_il_personale_si_scrive_con_le_sue_righe(ente, pagine):
    pagine("nuovo_personale", anno=2025, retribuzioni="747.066,27", irap="61072,10", **_insieme("righe", RIGHE))
    personale = Personale.objects.get()
    assert [str(riga) for riga in personale.righe.all()] == ["Tributi: 3"]
    assert "808.138,37" in pagine.apri("contesto").content.decode()


def test_altre_righe_si_aggiungono_senza_salvare_e_senza_perdere_nulla(pagine):
    pagina = pagine("nuovo_personale", anno=2025, aggiungi="1", **_insieme("righe", RIGHE)).content.decode()
    assert 'name="righe-4-etichetta"' in pagina
    assert 'value="Tributi"' in pagina
    assert not Personale.objects.exists()


def test_due_sul_personale_il_secondo_vede_anche_le_righe(ente, pagine):
    personale = PersonaleFactory(ente=ente, anno=2025, retribuzioni=None)
    RigaPersonaleFactory(personale=personale, etichetta="Tributi", uomini=5, donne=5)
    Personale.objects.update(versione=2)
    pagina = pagine("modifica_personale", personale.pk, anno=2025, versione=1, **_insieme("righe", RIGHE))
    assert "Tributi: 5 uomini, 5 donne" in pagina.content.decode()
    assert "Tributi: 1 uomini, 2 donne" in pagina.content.decode()


def test_l_anno_nuovo_parte_dai_settori_dell_ultimo(ente, pagine):
    RigaPersonaleFactory(personale__ente=ente, etichetta="Demografici")
    assert 'value="Demografici"' in pagine.apri("nuovo_personale").content.decode()


def test_un_atto_si_registra_anche_senza_numero_e_data(ente, pagine):
    risposta = pagine("nuovo_atto", oggetto="Bilancio", collegamento="https://esempio.it/atto")
    atto = ente.atti.get()
    assert risposta.url == reverse("enti:atto", args=[ente.slug, atto.pk])
    pagine("modifica_atto", atto.pk, oggetto="Bilancio di previsione", organo="consiglio")
    atto.refresh_from_db()
    assert str(atto) == "Consiglio – Bilancio di previsione"
    pagine("elimina_atto", atto.pk)
    assert not ente.atti.exists()


def test_gli_atti_si_cercano_e_si_filtrano(ente, cose, entra, segretario):
    client = entra(segretario)
    indirizzo = reverse("enti:atti", args=[ente.slug])
    assert (
        cose.atto.oggetto in client.get(indirizzo, {"q": "piano", "organo": "giunta", "anno": "2026"}).content.decode()
    )
    assert "Nessun atto così" in client.get(indirizzo, {"organo": "consiglio"}).content.decode()


def test_il_registro_si_filtra(ente, pagine, entra, segretario):
    pagine("nuova_unita", denominazione="Tributi")
    client = entra(segretario)
    indirizzo = reverse("enti:registro", args=[ente.slug])
    assert "Tributi" in client.get(indirizzo, {"azione": "crea unità"}).content.decode()
    assert "Nessun evento così" in client.get(indirizzo, {"al": "2000-01-01"}).content.decode()


def test_i_caratteri_di_controllo_si_tolgono(ente, pagine):
    pagine("nuova_unita", denominazione="Tri\x0bbuti\x07")
    assert Unita.objects.get().denominazione == "Tributi"
