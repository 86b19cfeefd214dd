using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class InputPipelineTests
{
    private static readonly ImageDataGeneratorOptions Recipe = new()
    {
        RotationRange = 20,
        ZoomRange = 0.15,
        WidthShiftRange = 0.2,
        HeightShiftRange = 0.2,
        ShearRange = 0.15,
        HorizontalFlip = true,
    };

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public void Take_OneEpoch_DeliversEveryRowOnceInOrder()
    {
        using var dataset = new MemoryDataset(100);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 32, Epochs = 1 });
        var rows = new List<int>();
        while (pipeline.Take(Patience) is { } batch)
        {
            using (batch)
            {
                rows.AddRange(batch.Rows);
                Assert.Equal(batch.Rows.ToArray().Select(row => (long)dataset.LabelOf(row)), batch.Labels.ToArray());
                Assert.Equal(
                    batch.Rows.ToArray().SelectMany(row => ChannelsFirst(row, dataset.Shape)),
                    batch.Images.ToArray());
            }
        }

        Assert.Equal(Enumerable.Range(0, 100), rows);
    }

    [Fact]
    public void Take_AnyWorkersChunksAndQueue_DeliversTheSameBytes()
    {
        string expected = Digest(new InputPipelineOptions { ChunkSize = 1 });
        foreach (int parseWorkers in new[] { 1, 2, 7 })
        {
            foreach (int augmentWorkers in new[] { 1, 3, 16 })
            {
                foreach ((int chunk, int queue, int held) in new[] { (1, 1, 1), (5, 2, 3), (16, 10, 2), (64, 1, 1) })
                {
                    Assert.Equal(expected, Digest(new InputPipelineOptions
                    {
                        ParseWorkers = parseWorkers,
                        AugmentWorkers = augmentWorkers,
                        ChunkSize = chunk,
                        MaxQueueSize = queue,
                        ConsumerBatches = held,
                    }));
                }
            }
        }
    }

    [Fact]
    public void Take_OtherSeedOrEpoch_DeliversOtherBytes()
    {
        using var dataset = new MemoryDataset(8, shape: new ImageShape(16, 16, 3));
        var images = new List<float[]>();
        foreach (ulong seed in new ulong[] { 1, 2 })
        {
            using var pipeline = new InputPipeline(
                dataset, Noisy(), new InputPipelineOptions { BatchSize = 8, Epochs = 2, Seed = seed });
            while (pipeline.Take(Patience) is { } batch)
            {
                images.Add(batch.Images.ToArray());
                batch.Dispose();
            }
        }

        Assert.Equal(4, images.Count);
        Assert.Equal(4, images.Select(image => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(image)))).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Construct_WithAStart_DeliversWhatTheUninterruptedStreamWould()
    {
        var options = new InputPipelineOptions { BatchSize = 7, Epochs = 3, Shuffle = Shuffle.Full, Seed = 5 };
        List<string> whole = Digests(options);
        for (int at = 0; at < whole.Count; at++)
        {
            var start = new PipelinePosition(at / 8, at % 8);
            Assert.Equal(whole[at..], Digests(options with { Start = start }));
        }
    }

    [Theory]
    [InlineData(1, Shuffle.Full)]
    [InlineData(2, Shuffle.Full)]
    [InlineData(3, Shuffle.None)]
    [InlineData(5, Shuffle.Buffer)]
    public void Take_Shards_AreDisjointCoverTheEpochAndHaveTheSameSteps(int worldSize, Shuffle shuffle)
    {
        const int Rows = 55;
        using var dataset = new MemoryDataset(Rows);
        var rows = new List<int>();
        var steps = new List<int>();
        for (int rank = 0; rank < worldSize; rank++)
        {
            using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions
            {
                BatchSize = 7,
                Epochs = 2,
                Shuffle = shuffle,
                ShuffleBuffer = 10,
                Seed = 11,
                Rank = rank,
                WorldSize = worldSize,
            });
            steps.Add(0);
            while (pipeline.Take(Patience) is { } batch)
            {
                using (batch)
                {
                    steps[rank]++;
                    rows.AddRange(batch.Rows.ToArray().Select(row => (batch.Epoch * Rows) + row));
                    Assert.Equal(batch.Rows.ToArray().SelectMany(row => ChannelsFirst(row, dataset.Shape)), batch.Images.ToArray());
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, 2 * Rows), rows.Order());
        Assert.Single(steps.Distinct());
    }

    [Fact]
    public void Take_ShardWithAnyWorkers_DeliversTheSameBytes()
    {
        var shards = new List<string>();
        for (int rank = 0; rank < 3; rank++)
        {
            var shard = new InputPipelineOptions { Rank = rank, WorldSize = 3 };
            string expected = Digest(shard with { ChunkSize = 1 });
            shards.Add(expected);
            foreach (int workers in new[] { 2, 7 })
            {
                Assert.Equal(expected, Digest(shard with { ParseWorkers = workers, AugmentWorkers = 8 - workers, ChunkSize = 5, MaxQueueSize = 2 }));
            }
        }

        Assert.Equal(3, shards.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Take_EveryWorkersQueueAndRemainder_EndsEachEpoch()
    {
        foreach (int rows in new[] { 1, 2, 3, 7, 8, 9, 15, 16, 17, 31 })
        {
            foreach (int workers in new[] { 1, 2, 3, 5, 8 })
            {
                foreach (int queue in new[] { 1, 2, 10 })
                {
                    using var dataset = new MemoryDataset(rows);
                    using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions
                    {
                        BatchSize = 8,
                        Epochs = 3,
                        ParseWorkers = workers,
                        AugmentWorkers = workers,
                        MaxQueueSize = queue,
                        ConsumerBatches = 1,
                        ChunkSize = 3,
                    });
                    var delivered = new int[rows];
                    while (pipeline.Take(Patience) is { } batch)
                    {
                        foreach (int row in batch.Rows)
                        {
                            delivered[row]++;
                        }

                        batch.Dispose();
                    }

                    Assert.All(delivered, times => Assert.Equal(3, times));
                }
            }
        }
    }

    [Fact]
    public void Take_MoreThanConsumerBatches_NamesTheBatchesHeld()
    {
        using var dataset = new MemoryDataset(100);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 10 });
        using Batch first = pipeline.Take(Patience)!;
        Batch second = pipeline.Take(Patience)!;

        var e = Assert.Throws<InvalidOperationException>(() => pipeline.Take(Patience));
        Assert.Equal("The consumer holds 2 batches (0:0, 0:1), as many as ConsumerBatches allows; dispose one before taking the next.", e.Message);

        second.Dispose();
        using Batch third = pipeline.Take(Patience)!;
        Assert.Equal(new PipelinePosition(0, 2), third.Position);
    }

    [Fact]
    public void Dispose_BatchTwice_SaysSo()
    {
        using var dataset = new MemoryDataset(10);
        using var pipeline = new InputPipeline(dataset);
        Batch batch = pipeline.Take(Patience)!;
        batch.Dispose();

        Assert.Contains("Batch 0:0 was disposed twice", Assert.Throws<ObjectDisposedException>(batch.Dispose).Message, StringComparison.Ordinal);
        Assert.Contains("Batch 0:0 was disposed, and its memory may hold another", Assert.Throws<ObjectDisposedException>(() => batch.Labels.Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construct_OptionsOutOfRange_ListsThemAll()
    {
        using var dataset = new MemoryDataset(10);
        var e = Assert.Throws<ArgumentException>(() => new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 0, ParseWorkers = 300, MaxQueueSize = -1 }));
        Assert.StartsWith(
            $"BatchSize is 0; it must be at least 1.{Environment.NewLine}ParseWorkers is 300; it must be from 1 to 256.{Environment.NewLine}MaxQueueSize is -1; it must be at least 1.",
            e.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ImageDataGeneratorOptions.FeaturewiseCenter))]
    [InlineData(nameof(ImageDataGeneratorOptions.FeaturewiseStdNormalization))]
    [InlineData(nameof(ImageDataGeneratorOptions.ZcaWhitening))]
    public void Construct_GeneratorThatWasNotFitted_NamesTheOption(string option)
    {
        using var dataset = new MemoryDataset(10);
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            FeaturewiseCenter = option == nameof(ImageDataGeneratorOptions.FeaturewiseCenter),
            FeaturewiseStdNormalization = option == nameof(ImageDataGeneratorOptions.FeaturewiseStdNormalization),
            ZcaWhitening = option == nameof(ImageDataGeneratorOptions.ZcaWhitening),
        });

        var e = Assert.Throws<ArgumentException>(() => new InputPipeline(dataset, generator));
        Assert.Equal(
            $"{option} is True, but the generator has not seen the data set; call Fit first or turn it off. (Parameter 'generator')", e.Message);

        generator.Fit(Enumerable.Range(0, 10).Select(row => new ReadOnlyMemory<byte>(Pixels(row, dataset.Shape))), dataset.Shape);
        using var pipeline = new InputPipeline(dataset, generator);
        pipeline.Take(Patience)!.Dispose();
    }

    [Fact]
    public void Construct_GeneratorFittedToOtherChannels_SaysSo()
    {
        using var dataset = new MemoryDataset(10);
        var grey = new ImageShape(4, 4, 1);
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { FeaturewiseCenter = true });
        generator.Fit([new ReadOnlyMemory<byte>(new byte[grey.Length])], grey);

        var e = Assert.Throws<ArgumentException>(() => new InputPipeline(dataset, generator));
        Assert.StartsWith(
            "The image is 4×4×3, but the generator was fitted to 1 channels; fit it to images like this one.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAllAsync_WithoutDisposing_DisposesEachBatch()
    {
        using var dataset = new MemoryDataset(100);
        await using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 10, Epochs = 2, ConsumerBatches = 1 });
        int count = 0;
        await foreach (Batch batch in pipeline.ReadAllAsync(Patience))
        {
            Assert.Equal(count / 10, batch.Epoch);
            Assert.Equal(count % 10 == 9, batch.IsLastOfEpoch);
            count++;
        }

        Assert.Equal(20, count);
    }

    private static IEnumerable<float> ChannelsFirst(int row, ImageShape shape) =>
        from channel in Enumerable.Range(0, shape.Channels)
        from pixel in Enumerable.Range(0, shape.Pixels)
        select (float)MemoryDataset.PixelOf(row, (pixel * shape.Channels) + channel);

    private static byte[] Pixels(int row, ImageShape shape) => [.. Enumerable.Range(0, shape.Length).Select(i => MemoryDataset.PixelOf(row, i))];

    private static ImageDataGenerator Noisy() => new(Recipe with { ChannelShiftRange = 30 });

    private static string Digest(InputPipelineOptions options) => string.Concat(Digests(options with
    {
        BatchSize = 7,
        Epochs = 3,
        Shuffle = Shuffle.Full,
        Seed = 11,
    }));

    /// <summary>One hash a batch, over images, labels and rows.</summary>
    private static List<string> Digests(InputPipelineOptions options)
    {
        using var dataset = new MemoryDataset(55, shape: new ImageShape(9, 7, 3));
        using var pipeline = new InputPipeline(dataset, Noisy(), options);
        var digests = new List<string>();
        while (pipeline.Take(Patience) is { } batch)
        {
            using (batch)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(MemoryMarshal.AsBytes(batch.Images));
                hash.AppendData(MemoryMarshal.AsBytes(batch.Labels));
                hash.AppendData(MemoryMarshal.AsBytes(batch.Rows));
                digests.Add(Convert.ToHexString(hash.GetHashAndReset()));
            }
        }

        return digests;
    }
}
