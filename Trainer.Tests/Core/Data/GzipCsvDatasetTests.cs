using System.IO.Compression;
using System.Text;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class GzipCsvDatasetTests : IDisposable
{
    private static readonly CsvOptions Options = new() { Shape = new ImageShape(8, 8, 3) };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
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
    public void Open_OneOfSeveral_IsRefused()
    {
        string path = Write(Compress());

        string message = Assert.Throws<DatasetFormatException>(() => CsvFiles.Open([path, path], Options)).Message;
        Assert.Equal(
            $"{path}: the file is compressed with gzip and can only be read from its beginning to its end, so it cannot be one of several; decompress it.",
            message);
    }

    [Fact]
    public void Take_AfterTheFileWasChanged_SaysSo()
    {
        string path = Write(Compress());
        using IImageDataset dataset = CsvFiles.Open([path], Options);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var pipeline = new InputPipeline(dataset);

        string message = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken)).Message;
        Assert.Contains("the file was changed while it was in use", message, StringComparison.Ordinal);
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
        string path = _directory.File("train.csv.gz");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
