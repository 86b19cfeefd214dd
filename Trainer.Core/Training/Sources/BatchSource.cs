using Trainer.Augment.Images;
using Trainer.Core.Pipeline;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>
/// Where <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> get their batches from: data in memory, an input pipeline, or
/// an enumeration of the user's own. All of them behave alike from there on.
/// </summary>
public abstract class BatchSource
{
    private protected BatchSource()
    {
    }

    /// <summary>The batches of a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public static implicit operator BatchSource(InputPipeline pipeline) => FromInputPipeline(pipeline);

    /// <summary>
    /// The batches of a pipeline, in its order and of its sizes, from where it stands; what Keras' <c>fit_generator</c>
    /// was.
    /// </summary>
    /// <param name="pipeline">
    /// The pipeline; it must have as many epochs as are asked for. It stays the caller's.
    /// </param>
    public static BatchSource FromInputPipeline(InputPipeline pipeline) => new PipelineSource(pipeline);

    /// <summary>Tensors in memory: Keras' <c>x</c>, <c>y</c> and <c>sample_weight</c>.</summary>
    /// <param name="x">N×C×H×W, of any number type; each batch is converted to float32. It stays the caller's.</param>
    /// <param name="y">
    /// N class indices, int64, or N×K values; null where only predictions are wanted. It stays the caller's.
    /// </param>
    /// <param name="sampleWeight">N weights; null for 1. It stays the caller's.</param>
    /// <exception cref="ArgumentException">The first dimensions differ.</exception>
    public static BatchSource From(Tensor x, Tensor? y = null, Tensor? sampleWeight = null)
    {
        foreach (Tensor? other in new[] { y, sampleWeight })
        {
            if (other is not null && other.shape[0] != x.shape[0])
            {
                throw new ArgumentException(
                    $"x has {x.shape[0]} samples, but another tensor has {other.shape[0]}; "
                        + "each sample needs one label and one weight.",
                    nameof(x));
            }
        }

        return new InMemorySource(() => new InMemoryTensors(x, y, sampleWeight, owned: false), (int)x.shape[0]);
    }

    /// <summary>Images in memory.</summary>
    /// <param name="x">N·C·H·W values, each image C×H×W. It must not change as long as it is read from.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="y">The class index of each image: N; null where only predictions are wanted.</param>
    /// <param name="sampleWeight">The weight of each image: N; null for 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static BatchSource From(
        float[] x, ImageShape shape, int[]? y = null, float[]? sampleWeight = null) => new InMemorySource(
        () => InMemoryTensors.Of(x, shape, y, sampleWeight), InMemoryTensors.Count(x, shape, y, sampleWeight));

    /// <summary>Images of bytes in memory; each batch is converted to float32 by itself, 0–255.</summary>
    /// <inheritdoc cref="From(float[], ImageShape, int[], float[])"/>
    public static BatchSource From(
        byte[] x, ImageShape shape, int[]? y = null, float[]? sampleWeight = null) => new InMemorySource(
        () => InMemoryTensors.Of(x, shape, y, sampleWeight), InMemoryTensors.Count(x, shape, y, sampleWeight));

    /// <summary>Batches of the user's own, taken one after another.</summary>
    /// <param name="batches">
    /// Enumerated anew in each epoch, unless the number of steps is given: then it is one stream that is cut into
    /// epochs. Each batch is disposed when it was used. The model must not be used inside of the enumeration.
    /// </param>
    public static BatchSource From(IAsyncEnumerable<SampleBatch> batches) => new EnumerableSource(batches);

    /// <summary>Begins to read.</summary>
    internal abstract IBatchReader Open(ReadingPlan plan);

    /// <summary>Cuts off the last share of the samples.</summary>
    /// <exception cref="ArgumentException">The source cannot be cut, or nothing would be left.</exception>
    internal virtual (BatchSource Training, BatchSource Validation) Split(double share) => throw new ArgumentException(
        "ValidationSplit needs data in memory; a pipeline or an enumeration has no last share. "
            + "Give ValidationData instead.", nameof(share));
}
