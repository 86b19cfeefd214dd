using System.Globalization;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>What becomes of a run whose files are changed under it.</summary>
public sealed class InputPipelineFileTests : IDisposable
{
    private const int Rows = 4000;

    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.File("train.csv");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Take_FileShrinks_EndsAndSaysSo(long length)
    {
        using CsvImageDataset dataset = Open();
        using var pipeline = new InputPipeline(dataset, null, Options());
        pipeline.Take(TestContext.Current.CancellationToken)!.Dispose();
        using (FileStream file = new(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(length);
        }

        AssertChanged(pipeline);
    }

    [Fact]
    public void Take_FileGrows_EndsAndSaysSo()
    {
        using CsvImageDataset dataset = Open();
        using var pipeline = new InputPipeline(dataset, null, Options());
        pipeline.Take(TestContext.Current.CancellationToken)!.Dispose();
        using (FileStream file = new(FilePath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write("a,1,2,3,4\n"u8);
        }

        AssertChanged(pipeline);
    }

    [Fact]
    public void Take_FileIsRewrittenInPlace_EndsAndSaysSo()
    {
        using CsvImageDataset dataset = Open();
        using var pipeline = new InputPipeline(dataset, null, Options());
        pipeline.Take(TestContext.Current.CancellationToken)!.Dispose();
        File.SetLastWriteTimeUtc(FilePath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        AssertChanged(pipeline);
    }

    [Fact]
    public void Take_FileIsDeletedOrReplaced_GoesOnWithTheOldOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses to delete a file that is open.");
        using CsvImageDataset dataset = Open();
        using var pipeline = new InputPipeline(dataset, null, Options());
        File.Delete(FilePath);
        File.WriteAllText(FilePath, "another file");
        int rows = 0;
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            Assert.Equal(Enumerable.Range(rows % Rows, batch.Count).Select(row => (float)(row % 256)), batch.Images.ToArray().Where((_, i) => i % 4 == 0));
            rows += batch.Count;
            batch.Dispose();
        }

        Assert.Equal(3 * Rows, rows);
    }

    [Fact]
    public void Take_ImageFileDisappears_NamesIt()
    {
        var shape = new ImageShape(2, 2, 3);
        byte[] png = new SkiaImageCodec().EncodePng(new byte[shape.Length], shape);
        string folder = _directory.File("images");
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        for (int i = 0; i < 9; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, "a", $"{i}.png"), png);
        }

        using var dataset = ImageFolderDataset.Open(folder, shape);
        string deleted = Path.Combine(folder, "a", "5.png");
        File.Delete(deleted);
        using var pipeline = new InputPipeline(dataset, null, Options());

        Assert.Equal(
            $"{deleted}: the file has gone since the folder was opened; start again.",
            Assert.Throws<DatasetFormatException>(() => Drain(pipeline)).Message);
    }

    private static InputPipelineOptions Options() => new() { BatchSize = 16, ChunkSize = 8, MaxQueueSize = 2, Epochs = 3 };

    private static void AssertChanged(InputPipeline pipeline) => Assert.Contains(
        "the file was changed while it was in use", Assert.Throws<DatasetFormatException>(() => Drain(pipeline)).Message, StringComparison.Ordinal);

    private static void Drain(InputPipeline pipeline)
    {
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    private CsvImageDataset Open()
    {
        File.WriteAllLines(FilePath, Enumerable.Range(0, Rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"a,{row % 256},2,3,4")));
        return CsvImageDataset.Open(FilePath, new ImageShape(2, 2, 1));
    }
}
