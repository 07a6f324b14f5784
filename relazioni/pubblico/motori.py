"""I dati come li leggono i motori di ricerca: schema.org, in JSON-LD, dentro la pagina."""

import json
from typing import Any

from django.urls import reverse

from enti.models.ente import Ente
from relazioni.pubblico.colonne import Risorsa
from relazioni.pubblico.formati import FORMATI, LICENZA
from relazioni.pubblico.risorse import RISORSE

Json = dict[str, Any]


def per_i_motori(ente: Ente, anno: int, sito: str) -> str:
    """Il catalogo dell'ente con gli insiemi di dati di un anno; «<» non può chiudere l'etichetta che lo contiene."""
    pagina = f"{sito}{reverse('relazioni:dati_aperti', args=[ente.slug])}"
    catalogo: Json = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": f"Dati aperti sulla performance – {ente}",
        "url": pagina,
        "license": LICENZA,
        "inLanguage": "it",
        "publisher": _chi(ente),
        "dataset": [_insieme(ente, risorsa, anno, sito, pagina) for risorsa in RISORSE],
    }
    return json.dumps(catalogo, ensure_ascii=False).replace("<", "\\u003c")


def _chi(ente: Ente) -> Json:
    return {"@type": "GovernmentOrganization", "name": ente.denominazione}


def _insieme(ente: Ente, r: Risorsa, anno: int, sito: str, pagina: str) -> Json:
    return {
        "@type": "Dataset",
        "name": f"{r.titolo} {anno} – {ente}",
        "description": f"{r.descrizione} {ente}, anno {anno}.",
        "url": f"{pagina}#{r.nome}",
        "license": LICENZA,
        "isAccessibleForFree": True,
        "inLanguage": "it",
        "temporalCoverage": str(anno),
        "creator": _chi(ente),
        "variableMeasured": r.intestazioni,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": formato.tipo.partition(";")[0],
                "contentUrl": sito
                + reverse("relazioni:file_dati", args=[ente.slug, anno, r.nome, formato.estensione]),
            }
            for formato in FORMATI.values()
        ],
    }
