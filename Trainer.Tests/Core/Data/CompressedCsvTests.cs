using System.IO.Compression;
using System.Text;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class CompressedCsvTests : IDisposable
{
    private static readonly CsvOptions Options = new() { Shape = new ImageShape(8, 8, 3) };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0.00003)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Open_CutFile_SaysSo(double share)
    {
        byte[] whole = Compress();
        string path = Write(whole[..(int)(whole.Length * share)]);

        string message = Assert.Throws<DatasetFormatException>(() => CsvFiles.Open([path], Options)).Message;
        Assert.Equal(
            $"{path}: the file is cut off, or put together from several compressed files; compress the whole of its text anew.", message);
    }

    [Fact]
    public void Open_DamagedFile_SaysSo()
    {
        byte[] whole = Compress();
        whole.AsSpan(whole.Length / 2, 200).Clear();
        string path = Write(whole);

        string message = Assert.Throws<DatasetFormatException>(() => CsvFiles.Open([path], Options)).Message;
        Assert.StartsWith($"{path}: the file cannot be decompressed: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneOfSeveral_HasItsRows()
    {
        string path = Write(Compress());
        using IImageDataset single = CsvFiles.Open([path], Options);
        using IImageDataset both = CsvFiles.Open([path, path], Options);

        Assert.Equal((400, 800), (single.Count, both.Count));
        Assert.Equal(Pixels(single, 7), Pixels(both, 407));
    }

    [Fact]
    public void Open_IsIndependentOfTheFileFromThenOn()
    {
        string path = Write(Compress());
        using IImageDataset dataset = CsvFiles.Open([path], Options);
        byte[] before = Pixels(dataset, 399);

        File.WriteAllText(path, "gone");

        Assert.Equal(before, Pixels(dataset, 399));
    }

    [Fact]
    public void Open_LeavesNoFileBehind_NotEvenWhileItIsOpen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the file has a name until it is closed.");
        string path = Write(Compress());
        string[] before = Directory.GetDirectories(Path.GetTempPath(), "unpacked-*");

        using IImageDataset dataset = CsvFiles.Open([path], Options);

        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "unpacked-*").Except(before, StringComparer.Ordinal));
    }

    [Fact]
    public void Open_EmptyText_SaysWhatAnEmptyFileDoes()
    {
        string path = Write(Compress(string.Empty));

        Assert.Throws<DatasetFormatException>(() => CsvFiles.Open([path], Options));
    }

    [Fact]
    public void Take_BadValue_NamesRowAndColumn()
    {
        string path = Write(Compress("a,1,2,300,4\n"));
        using IImageDataset dataset = CsvFiles.Open([path], new CsvOptions { Shape = new ImageShape(1, 4, 1) });
        using var pipeline = new InputPipeline(dataset);

        string message = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken)).Message;
        Assert.Equal($"{path}, row 1, column 4: '300' is not a whole number from 0 to 255.", message);
    }

    private static byte[] Pixels(IImageDataset dataset, int row)
    {
        IRecordReader reader = dataset.OpenReader();
        var records = new RecordBuffer();
        byte[] pixels = new byte[dataset.Shape.Length];
        reader.ReadAsync(new[] { row }, records, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
        dataset.Decode(records[0], row, pixels);
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return pixels;
    }

    private static byte[] Compress(string? text = null)
    {
        // Noise, so that half of the compressed file is about half of the rows.
        var random = new Random(3);
        string rows = text ?? string.Concat(Enumerable.Range(0, 400).Select(_ =>
            $"a,{string.Join(',', Enumerable.Range(0, 192).Select(_ => random.Next(256)))}\n"));
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(rows));
        }

        return compressed.ToArray();
    }

    private string Write(byte[] bytes)
    {
        string path = _directory.File($"{Guid.NewGuid():N}.csv.gz");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
