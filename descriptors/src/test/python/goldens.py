"""Makes the golden files of src/test/resources with Pillow, torch and torchvision.

    cd descriptors
    mvn test-compile   # then, with the test class path in $CP:
    java -cp $CP org.waymark.descriptors.SaveModels models
    python3 src/test/python/goldens.py src/test/resources models

The committed files were made with Pillow 9.4.0 (libjpeg-turbo), torch 1.13.0 and torchvision 0.14.1.
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def pictures(folder: Path) -> None:
    """Small pictures of every kind, and the digests of what Pillow makes of them."""
    rng = np.random.default_rng(7)
    coarse = Image.fromarray(rng.integers(0, 256, (6, 8, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((61, 47), Image.BICUBIC)).astype(int)
    rgb = np.clip(smooth + rng.integers(-20, 21, smooth.shape), 0, 255).astype(np.uint8)
    picture = Image.fromarray(rgb)
    alpha = Image.fromarray(rng.integers(0, 256, (47, 61), dtype=np.uint8))
    rgba = picture.copy()
    rgba.putalpha(alpha)
    grey_alpha = picture.convert("L")
    grey_alpha.putalpha(alpha)
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / "420.jpg", quality=85, subsampling=2)
    picture.save(folder / "422.jpg", quality=85, subsampling=1)
    picture.save(folder / "444.jpg", quality=95, subsampling=0)
    picture.save(folder / "progressive.jpg", quality=85, progressive=True)
    picture.convert("L").save(folder / "grey.jpg", quality=85)
    picture.convert("CMYK").save(folder / "cmyk.jpg", quality=85)
    picture.save(folder / "rgb.png")
    rgba.save(folder / "rgba.png")
    picture.convert("L").save(folder / "grey.png")
    grey_alpha.save(folder / "grey-alpha.png")
    picture.quantize(64).save(folder / "palette.png")
    picture.convert("1").save(folder / "bilevel.png")

    lines = ["# file width height SHA-256 of Pillow's RGB pixels; made by src/test/python/goldens.py"]
    sizes = [(61, 47), (61, 20), (17, 47), (16, 12), (30, 23), (7, 40), (122, 94), (64, 48), (1, 1)]
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".jpg", ".png") or file.name == "cmyk.jpg":
            continue
        decoded = Image.open(file).convert("RGB")
        for size in sizes if file.name in ("rgb.png", "420.jpg") else sizes[:1]:
            pixels = decoded.resize(size, Image.BILINEAR).tobytes()
            digest = hashlib.sha256(pixels).hexdigest()
            lines.append(f"{file.name} {size[0]} {size[1]} {digest}")
    (folder / "pillow.txt").write_text("\n".join(lines) + "\n")


def safetensors(file: Path) -> dict:
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(raw[8 + length + begin : 8 + length + end], "<f4")
        tensors[name] = values.reshape(entry["shape"]).copy()
    return tensors


def descriptors(resources: Path, models: Path) -> None:
    """What torchvision's own networks make of one of the pictures with our weights."""
    import torch
    import torchvision

    picture = Image.open(resources / "pictures" / "rgb.png").convert("RGB")
    for model in sorted(models.iterdir()):
        spec = json.loads((model / "model.json").read_text())
        tensors = safetensors(model / spec["weights"]["file"])
        trunk = getattr(torchvision.models, spec["architecture"])(weights=None)
        backbone = torch.nn.Sequential(*list(trunk.children())[:-2]).eval()
        state = {
            name.removeprefix("backbone."): torch.from_numpy(values)
            for name, values in tensors.items()
            if name != "pool.p"
        }
        missing, unexpected = backbone.load_state_dict(state, strict=False)
        assert not unexpected and all(n.endswith("num_batches_tracked") for n in missing)
        names = resources / "networks" / (spec["architecture"] + ".txt")
        names.parent.mkdir(parents=True, exist_ok=True)
        names.write_text(
            "".join(
                f"backbone.{n} {' '.join(map(str, p.shape))}\n"
                for n, p in backbone.state_dict().items()
                if not n.endswith("num_batches_tracked")
            )
        )
        size = (spec["input"]["width"], spec["input"]["height"])
        pixels = np.asarray(picture.resize(size, Image.BILINEAR), dtype=np.float32) / 255
        pixels = (pixels - np.float32(spec["input"]["mean"])) / np.float32(spec["input"]["std"])
        x = torch.from_numpy(pixels.transpose(2, 0, 1)[None].copy())
        p = float(tensors["pool.p"][0])
        with torch.no_grad():
            features = backbone(x)
            pooled = features.clamp(min=1e-6).pow(p).mean((2, 3)).pow(1 / p)
            descriptor = torch.nn.functional.normalize(pooled, dim=1)[0].numpy()
        (resources / "networks" / (model.name + ".descriptor.txt")).write_text(
            "".join(f"{value:.9g}\n" for value in descriptor)
        )


def parameters(file: Path) -> None:
    """Names and shapes of every backbone's parameters, as a count of numbers and a digest."""
    from checkpoints import BACKBONES, backbone_of

    lines = ["# backbone numbers SHA-256 of 'name sides...' lines; made by src/test/python/goldens.py"]
    for name in BACKBONES:
        state = {
            n: p
            for n, p in backbone_of(name).state_dict().items()
            if not n.endswith("num_batches_tracked")
        }
        text = "".join(f"backbone.{n} {' '.join(map(str, p.shape))}\n" for n, p in state.items())
        digest = hashlib.sha256(text.encode()).hexdigest()
        lines.append(f"{name} {sum(p.numel() for p in state.values())} {digest}")
    file.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    pictures(Path(sys.argv[1]) / "pictures")
    descriptors(Path(sys.argv[1]), Path(sys.argv[2]))
    parameters(Path(sys.argv[1]) / "networks" / "parameters.txt")
