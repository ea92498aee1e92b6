"""La page Dossiers : la fiche de l'article 4 et le dossier de solde, à imprimer ou à emporter."""

from pages.dossiers.blocks import show_dossier
from pages.shared.frame.screen import show_title

show_title("Que disent les pièces de la convention ?")
show_dossier()
