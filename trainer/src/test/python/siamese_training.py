"""The GCL reference's training loop, on given weights and pairs.

Usage: siamese_training.py FOLDER STEPS ACCUMULATION PAIRS HEIGHT WIDTH METHOD RATE MOMENTUM DECAY CLIP

Reads weights.safetensors, pictures.f32 ([step][batch][left, right][pair][3][height][width]) and psi.f32
([step][batch][pair]); prints JSON: the loss of every batch, GeM's p, and the descriptors of the first batch's
left pictures in evaluation mode after the last step.
"""
import json
import struct
import sys

import numpy as np
import torch
import torchvision

folder = sys.argv[1]
steps, accumulation, pairs, height, width = map(int, sys.argv[2:7])
method, rate, momentum, decay, clip = sys.argv[7], *map(float, sys.argv[8:12])


def weights(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    body = data[8 + length :]
    return {
        name: torch.from_numpy(
            np.frombuffer(body[slice(*entry["data_offsets"])], dtype="<f4").reshape(entry["shape"]).copy()
        )
        for name, entry in header.items()
    }


class Siamese(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = torch.nn.Sequential(*list(torchvision.models.resnet18().children())[:-2])
        self.p = torch.nn.Parameter(torch.ones(1) * 3)

    def forward(self, x):
        x = self.backbone(x)
        x = torch.nn.functional.avg_pool2d(x.clamp(min=1e-6).pow(self.p), x.shape[-2:]).pow(1.0 / self.p)
        return torch.nn.functional.normalize(x.flatten(1))


def main():
    torch.set_num_threads(2)
    network = Siamese()
    given = weights(folder + "/weights.safetensors")
    state = network.state_dict()
    for name in state:
        if name == "p":
            state[name] = given["pool.p"]
        elif not name.endswith("num_batches_tracked"):
            state[name] = given[name]
    network.load_state_dict(state)
    network.train()
    pictures = np.fromfile(folder + "/pictures.f32", dtype=np.float32)
    pictures = torch.from_numpy(pictures.reshape(steps, accumulation, 2, pairs, 3, height, width))
    psi = torch.from_numpy(np.fromfile(folder + "/psi.f32", dtype=np.float32).reshape(steps, accumulation, pairs))
    if method == "adam":
        optimizer = torch.optim.Adam(network.parameters(), lr=rate, weight_decay=decay)
    else:
        optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=momentum, weight_decay=decay)
    distance = torch.nn.PairwiseDistance()
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        for batch in range(accumulation):
            d = distance(network(pictures[step, batch, 0]), network(pictures[step, batch, 1]))
            label = psi[step, batch]
            loss = label * 0.5 * d**2 + (1 - label) * 0.5 * torch.clamp(0.5 - d, min=0.0) ** 2
            (loss.mean() / accumulation).backward()
            losses.extend(loss.tolist())
        if clip > 0:
            torch.nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimizer.step()
    network.eval()
    with torch.no_grad():
        descriptors = network(pictures[0, 0, 0]).flatten().tolist()
    print(json.dumps({"losses": losses, "p": network.p.item(), "descriptors": descriptors}))


main()
