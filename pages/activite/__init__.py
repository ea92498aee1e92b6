"""La page Activité des facilitateurs : qui est contacté, sensibilisé, accompagné."""
