"""Documenti di testo brevi, in DOCX e in ODT: blocchi con uno stile, e null'altro."""

from piao.base.modulistica.scrittura import FORMATI, Blocco, blocchi_da, scrivi

__all__ = ["FORMATI", "Blocco", "blocchi_da", "scrivi"]
