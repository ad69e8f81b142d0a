"""The GCL reference's training step on random pictures, for comparison with TrainingRatio.

Usage: training_loop.py HEIGHT WIDTH PAIRS ACCUMULATION STEPS THREADS; prints pictures per second.
"""
import sys
import time

import torch
import torchvision

height, width, pairs, accumulation, steps, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)
backbone = torch.nn.Sequential(*list(torchvision.models.resnet18().children())[:-2]).train()
power = torch.nn.Parameter(torch.ones(1) * 3)
optimizer = torch.optim.SGD([*backbone.parameters(), power], lr=1e-4)
distance = torch.nn.PairwiseDistance()


def describe(x):
    x = backbone(x)
    x = torch.nn.functional.avg_pool2d(x.clamp(min=1e-6).pow(power), x.shape[-2:]).pow(1.0 / power)
    return torch.nn.functional.normalize(x.flatten(1))


left = torch.randn(pairs, 3, height, width)
right = torch.randn(pairs, 3, height, width)
label = torch.rand(pairs)


def step():
    optimizer.zero_grad()
    for _ in range(accumulation):
        d = distance(describe(left), describe(right))
        loss = label * 0.5 * d**2 + (1 - label) * 0.5 * torch.clamp(0.5 - d, min=0.0) ** 2
        (loss.mean() / accumulation).backward()
    optimizer.step()


step()
begin = time.perf_counter()
for _ in range(steps):
    step()
print(2 * pairs * accumulation * steps / (time.perf_counter() - begin))
