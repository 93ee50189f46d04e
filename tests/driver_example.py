"""The reference's driver data: 480 answers by which of delivery, price and staff they mention."""

import numpy as np

TOPICS = ("delivery", "price", "staff")
# promoters, passives, detractors
CELLS = {
    "000": (90, 70, 20), "100": (8, 18, 44), "010": (10, 25, 25), "001": (70, 15, 5),
    "110": (1, 4, 15), "101": (6, 6, 8), "011": (10, 8, 2), "111": (4, 4, 12),
}  # fmt: skip


def drivers() -> tuple[np.ndarray, np.ndarray]:
    """Scores -100, 0, 100 (480,) and topics (480, 3)."""
    y = np.concatenate([np.repeat([100.0, 0.0, -100.0], counts) for counts in CELLS.values()])
    x = np.concatenate([np.tile([float(bit) for bit in key], (sum(c), 1)) for key, c in CELLS.items()])
    return y, x
