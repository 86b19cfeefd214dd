using System.Runtime.CompilerServices;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Randomness;
using Trainer.Augment.Transforms;

namespace Trainer.Augment;

/// <summary>
/// Draws random transformations, applies them to images and standardises the result: Keras'
/// <c>ImageDataGenerator</c>.
/// </summary>
/// <remarks>
/// Every draw is a function of a <see cref="SampleKey"/>, so the same key gives the same image, whatever thread asks
/// and in whatever order. Except for <c>Fit</c>, all members may be called by any number of threads at once.
/// </remarks>
public sealed class ImageDataGenerator
{
    /// <summary>Makes a generator.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">Options are not valid; the message lists all problems.</exception>
    public ImageDataGenerator(ImageDataGeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        Options = options with
        {
            FeaturewiseCenter =
                options.FeaturewiseCenter || options.FeaturewiseStdNormalization || options.ZcaWhitening,
            SamplewiseCenter = options.SamplewiseCenter || options.SamplewiseStdNormalization,
        };
    }

    /// <summary>The options, with what they imply turned on as well.</summary>
    public ImageDataGeneratorOptions Options { get; }

    /// <summary>Makes a generator for evaluation: the same standardisation and fitted statistics, nothing random.</summary>
    /// <returns>The generator.</returns>
    public ImageDataGenerator ForEvaluation() => new(Options with
    {
        RotationRange = 0,
        WidthShiftRange = ShiftRange.None,
        HeightShiftRange = ShiftRange.None,
        BrightnessRange = null,
        ShearRange = 0,
        ZoomRange = ZoomRange.None,
        ChannelShiftRange = 0,
        HorizontalFlip = false,
        VerticalFlip = false,
    });

    /// <summary>Draws the parameters of the transformation of one sample.</summary>
    /// <param name="shape">The shape of its image, which scales shifts given as fractions.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <returns>The parameters.</returns>
    public ImageTransform GetRandomTransform(ImageShape shape, in SampleKey key)
    {
        var random = new SampleRandom(key);
        (double zoomX, double zoomY) = Options.ZoomRange.IsNone ? (0, 0) : random.Pair(DrawSlot.Zoom);
        double zoomWidth = Options.ZoomRange.High - Options.ZoomRange.Low;
        return new ImageTransform
        {
            Theta = Options.RotationRange == 0 ? 0 : random.Symmetric(DrawSlot.Rotation, Options.RotationRange),
            Tx = Options.HeightShiftRange.Draw(random, DrawSlot.HeightShift, shape.Height),
            Ty = Options.WidthShiftRange.Draw(random, DrawSlot.WidthShift, shape.Width),
            Shear = Options.ShearRange == 0 ? 0 : random.Symmetric(DrawSlot.Shear, Options.ShearRange),
            Zx = Options.ZoomRange.Low + (zoomWidth * zoomX),
            Zy = Options.ZoomRange.Low + (zoomWidth * zoomY),
            FlipHorizontal = Options.HorizontalFlip && random.Coin(DrawSlot.HorizontalFlip),
            FlipVertical = Options.VerticalFlip && random.Coin(DrawSlot.VerticalFlip),
            ChannelShiftIntensity = Options.ChannelShiftRange == 0
                ? null
                : random.Symmetric(DrawSlot.ChannelShift, Options.ChannelShiftRange),
            Brightness = Options.BrightnessRange is { } brightness
                ? random.Uniform(DrawSlot.Brightness, brightness.Low, brightness.High)
                : null,
        };
    }

    /// <summary>Transforms one image.</summary>
    /// <param name="source">Its bytes, height × width × channels. Must not overlap the destination.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="transform">The parameters.</param>
    /// <param name="destination">Takes the result in pixel values; at least as long as the image.</param>
    /// <param name="layout">How the result lies.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    public void ApplyTransform(
        ReadOnlySpan<byte> source,
        ImageShape shape,
        in ImageTransform transform,
        Span<float> destination,
        DataFormat layout)
    {
        CheckLength(source.Length, shape);
        CheckLength(destination.Length, shape);
        var warp = new Warp(
            shape,
            AffineMap.Compose(transform, shape),
            transform.FlipHorizontal,
            transform.FlipVertical,
            Options.FillMode,
            Options.InterpolationOrder,
            (float)Options.Cval);
        ScalarWarp.Run(
            source,
            PixelStrides.For(shape, DataFormat.ChannelsLast),
            destination,
            PixelStrides.For(shape, layout),
            warp);
    }

    /// <summary>Standardises one image in place.</summary>
    /// <param name="image">The values of the image.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How the values lie.</param>
    /// <exception cref="ArgumentException">The image is too short for the shape.</exception>
    public void Standardize(Span<float> image, ImageShape shape, DataFormat layout)
    {
        CheckLength(image.Length, shape);
        image = image[..shape.Length];
        Options.PreprocessingFunction?.Invoke(image, shape, layout);
        if (Options.Rescale is { } rescale && rescale != 0)
        {
            foreach (ref float value in image)
            {
                value *= (float)rescale;
            }
        }
    }

    /// <summary>
    /// Draws a transformation, applies it and standardises, straight into the destination. Allocates nothing.
    /// </summary>
    /// <param name="source">The bytes of the image, height × width × channels. Must not overlap the destination.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <param name="destination">Takes the result; at least as long as the image.</param>
    /// <param name="layout">How the result lies.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    public void Process(
        ReadOnlySpan<byte> source,
        ImageShape shape,
        in SampleKey key,
        Span<float> destination,
        DataFormat layout)
    {
        ApplyTransform(source, shape, GetRandomTransform(shape, key), destination, layout);
        Standardize(destination, shape, layout);
    }

    private static void CheckLength(
        int length,
        ImageShape shape,
        [CallerArgumentExpression(nameof(length))] string? name = null)
    {
        if (length < shape.Length)
        {
            throw new ArgumentException($"{name} is {length}; an image of {shape} needs {shape.Length}.", name);
        }
    }
}
