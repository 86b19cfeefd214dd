using Trainer.Augment.Flows;
using Trainer.Augment.Images;
using Trainer.Augment.Randomness;
using Trainer.Augment.Transforms;

namespace Trainer.Augment;

/// <content>What acts on many images.</content>
public sealed partial class ImageDataGenerator
{
    /// <summary>Whether <see cref="MixBatch"/> does anything.</summary>
    public bool MixesBatches => Options.MixupAlpha > 0 || Options.CutMixAlpha > 0;

    /// <summary>
    /// Mixes the images of a batch and their labels in place, by mixup or CutMix; does nothing when both are off.
    /// </summary>
    /// <param name="images">N processed images, one after the other.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="labels">N × <paramref name="classes"/> soft labels, one-hot beforehand.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="key">Which batch of which epoch, with the batch's index for the sample's.</param>
    /// <param name="layout">How the values of an image lie.</param>
    /// <exception cref="ArgumentException">
    /// The images are not a whole number, or there are not as many labels.
    /// </exception>
    public void MixBatch(
        Span<float> images,
        ImageShape shape,
        Span<float> labels,
        int classes,
        in SampleKey key,
        DataFormat layout)
    {
        int count = images.Length / shape.Length;
        if (images.Length % shape.Length != 0 || labels.Length != count * classes)
        {
            throw new ArgumentException(
                $"{images.Length} values and {labels.Length} label shares are not n images of {shape} with {classes} "
                    + "shares each.",
                nameof(labels));
        }

        if (!MixesBatches)
        {
            return;
        }

        bool mixup = Options.CutMixAlpha == 0
            || (Options.MixupAlpha > 0 && new SampleRandom(key).Coin(DrawSlot.MixingKind));
        if (mixup)
        {
            BatchMix.Mixup(images, shape.Length, labels, classes, key, Options.MixupAlpha);
        }
        else
        {
            BatchMix.CutMix(images, shape, layout, labels, classes, key, Options.CutMixAlpha);
        }
    }

    /// <summary>
    /// Makes batches of processed images out of an array, again and again: Keras' <c>flow</c>. Results lie as
    /// <see cref="ImageDataGeneratorOptions.DataFormat"/> says.
    /// </summary>
    /// <param name="images">N images, height × width × channels, one after the other. Not copied.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="labels">N labels, or none.</param>
    /// <param name="options">How to make batches; null for the defaults.</param>
    /// <returns>The batches.</returns>
    /// <exception cref="ArgumentException">
    /// The images are not a whole number, the labels not as many, or a subset lacks classes of the other.
    /// </exception>
    public ImageFlow Flow(
        ReadOnlyMemory<byte> images,
        ImageShape shape,
        ReadOnlyMemory<int> labels = default,
        FlowOptions? options = null) =>
        new(
            FlowSamples.Choose(images.Length, shape, labels, options ?? new FlowOptions(), Options.ValidationSplit),
            (index, in key, destination) => Process(
                images.Span.Slice(index * shape.Length, shape.Length), shape, key, destination, Options.DataFormat));

    /// <summary>As the other overload, for images of floats that lie as the results do.</summary>
    /// <param name="images">N images, one after the other. Not copied.</param>
    /// <param name="shape">The shape of each.</param>
    /// <param name="labels">N labels, or none.</param>
    /// <param name="options">How to make batches; null for the defaults.</param>
    /// <returns>The batches.</returns>
    /// <exception cref="ArgumentException">
    /// The images are not a whole number, the labels not as many, or a subset lacks classes of the other.
    /// </exception>
    public ImageFlow Flow(
        ReadOnlyMemory<float> images,
        ImageShape shape,
        ReadOnlyMemory<int> labels = default,
        FlowOptions? options = null) =>
        new(
            FlowSamples.Choose(images.Length, shape, labels, options ?? new FlowOptions(), Options.ValidationSplit),
            (index, in key, destination) => Process(
                images.Span.Slice(index * shape.Length, shape.Length), shape, key, destination, Options.DataFormat));
}
