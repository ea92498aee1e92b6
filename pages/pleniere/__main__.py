"""En ligne de commande : le PowerPoint et l'édition statique d'une séance, dans un dossier.

python -m pages.pleniere DOSSIER [annee=2025] [epci=248400053] [photo=CODE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

import queries
from pages.pleniere.document import document_of
from pages.pleniere.edition.statique import edition_bytes
from pages.pleniere.powerpoint.presentation import powerpoint_bytes
from pages.pleniere.seance import Seance
from queries.commande import Parser, answered

USAGE = "python -m pages.pleniere DOSSIER [annee=2025] [epci=248400053] [photo=CODE]"
CHOIX = ("annee", "epci", "photo")
MAKERS = (("pptx", "PowerPoint", powerpoint_bytes), ("html", "Édition statique", edition_bytes))


def main(words: list[str] | None = None) -> int:
    """Rend 0 si les deux fichiers sont écrits, 1 si une phrase dit pourquoi ils ne le sont pas."""
    parser = Parser(USAGE, "Écrit le PowerPoint et l'édition statique de la plénière.")
    parser.asked.add_argument("dossier", type=Path, help="dossier où écrire les deux fichiers")
    parser.asked.add_argument("choix", nargs="*", help=f"cle=valeur ; clés : {', '.join(CHOIX)}")

    def answer() -> None:
        asked = parser.parse(words)
        print(*write(asked.dossier, parser.choices(asked.choix, CHOIX)), sep="\n")

    return answered(answer)


def write(folder: Path, choix: dict[str, str]) -> list[Path]:
    """Écrit les deux fichiers et rend leurs chemins ; une barre montre où il en est.

    Lève queries.DemandeInvalide : rien de publié, pas de chiffres protégés, choix inconnu.
    """
    served = queries.current()
    if served is None:
        raise queries.MagasinVide("Rien n'est publié : il n'y a rien à remettre.")
    seance = seance_of(served.folder.parent.parent, served.number, choix)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tqdm(total=len(MAKERS) + 1, bar_format="{percentage:3.0f} %|{bar}| {desc}") as bar:
        bar.set_description_str("Diapositives")
        document = document_of(seance, est_exemple=served.est_exemple)
        for extension, said, make in MAKERS:
            bar.update()
            bar.set_description_str(said)
            written.append(folder / f"{document.nom}.{extension}")
            written[-1].write_bytes(make(document))
        bar.update()
    return written


def seance_of(store: Path, generation: int, choix: dict[str, str]) -> Seance:
    """Rend la séance demandée : par défaut, la dernière année complète, tout le Vaucluse."""
    asked = choix.get("annee", "")
    choices = queries.run_protected("filtres_possibles", store, generation)
    years = choices.filter(filtre="annee").select("code", "est_complet").rows()
    known = [code for code, _ in years]
    if asked and asked not in known:
        raise queries.FiltreInvalide(
            f"L'année « {asked} » n'est pas publiée : {', '.join(sorted(known))}."
        )
    full = [code for code, est_complet in years if est_complet]
    seance = Seance(
        store=store,
        generation=generation,
        annee=int(asked or max(full or known)),
        epci=choix.get("epci", ""),
        photo=choix.get("photo", ""),
    )
    if seance.photo and seance.figee is None:
        raise queries.FiltreInvalide(f"Aucune photo ne s'appelle « {seance.photo} ».")
    return seance


if __name__ == "__main__":
    sys.exit(main())
