"""Ciò che succede di rado: il file sparito, l'invito usato due volte, il livello in uso, la casella vuota."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from enti import azioni
from enti.letture import con_discendenti
from enti.letture.persone import ENTRA, MAI, SCADUTO, SOSPESO, accesso_di
from enti.models import Invito, LivelloUnita, Persona
from enti.parametri import parametri_in_vigore
from piao.base.models import Evento
from tests.fabbriche import (
    EnteFactory,
    InvitoFactory,
    LivelloUnitaFactory,
    PersonaFactory,
    RapportoFactory,
    UnitaFactory,
    UtenteFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


def apri(client, ente, nome, *chiavi):
    return client.get(reverse(f"enti:{nome}", args=[ente.slug, *chiavi]))


def manda(client, ente, nome, *chiavi, **dati):
    return client.post(reverse(f"enti:{nome}", args=[ente.slug, *chiavi]), dati, follow=True)


# ---- atti e stemma -------------------------------------------------------------------------------------------


def test_il_file_di_un_atto_si_scarica_come_allegato(entra, ente, segretario, cose):
    risposta = apri(entra(segretario), ente, "file_atto", cose.atto.pk)
    assert b"".join(risposta.streaming_content) == b"%PDF-1.7"
    assert risposta["Content-Disposition"].startswith("attachment")
    assert risposta["X-Content-Type-Options"] == "nosniff"


def test_un_file_che_non_c_e_piu_e_404_con_una_frase(entra, ente, segretario, cose):
    cose.atto.file.storage.delete(cose.atto.file.name)
    assert apri(entra(segretario), ente, "file_atto", cose.atto.pk).status_code == 404


def test_lo_stemma_si_toglie_e_si_annota(ente, segretario):
    ente.stemma.save("prova.png", ContentFile(b"x"))
    azioni.togli_stemma(ente, utente=segretario)
    ente.refresh_from_db()
    assert not ente.stemma
    assert Evento.objects.get(azione="toglie stemma").chi == segretario.email


# ---- organigramma --------------------------------------------------------------------------------------------


def test_un_livello_usato_non_si_toglie_e_si_dice_quale(entra, ente, segretario):
    UnitaFactory(ente=ente, livello=LivelloUnitaFactory(ente=ente, nome="Settore"))
    testo = manda(entra(segretario), ente, "livelli", **{"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0})
    assert "Il livello «Settore» è usato da alcune unità" in testo.content.decode()
    assert LivelloUnita.objects.get().nome == "Settore"


def test_i_discendenti_si_contano_una_volta_anche_se_le_radici_stanno_una_sotto_l_altra(ente):
    area = UnitaFactory(ente=ente)
    servizio = UnitaFactory(ente=ente, parent=area)
    ufficio = UnitaFactory(ente=ente, parent=servizio)
    assert con_discendenti(ente, [area.pk, servizio.pk]) == {area.pk, servizio.pk, ufficio.pk}


# ---- persone e accessi ----------------------------------------------------------------------------------------


def test_una_persona_si_modifica_con_la_versione_che_si_vedeva(ente, segretario):
    persona = RapportoFactory(ente=ente).persona
    azioni.modifica_persona(persona, ente=ente, utente=segretario, versione=persona.versione, nome="Ada")
    assert Persona.objects.get(pk=persona.pk).nome == "Ada"
    assert Evento.objects.get(azione="modifica persona").ente == ente.slug


@pytest.mark.parametrize(
    ("utente", "inviti", "atteso"),
    [
        ({"is_active": True}, [], ENTRA),
        ({"is_active": False}, [], SOSPESO),
        (None, [], MAI),
        (None, [{"scade_il": timezone.now() - timedelta(days=1)}], SCADUTO),
    ],
)
def test_di_ogni_persona_si_sa_se_può_entrare(ente, utente, inviti, atteso):
    persona = PersonaFactory(utente=UtenteFactory(**utente) if utente else None)
    scritti = [InvitoFactory(ente=ente, persona=persona, **campi) for campi in inviti]
    assert accesso_di(persona, scritti) == atteso


def test_un_invito_in_attesa_dice_a_chi_e_fino_a_quando(ente):
    persona = PersonaFactory(utente=None)
    invito = InvitoFactory(ente=ente, persona=persona, email="ada@esempio.it", scade_il=timezone.now() + timedelta(2))
    accesso = accesso_di(persona, [invito])
    assert accesso.codice == "invitata"
    assert "ada@esempio.it" in accesso.frase


@pytest.mark.parametrize("campi", [{"usato_il": timezone.now()}, {"scade_il": timezone.now() - timedelta(hours=1)}])
def test_un_invito_usato_o_scaduto_mentre_si_sceglie_la_password_non_vale(campi):
    invito = InvitoFactory()
    Invito.objects.filter(pk=invito.pk).update(**campi)
    with pytest.raises(ValidationError, match="L'invito non vale più"):
        azioni.accetta_invito(invito, password="una-frase-lunga-e-segreta")


def test_chi_arriva_secondo_con_lo_stesso_invito_vede_che_non_vale_piu(client, ente):
    persona = PersonaFactory(utente=None, email="ada@esempio.it")
    _, segreto = azioni.invita(persona, ente=ente, utente=utente_con("segretario", ente))
    parola = "una-frase-lunga-e-segreta"
    with patch("enti.azioni.accetta_invito", side_effect=ValidationError("L'invito non vale più.")):
        indirizzo = reverse("enti:invito", args=[ente.slug, segreto])
        assert client.post(indirizzo, {"password": parola, "ancora": parola}).status_code == 410
    assert not Persona.objects.get(pk=persona.pk).utente


# ---- parametri di legge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("anno", [1900, 2009, 2022, 2026, 2100])
def test_i_parametri_in_vigore_un_giorno_sono_uno_per_codice(anno):
    codici = [parametro.codice for parametro in parametri_in_vigore(date(anno, 1, 31), "comune")]
    assert len(codici) == len(set(codici))


@pytest.mark.parametrize(
    ("oggetto", "atteso"),
    [
        (lambda: EnteFactory(denominazione="Comune di X"), "Comune di X"),
        (lambda: LivelloUnitaFactory(nome="Area"), "Area"),
        (lambda: InvitoFactory(email="a@b.it"), "Invito a a@b.it"),
    ],
)
def test_ogni_riga_si_legge_in_parole(oggetto, atteso):
    assert str(oggetto()) == atteso
