"""Page Protection : ce qui est garanti aux personnes, ce qui ne l'est pas, et la preuve."""

from pages.protection.blocks import show_certificate, show_guarantee, show_limits, show_rules
from pages.shared.frame.screen import show_title

show_title("Que peut-on apprendre sur une personne dans les chiffres de la plénière ?")
show_guarantee()
show_rules()
show_limits()
show_certificate()
