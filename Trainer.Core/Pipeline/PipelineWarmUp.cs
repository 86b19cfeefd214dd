using System.Diagnostics;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Has the code compiled that the first batch will need: the data set's and the generator's kernels, and once per process the
/// blocks and waits themselves.
/// </summary>
internal static class PipelineWarmUp
{
    private static readonly Lazy<bool> Blocks = new(RunBlocks);

    /// <summary>Compiles everything side by side.</summary>
    /// <returns>How long it took.</returns>
    public static TimeSpan Run(IImageDataset dataset, ImageDataGenerator generator)
    {
        long started = Stopwatch.GetTimestamp();
        Parallel.Invoke(
            dataset.WarmUp,
            () => generator.WarmUp(dataset.Shape, DataFormat.ChannelsFirst),
            () => _ = Blocks.Value);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Takes a few batches of single black pixels.</summary>
    private static bool RunBlocks()
    {
        using var dataset = new BlackPixels();
        using var pipeline = new InputPipeline(
            dataset, new ImageDataGenerator(new ImageDataGeneratorOptions()), new InputPipelineOptions { BatchSize = 1, MaxQueueSize = 1, Epochs = 1 }, warmUp: false);
        while (pipeline.Take() is { } batch)
        {
            batch.Dispose();
        }

        return true;
    }

    private sealed class BlackPixels : IImageDataset, IRecordReader
    {
        public string Name => "warm-up";

        public ImageShape Shape { get; } = new(1, 1, 1);

        public LabelBinarizer Labels { get; } = LabelBinarizer.Fit(["black"]);

        public int Count => 20;

        public bool SupportsRandomAccess => true;

        public IRecordReader OpenReader() => this;

        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                records.Add(0, 0, 0);
            }

            return ValueTask.CompletedTask;
        }

        public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels) => pixels.Clear();

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
