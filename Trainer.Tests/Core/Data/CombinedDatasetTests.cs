using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class CombinedDatasetTests
{
    private static readonly ImageShape Shape = new(1, 2, 1);

    [Theory]
    [InlineData(Shuffle.None)]
    [InlineData(Shuffle.Full)]
    public void Take_SeveralFiles_DeliversEachRowOnceWithTheUnionOfLabels(Shuffle shuffle)
    {
        using var directory = new TemporaryDirectory();
        using IImageDataset dataset = OpenThree(directory);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 3, ChunkSize = 2, Epochs = 1, Shuffle = shuffle });
        var samples = new List<(int Row, float First, string Label)>();
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                samples.Add((batch.Rows[i], batch.Images[i * 2], dataset.Labels.Classes[(int)batch.Labels[i]]));
            }

            batch.Dispose();
        }

        Assert.Equal(["ash", "birch", "cedar"], dataset.Labels.Classes);
        Assert.Equal([(0, 1, "birch"), (1, 2, "cedar"), (2, 3, "ash"), (3, 4, "birch"), (4, 5, "birch"), (5, 6, "ash")], samples.Order());
    }

    [Fact]
    public void Take_BadRowInTheSecondFile_NamesFileAndRow()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("a.csv"), "birch,1,1\ncedar,2,2\n");
        File.WriteAllText(directory.File("b.csv"), "birch,1,1\ncedar,2,x\n");
        using IImageDataset dataset = CsvFiles.Open(CsvFiles.Match(directory.File("*.csv")), new CsvOptions { Shape = Shape });
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.Equal($"{directory.File("b.csv")}, row 2, column 3: 'x' is not a whole number from 0 to 255.", e.Message);
    }

    [Fact]
    public void Match_NoFile_SaysWhereItLooked()
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains("There is no file that matches", Assert.Throws<FileNotFoundException>(() => CsvFiles.Match(directory.File("*.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneFileMissing_SaysWhich()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("a.csv"), "birch,1,1\n");
        var e = Assert.Throws<FileNotFoundException>(() => CsvFiles.Open([directory.File("a.csv"), directory.File("b.csv")], new CsvOptions { Shape = Shape }));
        Assert.Contains("b.csv", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construct_DifferentShapes_IsRefused()
    {
        using var small = new MemoryDataset(3);
        using var large = new MemoryDataset(3, shape: new ImageShape(9, 9, 3));
        Assert.StartsWith(
            "The data sets cannot be combined: memory has images of 9×9×3, the first of 4×4×3.",
            Assert.Throws<ArgumentException>(() => new CombinedDataset([small, large])).Message,
            StringComparison.Ordinal);
    }

    private static IImageDataset OpenThree(TemporaryDirectory directory)
    {
        File.WriteAllText(directory.File("a.csv"), "birch,1,1\ncedar,2,2\n");
        File.WriteAllText(directory.File("b.csv"), "ash,3,3\n");
        File.WriteAllText(directory.File("c.csv"), "birch,4,4\nbirch,5,5\nash,6,6");
        return CsvFiles.Open(CsvFiles.Match(directory.File("?.csv")), new CsvOptions { Shape = Shape });
    }
}
