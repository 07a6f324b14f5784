"""Registrare ciò che la Giunta ha approvato: l'atto, il documento congelato, la comunicazione di un ritardo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from enti.models import Atto
from enti.voci import Organo
from obiettivi.letture import ciclo_di
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.permessi import richiedi
from relazioni.azioni.relazione import che_mancherebbe
from relazioni.controlli.relazione import fascicolo_della_relazione
from relazioni.flusso.relazione import APPROVA
from relazioni.forms.relazione import ApprovaRelazioneForm
from relazioni.lavori import ApprovazioneInCorso, atto_sospeso_della_relazione, registra_approvazione_relazione
from relazioni.letture import approvazioni_della_relazione, relazione_o_404, versioni_della_relazione
from relazioni.models import Relazione
from relazioni.ritardo import DELLA_RELAZIONE, comunicazione_di, in_docx, valori_della_relazione
from relazioni.views.approvazione import DOCX, IN_CORSO
from relazioni.views.relazione import indirizzo


def approva(request: Any, anno: int) -> HttpResponse:
    """L'atto con cui la Giunta (o il Consiglio) approva; poi un lavoro compone, impagina e congela."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    ciclo = riga.ciclo
    richiedi(APPROVA.spetta(request.user, riga))
    if not APPROVA.possibile(request.user, riga):
        messages.warning(request, f"Adesso non si può approvare la Relazione: è «{riga.get_stato_display()}».")
        return redirect(indirizzo(ciclo))
    form = _maschera(request, riga)
    mancanze = che_mancherebbe(riga, motivo_ritardo=form["motivo_ritardo"].value() or "")
    if request.method == "POST" and form.is_valid() and not mancanze:
        lavoro = _registra(request, form, riga)
        if lavoro is not None:
            return redirect(indirizzo(ciclo, "lavoro_approvazione_relazione", lavoro))
    contesto = {"ciclo": ciclo, "form": form, "mancanze": mancanze, "annulla": indirizzo(ciclo)}
    return render(request, "relazioni/relazione_approva.html", contesto)


def _maschera(request: Any, riga: Relazione) -> ApprovaRelazioneForm:
    ciclo = riga.ciclo
    organo = Organo.CONSIGLIO if ciclo.relazione_unificata else Organo.GIUNTA
    oggetto = f"Approvazione della Relazione sulla performance {ciclo.anno}"
    return ApprovaRelazioneForm(
        request.POST or None,
        request.FILES or None,
        instance=atto_sospeso_della_relazione(riga) or Atto(ente=ciclo.ente, organo=organo, oggetto=oggetto),
        termine=fascicolo_della_relazione(riga).termine,
        unificata=ciclo.relazione_unificata,
        motivo_ritardo=riga.motivo_ritardo,
    )


def _registra(request: Any, form: ApprovaRelazioneForm, riga: Relazione) -> int | None:
    """Il numero del lavoro avviato (o di quello già in corso); None se la maschera va corretta."""
    sito = request.build_absolute_uri("/")
    try:
        lavoro = form.salva(registra_approvazione_relazione, riga, form.instance, utente=request.user, sito=sito)
    except ApprovazioneInCorso:
        messages.warning(request, IN_CORSO)
        lavoro = approvazioni_della_relazione(riga.ciclo).first()
    return lavoro.pk if lavoro else None


@require_safe
def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è. La pagina si aggiorna da sé; con htmx, soltanto il riquadro."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_gestire_ciclo(request.user, riga.ciclo))
    trovato = get_object_or_404(approvazioni_della_relazione(riga.ciclo), pk=pk)
    numero = (trovato.risultato or {}).get("versione")
    versione = versioni_della_relazione(riga).filter(numero=numero).first() if numero else None
    contesto = {"ciclo": riga.ciclo, "riga": riga, "lavoro": trovato, "versione": versione}
    modello = "relazioni/_relazione_approvazione.html" if request.htmx else "relazioni/relazione_approvazione.html"
    return render(request, modello, contesto)


@require_safe
def ritardo(request: Any, anno: int, formato: str = "") -> HttpResponse:
    """La bozza della comunicazione al Dipartimento della funzione pubblica (D.Lgs. 150/2009, art. 10 c. 5)."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_gestire_ciclo(request.user, riga.ciclo))
    valori = valori_della_relazione(riga, fascicolo_della_relazione(riga).termine)
    if formato != "docx":
        contesto = {"ciclo": riga.ciclo, "blocchi": comunicazione_di(valori, DELLA_RELAZIONE)}
        return render(request, "relazioni/relazione_ritardo.html", contesto)
    nome = f"comunicazione-ritardo-relazione-{riga.ente.slug}-{anno}.docx"
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(in_docx(valori, DELLA_RELAZIONE), content_type=DOCX, headers=intestazioni)
