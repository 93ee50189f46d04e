"""What lies between two int8 products, one pass each: whole numbers in, the next product's whole numbers out.

A row is a token. Each value of a product's input is two whole numbers, ``v = (q + r / 254) s`` with
``s = max |v| / 127`` over the row, ``q = round(v / s)`` and ``r = round(254 (v / s - q))``. ``whole`` holds
the q of all rows, then the r of all rows; ``by`` (rows,) and ``scales`` hold the s. ``sums`` holds int32
sums: of q with the weights, then of r with them, then, where weights are two numbers as well, of q with
their second ones:

    y = (sums of q + (sums of r + sums of q with second) / 254) * by * scale + bias
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

# Every row is computed alike and by itself, so sums in another order change no result from run to run.
_FAST = {"nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc"}
_f = np.float32
_LEAST, _MOST, _FINE = _f(1e-12), _f(127), _f(254)


def _compiled(function: Callable[..., Any]) -> Any:
    options: Any = {"fastmath": _FAST, "nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:  # nowhere to keep it: compiled again by each process
        return numba.njit(**options)(function)


@_compiled
def _summed(sums, t, rows, by, scale, bias, out):  # type: ignore[no-untyped-def]
    """``out``: row ``t`` of y."""
    n = len(out)
    if len(sums) == rows:
        for j in range(n):
            out[j] = _f(sums[t, j]) * by * scale[j] + bias[j]
    elif len(sums) == 2 * rows:
        for j in range(n):
            fine = _f(sums[rows + t, j])
            out[j] = (_f(sums[t, j]) + fine * (_f(1) / _FINE)) * by * scale[j] + bias[j]
    else:
        for j in range(n):
            fine = _f(sums[rows + t, j]) + _f(sums[2 * rows + t, j])
            out[j] = (_f(sums[t, j]) + fine * (_f(1) / _FINE)) * by * scale[j] + bias[j]


@_compiled
def _to_whole(row, t, rows, whole):  # type: ignore[no-untyped-def]
    """Row ``t`` of ``whole`` from ``row``; its scale."""
    n = len(row)
    # Without its sign a float is ordered as its bits are; comparing these is what compilers make fast.
    bits = row.view(np.int32)
    most = np.int32(0)
    for j in range(n):
        most = max(most, bits[j] & np.int32(0x7FFFFFFF))
    held = np.empty(1, np.int32)
    held[0] = most
    scale = max(held.view(np.float32)[0], _LEAST) / _MOST
    per = _f(1) / scale
    for j in range(n):
        v = row[j] * per
        q = np.rint(v)
        whole[t, j] = np.int8(np.int32(q))
        whole[rows + t, j] = np.int8(np.int32(np.rint((v - q) * _FINE)))
    return scale


@_compiled
def _exponential(values, n, bits):  # type: ignore[no-untyped-def]
    """``exp`` of the first ``n`` values in place, relative error 2e-7; ``bits`` is room for them.

    2**k f with k whole: k goes into the exponent's bits, f by a polynomial.
    """
    power = bits.view(np.float32)
    for j in range(n):
        y = values[j] * _f(1.44269504)
        y = y if y > _f(-126) else _f(-126)
        k = np.floor(y)
        f = y - k
        p = _f(1.8775767e-3)
        p = p * f + _f(8.9893397e-3)
        p = p * f + _f(5.5826318e-2)
        p = p * f + _f(2.4015361e-1)
        p = p * f + _f(6.9315308e-1)
        p = p * f + _f(9.9999994e-1)
        bits[j] = np.int32((k + _f(127)) * _f(8388608))
        values[j] = p * power[j]


@_compiled
def quantise(states, whole, scales):  # type: ignore[no-untyped-def]
    """The first layer's input: ``states`` float32 (rows, n)."""
    rows = len(states)
    for t in range(rows):
        scales[t] = _to_whole(states[t], t, rows, whole)


@_compiled
def gelu(sums, by, scale, bias, whole, scales):  # type: ignore[no-untyped-def]
    """``gelu(y) = y Phi(y)``; Phi by Abramowitz and Stegun 7.1.26, error below 2e-7."""
    rows = len(by)
    n = len(bias)
    row, tail, bits = np.empty(n, np.float32), np.empty(n, np.float32), np.empty(n, np.int32)
    for t in range(rows):
        _summed(sums, t, rows, by[t], scale, bias, row)
        for j in range(n):
            tail[j] = row[j] * row[j] * _f(-0.5)
        _exponential(tail, n, bits)
        for j in range(n):
            y = row[j]
            z = abs(y) * _f(0.70710678)
            u = _f(1) / (_f(1) + _f(0.3275911) * z)
            p = _f(1.061405429)
            p = p * u - _f(1.453152027)
            p = p * u + _f(1.421413741)
            p = p * u - _f(0.284496736)
            p = p * u + _f(0.254829592)
            lost = _f(0.5) * y * (p * u * tail[j])  # y (1 - Phi(|y|))
            row[j] = y - lost if y > _f(0) else lost
        scales[t] = _to_whole(row, t, rows, whole)


@_compiled
def add_and_norm(  # type: ignore[no-untyped-def]
    sums, by, scale, bias, states, weight, shift, eps, whole, scales
):
    """``states = norm(states + y)``, in place, with the norm's ``weight`` and ``shift``."""
    rows, n = states.shape
    row = np.empty(n, np.float32)
    for t in range(rows):
        _summed(sums, t, rows, by[t], scale, bias, row)
        total = _f(0)
        for j in range(n):
            row[j] += states[t, j]
            total += row[j]
        mean = total / _f(n)
        total = _f(0)
        for j in range(n):
            row[j] -= mean
            total += row[j] * row[j]
        per = _f(1) / np.sqrt(total / _f(n) + eps)
        for j in range(n):
            row[j] = row[j] * per * weight[j] + shift[j]
            states[t, j] = row[j]
        scales[t] = _to_whole(row, t, rows, whole)


@_compiled
def to_heads(sums, by, scale, bias, starts, queries, keys, values):  # type: ignore[no-untyped-def]
    """A row of ``sums`` has queries, keys, values of all heads; each goes to (sequence, head, place, width).

    ``starts`` (sequences + 1,) are the sequences' first rows.
    """
    rows, heads, each = len(by), queries.shape[1], queries.shape[3]
    wide = heads * each
    row = np.empty(3 * wide, np.float32)
    for s in range(len(starts) - 1):
        for i in range(starts[s + 1] - starts[s]):
            t = starts[s] + i
            _summed(sums, t, rows, by[t], scale, bias, row)
            for h in range(heads):
                at = h * each
                for d in range(each):
                    queries[s, h, i, d] = row[at + d]
                    keys[s, h, i, d] = row[wide + at + d]
                    values[s, h, i, d] = row[2 * wide + at + d]


@_compiled
def soft_maximum(scores, starts):  # type: ignore[no-untyped-def]
    """``scores`` (sequence, head, place, place) in place, over each sequence's own places; 0 for others."""
    longest = scores.shape[3]
    bits = np.empty(longest * longest, np.int32)
    for s in range(len(starts) - 1):
        n = starts[s + 1] - starts[s]
        for h in range(scores.shape[1]):
            block = scores[s, h]
            for i in range(n):
                most = block[i, 0]
                for j in range(n):
                    most = max(most, block[i, j])
                for j in range(n):
                    block[i, j] -= most
                for j in range(n, longest):
                    block[i, j] = _f(-126)
            _exponential(block.reshape(longest * longest), n * longest, bits)
            for i in range(n):
                total = _f(0)
                for j in range(n):
                    total += block[i, j]
                per = _f(1) / total
                for j in range(n):
                    block[i, j] *= per
                for j in range(n, longest):
                    block[i, j] = _f(0)


@_compiled
def from_heads(found, starts, whole, scales):  # type: ignore[no-untyped-def]
    """``found`` (sequence, head, place, width) to rows again."""
    rows, heads, each = len(scales), found.shape[1], found.shape[3]
    row = np.empty(heads * each, np.float32)
    for s in range(len(starts) - 1):
        for i in range(starts[s + 1] - starts[s]):
            for h in range(heads):
                for d in range(each):
                    row[h * each + d] = found[s, h, i, d]
            t = starts[s] + i
            scales[t] = _to_whole(row, t, rows, whole)
