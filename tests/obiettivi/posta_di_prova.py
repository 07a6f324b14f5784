"""Un server di posta vero, piccolo: riceve, ricorda a chi e che cosa, e se glielo si chiede non risponde."""

import re
import socketserver
import threading


class ServerDiPosta(socketserver.ThreadingTCPServer):
    """`ricevute` sono (indirizzo, Message-ID) delle lettere intere. Alla numero `muto_alla` non risponde più."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, muto_alla: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), Conversazione)
        self.ricevute: list[tuple[str, str]] = []
        self.muto_alla, self.taciuto, self.fine = muto_alla, threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def arriva(self, a: str, lettera: str) -> None:
        self.ricevute.append((a, re.search(r"^Message-ID: (<.+>)", lettera, re.MULTILINE)[1]))
        if len(self.ricevute) == self.muto_alla:
            self.taciuto.set()
            self.fine.wait(60)

    def chiudi(self) -> None:
        self.fine.set()
        self.shutdown()
        self.server_close()


class Conversazione(socketserver.StreamRequestHandler):
    """Quel poco di SMTP (RFC 5321) che serve a ricevere."""

    def handle(self) -> None:
        self._rispondi("220 posta di prova")
        destinatario = ""
        for riga in self.rfile:
            comando = riga.decode().strip()
            if comando.upper().startswith("RCPT TO:"):
                destinatario = comando[8:].strip("<> ")
            if comando.upper() == "DATA":
                self._rispondi("354 avanti")
                self.server.arriva(destinatario, self._lettera())
            self._rispondi("221 addio" if comando.upper() == "QUIT" else "250 bene")

    def _lettera(self) -> str:
        righe = []
        while (riga := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            righe.append(riga)
        return "\n".join(righe)

    def _rispondi(self, che_cosa: str) -> None:
        self.wfile.write(f"{che_cosa}\r\n".encode())
