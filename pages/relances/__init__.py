"""À relancer : les listes sur lesquelles agir aujourd'hui, chacune avec sa raison et son âge."""
