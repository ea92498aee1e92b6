"""Page Copil : le diaporama, ses constats, les décisions prises, ce qui s'emporte."""

from pages.copil.blocks import show_documents, show_findings, show_opening
from pages.copil.decisions import show_decisions
from pages.shared.frame.screen import show_title

show_title("Préparer et tenir le copil")
show_opening()
show_findings()
show_decisions()
show_documents()
