"""Imported before everything else by the commands: while code is loaded, nothing is garbage.

Looking for it all the same takes a sixth of the time that loading takes. `core/event_loop.py` lets Python look again.
"""

import gc

gc.disable()
