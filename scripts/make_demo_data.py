"""Write the demo survey: ``python scripts/make_demo_data.py --out data/demo``."""

import argparse
from pathlib import Path

from demo.files import write_files

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "data" / "demo")
    parser.add_argument("--responses", type=int, default=2300)
    parser.add_argument("--seed", type=int, default=25_529)
    arguments = parser.parse_args()
    write_files(arguments.out, arguments.responses, arguments.seed)
