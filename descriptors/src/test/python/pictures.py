"""Pictures of every kind, seeded, and what Pillow and torchvision make of them.

    python3 src/test/python/pictures.py FOLDER SEED

Writes the pictures and `cases.txt`. Each of its lines is a file, a rule, its numbers, and the SHA-256 of the RGB bytes:

    FILE decoded WIDTH HEIGHT            Image.open(FILE).convert("RGB")
    FILE resized WIDTH HEIGHT            then resize((WIDTH, HEIGHT), BILINEAR)
    FILE cropped SHORTER HEIGHT WIDTH    then torchvision's Resize(SHORTER) and CenterCrop((HEIGHT, WIDTH))

or `refused` in place of the digest, where Pillow gives no picture.
"""

import hashlib
import shutil
import struct
import subprocess
import sys
import warnings
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def picture(rng, width: int, height: int) -> Image.Image:
    """Smooth colours with noise upon them: what JPEG's chroma filters act on."""
    coarse = Image.fromarray(rng.integers(0, 256, (5, 7, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((width, height), Image.BICUBIC)).astype(int)
    return Image.fromarray(np.clip(smooth + rng.integers(-25, 26, smooth.shape), 0, 255).astype(np.uint8))


def jpeg(image: Image.Image, **options) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def frame_of(data: bytes) -> int:
    """Where the frame header's marker stands."""
    position = 2
    while data[position + 1] not in (0xC0, 0xC1, 0xC2):
        position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return position


def resampled(data: bytes, sampling: int, width: int, height: int) -> bytes:
    """The same blocks under another sampling; as many of them go into a unit as before."""
    frame = frame_of(data)
    changed = bytearray(data)
    struct.pack_into(">HH", changed, frame + 5, height, width)
    changed[frame + 11] = sampling
    return bytes(changed)


def without_jfif(data: bytes, segment: bytes = b"", ids: bytes = b"") -> bytes:
    """Another segment, or none, in place of the JFIF one; and other component ids."""
    assert data[2:4] == b"\xff\xe0"
    length = struct.unpack(">H", data[4:6])[0]
    changed = bytearray(data[:2] + segment + data[4 + length :])
    if ids:
        frame = frame_of(bytes(changed))
        scan = changed.index(b"\xff\xda")
        for i, name in enumerate(ids):
            changed[frame + 10 + 3 * i] = name
            changed[scan + 5 + 2 * i] = name
    return bytes(changed)


def adobe(transform: int) -> bytes:
    return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])


def exif(orientation: int) -> bytes:
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, orientation, 0, 0, 0, 0, 0, 0])
    return b"Exif\x00\x00" + tiff


def jpegs(rng) -> dict:
    files = {}
    for n, (width, height) in enumerate([(61, 47), (64, 48), (1, 1), (2, 3), (17, 16), (3, 33), (129, 20)]):
        image = picture(rng, width, height)
        quality = int(rng.integers(30, 100))
        for name, sampling in [("444", 0), ("422", 1), ("420", 2)]:
            files[f"{name}-{n}"] = jpeg(image, quality=quality, subsampling=sampling)
            files[f"{name}-progressive-{n}"] = jpeg(image, quality=quality, subsampling=sampling, progressive=True)
        files[f"grey-{n}"] = jpeg(image.convert("L"), quality=quality)
        files[f"grey-progressive-{n}"] = jpeg(image.convert("L"), quality=quality, progressive=True)
        cmyk = jpeg(Image.fromarray(rng.integers(0, 256, (height, width, 4), dtype=np.uint8), "CMYK"), quality=quality)
        files[f"cmyk-{n}"] = cmyk
        files[f"ycck-{n}"] = cmyk.replace(adobe(0), adobe(2))
        files[f"cmyk-unmarked-{n}"] = cmyk.replace(adobe(0), b"")
        files[f"cmyk-progressive-{n}"] = jpeg(image.convert("CMYK"), quality=quality, progressive=True)
        files[f"440-{n}"] = resampled(files[f"422-{n}"], 0x12, height, width)
        columns, rows = -(-width // 16), -(-height // 16)
        files[f"411-{n}"] = resampled(files[f"420-{n}"], 0x41, 32 * columns - n % 4, 8 * rows - n % 3)
        files[f"tall-411-{n}"] = resampled(files[f"420-{n}"], 0x14, 8 * columns - n % 3, 32 * rows - n % 5)
        files[f"rgb-{n}"] = without_jfif(files[f"444-{n}"], adobe(0))
        files[f"adobe-ycc-{n}"] = without_jfif(files[f"422-{n}"], adobe(1))
        files[f"adobe-unknown-{n}"] = without_jfif(files[f"422-{n}"], adobe(2))
        files[f"unmarked-{n}"] = without_jfif(files[f"444-{n}"])
        files[f"unmarked-420-{n}"] = without_jfif(files[f"420-{n}"])
        files[f"ids-rgb-{n}"] = without_jfif(files[f"444-{n}"], ids=b"RGB")
        files[f"ids-ycc-{n}"] = without_jfif(files[f"444-{n}"], ids=b"YCc")
        files[f"ids-zero-{n}"] = without_jfif(files[f"444-{n}"], ids=b"\x00\x01\x02")
        files[f"turned-{n}"] = jpeg(image, quality=quality, exif=exif(6))
        files[f"profile-{n}"] = jpeg(image, quality=quality, icc_profile=bytes(rng.integers(0, 256, 3000, dtype=np.uint8)))
        files[f"comment-{n}"] = jpeg(image, quality=quality, comment=b"x" * 60000)
        files[f"trailing-{n}"] = files[f"420-{n}"] + bytes(64)
        if shutil.which("jpegtran"):
            tools = {
                "restart": ["-restart", "1B"],
                "restart-progressive": ["-restart", "2B", "-progressive"],
                "transposed": ["-transpose"],
                "arithmetic": ["-arithmetic"],
            }
            for name, options in tools.items():
                for source in ("422", "420"):
                    run = subprocess.run(["jpegtran", *options], input=files[f"{source}-{n}"], stdout=subprocess.PIPE, check=True)
                    files[f"{name}-{source}-{n}"] = run.stdout
    return {name + ".jpg": data for name, data in files.items()}


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(rng, colour: int, bits: int, interlaced: bool, width: int, height: int, extra: bytes = b"", entries: int = 256) -> bytes:
    """Random bytes behind random filters."""
    rows = bytearray()
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        columns = -(-(width - x0) // dx)
        for _ in range(y0, height, dy) if columns > 0 else []:
            rows.append(int(rng.integers(0, 5)))
            rows += rng.integers(0, 256, -(-columns * bits * CHANNELS[colour] // 8), dtype=np.uint8).tobytes()
    packed = zlib.compress(bytes(rows))
    cut = len(packed) // 3
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced))
    data += chunk(b"gAMA", struct.pack(">I", 45455))
    if colour == 3:
        data += chunk(b"PLTE", rng.integers(0, 256, 3 * min(entries, 1 << bits), dtype=np.uint8).tobytes())
    data += extra + chunk(b"IDAT", packed[:cut]) + chunk(b"IDAT", b"") + chunk(b"IDAT", packed[cut:])
    return data + chunk(b"tEXt", b"Comment\x00none") + chunk(b"IEND", b"")


def pngs(rng) -> dict:
    files = {}
    for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        for bits in depths:
            for interlaced in (False, True):
                for n, (width, height) in enumerate([(37, 29), (1, 1), (5, 9), (8, 3)]):
                    name = f"png-{colour}-{bits}-{'adam7' if interlaced else 'rows'}-{n}"
                    files[name] = png(rng, colour, bits, interlaced, width, height)
    files["png-palette-of-five"] = png(rng, 3, 8, False, 21, 17, entries=5)
    files["png-palette-alpha"] = png(rng, 3, 8, False, 21, 17, extra=chunk(b"tRNS", bytes(range(200))))
    files["png-rgb-transparent"] = png(rng, 2, 8, False, 21, 17, extra=chunk(b"tRNS", b"\0\1\0\2\0\3"))
    files["png-grey-transparent"] = png(rng, 0, 8, False, 21, 17, extra=chunk(b"tRNS", b"\0\7"))
    files["png-bilevel-transparent"] = png(rng, 0, 1, False, 21, 17, extra=chunk(b"tRNS", b"\0\1"))
    files["png-deep-transparent"] = png(rng, 0, 16, False, 21, 17, extra=chunk(b"tRNS", b"\0\1"))
    return {name + ".png": data for name, data in files.items()}


def random_side(rng) -> int:
    return int(rng.choice([1, 2, 3, int(rng.integers(4, 60)), int(rng.integers(60, 400))]))


def digest(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def cases(folder: Path, seed: int) -> list:
    from torchvision.transforms import CenterCrop, InterpolationMode, Resize

    rng = np.random.default_rng(seed)
    lines = []
    for name, data in {**jpegs(rng), **pngs(rng)}.items():
        (folder / name).write_bytes(data)
        try:
            decoded = Image.open(folder / name).convert("RGB")
        except (OSError, SyntaxError, ValueError):
            lines.append(f"{name} decoded 0 0 refused")
            continue
        lines.append(f"{name} decoded {decoded.width} {decoded.height} {digest(decoded)}")
        if name.endswith("-0.jpg"):
            for size in [(31, 20), (90, 70)]:
                lines.append(f"{name} resized {size[0]} {size[1]} {digest(decoded.resize(size, Image.BILINEAR))}")
    for n in range(300):
        source = picture(rng, random_side(rng), random_side(rng))
        name = f"size-{n}.png"
        source.save(folder / name)
        width, height = random_side(rng), random_side(rng)
        lines.append(f"{name} resized {width} {height} {digest(source.resize((width, height), Image.BILINEAR))}")
        height, width, shorter = (int(rng.integers(32, 97)) for _ in range(3))
        if max(source.size) * shorter // min(source.size) < 6000:
            cropped = CenterCrop((height, width))(Resize(shorter, InterpolationMode.BILINEAR)(source))
            lines.append(f"{name} cropped {shorter} {height} {width} {digest(cropped)}")
    return lines


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    (target / "cases.txt").write_text("\n".join(cases(target, int(sys.argv[2]))) + "\n")
