"""La page À relancer : huit listes, leur raison, leur âge, leur message et leurs fichiers."""

from pages.relances.blocks import show_relances
from pages.shared.frame.screen import show_title

show_title("Qui relancer, et pour quoi ?")
show_relances()
