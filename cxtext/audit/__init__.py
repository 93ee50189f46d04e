"""What people think of the model's labels: a sheet for them to fill in, and what it says of the model."""

from cxtext.audit.sample import draw_sample
from cxtext.audit.score import score_sheet
from cxtext.audit.sheet import read_sheet, write_sheet

__all__ = ["draw_sample", "read_sheet", "score_sheet", "write_sheet"]
