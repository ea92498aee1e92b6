"""Le petit monde des exemples : marchés, dossiers, contrats, prêts à être écrits."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from data.exemples.monde.attributions import assign_companies
from data.exemples.monde.cas_limites import Cas, Periode, edge_cases
from data.exemples.monde.cas_marches import add_special_markets, retouch
from data.exemples.monde.contrats import Contrat, Embauche, choose_market, hire_all
from data.exemples.monde.marches import Marche, markets
from data.exemples.monde.parcours import plan
from data.exemples.monde.personnes import PRENOMS_FEMMES, Dossier, Personne, Tireur, names
from data.exemples.socle.territoires import (
    AVIGNON,
    CCPOP,
    COMMUNES,
    COVE,
    HAUT,
    NORD,
    STRUCTURES,
    SUD,
    TERRITOIRES,
    Territoire,
)
from data.exemples.socle.tirage import add_months, rng_for

# Personnes suivies la même année par deux structures, et leur graphie dans la deuxième.
# Les huit de 2023 comptent une seule fois dans les 566 bénéficiaires.
DOUBLES = (
    (2023, COVE, AVIGNON, ("Brumélœuf", "Jean-Noël"), ("BRUMELOEUF", "jean noel")),
    (2023, COVE, AVIGNON, ("Zoriçac", "Éloïse"), ("ZORICAC", "ELOISE")),
    (2023, HAUT, AVIGNON, ("Calda-Vent", "Anaïs"), ("Caldavent", "Anais")),
    (2023, NORD, AVIGNON, ("D'Orbelune", "Mickaël"), ("D’Orbelune", "MICKAEL")),
    (2023, COVE, SUD, ("Nantèpès", "Nœlie"), ("NANTEPES", "Noelie")),
    (2023, NORD, SUD, ("Gourinmont", "Loïc"), ("gourinmont", unicodedata.normalize("NFD", "Loïc"))),
    (2023, SUD, AVIGNON, ("Falouquin-Drel", "François"), ("FALOUQUIN DREL", "Francois")),
    (2023, CCPOP, AVIGNON, ("Morvœltave", "Benoît"), ("MORVOELTAVE", "BENOIT")),
    (2022, COVE, AVIGNON, ("Kelvinrouze", "Aïcha"), ("KELVINROUZE", "Aicha")),
    (2022, SUD, AVIGNON, ("Luméçac", "Rémi"), ("LUMECAC", "REMI")),
    (2024, COVE, SUD, ("Tremarbise", "Jérôme"), ("Trémarbise", "Jerome")),
    (2024, CCPOP, AVIGNON, ("Quernpès", "Pierre-Yves"), ("QUERNPES", "PIERRE YVES")),
    (2024, SUD, AVIGNON, ("Vordelœuf", "Côme"), ("VORDELOEUF", "COME")),
    (2025, COVE, AVIGNON, ("Sarvontave", "Zoé"), ("Sarvontavé", "Zoe")),
    (2025, HAUT, AVIGNON, ("Uzel-Vent", "Émile"), ("UZELVENT", "EMILE")),
    (2025, NORD, SUD, ("Xandèquin", "Félix"), ("XANDEQUIN", "FELIX")),
    (2026, COVE, AVIGNON, ("Wimarlune", "Loïc"), ("WIMARLUNE", "LOIC")),
    # Deux territoires d'une même structure : leur somme dépasse le total de CIE 84, sauf en 2023.
    (2024, COVE, NORD, ("Yrvoudrel", "Gaël"), ("Yrvoudrel", "Gaël")),
    (2025, COVE, CCPOP, ("Pravinmont", "Inès"), ("Pravinmont", "Inès")),
)


# Numéros de contrat et de participant, à la façon de chaque structure.
NUMEROS = {
    "CIE84": ("C{:05d}", "P{:05d}"),
    "ITV": ("ITV-C{}", "ITV-P{}"),
    "MLJGA": ("4{:05d}", "2{:05d}"),
}


@dataclass
class Monde:
    marches: list[Marche]
    dossiers: list[Dossier]
    contrats: list[Contrat]
    cas: list[Cas]


class Constructeur:
    """Assemble territoires, témoins et dossiers ; un seul dossier par personne et structure."""

    def __init__(self) -> None:
        self.marches = markets()
        retouch(self.marches)
        assign_companies(self.marches)
        self.cas = edge_cases()
        self.dossiers: dict[tuple[Personne, str], Dossier] = {}
        self.contrats: list[Contrat] = []
        self.doubles = _doubles()
        self.remaining = {id(one): one.quarts_prevus for one in self.marches}
        self.embauches = {
            structure: Embauche(rng_for(f"embauches {structure}"), structure)
            for structure in STRUCTURES
        }
        stock = names(rng_for("patronymes"))
        self.noms = [next(stock) for _ in range(2800)]

    def dossier(self, person: Personne, structure: str) -> Dossier:
        """Le dossier d'une personne dans une structure, créé à la première demande."""
        key = (person, structure)
        if key not in self.dossiers:
            self.dossiers[key] = Dossier(person, structure, self._fiche(person, structure))
        return self.dossiers[key]

    def _fiche(self, person: Personne, structure: str) -> Personne:
        for _, _, second, double, graphie in self.doubles:
            if double is person and second.structure == structure:
                return replace(person, nom=graphie[0], prenom=graphie[1])
        return person

    def add_territory(self, territoire: Territoire) -> None:
        """Les parcours d'un territoire et leurs contrats."""
        rng = rng_for(f"parcours {territoire.nom}")
        invites: dict[int, list[Personne]] = defaultdict(list)
        for annee, first, second, person, _ in self.doubles:
            if territoire in (first, second):
                invites[annee].append(person)
        tireur = Tireur(rng, territoire)
        fixes = _fixed(self.cas, territoire)
        for person, months in plan(rng, territoire, tireur, self.noms, invites, fixes).items():
            dossier = self.dossier(person, territoire.structure)
            embauche = self.embauches[territoire.structure]
            self.contrats += hire_all(
                rng, embauche, dossier, months, self._open(territoire), self.remaining
            )

    def _open(self, territoire: Territoire) -> list[Marche]:
        return [one for one in self.marches if one.operation.territoire == territoire]

    def add_cases(self) -> None:
        """Les témoins, sur un marché ouvert pendant leur contrat."""
        rng = rng_for("témoins")
        for cas in self.cas:
            for periode in cas.periodes:
                structure = periode.territoire.structure
                dossier = self.dossier(cas.personne, structure)
                fin = periode.fin_prevue or periode.debut
                marches = [one for one in self._open(periode.territoire) if one.fin >= fin]
                month = periode.debut.replace(day=1)
                quarts = _quarts(periode)
                need = sum(quarts.values())
                marche = choose_market(rng, month, marches, self.remaining, need)
                embauche = self.embauches[structure]
                contrat = embauche.hire(dossier, marche, periode.debut, fin, quarts)
                contrat.fin_prevue, contrat.fin_reelle = periode.fin_prevue, periode.fin_reelle
                contrat.motif = "Fin de contrat" if periode.fin_reelle else None
                self.contrats.append(contrat)


def build() -> Monde:
    """Construit tout, toujours à l'identique."""
    maker = Constructeur()
    for territoire in TERRITOIRES:
        maker.add_territory(territoire)
    maker.add_cases()
    _homonyms(maker)
    _second_files(maker)
    _number(maker.contrats)
    add_special_markets(maker.marches)
    dossiers = list(dict.fromkeys(contrat.dossier for contrat in maker.contrats))
    return Monde(maker.marches, dossiers, maker.contrats, maker.cas)


def _doubles() -> list[tuple[int, Territoire, Territoire, Personne, tuple[str, str]]]:
    rng = rng_for("doubles suivis")
    result = []
    for annee, first, second, (nom, prenom), graphie in DOUBLES:
        person = Tireur(rng, first).draw(nom, annee)
        person.prenom, person.commune = prenom, COMMUNES[first][0]
        person.naissance = date(1975 + rng.randint(0, 28), rng.randint(1, 12), rng.randint(1, 28))
        person.sexe = "F" if prenom in PRENOMS_FEMMES else "M"
        result.append((annee, first, second, person, graphie))
    return result


def _quarts(periode: Periode) -> dict[date, int]:
    first = periode.debut.replace(day=1)
    return {
        add_months(first, rank): round(heures * 4) for rank, heures in enumerate(periode.heures)
    }


def _fixed(cas: list[Cas], territoire: Territoire) -> dict[int, tuple[int, int]]:
    """Année -> (personnes, quarts d'heure) que les témoins prennent déjà au territoire."""
    people: dict[int, set[int]] = defaultdict(set)
    quarts: dict[int, int] = defaultdict(int)
    for one in cas:
        for periode in one.periodes:
            for month, value in _quarts(periode).items():
                if periode.territoire == territoire and value > 0:
                    people[month.year].add(id(one.personne))
                    quarts[month.year] += value
    return {annee: (len(people[annee]), quarts[annee]) for annee in people}


def _homonyms(maker: Constructeur) -> None:
    """Deux paires d'homonymes, nés à des dates différentes : quatre personnes."""
    for structure in ("CIE84", "MLJGA"):
        known = [
            one.personne
            for one in maker.dossiers.values()
            if one.structure == structure and one.personne.naissance and one.personne.sexe == "M"
        ]
        known[5].nom, known[5].prenom = known[4].nom, known[4].prenom


def _second_files(maker: Constructeur) -> None:
    """Trois personnes ont deux numéros dans la même structure, en désaccord sur le RSA."""
    for structure, count in (("CIE84", 2), ("ITV", 1)):
        for contrats in list(_several(maker, structure))[:count]:
            first = contrats[0].dossier
            fiche = replace(
                first.fiche,
                nom=first.fiche.nom.upper(),
                prenom=first.fiche.prenom.replace("-", " "),
                brsa=not first.fiche.brsa,
            )
            contrats[-1].dossier = Dossier(first.personne, structure, fiche)


def _several(maker: Constructeur, structure: str) -> Iterator[list[Contrat]]:
    """Contrats des personnes qui en ont plusieurs dans une structure, naissance connue."""
    groups: dict[int, list[Contrat]] = defaultdict(list)
    for contrat in maker.contrats:
        if contrat.dossier.structure == structure and contrat.dossier.personne.naissance:
            groups[id(contrat.dossier)].append(contrat)
    for contrats in groups.values():
        if len(contrats) > 2 and contrats[-1].debut.year >= 2023:
            yield contrats


def _number(contrats: list[Contrat]) -> None:
    """Numéros de contrat et de participant, dans l'ordre des débuts, propres à la structure."""
    for structure, (contract_format, person_format) in NUMEROS.items():
        own = [one for one in contrats if one.dossier.structure == structure]
        own.sort(key=lambda one: (one.debut, one.dossier.fiche.nom, one.dossier.fiche.prenom))
        for rank, contrat in enumerate(own, start=1):
            contrat.numero = contract_format.format(rank)
        dossiers = dict.fromkeys(one.dossier for one in own)
        for rank, dossier in enumerate(dossiers, start=1):
            dossier.numero = person_format.format(rank)
    contrats.sort(key=lambda one: (one.dossier.structure, len(one.numero), one.numero))
