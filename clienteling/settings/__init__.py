"""All settings, read from the environment, one module a topic; read them in this order.

``CLIENTELING_ENV`` is ``development`` (the default: the demonstration and the tests) or ``production``,
where whatever is missing stops the start with the name of the variable. Each variable is in docs/configuration.md.
"""

# Whole modules, since a name that a list forgot would be a setting that does not hold.
# ruff: noqa: F403, I001
from clienteling.settings.environment import *
from clienteling.settings.place import *
from clienteling.settings.stores import *
from clienteling.settings.applications import *
from clienteling.settings.log_in import *
from clienteling.settings.transport import *
from clienteling.settings.languages import *
from clienteling.settings.files import *
from clienteling.settings.mail import *
from clienteling.settings.background import *
from clienteling.settings.interface import *
from clienteling.settings.privacy import *
from clienteling.settings.logs import *
