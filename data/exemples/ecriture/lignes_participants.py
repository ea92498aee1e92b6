"""Du petit monde aux lignes d'export : participants (A3)."""

from collections import defaultdict
from datetime import date, timedelta

from data.exemples.ecriture.fichier import Ligne
from data.exemples.monde.assemblage import Monde
from data.exemples.monde.personnes import Dossier, Personne
from data.exemples.socle.tirage import add_months

SEXES = {
    "CIE84": {"F": "F", "M": "H"},
    "ITV": {"F": "Femme", "M": "Homme"},
    "MLJGA": {"F": "F", "M": "M"},
}
CIVILITES = {"F": "Mme", "M": "M."}


def participant_rows(monde: Monde, structure: str) -> list[Ligne]:
    """A3, une ligne par dossier."""
    first: dict[Dossier, date] = {}
    t0: dict[Personne, date] = defaultdict(lambda: date.max)
    for contrat in monde.contrats:
        dossier = contrat.dossier
        first[dossier] = min(first.get(dossier, date.max), contrat.debut)
        t0[dossier.personne] = min(t0[dossier.personne], contrat.debut)
    own = [one for one in first if one.structure == structure]
    own.sort(key=lambda one: (len(one.numero), one.numero))
    return [
        _participant(one, rank, first[one], t0[one.personne]) for rank, one in enumerate(own, 1)
    ]


def _participant(dossier: Dossier, rank: int, premier: date, t0: date) -> Ligne:
    entree = premier - timedelta(days=rank % 19)
    return (
        _identity(dossier, rank)
        | _home(dossier.fiche, rank)
        | _criteria(dossier.fiche, rank, entree, t0)
        | {
            "Prescripteur": dossier.fiche.prescripteur,
            "Référent": f"Référent exemple {1 + rank % 6}",
            "Date d'entrée": entree,
        }
    )


def _identity(dossier: Dossier, rank: int) -> Ligne:
    fiche = dossier.fiche
    return {
        "N° participant": dossier.numero,
        "Civilité": CIVILITES.get(fiche.sexe or ""),
        "Nom": fiche.nom,
        "Prénom": fiche.prenom,
        "Date de naissance": fiche.naissance,
        "Sexe": SEXES[dossier.structure].get(fiche.sexe or ""),
        "Nationalité": ("Française", "Française", "Française", "Hors UE", None)[rank % 5],
        "Niveau de formation": fiche.niveau,
        "N° identifiant France Travail": f"FICTIF{rank:05d}" if rank % 4 else None,
    }


def _home(fiche: Personne, rank: int) -> Ligne:
    commune = fiche.commune
    return {
        "Adresse": f"{1 + rank % 97} rue de l'Exemple" if commune else None,
        "Code postal": commune.code_postal if commune else None,
        "Commune": commune.nom if commune else None,
        "QPV": fiche.qpv,
        "Nom du QPV": fiche.nom_qpv if rank % 10 else None,
    }


def _criteria(fiche: Personne, rank: int, entree: date, t0: date) -> Ligne:
    mois = fiche.anciennete
    # Onze et douze mois pile pour les témoins ; ailleurs, quelques jours de plus.
    jitter = 0 if mois in (11, 12) else rank % 25
    age = _age(fiche.naissance, entree)
    return {
        "Date d'inscription DE": add_months(t0, -mois) - timedelta(days=jitter) if mois else None,
        "Durée d'inscription": str(mois) if mois and rank % 5 else None,
        "BRSA": fiche.brsa,
        "ASS": fiche.ass,
        "AAH": fiche.aah,
        "RQTH": fiche.rqth,
        "Jeune -26 ans": age < 26 if age is not None else None,
        "Senior +50 ans": age >= 50 if age is not None else None,
        "DELD": fiche.deld,
        "Autres éligibilités": fiche.autres,
    }


def _age(naissance: date | None, day: date) -> int | None:
    """Âge en années révolues."""
    if naissance is None:
        return None
    return day.year - naissance.year - ((day.month, day.day) < (naissance.month, naissance.day))
