"""Makes the TorchScript files of src/test/resources/scripts.

    python3 src/test/python/scripts.py src/test/resources/scripts

The committed files were made with torch 1.13.0.
"""

import sys
from pathlib import Path

import torch


class Colour(torch.nn.Module):
    """Mean red, green and blue, and 1."""

    def forward(self, x: torch.Tensor):
        mean = x.mean((2, 3))
        return torch.cat([mean, torch.ones_like(mean[:, :1])], 1)


class Views(torch.nn.Module):
    """Works on arrays in the usual order only: view refuses others."""

    def forward(self, x: torch.Tensor):
        return x.view(x.size(0), x.size(1), -1).mean(2)


class Pair(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x, x


class FeatureMap(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x[:, :, ::8, ::8]


class Grey(torch.nn.Module):
    """Takes one channel, and says so."""

    def forward(self, x: torch.Tensor):
        if x.size(1) != 1:
            raise RuntimeError("one channel expected")
        return x.mean((2, 3))


class NotANumber(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x.mean((2, 3)) / 0.0 * 0.0


class Halves(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x.mean((2, 3)).half()


class Zeros(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x.mean((2, 3)) * 0.0


class Nothing(torch.nn.Module):
    """Vectors without a number."""

    def forward(self, x: torch.Tensor):
        return x.mean((2, 3))[:, :0]


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for kind in (Colour, Views, Pair, FeatureMap, Grey, NotANumber, Halves, Zeros, Nothing):
        torch.jit.script(kind()).save(str(out / f"{kind.__name__}.pt"))
