"""The GCL reference's training loop, on a given checkpoint and given pairs.

Usage: siamese_training.py make FOLDER SIDE CHECKPOINTS
       siamese_training.py train FOLDER STEPS ACCUMULATION PAIRS SIDE METHOD RATE MOMENTUM DECAY CLIP LAST TYPE NUDGE

Reads pictures.f32 ([step][batch][left, right][pair][3][side][side]) and psi.f32 ([step][batch][pair]).

`make` writes weights.pth: a ResNet-18 with GeM as a training of the reference saves it, made by the module
CHECKPOINTS (descriptors/src/test/python/checkpoints.py), its batch norms fitted to the first pictures.

`train` prints JSON: the loss of every pair, GeM's p, and the descriptors of the first batch's left pictures in
evaluation mode after the last step. LAST: how many children of the backbone learn, 0 for all. TYPE: float32 or
float64. NUDGE: the first convolution is scaled by 1 + NUDGE, to see how far rounding alone drives two trainings apart.
"""
import importlib.util
import json
import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # Threads that spin starve whoever shares the cores.
import numpy as np
import torch
import torchvision

command, folder = sys.argv[1:3]


def make(side, checkpoints):
    spec = importlib.util.spec_from_file_location("checkpoints", checkpoints)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(5)
    model = module.Network("resnet18", "GeM")
    first = np.fromfile(folder + "/pictures.f32", dtype=np.float32, count=8 * 3 * side * side)
    module.awaken(model, [torch.from_numpy(x) for x in first.reshape(8, 1, 3, side, side)])
    torch.save({"epoch": 1, "model_state_dict": model.state_dict()}, folder + "/weights.pth")


class Siamese(torch.nn.Module):
    def __init__(self, given, dtype):
        super().__init__()
        self.backbone = torch.nn.Sequential(*list(torchvision.models.resnet18().children())[:-2])
        self.backbone.load_state_dict(
            {name[len("backbone.") :]: value for name, value in given.items() if name.startswith("backbone.")}
        )
        self.p = torch.nn.Parameter(given["pool.p"].clone())
        self.to(dtype)
        for module in self.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = float(np.float32(module.eps))  # The float32 nearest to it, in float64 too.

    def forward(self, x):
        x = self.backbone(x)
        floor = float(np.float32(1e-6))
        x = torch.nn.functional.avg_pool2d(x.clamp(min=floor).pow(self.p), x.shape[-2:]).pow(1.0 / self.p)
        return torch.nn.functional.normalize(x.flatten(1))


def train(steps, accumulation, pairs, side, method, rate, momentum, decay, clip, last, dtype, nudge):
    torch.set_num_threads(2)
    network = Siamese(torch.load(folder + "/weights.pth")["model_state_dict"], dtype)
    with torch.no_grad():
        network.backbone[0].weight.mul_(1 + nudge)
    if last > 0:
        for parameter in network.backbone[:-last].parameters():
            parameter.requires_grad_(False)
    network.train()
    pictures = np.fromfile(folder + "/pictures.f32", dtype=np.float32)
    pictures = torch.from_numpy(pictures.reshape(steps, accumulation, 2, pairs, 3, side, side))
    psi = torch.from_numpy(np.fromfile(folder + "/psi.f32", dtype=np.float32).reshape(steps, accumulation, pairs))
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if method == "adam":
        optimizer = torch.optim.Adam(learned, lr=rate, weight_decay=decay)
    else:
        optimizer = torch.optim.SGD(learned, lr=rate, momentum=momentum, weight_decay=decay)
    distance = torch.nn.PairwiseDistance()
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        for batch in range(accumulation):
            left, right = pictures[step, batch].to(dtype)
            d = distance(network(left), network(right))
            label = psi[step, batch].to(dtype)
            loss = label * 0.5 * d**2 + (1 - label) * 0.5 * torch.clamp(0.5 - d, min=0.0) ** 2
            (loss.mean() / accumulation).backward()
            losses.extend(loss.tolist())
        if clip > 0:
            torch.nn.utils.clip_grad_norm_(learned, clip)
        optimizer.step()
    network.eval()
    with torch.no_grad():
        descriptors = network(pictures[0, 0, 0].to(dtype)).flatten().tolist()
    print(json.dumps({"losses": losses, "p": network.p.item(), "descriptors": descriptors}))


if command == "make":
    make(int(sys.argv[3]), sys.argv[4])
else:
    train(
        *map(int, sys.argv[3:7]),
        sys.argv[7],
        *map(float, sys.argv[8:12]),
        int(sys.argv[12]),
        getattr(torch, sys.argv[13]),
        float(sys.argv[14]),
    )
