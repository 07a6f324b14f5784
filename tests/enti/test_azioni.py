"""I verbi della stanza: ciò che scrivono, ciò che rifiutano, la traccia che lasciano."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from enti import azioni
from enti.letture import organigramma
from enti.models import Incarico, Persona, Rapporto, RigaPersonale, Unita
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import (
    AttoFactory,
    EnteFactory,
    GruppoFactory,
    IncaricoFactory,
    LivelloUnitaFactory,
    PersonaFactory,
    PersonaleFactory,
    RapportoFactory,
    RigaPersonaleFactory,
    UnitaFactory,
)

pytestmark = pytest.mark.django_db
OGGI = date(2026, 6, 1)


def azioni_annotate():
    return list(Evento.objects.order_by("pk").values_list("azione", flat=True))


# ---- ente ------------------------------------------------------------------------------------------


def test_aprire_un_ente_crea_il_segretario_e_lo_invita():
    ente, invito, segreto = azioni.apri_ente(
        slug="nuovo", denominazione="Comune Nuovo", tipo="comune", segretario="s@nuovo.it", cognome="Prova", nome="Ada"
    )
    assert invito.impronta == azioni.impronta(segreto)
    assert (invito.email, invito.persona.incarichi.get().tipo) == ("s@nuovo.it", "segretario")
    assert azioni_annotate() == ["apre ente", "aggiunge persona", "conferisce incarico", "invita"]
    assert set(Evento.objects.values_list("ente", "chi")) == {(ente.slug, "sistema")}


@pytest.mark.parametrize("slug", ["accesso", "manuale", "mio-accesso", "non valido", ""])
def test_un_nome_riservato_o_sbagliato_non_apre_un_ente(slug):
    with pytest.raises(ValidationError):
        azioni.apri_ente(slug=slug, denominazione="X", tipo="comune", segretario="s@x.it", cognome="P")
    assert not Persona.objects.exists()


def test_lo_stesso_nome_due_volte_e_rifiutato_e_non_resta_nulla():
    EnteFactory(slug="uno")
    with pytest.raises(ValidationError):
        azioni.apri_ente(slug="uno", denominazione="X", tipo="comune", segretario="s@x.it", cognome="P")
    assert not Persona.objects.exists()


def test_due_che_modificano_l_ente_il_secondo_e_fermato(ente, segretario):
    azioni.modifica_ente(ente, utente=segretario, versione=1, provincia="Cremona")
    with pytest.raises(ModificatoDaAltri):
        azioni.modifica_ente(ente, utente=segretario, versione=1, provincia="Mantova")
    ente.refresh_from_db()
    assert (ente.provincia, ente.versione) == ("Cremona", 2)


@pytest.mark.parametrize(
    ("campo", "valore", "frase"),
    [
        ("codice_istat", "12", "6 cifre"),
        ("partita_iva", "12345", "11 cifre"),
        ("codice_catasto", "1234", "Una lettera maiuscola"),
        ("sigla_provincia", "cr", "Due lettere"),
        ("organismo_al", date(2020, 1, 1), "finisce prima di cominciare"),
    ],
)
def test_un_dato_sbagliato_dell_ente_e_una_frase(ente, segretario, campo, valore, frase):
    with pytest.raises(ValidationError, match=frase):
        azioni.modifica_ente(
            ente, utente=segretario, versione=None, **{"organismo_dal": date(2024, 1, 1), campo: valore}
        )


def test_i_livelli_si_rinominano_si_aggiungono_e_si_tolgono(ente, segretario):
    area, vecchio = LivelloUnitaFactory(ente=ente, nome="Area"), LivelloUnitaFactory(ente=ente, nome="Vecchio")
    unita = UnitaFactory(ente=ente, livello=area)
    azioni.scrivi_livelli(ente, utente=segretario, nomi=[(area, "Settore"), (None, "Ufficio")])
    assert [livello.nome for livello in ente.livelli.all()] == ["Settore", "Ufficio"]
    unita.refresh_from_db()
    assert str(unita.livello) == "Settore"
    assert not type(vecchio).objects.filter(pk=vecchio.pk).exists()


def test_un_livello_usato_non_si_toglie(ente, segretario):
    UnitaFactory(ente=ente, livello=LivelloUnitaFactory(ente=ente, nome="Area"))
    with pytest.raises(ValidationError, match="«Area» è usato"):
        azioni.scrivi_livelli(ente, utente=segretario, nomi=[(None, "Settore")])


# ---- unità -----------------------------------------------------------------------------------------


@pytest.fixture
def albero(ente):
    """Area → servizio → ufficio."""
    area = UnitaFactory(ente=ente, denominazione="Area")
    servizio = UnitaFactory(ente=ente, denominazione="Servizio", parent=area)
    return area, servizio, UnitaFactory(ente=ente, denominazione="Ufficio", parent=servizio)


@pytest.mark.parametrize("sotto", [0, 1, 2], ids=["sé stessa", "una figlia", "una nipote"])
def test_un_unita_non_finisce_sotto_se_stessa(albero, segretario, sotto):
    with pytest.raises(ValidationError, match="dipenderebbe da sé stessa"):
        azioni.sposta_unita(albero[0], utente=segretario, versione=None, parent=albero[sotto], ordine=0)


def test_spostare_un_unita_porta_con_se_cio_che_sta_sotto(ente, albero, segretario):
    nuova = UnitaFactory(ente=ente, denominazione="Nuova area", ordine=5)
    azioni.sposta_unita(albero[1], utente=segretario, versione=1, parent=nuova, ordine=0)
    rami = organigramma(ente, il=OGGI)
    assert [(str(ramo.unita), ramo.sotto) for ramo in rami] == [("Area", 0), ("Nuova area", 2)]
    evento = Evento.objects.get(azione="sposta unità")
    assert evento.prima == "Area"


def test_non_si_chiude_un_unita_con_unita_aperte_sotto(albero, segretario):
    with pytest.raises(ValidationError, match="«Servizio»"):
        azioni.chiudi_unita(albero[0], utente=segretario, versione=None, al=OGGI)


def test_un_unita_chiusa_esce_dall_organigramma_ma_resta_nei_giorni_passati(ente, albero, segretario):
    azioni.chiudi_unita(albero[2], utente=segretario, versione=1, al=date(2026, 6, 30))
    assert organigramma(ente, il=date(2026, 6, 30))[0].sotto == 2
    assert organigramma(ente, il=date(2026, 7, 1))[0].sotto == 1


def test_si_elimina_solo_un_unita_che_nessuno_usa(ente, albero, segretario):
    RapportoFactory(ente=ente, unita=albero[2])
    with pytest.raises(ValidationError, match="rapporti di lavoro"):
        azioni.elimina_unita(albero[2], utente=segretario)
    with pytest.raises(ValidationError, match="unità organizzative"):
        azioni.elimina_unita(albero[0], utente=segretario)
    assert Unita.objects.count() == 3


def test_un_unita_mai_usata_si_elimina_e_se_ne_tiene_traccia(ente, segretario):
    unita = azioni.crea_unita(ente, utente=segretario, denominazione="Sbagliata")
    azioni.elimina_unita(unita, utente=segretario)
    assert azioni_annotate() == ["crea unità", "elimina unità"]
    assert not Unita.objects.exists()


def test_chi_sta_sotto_un_unita_chiusa_diventa_radice(ente):
    chiusa = UnitaFactory(ente=ente, al=date(2020, 12, 31))
    UnitaFactory(ente=ente, parent=chiusa, denominazione="Rimasta")
    assert [str(ramo.unita) for ramo in organigramma(ente, il=OGGI)] == ["Rimasta"]


# ---- persone e incarichi ---------------------------------------------------------------------------


@pytest.mark.parametrize(("come", "modello"), [("dipendente", Rapporto), ("revisore", Incarico)])
def test_aggiungere_una_persona_le_da_il_primo_rapporto_o_incarico(ente, segretario, come, modello):
    persona = azioni.aggiungi_persona(ente, utente=segretario, come=come, dal=OGGI, cognome="Prova", nome="Ada")
    assert modello.objects.filter(ente=ente).latest("pk").persona == persona


def test_chi_e_gia_in_un_altro_ente_e_la_stessa_persona(ente, segretario):
    nota = RapportoFactory(persona__codice_fiscale="RSSMRA85T10A562S", persona__cognome="Rossi").persona
    dati = {"come": "dipendente", "dal": OGGI, "cognome": "ROSSI", "codice_fiscale": "RSSMRA85T10A562S"}
    assert azioni.aggiungi_persona(ente, utente=segretario, **dati) == nota
    assert nota.rapporti.count() == 2
    with pytest.raises(ValidationError, match="già nell'elenco"):
        azioni.aggiungi_persona(ente, utente=segretario, **dati)


def test_un_codice_fiscale_di_un_altro_cognome_e_rifiutato(ente, segretario):
    PersonaFactory(codice_fiscale="RSSMRA85T10A562S", cognome="Rossi")
    with pytest.raises(ValidationError, match="un altro cognome"):
        azioni.aggiungi_persona(
            ente, utente=segretario, come="dipendente", dal=OGGI, cognome="Bianchi", codice_fiscale="RSSMRA85T10A562S"
        )


@pytest.mark.parametrize("tipo", ["dirigente", "eq", "responsabile", "amministratore_responsabile"])
def test_chi_dirige_ha_bisogno_dell_unita(ente, segretario, tipo):
    with pytest.raises(ValidationError, match="indica l'unità"):
        azioni.conferisci_incarico(PersonaFactory(), ente=ente, utente=segretario, tipo=tipo, dal=OGGI, unita=None)


@pytest.mark.parametrize(
    ("dal", "al", "ammesso"),
    [
        (date(2026, 1, 1), None, False),
        (date(2020, 1, 1), date(2024, 1, 1), False),
        (date(2020, 1, 1), date(2023, 12, 31), True),
        (date(2025, 1, 1), None, True),
    ],
    ids=["dentro", "tocca l'inizio", "prima", "dopo"],
)
def test_lo_stesso_incarico_non_si_conferisce_due_volte_negli_stessi_giorni(ente, segretario, dal, al, ammesso):
    fine = date(2024, 12, 31) if ammesso else None
    gia = IncaricoFactory(ente=ente, tipo="revisore", dal=date(2024, 1, 1), al=fine)
    dati = {"ente": ente, "utente": segretario, "tipo": "revisore", "dal": dal, "al": al, "unita": None}
    if ammesso:
        assert azioni.conferisci_incarico(gia.persona, **dati).pk
    else:
        with pytest.raises(ValidationError, match="già questo stesso incarico"):
            azioni.conferisci_incarico(gia.persona, **dati)


def test_un_incarico_a_date_rovesciate_e_una_frase(ente, segretario):
    incarico = IncaricoFactory(ente=ente, dal=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="finisce prima di cominciare"):
        azioni.chiudi_incarico(incarico, utente=segretario, versione=1, al=date(2025, 1, 1))


def test_un_atto_citato_da_un_incarico_non_si_elimina(ente, segretario):
    atto = AttoFactory(ente=ente)
    IncaricoFactory(ente=ente, atto=atto)
    with pytest.raises(ValidationError, match="incarichi"):
        azioni.elimina_atto(atto, utente=segretario)


def test_il_gruppo_tiene_le_sue_persone_nella_storia(ente, segretario):
    gruppo = GruppoFactory(ente=ente)
    persona = RapportoFactory(ente=ente).persona
    azioni.scrivi_gruppo(gruppo, utente=segretario, persone=[persona], denominazione="PNRR", tipo="elenco")
    assert list(gruppo.persone.all()) == [persona]
    azioni.elimina_gruppo(gruppo, utente=segretario)
    assert azioni_annotate() == ["modifica gruppo", "elimina gruppo"]


# ---- contesto --------------------------------------------------------------------------------------


def riga(etichetta, uomini, donne, pk=None):
    return {"pk": pk, "etichetta": etichetta, "unita": None, "area": "", "uomini": uomini, "donne": donne}


def test_le_righe_del_personale_si_aggiornano_si_aggiungono_e_si_tolgono(ente, segretario):
    personale = PersonaleFactory(ente=ente, anno=2025)
    tenuta = RigaPersonaleFactory(personale=personale, etichetta="Tributi", uomini=1, donne=1)
    RigaPersonaleFactory(personale=personale, etichetta="Da togliere")
    righe = [riga("Demografici", 0, 2), riga("Tributi", 1, 3, pk=tenuta.pk)]
    azioni.scrivi_personale(personale, utente=segretario, righe=righe, versione=1, anno=2025)
    assert [(r.etichetta, r.uomini, r.donne) for r in personale.righe.all()] == [
        ("Demografici", 0, 2),
        ("Tributi", 1, 3),
    ]
    assert personale.righe.get(etichetta="Tributi").pk == tenuta.pk


def test_una_riga_che_non_cambia_non_lascia_storia(ente, segretario):
    personale = PersonaleFactory(ente=ente, anno=2025)
    ferma = RigaPersonaleFactory(personale=personale, ordine=0, etichetta="Tributi", uomini=1, donne=1)
    azioni.scrivi_personale(
        personale, utente=segretario, righe=[riga("Tributi", 1, 1, pk=ferma.pk)], versione=1, anno=2025
    )
    assert ferma.history.count() == 1


def test_lo_stesso_anno_due_volte_e_una_frase(ente, segretario):
    PersonaleFactory(ente=ente, anno=2025)
    with pytest.raises(ValidationError, match="c'è già"):
        azioni.scrivi_personale(type(PersonaleFactory.build())(ente=ente), utente=segretario, righe=[], anno=2025)


def test_con_il_personale_si_eliminano_le_sue_righe(ente, segretario):
    riga_scritta = RigaPersonaleFactory(personale__ente=ente)
    azioni.elimina_personale(riga_scritta.personale, utente=segretario)
    assert not RigaPersonale.objects.exists()
