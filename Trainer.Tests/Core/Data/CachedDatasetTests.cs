using System.Collections.Concurrent;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class CachedDatasetTests
{
    [Fact]
    public void Take_LaterEpochs_NeitherReadNorDecodeAgain()
    {
        int read = 0;
        int decoded = 0;
        using var dataset = new CachedDataset(
            new MemoryDataset(50) { OnRead = _ => read++, OnDecode = _ => decoded++ }, megabytes: 1);

        Drain(dataset, epochs: 1);
        Assert.Equal((50, 50), (read, decoded));
        Drain(dataset, epochs: 3);
        Assert.Equal((50, 50), (read, decoded));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 81)]
    [InlineData(100, 1000)]
    public void CachedRows_Limit_IsInMegabytes(int megabytes, int rows)
    {
        using var dataset = new CachedDataset(new MemoryDataset(1000, shape: new(64, 64, 3)), megabytes);

        Assert.Equal(rows, dataset.CachedRows);
    }

    [Fact]
    public void FindPixels_RowsThatAreKept_LieInMemory()
    {
        using var dataset = new CachedDataset(new MemoryDataset(100, shape: new(64, 64, 3)), megabytes: 1);
        Assert.True(dataset.FindPixels(80).IsEmpty);

        Drain(dataset, epochs: 1);

        ReadOnlySpan<byte> pixels = dataset.FindPixels(80);
        Assert.Equal(dataset.Shape.Length, pixels.Length);
        Assert.Equal(MemoryDataset.PixelOf(80), pixels[0]);
        Assert.Equal(MemoryDataset.PixelOf(80, pixels.Length - 1), pixels[^1]);
        Assert.True(dataset.FindPixels(81).IsEmpty);
    }

    [Fact]
    public void Take_RowsThatLieInMemory_AreNotDecoded()
    {
        byte[] kept = [.. Enumerable.Range(100, 48).Select(value => (byte)value)];
        using var dataset = new MemoryDataset(3) { Kept = kept, OnDecode = row => Assert.Fail($"Row {row} was decoded.") };
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = 1 });

        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        // From 4×4×3, as it lies in memory, to 3×4×4.
        float[] expected = [.. Enumerable.Range(0, 48).Select(i => (float)kept[(i % 16 * 3) + (i / 16)])];
        Assert.Equal(expected, batch.Images[..48].ToArray());
    }

    [Theory]
    [InlineData(false, new[] { 2, 2, 2, 2 })]
    [InlineData(true, new[] { 8 })]
    public void Take_LargeRows_ReadsFewAtATimeButAllThatLieInMemory(bool inMemory, int[] expected)
    {
        var shape = new ImageShape(64, 64, 3);
        ConcurrentQueue<int> calls = new();
        using var dataset = new MemoryDataset(8, shape: shape) { Kept = inMemory ? new byte[shape.Length] : [], OnReadCall = calls.Enqueue };
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, ChunkSize = 8, Epochs = 1 }, warmUp: false);

        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(expected, calls);
    }

    [Fact]
    public void Take_ManyWorkersOnTheSameRows_DeliversTheRightBytes()
    {
        // Three rows in batches of eight: each is in work several times at once while it is being kept.
        for (int round = 0; round < 50; round++)
        {
            using var dataset = new CachedDataset(new MemoryDataset(3, shape: new(16, 16, 3)), megabytes: 1);
            using var pipeline = new InputPipeline(
                dataset,
                null,
                new InputPipelineOptions { BatchSize = 8, StepsPerEpoch = 10, Epochs = 1, ChunkSize = 1, ParseWorkers = 8, AugmentWorkers = 2 });
            while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
            {
                using (batch)
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        Assert.Equal(MemoryDataset.PixelOf(batch.Rows[i]), batch.Images[i * dataset.Shape.Length]);
                        Assert.Equal(
                            MemoryDataset.PixelOf(batch.Rows[i], dataset.Shape.Length - 1), batch.Images[((i + 1) * dataset.Shape.Length) - 1]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Decode_BadRow_IsNotKept()
    {
        int attempts = 0;
        using var dataset = new CachedDataset(
            new MemoryDataset(10) { OnDecode = row => _ = row == 4 && attempts++ < 3 ? throw new DatasetFormatException("f", 5, 0, "bad") : 0 },
            megabytes: 1);
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 10, Epochs = 4, BadRows = BadRows.Skip, BadRowLimit = BadRowLimit.Count(1) });
        var counts = new List<int>();
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            counts.Add(batch.Count);
            batch.Dispose();
        }

        Assert.Equal([9, 9, 9, 10], counts);
    }

    [Fact]
    public void Construct_SourceWithoutRandomAccess_IsRefused() => Assert.Equal(
        "memory can only be read from its beginning to its end, and so cannot be cached. (Parameter 'source')",
        Assert.Throws<ArgumentException>(() => new CachedDataset(new MemoryDataset(3) { SupportsRandomAccess = false }, 1)).Message);

    private static void Drain(IImageDataset dataset, int epochs)
    {
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = epochs, Shuffle = Shuffle.Full });
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }
}
