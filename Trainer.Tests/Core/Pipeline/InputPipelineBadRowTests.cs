using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class InputPipelineBadRowTests : IDisposable
{
    private static readonly int[] Bad = [3, 10, 11, 29];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Shuffle.None, 0)]
    [InlineData(Shuffle.Full, 0)]
    [InlineData(Shuffle.Full, 0.4)]
    public void Take_SkippedRows_LeaveEverythingElseAsItWas(Shuffle shuffle, double mixupAlpha)
    {
        using var good = new MemoryDataset(30);
        using var bad = new MemoryDataset(30) { OnDecode = FailIfBad };
        Dictionary<(PipelinePosition, int), float[]> expected = Images(good, shuffle, 1, mixupAlpha: 0);
        foreach (int row in Bad)
        {
            foreach ((PipelinePosition, int) key in expected.Keys.Where(key => key.Item2 == row).ToArray())
            {
                expected.Remove(key);
            }
        }

        Assert.Equal(expected, Images(bad, shuffle, workers: 1, mixupAlpha: 0));
        Assert.Equal(Images(bad, shuffle, workers: 1, mixupAlpha), Images(bad, shuffle, workers: 4, mixupAlpha));
    }

    [Fact]
    public void ReadSkippedRows_SeveralEpochs_HasEachOnceWithItsReason()
    {
        using var dataset = new MemoryDataset(30) { OnDecode = FailIfBad };
        using var pipeline = new InputPipeline(dataset, null, Options() with { Epochs = 3, ParseWorkers = 4 });
        Drain(pipeline);

        Assert.Equal(Bad.Select(row => new SkippedRow(row, $"f.csv, row {row + 1}: bad")), pipeline.ReadSkippedRows());
    }

    [Fact]
    public void Take_BatchOfBadRowsOnly_IsEmpty()
    {
        using var dataset = new MemoryDataset(30) { OnDecode = FailIfBad };
        using var pipeline = new InputPipeline(dataset, null, Options() with { BatchSize = 1, JoinSingleRemainder = false });
        var counts = new List<int>();
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            counts.Add(batch.Count);
            Assert.Equal(batch.Count * dataset.Shape.Length, batch.Images.Length);
            batch.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(row => Bad.Contains(row) ? 0 : 1), counts);
    }

    [Fact]
    public void Take_OneMoreThanTheLimit_FailsAndNamesTheFirst()
    {
        using var dataset = new MemoryDataset(30) { OnDecode = FailIfBad };
        using var pipeline = new InputPipeline(dataset, null, Options() with { BadRowLimit = BadRowLimit.Share(0.1), ParseWorkers = 1 });

        string message = Assert.Throws<DatasetFormatException>(() => Drain(pipeline)).Message;
        Assert.Equal(
            "memory: more than 3 of 30 rows are bad, and BadRowLimit is 10%: f.csv, row 4: bad; f.csv, row 11: bad; f.csv, row 12: bad; … Mend the rows, or allow more.",
            message);
    }

    [Fact]
    public void Take_CsvWithEveryKindOfBadRow_SkipsThemAll()
    {
        string path = _directory.File("bad.csv");
        File.WriteAllText(path, "a,1,2\nb,300,2\nno comma\n\nz,1,2\nb,1\na,3,4\n,5,6\nb,7,8\n");
        using CsvImageDataset dataset = CsvImageDataset.Open(
            path, new CsvOptions { Shape = new ImageShape(1, 2, 1), Labels = LabelBinarizer.Fit(["a", "b"]), BadRows = BadRows.Skip });
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { Epochs = 1, BadRows = BadRows.Skip, BadRowLimit = BadRowLimit.Share(1) });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal([0, 6, 8], batch.Rows.ToArray());
        Assert.Equal([0, 0, 1], batch.Labels.ToArray());
        Assert.Equal([1f, 2, 3, 4, 7, 8], batch.Images.ToArray());
        Assert.Equal(
            [
                $"{path}, row 2, column 2: '300' is not a whole number from 0 to 255.",
                $"{path}, row 3: there is no comma behind the label; expected 'label,value,value,...'.",
                $"{path}, row 4: the line is blank; remove it.",
                $"{path}, row 5, column 1: the label 'z' is not among the 2 classes of the training data.",
                $"{path}, row 6: found 1 values behind the label; expected 2.",
                $"{path}, row 8: the label is empty; expected 'label,value,value,...'.",
            ],
            pipeline.ReadSkippedRows().Select(row => row.Reason));
    }

    private static InputPipelineOptions Options() => new()
    {
        BatchSize = 7,
        ChunkSize = 3,
        Epochs = 1,
        BadRows = BadRows.Skip,
        BadRowLimit = BadRowLimit.Count(Bad.Length),
    };

    private static void FailIfBad(int row)
    {
        if (Bad.Contains(row))
        {
            throw new DatasetFormatException("f.csv", row + 1, 0, "bad");
        }
    }

    /// <summary>Each image of two epochs by its batch and row.</summary>
    private static Dictionary<(PipelinePosition, int), float[]> Images(MemoryDataset dataset, Shuffle shuffle, int workers, double mixupAlpha)
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 30, HorizontalFlip = true, MixupAlpha = mixupAlpha });
        using var pipeline = new InputPipeline(
            dataset, generator, Options() with { Epochs = 2, Shuffle = shuffle, ParseWorkers = workers, AugmentWorkers = workers });
        var images = new Dictionary<(PipelinePosition, int), float[]>();
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            using (batch)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    int length = dataset.Shape.Length;
                    images.Add((batch.Position, batch.Rows[i]), batch.Images.Slice(i * length, length).ToArray());
                }
            }
        }

        return images;
    }

    private static void Drain(InputPipeline pipeline)
    {
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }
}
