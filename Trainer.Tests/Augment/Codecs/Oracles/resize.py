"""Makes resize.json: a picture, and what Pillow makes of it at other sizes. Needs Debian's python3-pil."""

import base64
import json
import math
import os
import random

import PIL
from PIL import Image

HEIGHT, WIDTH = 37, 53
SIZES = [(16, 16), (9, 31), (64, 64), (37, 20), (1, 1), (74, 53)]
FILTERS = {
    "Bilinear": Image.BILINEAR,
    "Area": Image.BOX,
    "Bicubic": Image.BICUBIC,
    "Lanczos": Image.LANCZOS,
}


def picture():
    """Rings that get finer, a gradient, and noise in the last channel: what a bad filter turns into patterns."""
    draw = random.Random(17)
    pixels = bytearray()
    for y in range(HEIGHT):
        for x in range(WIDTH):
            ring = math.cos((x * x + y * y) / 20)
            pixels += bytes([round(127.5 + 127.5 * ring), round(255 * x / (WIDTH - 1)), draw.randrange(256)])
    return bytes(pixels)


def main():
    source = picture()
    draw = random.Random(18)
    # Transparent where the colour must not count, and every shade between.
    transparent = b"".join(
        source[i:i + 3] + bytes([draw.choice([0, 255, draw.randrange(256)])]) for i in range(0, len(source), 3))
    images = {
        3: Image.frombytes("RGB", (WIDTH, HEIGHT), source),
        4: Image.frombytes("RGBA", (WIDTH, HEIGHT), transparent),
    }
    cases = [
        {
            "filter": name,
            "height": height,
            "width": width,
            "channels": channels,
            "pixels": base64.b64encode(image.resize((width, height), code).tobytes()).decode(),
        }
        for channels, image in images.items()
        for name, code in FILTERS.items()
        for height, width in SIZES
    ]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "resize.json")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        json.dump(
            {"pillow": PIL.__version__, "height": HEIGHT, "width": WIDTH,
             "pixels": base64.b64encode(source).decode(),
             "transparent": base64.b64encode(transparent).decode(), "cases": cases},
            file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
