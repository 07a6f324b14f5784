"""Il controllo dei file caricati con ClamAV, se l'ente lo ha: si parla con `clamd` nel suo protocollo INSTREAM.

Senza l'impostazione ANTIVIRUS nessun file è controllato, e chi lo registra lo sa.
"""

import socket
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

PEZZO, ATTESA, PORTA = 64 * 1024, 30, 3310
INFETTO = "L'antivirus ha trovato qualcosa in questo file: non è stato caricato."
MUTO = "L'antivirus non risponde: il file non è stato caricato. Riprova fra poco o avvisa chi cura il programma."


def controlla(file: Any) -> bool:
    """Vero se il file è stato controllato ed è pulito; falso se qui non c'è un antivirus.

    Solleva ValidationError se il file è infetto o se l'antivirus, che dovrebbe esserci, non risponde.
    """
    if not settings.ANTIVIRUS:
        return False
    try:
        risposta = _chiedi(file)
    except OSError as errore:
        raise ValidationError(MUTO) from errore
    finally:
        file.seek(0)
    if b"FOUND" in risposta:
        raise ValidationError(INFETTO)
    if not risposta.rstrip(b"\0\n").endswith(b"OK"):
        raise ValidationError(MUTO)
    return True


def _chiedi(file: Any) -> bytes:
    """Il file a pezzi, ciascuno con la sua lunghezza davanti; un pezzo vuoto dice che è finito."""
    file.seek(0)
    with closing(_apri()) as presa:
        presa.sendall(b"zINSTREAM\0")
        while pezzo := file.read(PEZZO):
            presa.sendall(len(pezzo).to_bytes(4, "big") + pezzo)
        presa.sendall((0).to_bytes(4, "big"))
        return presa.recv(4096)


def _apri() -> socket.socket:
    """`ANTIVIRUS` è il percorso di una presa locale oppure «macchina:porta»."""
    dove = settings.ANTIVIRUS
    if dove.startswith("/"):
        presa = socket.socket(socket.AF_UNIX)
        presa.settimeout(ATTESA)
        presa.connect(dove)
        return presa
    macchina, _, porta = dove.partition(":")
    return socket.create_connection((macchina, int(porta or PORTA)), timeout=ATTESA)
