using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Xunit;

namespace Trainer.Tests.Core.Data;

/// <summary>What every source must do, whatever it reads from.</summary>
public sealed class DatasetContractTests : IDisposable
{
    private readonly SameImages _images = new();

    public static TheoryData<string> Kinds => [.. SameImages.Kinds];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    public void Dispose() => _images.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_AnySource_KnowsItsImages(string kind)
    {
        using IImageDataset dataset = _images.Open(kind);

        Assert.Equal(SameImages.Count, dataset.Count);
        Assert.Equal(SameImages.Shape, dataset.Shape);
        Assert.Equal(["aster", "rose"], dataset.Labels.Classes);
        Assert.NotEmpty(dataset.Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReadAsync_ThreePassesInPiecesOfAnySize_DeliversEachRow(string kind)
    {
        using IImageDataset dataset = _images.Open(kind);
        var records = new RecordBuffer();
        await using IRecordReader reader = dataset.OpenReader();
        int size = 1;
        for (int pass = 0; pass < 3; pass++)
        {
            for (int first = 0; first < dataset.Count; first += size, size = (size % 5) + 1)
            {
                int[] rows = [.. Enumerable.Range(first, Math.Min(size, dataset.Count - first))];
                records.Clear();
                await reader.ReadAsync(rows, records, Patience);

                Assert.Equal(rows.Length, records.Count);
                for (int i = 0; i < rows.Length; i++)
                {
                    Assert.Equal(SameImages.PixelsOf(rows[i]).Select(value => (float)value), Decode(dataset, records[i], rows[i]));
                    Assert.Equal(SameImages.LabelOf(rows[i]), dataset.Labels.Classes[records.LabelAt(i)]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Take_ThreeEpochsOfAnySource_DeliversTheSameBatches(string kind)
    {
        using IImageDataset expected = _images.Open("csv");
        using IImageDataset dataset = _images.Open(kind);

        Assert.Equal(Images(expected, workers: 1, Shuffle.None), Images(dataset, workers: 3, Shuffle.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Take_AnyOrder_DeliversTheSameBatchesOrIsRefused(string kind)
    {
        using IImageDataset expected = _images.Open("csv");
        using IImageDataset dataset = _images.Open(kind);
        if (dataset.SupportsRandomAccess)
        {
            Assert.Equal(Images(expected, workers: 1, Shuffle.Full), Images(dataset, workers: 3, Shuffle.Full));
        }
        else
        {
            string message = Assert.Throws<ArgumentException>(() => Images(dataset, workers: 1, Shuffle.Full)).Message;
            Assert.StartsWith($"{dataset.Name} can only be read from its beginning to its end", message, StringComparison.Ordinal);
        }
    }

    private static List<float> Images(IImageDataset dataset, int workers, Shuffle shuffle)
    {
        var options = new InputPipelineOptions
        {
            BatchSize = 4,
            ChunkSize = 3,
            Epochs = 3,
            ParseWorkers = workers,
            AugmentWorkers = workers,
            Shuffle = shuffle,
            Seed = 5,
        };
        var values = new List<float>();

        // Flips alone move bytes and floats alike; a rotation's weights differ in the last bits.
        using var pipeline = new InputPipeline(dataset, new ImageDataGenerator(new ImageDataGeneratorOptions { HorizontalFlip = true, VerticalFlip = true }), options);
        while (pipeline.Take(Patience) is { } batch)
        {
            using (batch)
            {
                values.AddRange(batch.Images);
                values.AddRange(batch.Labels.ToArray().Select(label => (float)label));
            }
        }

        return values;
    }

    private static float[] Decode(IImageDataset dataset, ReadOnlySpan<byte> record, int row)
    {
        if (dataset.PixelType == PixelType.Float32)
        {
            float[] floats = new float[dataset.Shape.Length];
            dataset.Decode(record, row, floats);
            return floats;
        }

        byte[] bytes = new byte[dataset.Shape.Length];
        dataset.Decode(record, row, bytes);
        return [.. bytes.Select(value => (float)value)];
    }
}
