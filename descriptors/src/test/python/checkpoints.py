"""Makes checkpoints as the GCL reference saves them, and what PyTorch's own networks say of pictures.

    python3 checkpoints.py OUT PICTURES [--size 480x640] [--count 20] [--safetensors] MODEL...

A MODEL is BACKBONE:POOL, e.g. resnet18:GeM; `all` stands for every backbone with every pooling.
Backbones are torchvision's names, pools GeM, max, avg, NetVLAD and NetVLAD-nobias. For each, OUT gets

    BACKBONE-POOL.pth           {"model_state_dict": ...}, keys backbone.* and pool.*
    BACKBONE-POOL.npy           descriptors of the first COUNT pictures by name, [picture][number]
    BACKBONE-POOL.safetensors   the same weights, with --safetensors

The weights are random, from a seed. As they come, a deep network says nearly the same of every picture:
batch norms are shaken, and their running statistics taken from the pictures, as training would do. A
residual block changes its input a little, as after training: were it to change it as much as random
weights do, PyTorch's own float32 would differ from its float64 by more than 1e-5 after 50 blocks.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image
from torch import nn
from torch.nn import functional
from torchvision.models.resnet import BasicBlock, Bottleneck

BACKBONES = (
    "vgg16 resnet18 resnet18_conv4 resnet34 resnet50 resnet101 resnet152 resnext101_32x8d"
    " densenet121 densenet161 mobilenet_v2"
).split()
POOLS = "GeM max avg NetVLAD".split()
CLUSTERS = 64
SEED = 20230618


class GeM(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.full((1,), 2.6))

    def forward(self, x):
        return x.clamp(min=1e-6).pow(self.p).mean((2, 3)).pow(1 / self.p)


class Flat(nn.Module):
    def __init__(self, pool):
        super().__init__()
        self.pool = pool

    def forward(self, x):
        return self.pool(x).flatten(1)


class NetVLAD(nn.Module):
    """Residuals one by one, as the paper writes them; slow and plain on purpose."""

    def __init__(self, channels, bias):
        super().__init__()
        self.centroids = nn.Parameter(functional.normalize(torch.randn(CLUSTERS, channels)))
        self.conv = nn.Conv2d(channels, CLUSTERS, 1, bias=bias)
        alpha = 20.0
        self.conv.weight = nn.Parameter(2 * alpha * self.centroids.detach()[:, :, None, None])
        if bias:
            self.conv.bias = nn.Parameter(torch.randn(CLUSTERS))

    def forward(self, x):
        x = functional.normalize(x, dim=1)
        assignment = functional.softmax(self.conv(x), dim=1).flatten(2)
        local = x.flatten(2)
        vectors = []
        for cluster in range(CLUSTERS):
            residuals = local - self.centroids[cluster][None, :, None]
            vectors.append((residuals * assignment[:, cluster, None]).sum(-1))
        vlad = functional.normalize(torch.stack(vectors, 1), dim=2)
        return functional.normalize(vlad.flatten(1), dim=1)


def backbone_of(name):
    model = getattr(torchvision.models, name.removesuffix("_conv4"))(weights=None)
    if "resne" in name:
        return nn.Sequential(*list(model.children())[: -3 if name.endswith("_conv4") else -2])
    return model.features


class Network(nn.Module):
    def __init__(self, backbone, pool):
        super().__init__()
        self.backbone = backbone_of(backbone)
        with torch.no_grad():
            channels = self.backbone.eval()(torch.zeros(1, 3, 64, 64)).shape[1]
        if pool == "GeM":
            self.pool = GeM()
        elif pool == "max":
            self.pool = Flat(nn.AdaptiveMaxPool2d(1))
        elif pool == "avg":
            self.pool = Flat(nn.AdaptiveAvgPool2d(1))
        else:
            self.pool = NetVLAD(channels, bias=pool == "NetVLAD")

    def forward(self, x):
        return functional.normalize(self.pool(self.backbone(x)))


def pictures(folder, size, count):
    files = sorted(f for f in Path(folder).iterdir() if f.suffix in (".jpg", ".png"))[:count]
    transform = torchvision.transforms.Compose(
        [
            torchvision.transforms.Resize(size),
            torchvision.transforms.ToTensor(),
            torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    return [transform(Image.open(f).convert("RGB"))[None] for f in files]


def awaken(model, inputs):
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        nn.init.uniform_(norm.weight, 0.6, 1.4)
        nn.init.uniform_(norm.bias, -0.2, 0.3)
        norm.reset_running_stats()
        norm.momentum = None
    for block in model.modules():
        if isinstance(block, (BasicBlock, Bottleneck)):
            last = block.bn3 if isinstance(block, Bottleneck) else block.bn2
            nn.init.uniform_(last.weight, 0.1, 0.5)
    with torch.no_grad():
        model.train()
        for first in range(0, min(len(inputs), 8), 4):
            model.backbone(torch.cat(inputs[first : first + 4]))
    model.eval()


def write_safetensors(file, state):
    state = {n: t.numpy() for n, t in state.items() if not n.endswith("num_batches_tracked")}
    header, offset = {}, 0
    for name, values in state.items():
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape),
            "data_offsets": [offset, offset + values.nbytes],
        }
        offset += values.nbytes
    text = json.dumps(header).encode()
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for values in state.values():
            out.write(values.astype("<f4").tobytes())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--size", default="480x640", help="HEIGHTxWIDTH")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--safetensors", action="store_true")
    options = parser.parse_args()
    size = tuple(int(side) for side in options.size.split("x"))
    models = options.models
    if models == ["all"]:
        models = [f"{backbone}:{pool}" for backbone in BACKBONES for pool in POOLS]
    inputs = pictures(options.pictures, size, options.count)
    options.out.mkdir(parents=True, exist_ok=True)
    for name in models:
        torch.manual_seed(SEED)
        model = Network(*name.split(":"))
        awaken(model, inputs)
        with torch.no_grad():
            descriptors = np.concatenate([model(x).numpy() for x in inputs]).astype("<f4")
        file = options.out / name.replace(":", "-")
        state = model.state_dict()
        torch.save({"epoch": 1, "model_state_dict": state}, f"{file}.pth")
        np.save(f"{file}.npy", descriptors)
        if options.safetensors:
            write_safetensors(f"{file}.safetensors", state)
        closest = (descriptors @ descriptors.T - 2 * np.eye(len(inputs))).max(1).mean()
        print(f"{name} {descriptors.shape} mean cosine to the most similar other picture {closest:.3f}")


if __name__ == "__main__":
    main()
