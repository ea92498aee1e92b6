"""Des suites d'imports tirées au sort suivent le modèle des lois de remplacement, écrit à part."""

import pytest

from tests.mesures.sequences import run, show

# La mesure entière se lance à la main : python tests/mesures/sequences.py 1 500
GRAINES = (1, 2, 3, 4, 9, 17)


@pytest.mark.parametrize("graine", GRAINES)
def test_une_suite_d_imports_suit_le_modele(graine):
    for found in run(graine, 1):
        assert found is None, show(found)
