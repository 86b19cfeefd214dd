using System.Numerics;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Standardization;

namespace Trainer.Augment;

/// <content>Learning the statistics of a data set.</content>
public sealed partial class ImageDataGenerator
{
    /// <summary>
    /// Learns what <see cref="ImageDataGeneratorOptions.FeaturewiseCenter"/>,
    /// <see cref="ImageDataGeneratorOptions.FeaturewiseStdNormalization"/> and
    /// <see cref="ImageDataGeneratorOptions.ZcaWhitening"/> need.
    /// </summary>
    /// <param name="images">
    /// The bytes of each image, height × width × channels. Only one is held at a time; the sequence is read once per
    /// round.
    /// </param>
    /// <param name="shape">The shape of all images.</param>
    /// <param name="augment">Whether to learn from transformed images. Default: false.</param>
    /// <param name="rounds">
    /// How often to go over the images, transforming them anew, with <paramref name="augment"/>.
    /// </param>
    /// <param name="seed">The seed of these transformations.</param>
    /// <remarks>
    /// As in Keras, rescaling comes first, then the transformation; <see cref="PreprocessingFunction"/> is left out.
    /// Must not run while other threads use the generator.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no images, or one is too short for the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Fewer than one round, or images too long to be whitened.
    /// </exception>
    public void Fit(
        IEnumerable<ReadOnlyMemory<byte>> images,
        ImageShape shape,
        bool augment = false,
        int rounds = 1,
        ulong seed = 0) =>
        FitCore(images, shape, PixelStrides.For(shape, DataFormat.ChannelsLast), augment, rounds, seed);

    /// <summary>As the other overload, for images of floats that lie as <see cref="DataFormat"/> says.</summary>
    /// <param name="images">The values of each image. Only one is held at a time.</param>
    /// <param name="shape">The shape of all images.</param>
    /// <param name="augment">Whether to learn from transformed images. Default: false.</param>
    /// <param name="rounds">How often to go over the images, with <paramref name="augment"/>.</param>
    /// <param name="seed">The seed of these transformations.</param>
    /// <exception cref="ArgumentException">There are no images, or one is too short for the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Fewer than one round, or images too long to be whitened.
    /// </exception>
    public void Fit(
        IEnumerable<ReadOnlyMemory<float>> images,
        ImageShape shape,
        bool augment = false,
        int rounds = 1,
        ulong seed = 0) =>
        FitCore(images, shape, PixelStrides.For(shape, Options.DataFormat), augment, rounds, seed);

    private void FitCore<TPixel>(
        IEnumerable<ReadOnlyMemory<TPixel>> images,
        ImageShape shape,
        PixelStrides strides,
        bool augment,
        int rounds,
        ulong seed)
        where TPixel : unmanaged, INumberBase<TPixel>
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var fitter = new StatisticsFitter(Options, shape.Length, shape.Channels);
        var values = new float[shape.Length];
        var transformed = new float[shape.Length];
        bool any = false;
        for (int round = 0; round < (augment ? rounds : 1); round++)
        {
            long index = 0;
            foreach (ReadOnlyMemory<TPixel> image in images)
            {
                CheckLength(image.Length, shape, nameof(images));
                Rescale(image.Span, shape, strides, values);
                if (augment)
                {
                    RandomTransform(
                        values.AsSpan(),
                        shape,
                        new SampleKey(seed, round, index),
                        transformed,
                        DataFormat.ChannelsLast);
                }

                fitter.Add(augment ? transformed : values);
                any = true;
                index++;
            }
        }

        if (!any)
        {
            throw new ArgumentException("There are no images to fit to.", nameof(images));
        }

        Statistics = fitter.Result();
        _standardizer = new Standardizer(Options, Statistics);
    }

    /// <summary>
    /// Copies an image with its channels side by side, times <see cref="ImageDataGeneratorOptions.Rescale"/>.
    /// </summary>
    private void Rescale<TPixel>(ReadOnlySpan<TPixel> image, ImageShape shape, PixelStrides strides, Span<float> values)
        where TPixel : unmanaged, INumberBase<TPixel>
    {
        float factor = Options.Rescale is { } rescale && rescale != 0 ? (float)rescale : 1;
        int i = 0;
        for (int row = 0; row < shape.Height; row++)
        {
            for (int column = 0; column < shape.Width; column++)
            {
                int pixel = (row * strides.Row) + (column * strides.Column);
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    values[i++] = float.CreateTruncating(image[pixel + (channel * strides.Channel)]) * factor;
                }
            }
        }
    }
}
