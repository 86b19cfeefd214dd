using System.Runtime.CompilerServices;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Host.Jobs;

/// <summary>
/// One batch of a pipeline, held where the network works: what a model can be fed without any pipeline.
/// </summary>
internal sealed class HeldBatch : IDisposable
{
    private readonly Tensor _images;
    private readonly Tensor _labels;

    /// <summary>Takes the first batch that is not empty, as one whose rows are all bad, and skipped, is.</summary>
    /// <param name="pipeline">Where from.</param>
    /// <param name="device">Where to.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DatasetFormatException">All batches of an epoch are empty.</exception>
    public HeldBatch(InputPipeline pipeline, Device device, CancellationToken cancellation)
    {
        using Batch batch = TakeFilled(pipeline, cancellation);
        (_images, _labels) = TorchThread.Run(() =>
        {
            using var view = new SampleBatch(batch);
            return (Copy(view.Images, device), Copy(view.Labels!, device));
        });
    }

    /// <summary>The batch, over and over.</summary>
    public async IAsyncEnumerable<SampleBatch> RepeatAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield return new SampleBatch(_images.alias(), _labels.alias());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TorchThread.Run(() =>
    {
        _images.Dispose();
        _labels.Dispose();
    });

    private static Tensor Copy(Tensor values, Device device) => values.to(device, copy: true).DetachFromDisposeScope();

    private static Batch TakeFilled(InputPipeline pipeline, CancellationToken cancellation)
    {
        for (int step = 0; step < pipeline.StepsPerEpoch; step++)
        {
            Batch batch = pipeline.Take(cancellation)!;
            if (batch.Count > 0)
            {
                return batch;
            }

            batch.Dispose();
        }

        throw new DatasetFormatException(
            pipeline.Dataset.Name, 0, 0,
            $"all rows of the {pipeline.StepsPerEpoch} batches of an epoch are bad and were skipped; "
                + "there is nothing to train on. Mend the rows.");
    }
}
