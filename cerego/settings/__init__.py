"""Settings, all from the environment, in rooms by topic. Every variable is described in .env.example; a test holds that.

A room reads what it needs by :mod:`cerego.settings.environment`, which stops the start where a variable is wrong.
"""

from cerego.settings.api import *  # noqa: F403
from cerego.settings.browser import *  # noqa: F403
from cerego.settings.imports import *  # noqa: F403
from cerego.settings.services import *  # noqa: F403
from cerego.settings.sign_in import *  # noqa: F403
from cerego.settings.site import *  # noqa: F403
from cerego.settings.watching import *  # noqa: F403
from cerego.settings.workers import *  # noqa: F403
