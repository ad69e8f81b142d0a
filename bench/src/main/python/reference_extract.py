"""Descriptors as a Python user of the GCL reference extracts them: the other side of ReferenceRatio.

    reference_extract.py FOLDER BACKBONE:HEIGHTxWIDTH COUNT [--threads N] [--grad] [--batch 16] [--workers 4]

Reads COUNT names of files below FOLDER from standard input, a line each. Then, for every further line, describes them
all and prints the seconds that it took. Batches of 16 from a DataLoader with four workers are the reference's settings;
so are Resize to the exact size, ToTensor and Normalize with ImageNet's mean and deviation, and GeM pooling with p = 3.
The reference keeps the graph for gradients while it extracts, which costs it memory and some time: --grad does so too.
"""

import argparse
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Pictures(Dataset):
    def __init__(self, folder: Path, names: list, height: int, width: int):
        self.files = [folder / name for name in names]
        self.prepare = transforms.Compose(
            [
                transforms.Resize((height, width)),
                transforms.ToTensor(),
                transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
            ]
        )

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.prepare(Image.open(self.files[index]).convert("RGB"))


class Describer(torch.nn.Module):
    """Backbone without its head, generalised mean over all positions, unit length."""

    def __init__(self, backbone: str):
        super().__init__()
        if not backbone.startswith(("resnet", "resnext")):
            # Elsewhere the last two children are not pooling and classifier alone.
            raise SystemExit(f"reference_extract.py: only ResNets and ResNeXts are taken apart here, not {backbone}")
        network = getattr(torchvision.models, backbone)(weights=None)
        self.backbone = torch.nn.Sequential(*list(network.children())[:-2])
        self.p = torch.nn.Parameter(torch.full((1,), 3.0))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        features = self.backbone(pictures).clamp(min=1e-6).pow(self.p)
        pooled = torch.nn.functional.avg_pool2d(features, features.shape[-2:]).pow(1 / self.p)
        return torch.nn.functional.normalize(pooled.flatten(1))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("model")
    arguments.add_argument("count", type=int)
    arguments.add_argument("--threads", type=int, help="of the network; PyTorch's own choice by default")
    arguments.add_argument("--grad", action="store_true")
    arguments.add_argument("--batch", type=int, default=16)
    arguments.add_argument("--workers", type=int, default=4)
    chosen = arguments.parse_args()
    backbone, size = chosen.model.split(":")
    height, width = map(int, size.split("x"))
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    network = Describer(backbone).eval()
    print(
        f"torch {torch.__version__} on {torch.get_num_threads()} threads, torchvision {torchvision.__version__}, "
        f"Pillow {PIL.__version__}, batch {chosen.batch}, {chosen.workers} workers, "
        f"{'with' if chosen.grad else 'without'} gradients",
        flush=True,
    )
    names = [sys.stdin.readline().rstrip("\n") for _ in range(chosen.count)]
    loader = DataLoader(Pictures(chosen.folder, names, height, width), batch_size=chosen.batch, num_workers=chosen.workers)
    for _ in sys.stdin:
        begin = time.perf_counter()
        descriptors = []
        with nullcontext() if chosen.grad else torch.no_grad():
            for batch in loader:
                descriptors.append(network(batch).detach().numpy())
        assert np.concatenate(descriptors).shape[0] == len(names)
        print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main()
