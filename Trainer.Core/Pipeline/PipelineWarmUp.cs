using System.Diagnostics;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Has the code compiled that the first batch will need: the data set's and the generator's kernels, and once per
/// process the blocks and waits themselves.
/// </summary>
internal static class PipelineWarmUp
{
    // The blocks need threads of the pool, and whoever constructs a pipeline may occupy the last: then they stay cold.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(60);

    private static int _blocksHaveRun;

    /// <summary>
    /// Compiles the kernels on this thread and, if one is free, another; the blocks on threads of the pool.
    /// </summary>
    /// <returns>How long it took.</returns>
    public static TimeSpan Run(IImageDataset dataset, ImageDataGenerator generator, BatchSchedule schedule)
    {
        long started = Stopwatch.GetTimestamp();
        InputPipeline? small = Interlocked.Exchange(ref _blocksHaveRun, 1) == 0 ? StartSmall(dataset) : null;
        Parallel.Invoke(
            () =>
            {
                dataset.WarmUp();
                schedule.SampleAt(0, 0, 0);
            },
            () => generator.WarmUp(dataset.Shape, DataFormat.ChannelsFirst));
        if (small is not null)
        {
            TakeAll(small);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A pipeline of small black images, with so little room that each of its waits takes place.</summary>
    private static InputPipeline StartSmall(IImageDataset dataset) => new(
        new BlackImages(new ImageShape(BlackImages.Side, BlackImages.Side, dataset.Shape.Channels)),
        new ImageDataGenerator(new ImageDataGeneratorOptions()),
        new InputPipelineOptions
        {
            Name = "warm-up",
            IsShown = false,
            BatchSize = 4,
            ChunkSize = 2,
            MaxQueueSize = 1,
            Epochs = 1,
        },
        warmUp: false);

    private static void TakeAll(InputPipeline pipeline)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (pipeline.Take(patience.Token) is { } batch)
            {
                batch.Dispose();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // A warm-up is worth so much time and no more.
        }

        _ = Task.Run(pipeline.Dispose);
    }

    private sealed class BlackImages(ImageShape shape) : IImageDataset, IRecordReader
    {
        // Wide enough for the vector kernels.
        public const int Side = 32;

        public string Name => "warm-up";

        public ImageShape Shape => shape;

        public LabelBinarizer Labels { get; } = LabelBinarizer.Fit(["black"]);

        public int Count => 40;

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
