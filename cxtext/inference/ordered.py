"""float32 matrix products on the CPU, with weights in the order in which oneDNN reads them.

PyTorch's own product asks MKL, which on processors that are not Intel's does not use all that they have: 90
GFLOP/s on a core of an AMD EPYC with AVX-512, against 200 from oneDNN, which PyTorch brings along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import torch
    from torch import nn

Model = TypeVar("Model", bound="nn.Module")
_ROWS = 1024  # that weights are ordered for; other numbers work as well


def order_weights(model: Model) -> Model:
    """The model itself; its linear layers now compute so, where this PyTorch and this device can."""
    import torch
    from torch import nn

    can = torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")
    if not can or any(p.device.type != "cpu" for p in model.parameters()):
        return model
    kind = _kind()
    for module in model.modules():
        if type(module) is nn.Linear:
            module.__class__ = kind
    return model


def plain_weights(model: Model) -> Model:
    """The model itself, with PyTorch's own layers again."""
    from torch import nn

    for module in model.modules():
        if isinstance(module, nn.Linear):
            module.__class__ = nn.Linear
    return model


_made: list[type] = []


def _kind() -> Any:
    """A linear layer that differs in its product alone; made once torch is there."""
    if _made:
        return _made[0]
    import torch
    from torch import nn

    class OrderedLinear(nn.Linear):
        _ordered: tuple[tuple[int, int], torch.Tensor] | None = None

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            # Training changes weights, and wants their gradients.
            if (
                torch.is_grad_enabled()
                or given.dtype != self.weight.dtype
                or self.weight.dtype != torch.float32
            ):
                return super().forward(given)
            now = id(self.weight), self.weight._version
            held = self._ordered
            if held is None or held[0] != now:
                held = now, torch.ops.mkldnn._reorder_linear_weight(self.weight.detach(), _ROWS)
                self._ordered = held
            return torch.ops.mkldnn._linear_pointwise(given, held[1], self.bias, "none", [], "")

        def __getstate__(self) -> dict[str, Any]:
            # What oneDNN ordered can be neither copied nor stored, only made again.
            return {name: value for name, value in self.__dict__.items() if name != "_ordered"}

    _made.append(OrderedLinear)
    return OrderedLinear
