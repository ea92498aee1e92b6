"""Une connexion qui n'aboutit pas : sa raison pour le journal, sa phrase pour l'écran."""

from __future__ import annotations

RECOMMENCER = "Revenez au tableau de bord et connectez-vous à nouveau."


class Refus(Exception):
    """Une connexion refusée ; str(e) est la raison, qui ne cite ni jeton ni personne."""

    def __init__(self, raison: str, phrase: str, code: int) -> None:
        super().__init__(raison)
        self.phrase, self.code = phrase, code


def not_from_here(raison: str) -> Refus:
    """Rend le refus d'un retour qui ne répond à aucun départ de ce navigateur."""
    said = "Cette connexion n'a pas commencé dans ce navigateur, ou il y a trop longtemps."
    return Refus(raison, f"{said} {RECOMMENCER}", 400)


def bad_answer(raison: str) -> Refus:
    """Rend le refus d'une réponse du fournisseur qui ne se vérifie pas."""
    said = "La réponse du fournisseur d'identité ne se vérifie pas : personne n'a été connecté."
    return Refus(raison, f"{said} {RECOMMENCER}", 502)


def unreachable(raison: str) -> Refus:
    """Rend le refus quand le fournisseur ne répond pas."""
    said = "Le fournisseur d'identité ne répond pas. Le tableau de bord reste ouvert sans compte ;"
    return Refus(raison, f"{said} réessayez la connexion dans quelques minutes.", 503)


def denied(raison: str) -> Refus:
    """Rend le refus que le fournisseur a lui-même prononcé."""
    return Refus(
        raison, f"Le fournisseur d'identité n'a pas voulu vous connecter. {RECOMMENCER}", 403
    )
