"""Files: read with a limit, and written so that they are there whole, or as they were before."""

from symgui.files.state_folder import state_folder
from symgui.files.whole import fingerprint, is_file, read_file, reason, replace_file

__all__ = ["fingerprint", "is_file", "read_file", "reason", "replace_file", "state_folder"]
