using MathNet.Numerics.Distributions;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// mixup and CutMix: mixes the images of a batch in pairs, and their labels by the same share.
/// </summary>
/// <remarks>
/// The papers pair a batch with a random permutation of itself. Here image i meets image (k − i) mod n with a random k:
/// then pairs are mutual, and both can be mixed in place. As in the papers' code, a batch has one share.
/// </remarks>
internal static class BatchMix
{
    /// <summary>Mixes each pair as λ·a + (1 − λ)·b and the other way round: Zhang et al., "mixup", 2017.</summary>
    public static void Mixup(
        Span<float> images,
        int imageLength,
        Span<float> labels,
        int classes,
        in SampleKey key,
        double alpha)
    {
        var random = new SampleRandom(key);
        double share = Beta.InvCDF(alpha, alpha, random.Unit01(DrawSlot.MixingShare));
        int count = images.Length / imageLength;
        int sum = PairSum(random, count);
        for (int i = 0; i < count; i++)
        {
            int partner = Partner(i, sum, count);
            if (i < partner)
            {
                Blend(Part(images, i, imageLength), Part(images, partner, imageLength), (float)share);
                Blend(Part(labels, i, classes), Part(labels, partner, classes), (float)share);
            }
        }
    }

    /// <summary>Swaps a rectangle of 1 − λ of the area within each pair: Yun et al., "CutMix", 2019.</summary>
    public static void CutMix(
        Span<float> images,
        ImageShape shape,
        DataFormat layout,
        Span<float> labels,
        int classes,
        in SampleKey key,
        double alpha)
    {
        var random = new SampleRandom(key);
        double side = Math.Sqrt(1 - Beta.InvCDF(alpha, alpha, random.Unit01(DrawSlot.MixingShare)));
        var (vertical, horizontal) = random.Pair(DrawSlot.MixingPlace);
        var rectangle = PixelRectangle.About(
            vertical * shape.Height,
            horizontal * shape.Width,
            side * shape.Height,
            side * shape.Width,
            shape.Height,
            shape.Width);

        // What was cut off at the edges counts for the labels, as in the paper's code.
        float share = 1 - ((float)rectangle.Height * rectangle.Width / shape.Pixels);
        int count = images.Length / shape.Length;
        int sum = PairSum(random, count);
        for (int i = 0; i < count; i++)
        {
            int partner = Partner(i, sum, count);
            if (i < partner)
            {
                Swap(Part(images, i, shape.Length), Part(images, partner, shape.Length), shape, layout, rectangle);
                Blend(Part(labels, i, classes), Part(labels, partner, classes), share);
            }
        }
    }

    private static int PairSum(in SampleRandom random, int count) =>
        (int)(random.Pair(DrawSlot.MixingKind).Second * count);

    private static int Partner(int index, int sum, int count) => (sum - index + count) % count;

    private static Span<float> Part(Span<float> values, int index, int length) => values.Slice(index * length, length);

    private static void Blend(Span<float> first, Span<float> second, float share)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (first[i], second[i]) = (
                (share * first[i]) + ((1 - share) * second[i]),
                (share * second[i]) + ((1 - share) * first[i]));
        }
    }

    private static void Swap(
        Span<float> first,
        Span<float> second,
        ImageShape shape,
        DataFormat layout,
        in PixelRectangle rectangle)
    {
        var strides = PixelStrides.For(shape, layout);
        for (int row = rectangle.Top; row < rectangle.Top + rectangle.Height; row++)
        {
            for (int column = rectangle.Left; column < rectangle.Left + rectangle.Width; column++)
            {
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    int i = (row * strides.Row) + (column * strides.Column) + (channel * strides.Channel);
                    (first[i], second[i]) = (second[i], first[i]);
                }
            }
        }
    }
}
