"""La plénière : le diaporama du copil, en plein écran, en chiffres protégés seulement."""

from pages.pleniere.ecran.diaporama import show_diaporama

show_diaporama()
