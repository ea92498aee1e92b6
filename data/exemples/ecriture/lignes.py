"""Du petit monde aux lignes d'export : marchés, engagements, contrats, heures (A1, A2, A4, A5)."""

from collections import Counter
from decimal import Decimal

from data.exemples.ecriture.fichier import Ligne
from data.exemples.monde.assemblage import Monde
from data.exemples.monde.contrats import Contrat
from data.exemples.monde.heures import LigneHeures
from data.exemples.monde.marches import Marche, Operation
from data.exemples.socle.territoires import COVE
from data.exemples.socle.tirage import ANNEES, rng_for

# Fautes de frappe lues jusque dans la convention ; « Hors » est une abréviation courante.
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
    return _operation(marche.operation) | {
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


def _operation(operation: Operation) -> Ligne:
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
    """A5 en long : une ligne par contrat et par mois."""
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
    """A5 en large : une ligne par contrat, une colonne par mois ; corrections à part."""
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
