"""Du petit monde aux lignes d'export : marchés, engagements, participants, contrats (A1 à A4)."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

from .contrats import Contrat
from .ecriture import Ligne
from .heures import LigneHeures
from .marches import Marche
from .monde import Monde
from .personnes import Dossier, Personne
from .territoires import COVE
from .tirage import ANNEES, add_months, rng_for

SEXES = {
    "CIE84": {"F": "F", "M": "H"},
    "ITV": {"F": "Femme", "M": "Homme"},
    "MLJGA": {"F": "F", "M": "M"},
}
CIVILITES = {"F": "Mme", "M": "M."}
# Fautes de frappe lues jusque dans la convention ; « Hors » est une abréviation courante.
FAUTES_PROGRAMME = {"NPNRU": "NPRNU", "PNRQAD": "PRNQAD", "Hors programme": "Hors"}


def hours(quarts: int) -> Decimal:
    """Quarts d'heure -> heures décimales exactes."""
    return Decimal(quarts) / 4


def exported(contrat: Contrat) -> int:
    """Quarts d'heure du contrat dans les années exportées."""
    return sum(quarts for mois, quarts in contrat.quarts.items() if mois.year in ANNEES)


def market_rows(monde: Monde, structure: str) -> list[Ligne]:
    """A1, une ligne par lot."""
    done: Counter[int] = Counter()
    for contrat in monde.contrats:
        done[id(contrat.marche)] += exported(contrat)
    rng = rng_for(f"programmes {structure}")
    rows = []
    for marche in monde.marches:
        if marche.operation.territoire.structure == structure:
            row = _market(marche, done[id(marche)])
            if rng.random() < 0.15:
                row["Programme"] = FAUTES_PROGRAMME[marche.operation.programme]
            rows.append(row)
    return sorted(rows, key=lambda row: str(row["Territoire"])) if structure == "ITV" else rows


def _market(marche: Marche, quarts: int) -> Ligne:
    operation = marche.operation
    acheteur, commune, territoire = operation.donneur_ordre, operation.commune, operation.territoire
    return {
        "N° opération": operation.numero,
        "Intitulé de l'opération": operation.intitule,
        "Maître d'ouvrage": acheteur.nom,
        "Type de maître d'ouvrage": acheteur.type,
        "SIRET MO": acheteur.siret,
        "Commune des travaux": commune.nom,
        "Code INSEE": commune.code_insee,
        "Territoire": territoire.nom if territoire.structure == "CIE84" else commune.epci,
        "Programme": operation.programme,
        "QPV": operation.qpv,
        "Facilitateur": f"Facilitateur {territoire.structure} {1 + (territoire != COVE)}",
        "N° marché": marche.numero,
        "N° lot": marche.lot,
        "Intitulé du lot": f"Lot {marche.lot} - {marche.metier.lot}",
        "Nature du marché": marche.metier.nature,
        "Article / Procédure": marche.procedure,
        "Secteur d'activité": marche.metier.secteur,
        "Montant HT": marche.montant,
        "Date de notification": marche.notification,
        "Date de démarrage": marche.demarrage,
        "Date de fin prévisionnelle": marche.fin_prevue,
        "Date de fin réelle": marche.fin_reelle,
        "Statut": marche.statut,
        "Heures prévues": hours(marche.quarts_prevus),
        "Heures réalisées": hours(quarts),
    }


def engagement_rows(monde: Monde, structure: str) -> list[Ligne]:
    """A2, une ligne par entreprise d'un marché."""
    done: Counter[tuple[int, str]] = Counter()
    for contrat in monde.contrats:
        done[id(contrat.marche), contrat.entreprise.siret] += exported(contrat)
    rng = rng_for(f"modalités {structure}")
    return [
        {
            "N° marché": marche.numero,
            "N° lot": marche.lot,
            "Entreprise": one.entreprise.raison_sociale,
            "SIRET": one.entreprise.siret,
            "Code NAF": one.entreprise.naf,
            "Type d'entreprise": one.entreprise.type,
            "Rôle": one.role,
            "Heures engagées": hours(one.quarts_engages),
            "Modalité de réponse": rng.choice(
                ("Mise à disposition ETTI", "Embauche directe", "Mise à disposition GEIQ", None)
            ),
            "Heures réalisées": hours(done[id(marche), one.entreprise.siret]),
            "Taux de réalisation": _rate(
                done[id(marche), one.entreprise.siret], one.quarts_engages
            ),
        }
        for marche in monde.marches
        if marche.operation.territoire.structure == structure
        for one in marche.engagements
    ]


def _rate(done: int, engaged: int) -> str | None:
    return f"{round(100 * done / engaged)} %" if engaged else None


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
    fiche = dossier.fiche
    commune = fiche.commune
    mois = fiche.anciennete
    # Onze et douze mois pile pour les témoins ; ailleurs, quelques jours de plus.
    jitter = 0 if mois in (11, 12) else rank % 25
    inscription = add_months(t0, -mois) - timedelta(days=jitter) if mois else None
    entree = premier - timedelta(days=rank % 19)
    age = _age(fiche.naissance, entree)
    return {
        "N° participant": dossier.numero,
        "Civilité": CIVILITES.get(fiche.sexe or ""),
        "Nom": fiche.nom,
        "Prénom": fiche.prenom,
        "Date de naissance": fiche.naissance,
        "Sexe": SEXES[dossier.structure].get(fiche.sexe or ""),
        "Adresse": f"{1 + rank % 97} rue de l'Exemple" if commune else None,
        "Code postal": commune.code_postal if commune else None,
        "Commune": commune.nom if commune else None,
        "QPV": fiche.qpv,
        "Nom du QPV": fiche.nom_qpv if rank % 10 else None,
        "Nationalité": ("Française", "Française", "Française", "Hors UE", None)[rank % 5],
        "Niveau de formation": fiche.niveau,
        "N° identifiant France Travail": f"FICTIF{rank:05d}" if rank % 4 else None,
        "Date d'inscription DE": inscription,
        "Durée d'inscription": str(mois) if mois and rank % 5 else None,
        "BRSA": fiche.brsa,
        "ASS": fiche.ass,
        "AAH": fiche.aah,
        "RQTH": fiche.rqth,
        "Jeune -26 ans": age < 26 if age is not None else None,
        "Senior +50 ans": age >= 50 if age is not None else None,
        "DELD": fiche.deld,
        "Autres éligibilités": fiche.autres,
        "Prescripteur": fiche.prescripteur,
        "Référent": f"Référent exemple {1 + rank % 6}",
        "Date d'entrée": entree,
    }


def _age(naissance: date | None, day: date) -> int | None:
    """Âge en années révolues."""
    if naissance is None:
        return None
    return day.year - naissance.year - ((day.month, day.day) < (naissance.month, naissance.day))


def contract_rows(monde: Monde, structure: str) -> list[Ligne]:
    """A4, une ligne par contrat."""
    return [
        {
            "N° contrat": contrat.numero,
            "N° participant": contrat.dossier.numero,
            "N° marché": contrat.marche.numero,
            "N° lot": contrat.marche.lot,
            "Employeur": contrat.employeur.raison_sociale,
            "SIRET employeur": contrat.employeur.siret,
            "Type d'employeur": contrat.employeur.type,
            "Entreprise utilisatrice": contrat.entreprise.raison_sociale,
            "Type de contrat": contrat.type,
            "Modalité": contrat.modalite,
            "Poste / Métier": contrat.marche.metier.poste,
            "Code ROME": contrat.marche.metier.rome,
            "Date de début": contrat.debut,
            "Date de fin prévue": contrat.fin_prevue,
            "Date de fin réelle": contrat.fin_reelle,
            "Motif de fin": contrat.motif,
            "Durée hebdo": Decimal(35),
            "Heures réalisées": hours(exported(contrat)),
        }
        for contrat in monde.contrats
        if contrat.dossier.structure == structure
    ]


def long_rows(rows: list[LigneHeures]) -> list[Ligne]:
    """A5 en long : une ligne par contrat et par mois."""
    return [
        {
            **hour_keys(one.contrat),
            "Mois": one.mois.month,
            "Année": one.mois.year,
            "Heures réalisées": hours(one.quarts),
            "Dont heures de formation": hours(one.formation),
            "Date de saisie": one.saisie,
            "Validé": one.valide,
        }
        for one in rows
    ]


def hour_keys(contrat: Contrat) -> Ligne:
    """Les six clés communes aux deux formes du fichier d'heures."""
    return {
        "N° contrat": contrat.numero,
        "N° participant": contrat.dossier.numero,
        "N° marché": contrat.marche.numero,
        "N° lot": contrat.marche.lot,
        "Entreprise": contrat.entreprise.raison_sociale,
        "Employeur": contrat.employeur.raison_sociale,
    }


def wide_rows(rows: list[LigneHeures], columns: tuple[str, ...], year: bool) -> list[Ligne]:
    """A5 en large : une ligne par contrat, une colonne par mois ; corrections à part."""
    grid: dict[tuple[str, bool], Ligne] = {}
    for one in rows:
        key = (one.contrat.numero, one.quarts < 0)
        line = grid.setdefault(key, hour_keys(one.contrat) | dict.fromkeys(columns))
        if year:
            line["Année"] = one.mois.year
        line[columns[one.mois.month - 1]] = hours(one.quarts)
    for line in grid.values():
        line["Total"] = sum(
            (value for name in columns if isinstance(value := line[name], Decimal)), Decimal(0)
        )
    return [grid[key] for key in sorted(grid, key=lambda key: (len(key[0]), key))]
