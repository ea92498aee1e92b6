"""En ligne de commande : le classeur d'un dossier, dans un dossier du disque.

python -m pages.dossiers solde VERS structure=CIE84 annee=2025 [financeur=departement]
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import queries
from pages.dossiers.contents import DOSSIERS, sections, sheets
from pages.shared.frame.export import workbook_bytes
from pages.shared.words.formatting import slug
from queries.commande import Parser, answered

USAGE = (
    "python -m pages.dossiers fiche|solde VERS structure=CIE84 annee=2025 "
    "[financeur=etat|departement|SIREN d'un EPCI]"
)
CHOIX = ("structure", "annee", "financeur")
WHOLE_STRUCTURE = ("", "etat", "departement")
PROTECTION = "Chiffres exacts, ne pas diffuser"


def main(words: list[str] | None = None) -> int:
    """Rend 0 si le classeur est écrit, 1 si une phrase dit pourquoi il ne l'est pas."""
    parser = Parser(USAGE, "Écrit un dossier de l'article 4.")
    parser.asked.add_argument("sorte", choices=tuple(DOSSIERS), help="fiche ou solde")
    parser.asked.add_argument("vers", type=Path, help="dossier où écrire le classeur")
    parser.asked.add_argument("choix", nargs="*", help=f"cle=valeur ; clés : {', '.join(CHOIX)}")

    def answer() -> None:
        asked = parser.parse(words)
        print(write(asked.sorte, asked.vers, parser.choices(asked.choix, CHOIX)))

    return answered(answer)


def write(kind: str, folder: Path, choix: dict[str, str]) -> Path:
    """Écrit le classeur d'un dossier et rend son chemin. Lève DemandeInvalide."""
    if not choix.get("structure") or not choix.get("annee"):
        raise queries.DemandeInvalide(f"Un dossier demande structure et annee. Écrivez : {USAGE}")
    funder = choix.get("financeur", "")
    place = {} if funder in WHOLE_STRUCTURE else {"epci": funder}
    filters = {"structure": choix["structure"], "annee": choix["annee"], **place}
    found = sections(kind, partial(queries.run, droit=queries.TOTAL, **filters))
    subject = " · ".join([*filters.values(), *([funder] if funder and not place else [])])
    dated = queries.run("date_des_donnees", droit=queries.TOTAL).item()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-article-4_{slug(subject)}.xlsx"
    path.write_bytes(workbook_bytes(sheets(kind, found, subject, dated, PROTECTION)))
    return path


if __name__ == "__main__":
    sys.exit(main())
