using System.Diagnostics;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Has the code compiled that the first batch will need: the data set's and the generator's kernels, and once per process the
/// blocks and waits themselves.
/// </summary>
internal static class PipelineWarmUp
{
    private static int _blocksHaveRun;

    /// <summary>Compiles the kernels on this thread and, if one is free, another; the blocks in the background.</summary>
    /// <returns>How long it took.</returns>
    public static TimeSpan Run(IImageDataset dataset, ImageDataGenerator generator, BatchSchedule schedule)
    {
        long started = Stopwatch.GetTimestamp();

        // Nobody waits for the blocks: they need threads of the pool, and whoever constructs a pipeline may occupy the last.
        if (Interlocked.Exchange(ref _blocksHaveRun, 1) == 0)
        {
            _ = Task.Run(RunBlocksAsync);
        }

        Parallel.Invoke(
            () =>
            {
                dataset.WarmUp();
                schedule.SampleAt(0, 0, 0);
            },
            () => generator.WarmUp(dataset.Shape, DataFormat.ChannelsFirst));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Takes a few batches of single black pixels.</summary>
    private static async Task RunBlocksAsync()
    {
        using var dataset = new BlackPixels();
        var pipeline = new InputPipeline(
            dataset, new ImageDataGenerator(new ImageDataGeneratorOptions()), new InputPipelineOptions { Name = "warm-up", BatchSize = 1, MaxQueueSize = 1, Epochs = 1 }, warmUp: false);
        await using (pipeline.ConfigureAwait(false))
        {
            while (await pipeline.ReceiveAsync().ConfigureAwait(false) is { } batch)
            {
                batch.Dispose();
            }
        }
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
