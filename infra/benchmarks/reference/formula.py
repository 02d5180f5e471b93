"""Weights and inputs by formula: the same numbers as io.fabula.model.workloads.HashTensors."""

import math
import zlib

import torch

SEED = 2021
DIRECTION_SEED = 77
_LOW = 0xFFFFFFFF


def _hash(count, tensor, seed):
    """The first elements of a tensor in [-1, 1), as doubles."""
    i = torch.arange(1, count + 1, dtype=torch.int64)
    x = (i * 0x9E3779B1 + ((tensor + 1) * 0x85EBCA6B + seed)) & _LOW
    x ^= x >> 16
    x = (x * 0x7FEB352D) & _LOW
    x ^= x >> 15
    x = (x * 0x846CA68B) & _LOW
    x ^= x >> 16
    return x.to(torch.float64) / 2**32 * 2 - 1


def _tensor(name):
    return zlib.crc32(name.encode()) & 0xFFFF


def elements(name, *shape):
    """Elements of a tensor as doubles, row-major."""
    return _hash(math.prod(shape), _tensor(name), SEED).reshape(shape)


def values(name, shape, scale=1.0):
    return (elements(name, *shape) * scale).float()


def integers(name, shape, bound):
    return ((elements(name, *shape) + 1) / 2 * bound).long()


def flags(name, shape, threshold):
    """1 where the formula is below the threshold, else 0."""
    return (elements(name, *shape) < threshold).float()


def frames(name, count, side):
    """Bytes [count, 3, side, side]."""
    return integers(name, (count, 3, side, side), 256).to(torch.uint8)


def weights(name, shape):
    fan = math.prod(shape) / shape[0] if len(shape) >= 2 else 64
    return values(name, shape, 1 / math.sqrt(fan))


def normalisation(name, shape, centre):
    return values(name, shape, 0.1) + centre


def trace(name, tensor):
    """A tensor in two numbers: norm, and projection on a direction."""
    flat = tensor.detach().contiguous().reshape(-1).double()
    direction = _hash(flat.numel(), _tensor(name), DIRECTION_SEED)
    return {"norm": flat.norm().item(), "projection": flat.dot(direction).item()}


@torch.no_grad()
def fill(module, rename=lambda name: name):
    """Gives a module the weights of its parameters' names, normalisations near 1 and 0."""
    for prefix, part in module.named_modules():
        norm = isinstance(part, torch.nn.LayerNorm)
        for last, parameter in part.named_parameters(recurse=False):
            name = rename(f"{prefix}.{last}" if prefix else last)
            if norm:
                centre = 1 if last == "weight" else 0
                parameter.copy_(normalisation(name, parameter.shape, centre))
            else:
                parameter.copy_(weights(name, parameter.shape))
