"""Times Keras' random_transform on the tutorial's recipe, for docs/performance.md.

Needs Debian's python3-keras-preprocessing, python3-scipy and, for the second figure, python3-opencv:
    /usr/bin/python3 Trainer.Benchmarks/Augment/keras_time.py
For time only: version 1.1.0 composes its matrix differently from the release our results equal.
"""
import time

import numpy as np
from keras_preprocessing.image import ImageDataGenerator

IMAGES = 64
REPEATS = 30


def shortest(work, images):
    """Returns the shortest and the median time of one call in microseconds."""
    times = []
    for _ in range(REPEATS):
        for image in images:
            start = time.perf_counter()
            work(image)
            times.append((time.perf_counter() - start) * 1e6)
    return min(times), sorted(times)[len(times) // 2]


def main():
    images = np.random.RandomState(1).randint(0, 256, (IMAGES, 64, 64, 3)).astype("float32")
    generator = ImageDataGenerator(
        rotation_range=20, zoom_range=0.15, width_shift_range=0.2, height_shift_range=0.2,
        shear_range=0.15, horizontal_flip=True, fill_mode="nearest")
    least, median = shortest(generator.random_transform, images)
    print(f"Keras random_transform: {least:.0f} us at best, {median:.0f} us median")

    try:
        import cv2
    except ImportError:
        return
    cv2.setNumThreads(1)
    matrix = np.array([[0.98, -0.17, 5.0], [0.17, 0.98, -3.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    for dtype in ("uint8", "float32"):
        sources = [image.astype(dtype) for image in images]
        least, median = shortest(lambda source: cv2.warpAffine(
            source, matrix, (64, 64), flags=flags, borderMode=cv2.BORDER_REPLICATE), sources)
        print(f"OpenCV warpAffine on {dtype}: {least:.1f} us at best, {median:.1f} us median")


if __name__ == "__main__":
    main()
