using Trainer.Augment.Images;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>The tensors of data in memory; wraps arrays without a copy.</summary>
internal sealed class InMemoryTensors : IDisposable
{
    private readonly bool _owned;

    /// <summary>Uses tensors that stay the caller's, or takes them over.</summary>
    public InMemoryTensors(Tensor images, Tensor? labels, Tensor? weights, bool owned)
    {
        Images = images;
        Labels = labels;
        Weights = weights;
        _owned = owned;
    }

    /// <summary>N×….</summary>
    public Tensor Images { get; }

    /// <summary>N or N×K; null for none.</summary>
    public Tensor? Labels { get; }

    /// <summary>N; null for 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>Wraps arrays.</summary>
    /// <param name="images">N·C·H·W values.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="labels">N class indices; null for none.</param>
    /// <param name="weights">N weights; null for 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static InMemoryTensors Of<T>(T[] images, ImageShape shape, int[]? labels, float[]? weights)
        where T : unmanaged
    {
        int count = Count(images, shape, labels, weights);
        using Tensor flat = frombuffer(images, typeof(T) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32);
        Tensor shaped = flat.reshape(count, shape.Channels, shape.Height, shape.Width);
        return new InMemoryTensors(
            shaped.DetachFromDisposeScope(),
            labels is null ? null : tensor(Array.ConvertAll(labels, label => (long)label)).DetachFromDisposeScope(),
            weights is null ? null : tensor(weights).DetachFromDisposeScope(),
            owned: true);
    }

    /// <summary>How many samples arrays hold.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static int Count<T>(T[] images, ImageShape shape, int[]? labels, float[]? weights)
    {
        (int count, int rest) = Math.DivRem(images.Length, shape.Length);
        if (rest != 0 || count == 0)
        {
            throw new ArgumentException(
                $"{images.Length} values do not make whole images of {shape}, which have {shape.Length} each.",
                nameof(images));
        }

        if (labels is not null && labels.Length != count)
        {
            throw new ArgumentException(
                $"There are {count} images and {labels.Length} labels; each image needs one.", nameof(labels));
        }

        if (weights is not null && weights.Length != count)
        {
            throw new ArgumentException(
                $"There are {count} images and {weights.Length} weights; each image needs one.", nameof(weights));
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
        {
            Images.Dispose();
            Labels?.Dispose();
            Weights?.Dispose();
        }
    }
}
