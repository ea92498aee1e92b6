"""La page Annexe 2 : le tableau de la convention, dans son ordre et ses mots."""

from pages.annexe2.blocks import show_annex
from pages.shared.frame.screen import show_title

show_title("Annexe 2 : indicateurs d'évaluation")
show_annex()
