"""Le lecteur d'un bloc : ce qu'il lit, et la population extrême que cela laisse possible.

Un seul modèle HiGHS par bloc, gardé d'une question à l'autre : blanchir une cellule, c'est ôter
les bornes de sa ligne ; chaque calcul repart du précédent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from queries.protection.attack.modele import Bloc, Borne, Ligne, build_system

# Plus que de personnes : une borne finie garde chaque maximisation finie.
PLAFOND = 1_000_000
PRECISION = 1e-6
OPTIONS = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}
Vecteur = NDArray[np.float64]


class AuditImpossible(Exception):
    """Aucune population n'est compatible avec ce qui est publié : le modèle est faux."""


@dataclass(frozen=True)
class Extreme:
    """La population la moins coûteuse, en nombres entiers ou None si seuls des réels l'ont donnée.

    `cout` : ce qu'elle coûte, en réels ; aucune population entière ne coûte moins. `causes` : les
    cellules qui, à elles seules, l'empêchent de coûter moins.
    """

    population: Vecteur | None
    cout: float
    causes: frozenset[Ligne]


class Lecteur:
    """Ce que sait un lecteur : la structure du bloc, et les cellules qu'on lui montre."""

    def __init__(self, bloc: Bloc, bornes: Mapping[Ligne, Borne]) -> None:
        self.systeme = build_system(bloc, bornes)
        first = len(self.systeme.bas) - len(bornes)
        self.lignes = {place: first + rank for rank, place in enumerate(bornes)}
        self.montrees = set(bornes)
        self.colonnes = np.arange(bloc.width, dtype=np.int32)
        self.solveur = load(self.systeme.matrice, self.systeme.bas, self.systeme.haut)

    def show(self, places: Iterable[Ligne]) -> None:
        """Ne montre que ces cellules."""
        wanted = set(places)
        for place in self.montrees - wanted:
            self.solveur.changeRowBounds(self.lignes[place], -highspy.kHighsInf, highspy.kHighsInf)
        for place in wanted - self.montrees:
            row = self.lignes[place]
            self.solveur.changeRowBounds(row, self.systeme.bas[row], self.systeme.haut[row])
        self.montrees = wanted

    def least(self, cost: Vecteur) -> Extreme:
        """Rend la population la moins coûteuse, en nombres réels : presque toujours entière."""
        self.solveur.changeColsCost(len(cost), self.colonnes, cost)
        solution = self._solve()
        duals = np.array(solution.row_dual)
        causes = frozenset(one for one in self.montrees if abs(duals[self.lignes[one]]) > PRECISION)
        value = self.solveur.getInfo().objective_function_value
        return Extreme(self._whole(solution), value, causes)

    def least_whole(self, cost: Vecteur) -> Vecteur:
        """Rend la population la moins coûteuse, cherchée en nombres entiers."""
        self.solveur.changeColsCost(len(cost), self.colonnes, cost)
        set_kind(self.solveur, highspy.HighsVarType.kInteger)
        found = self._whole(self._solve())
        set_kind(self.solveur, highspy.HighsVarType.kContinuous)
        if found is None:
            raise AuditImpossible("L'attaque n'a pas trouvé de population entière.")
        return found

    def _solve(self) -> highspy.HighsSolution:
        self.solveur.run()
        if self.solveur.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AuditImpossible("Aucune population ne correspond à ce qui serait publié.")
        return self.solveur.getSolution()

    def _whole(self, solution: highspy.HighsSolution) -> Vecteur | None:
        """Rend la population si, en nombres entiers, elle redonne vraiment tout ce qui se lit."""
        found = np.rint(np.array(solution.col_value))
        counts = self.systeme.matrice @ found
        fits = (counts >= self.systeme.bas) & (counts <= self.systeme.haut)
        hidden = [row for place, row in self.lignes.items() if place not in self.montrees]
        fits[hidden] = True
        return found if fits.all() and (found >= 0).all() else None


def fewest(matrice: Vecteur, bas: Vecteur, cost: Vecteur, haut: Vecteur) -> Vecteur | None:
    """Rend les entiers les moins coûteux, de 0 à `haut`, où chaque ligne fait au moins `bas` ;
    None s'il n'y en a pas."""
    solver = load(matrice, bas, np.full(len(bas), highspy.kHighsInf), haut, cost)
    set_kind(solver, highspy.HighsVarType.kInteger)
    solver.run()
    is_found = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.rint(np.array(solver.getSolution().col_value)) if is_found else None


def set_kind(solver: highspy.Highs, kind: highspy.HighsVarType) -> None:
    """Cherche toutes les colonnes en nombres entiers, ou réels."""
    count = solver.getNumCol()
    kinds = np.full(count, int(kind), dtype=np.uint8)
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)


def load(
    matrice: Vecteur,
    bas: Vecteur,
    haut: Vecteur,
    plafond: Vecteur | None = None,
    cost: Vecteur | None = None,
) -> highspy.Highs:
    """Rend un modèle : des colonnes de 0 à `plafond`, et pour chaque ligne ses bornes."""
    model = highspy.HighsLp()
    rows, columns = matrice.shape
    model.num_row_, model.num_col_ = rows, columns
    model.col_cost_ = np.zeros(columns) if cost is None else cost
    most = np.full(columns, float(PLAFOND)) if plafond is None else plafond
    model.col_lower_, model.col_upper_ = np.zeros(columns), most
    model.row_lower_, model.row_upper_ = bas, haut
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    filled = matrice != 0
    model.a_matrix_.start_ = np.concatenate([[0], filled.sum(axis=1).cumsum()])
    model.a_matrix_.index_ = np.nonzero(filled)[1]
    model.a_matrix_.value_ = matrice[filled]
    solver = highspy.Highs()
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver
