"""Déposer un export inventé sur la page Imports, et le publier."""

from __future__ import annotations

import re

from tests.support.ecran import Screen

# Douze personnes inventées, chacune un contrat tenu en 2024 : 1 234,5 h en tout.
HOURS = (100, 120.5, 80, 95, 110, 64, 150, 75, 140, 60, 130, 110)
HEADINGS = (
    "Structure;Maître d'ouvrage;Marché;Entreprise;SIRET;Nom;Prénom;Date de naissance;Sexe;Commune;"
    "Code INSEE;QPV;Statut;RQTH;Date début;Date fin;Heures réalisées;Type de contrat"
)


def extraction(headings: str = HEADINGS, *, fifth_start: str = "", marche: str = "E1") -> bytes:
    """Écrit une extraction à plat ; `fifth_start` remplace le début écrit en ligne 5."""
    lines = [headings]
    for rank, worked in enumerate(HOURS):
        start = fifth_start if rank == 3 and fifth_start else f"{rank + 1:02}/03/2024"
        lines.append(
            f"CIE 84;CoVe;{marche};Essai {rank % 3};;Inventé{'abcdefghijkl'[rank]};Personne;"
            f"{rank + 1:02}/06/1990;{'FH'[rank % 2]};Carpentras;84031;Non;BRSA;Non;{start};"
            f"{rank + 1:02}/09/2024;{str(worked).replace('.', ',')};CDDI"
        )
    return "\r\n".join(lines).encode("utf-8-sig")


def drop(screen: Screen, name: str, content: bytes) -> None:
    """Dépose un fichier dans la zone d'envoi de la page Imports."""
    screen.page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    screen.page.get_by_text(re.compile(f"· {re.escape(name)}")).first.wait_for()
    screen.settle()


def publish(screen: Screen) -> None:
    """Presse « Publier » et attend que la publication soit dite."""
    screen.page.get_by_role("button", name="Publier", exact=True).click()
    screen.page.get_by_text("toutes les pages montrent ces données").wait_for()
    screen.settle()
