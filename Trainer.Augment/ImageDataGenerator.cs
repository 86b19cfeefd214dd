using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Standardization;
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
public sealed partial class ImageDataGenerator
{
    private readonly IWarpKernel _kernel;
    private Standardizer _standardizer;

    /// <summary>Makes a generator.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">Options are not valid; the message lists all problems.</exception>
    public ImageDataGenerator(ImageDataGeneratorOptions options)
        : this(options, statistics: null)
    {
    }

    /// <summary>Makes a generator with statistics that were fitted before.</summary>
    /// <param name="options">The options.</param>
    /// <param name="statistics">
    /// What <see cref="Statistics"/> was after <c>Fit</c>; null when it is still to come.
    /// </param>
    /// <exception cref="ArgumentException">Options are not valid; the message lists all problems.</exception>
    public ImageDataGenerator(ImageDataGeneratorOptions options, ImageStatistics? statistics)
        : this(options, statistics, WarpKernels.Best)
    {
    }

    /// <summary>Makes a generator with a kernel of one's choice.</summary>
    internal ImageDataGenerator(ImageDataGeneratorOptions options, ImageStatistics? statistics, IWarpKernel kernel)
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
        Statistics = statistics;
        _kernel = kernel;
        _standardizer = new Standardizer(Options, statistics);
    }

    /// <summary>The options, with what they imply turned on as well.</summary>
    public ImageDataGeneratorOptions Options { get; }

    /// <summary>
    /// The instruction set of the kernels in use on this machine: Scalar, Vector128, Avx2 or Avx512. On one machine the
    /// same draws give the same bytes; between instruction sets pixels agree within 0.02.
    /// </summary>
    public static string InstructionSetInUse => WarpKernels.BestInstructionSet.ToString();

    /// <summary>What <c>Fit</c> learnt about the data set; null before.</summary>
    public ImageStatistics? Statistics { get; private set; }

    /// <summary>
    /// Makes a generator for evaluation: the same standardisation and fitted statistics, nothing random.
    /// </summary>
    /// <returns>The generator.</returns>
    public ImageDataGenerator ForEvaluation() => new(Options.WithoutRandomness(), Statistics, _kernel);

    /// <summary>Draws the parameters of the transformation of one sample.</summary>
    /// <param name="shape">The shape of its image, which scales shifts given as fractions.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <returns>The parameters.</returns>
    public ImageTransform GetRandomTransform(ImageShape shape, in SampleKey key) =>
        TransformDraw.For(Options, shape, key);

    /// <summary>Transforms one image of bytes. Allocates nothing.</summary>
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
        CheckLength(source.Length, shape, nameof(source));
        CheckLength(destination.Length, shape, nameof(destination));
        destination = destination[..shape.Length];
        _kernel.Run(source, destination, WarpOf(transform, shape), layout, scaling: null);
        ChangePixels(destination, shape, transform, layout);
    }

    /// <summary>Transforms one image of floats, for example one that was rescaled before. Allocates nothing.</summary>
    /// <param name="source">Its values, in <paramref name="layout"/>. Must not overlap the destination.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="transform">The parameters.</param>
    /// <param name="destination">Takes the result; at least as long as the image.</param>
    /// <param name="layout">How source and result lie.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    public void ApplyTransform(
        ReadOnlySpan<float> source,
        ImageShape shape,
        in ImageTransform transform,
        Span<float> destination,
        DataFormat layout)
    {
        CheckLength(source.Length, shape, nameof(source));
        CheckLength(destination.Length, shape, nameof(destination));
        destination = destination[..shape.Length];
        var strides = PixelStrides.For(shape, layout);
        ScalarWarp.Run(source, strides, destination, strides, WarpOf(transform, shape));
        ChangePixels(destination, shape, transform, layout);
    }

    /// <summary>Draws a transformation and applies it, without standardising: Keras' <c>random_transform</c>.</summary>
    /// <param name="source">
    /// The bytes of the image, height × width × channels. Must not overlap the destination.
    /// </param>
    /// <param name="shape">Its shape.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <param name="destination">Takes the result in pixel values; at least as long as the image.</param>
    /// <param name="layout">How the result lies.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    public void RandomTransform(
        ReadOnlySpan<byte> source,
        ImageShape shape,
        in SampleKey key,
        Span<float> destination,
        DataFormat layout) => ApplyTransform(source, shape, GetRandomTransform(shape, key), destination, layout);

    /// <summary>As the other overload, for an image of floats.</summary>
    /// <param name="source">Its values, in <paramref name="layout"/>. Must not overlap the destination.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <param name="destination">Takes the result; at least as long as the image.</param>
    /// <param name="layout">How source and result lie.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    public void RandomTransform(
        ReadOnlySpan<float> source,
        ImageShape shape,
        in SampleKey key,
        Span<float> destination,
        DataFormat layout) => ApplyTransform(source, shape, GetRandomTransform(shape, key), destination, layout);

    /// <summary>Standardises one image in place.</summary>
    /// <param name="image">The values of the image.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How the values lie.</param>
    /// <exception cref="ArgumentException">The image is too short for the shape.</exception>
    /// <exception cref="InvalidOperationException">
    /// An option needs statistics of the data set, but <c>Fit</c> was not called, or with images of another shape.
    /// </exception>
    public void Standardize(Span<float> image, ImageShape shape, DataFormat layout)
    {
        CheckLength(image.Length, shape, nameof(image));
        _standardizer.Run(image[..shape.Length], shape, layout);
    }

    /// <summary>
    /// Finds out whether images of a shape can be standardised, which needs <c>Fit</c> with some options.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <returns>
    /// What is in the way, as a sentence that names the option and what to do: what <see cref="Standardize"/> would
    /// throw; null when nothing is.
    /// </returns>
    public string? FindProblem(ImageShape shape) => _standardizer.FindProblem(shape);

    /// <summary>
    /// Draws a transformation, applies it and standardises, straight into the destination. Allocates nothing.
    /// </summary>
    /// <param name="source">
    /// The bytes of the image, height × width × channels. Must not overlap the destination.
    /// </param>
    /// <param name="shape">Its shape.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <param name="destination">Takes the result; at least as long as the image.</param>
    /// <param name="layout">How the result lies.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Standardize"/>.</exception>
    public void Process(
        ReadOnlySpan<byte> source,
        ImageShape shape,
        in SampleKey key,
        Span<float> destination,
        DataFormat layout)
    {
        CheckLength(source.Length, shape, nameof(source));
        CheckLength(destination.Length, shape, nameof(destination));
        ImageTransform transform = GetRandomTransform(shape, key);
        if (transform.HasOnlyGeometry && _standardizer.IsPerPixel)
        {
            _standardizer.ThrowIfUnsuitable(shape);
            _kernel.Run(source, destination, WarpOf(transform, shape), layout, _standardizer.PerPixel);
            return;
        }

        ApplyTransform(source, shape, transform, destination, layout);
        Standardize(destination, shape, layout);
    }

    /// <summary>As the other overload, for an image of floats.</summary>
    /// <param name="source">Its values, in <paramref name="layout"/>. Must not overlap the destination.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="key">Which sample of which epoch.</param>
    /// <param name="destination">Takes the result; at least as long as the image.</param>
    /// <param name="layout">How source and result lie.</param>
    /// <exception cref="ArgumentException">The source or the destination is too short for the shape.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Standardize"/>.</exception>
    public void Process(
        ReadOnlySpan<float> source,
        ImageShape shape,
        in SampleKey key,
        Span<float> destination,
        DataFormat layout)
    {
        RandomTransform(source, shape, key, destination, layout);
        Standardize(destination, shape, layout);
    }

    /// <summary>
    /// Has the code compiled that
    /// <see cref="Process(ReadOnlySpan{byte}, ImageShape, in SampleKey, Span{float}, DataFormat)"/> needs for images of
    /// a shape, so that the first image takes no longer than the others. Does not call
    /// <see cref="ImageDataGeneratorOptions.PreprocessingFunction"/>, and needs no <c>Fit</c>.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="layout">How the results will lie.</param>
    public void WarmUp(ImageShape shape, DataFormat layout)
    {
        byte[] source = new byte[shape.Length];
        float[] destination = new float[shape.Length];
        ImageDataGeneratorOptions options = Options with
        {
            PreprocessingFunction = null,
            FeaturewiseCenter = false,
            FeaturewiseStdNormalization = false,
            ZcaWhitening = false,
        };
        var plain = new ImageDataGenerator(options, statistics: null, _kernel);

        // So many, that flips and fills of all kinds are likely to be among them.
        for (int sample = 0; sample < 8; sample++)
        {
            plain.Process(source, shape, new SampleKey(0, 0, sample), destination, layout);
        }
    }

    private void ChangePixels(Span<float> image, ImageShape shape, in ImageTransform transform, DataFormat layout)
    {
        if (transform.ChannelShiftIntensity is { } intensity)
        {
            ChannelShift.Apply(image, intensity);
        }

        if (transform.Brightness is { } brightness)
        {
            BrightnessShift.Apply(image, shape, layout, brightness, scale: false);
        }

        if (transform.ColorJitter is { } jitter)
        {
            ColorJitter.Apply(image, shape, layout, jitter);
        }

        if (transform.BlurSigma is { } sigma)
        {
            GaussianBlur.Apply(image, shape, layout, sigma);
        }

        if (transform.Erased is { } erased)
        {
            Erasing.Apply(image, shape, layout, erased, Options.RandomErasing?.Value);
        }

        if (transform.CutOut is { } cutOut)
        {
            Erasing.Apply(image, shape, layout, cutOut, Options.Cutout?.Value ?? 0);
        }
    }

    private static void CheckLength(int length, ImageShape shape, string name)
    {
        if (length < shape.Length)
        {
            throw new ArgumentException(
                $"The {name} has {length} values; an image of {shape} needs {shape.Length}.", name);
        }
    }

    private Warp WarpOf(in ImageTransform transform, ImageShape shape) => new(
        shape,
        AffineComposition.Compose(transform, shape),
        transform.FlipHorizontal,
        transform.FlipVertical,
        Options.FillMode,
        Options.InterpolationOrder,
        (float)Options.Cval);
}
