"""Every metric that a table can give, by the name that a spec calls it by."""

from __future__ import annotations

from cxtext.metrics.recipes.customers import CUSTOMERS
from cxtext.metrics.recipes.recipe import Recipe
from cxtext.metrics.recipes.rows import ROWS
from cxtext.metrics.recipes.scores import SCORES

RECIPES: dict[str, Recipe] = {**SCORES, **ROWS, **CUSTOMERS}
