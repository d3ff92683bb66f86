"""Makes the builders of this folder importable from every test, wherever it stands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
