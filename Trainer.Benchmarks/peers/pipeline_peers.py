"""CSV to augmented float batches by the peers, on one file of 64x64x3 images: images per second.

usage: pipeline_peers.py tutorial FILE [BATCHES]       the tutorial's generator with Keras' ImageDataGenerator
       pipeline_peers.py torch FILE WORKERS [BATCHES]  PyTorch's DataLoader with torchvision's RandomAffine
"""

import sys
import time

import numpy

BATCH = 32


def tutorial_generator(path, labels, augmentation):
    """As Keras tutorials write it: lines are read, split and parsed, and each batch goes through the augmentation."""
    file = open(path)
    while True:
        images, classes = [], []
        while len(images) < BATCH:
            line = file.readline()
            if line == "":
                file.seek(0)
                line = file.readline()
            fields = line.strip().split(",")
            pixels = numpy.array([int(value) for value in fields[1:]], dtype="uint8")
            images.append(pixels.reshape((64, 64, 3)))
            classes.append(labels.index(fields[0]))
        one_hot = numpy.eye(len(labels))[classes]
        yield next(augmentation.flow(numpy.array(images), one_hot, batch_size=BATCH))


def tutorial(path, batches):
    from keras_preprocessing.image import ImageDataGenerator

    with open(path) as file:
        labels = sorted({line[: line.index(",")] for line in file})
    augmentation = ImageDataGenerator(
        rotation_range=20, zoom_range=0.15, width_shift_range=0.2, height_shift_range=0.2, shear_range=0.15,
        horizontal_flip=True, fill_mode="nearest")
    return rate(tutorial_generator(path, labels, augmentation), batches)


def torch_loader(path, workers, batches):
    import torch
    from torchvision import transforms

    torch.set_num_threads(1)
    with open(path) as file:
        lines = file.read().splitlines()
    transform = transforms.Compose([
        transforms.RandomAffine(20, translate=(0.2, 0.2), scale=(0.85, 1.15), shear=0.15,
                                interpolation=transforms.InterpolationMode.BILINEAR),
        transforms.RandomHorizontalFlip(),
    ])

    class Rows(torch.utils.data.Dataset):
        def __len__(self):
            return len(lines)

        def __getitem__(self, index):
            text = lines[index]
            pixels = numpy.fromstring(text[text.index(",") + 1:], dtype=numpy.float32, sep=",")
            image = torch.from_numpy(pixels.reshape(64, 64, 3)).permute(2, 0, 1)
            return transform(image), 0

    def forever():
        while True:
            yield from torch.utils.data.DataLoader(Rows(), batch_size=BATCH, shuffle=True, num_workers=workers, drop_last=True)

    return rate(forever(), batches)


def rate(batches, count):
    next(batches)
    started = time.perf_counter()
    for _ in range(count):
        next(batches)
    return count * BATCH / (time.perf_counter() - started)


def main():
    if len(sys.argv) >= 3 and sys.argv[1] == "tutorial":
        value = tutorial(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 31)
    elif len(sys.argv) >= 4 and sys.argv[1] == "torch":
        value = torch_loader(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 62)
    else:
        sys.exit(__doc__)
    print(f"images_per_second {value:.1f}")


if __name__ == "__main__":
    main()
