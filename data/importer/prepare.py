"""Un fichier lu passe chaque étape une fois : reconnu, contrôlé, sans noms.

Ce qu'une personne peut corriger devient le sort du fichier (une question, un refus) ; le reste
est un défaut du logiciel, et se lève.
"""

from __future__ import annotations

from dataclasses import replace

from data.check import Prepared, asked, check_export, refused
from data.importer.returned import returned_lines
from data.people import Sceaux, depersonalize
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.recognize import APreciser, Options, recognize_export


def prepare(
    nom: str, feuilles: list[Feuille] | FichierRefuse, options: Options, sceaux: Sceaux
) -> Prepared:
    """Rend le sort d'un fichier ; ne lève rien de ce qu'une personne peut corriger."""
    if isinstance(feuilles, FichierRefuse):
        return refused(nom, str(feuilles))
    try:
        export = recognize_export(nom, feuilles, options)
        done = check_export(export)
        told = returned_lines(export, done.anomalies)
        return replace(depersonalize(done, sceaux), signalees=told)
    except FichierRefuse as refusal:
        return refused(nom, str(refusal))
    except APreciser as missing:
        return asked(nom, missing.question)
