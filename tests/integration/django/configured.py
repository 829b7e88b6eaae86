"""Django in this process, with the project's settings.

To be imported before whatever needs Django set up. By ``configure``, which leaves the time
zone of the process alone, as naming the settings in ``DJANGO_SETTINGS_MODULE`` would not.
"""

import django
from django.conf import settings

from .project import settings as of_project

settings.configure(
    **{name: getattr(of_project, name) for name in dir(of_project) if name.isupper()}
)
django.setup()
