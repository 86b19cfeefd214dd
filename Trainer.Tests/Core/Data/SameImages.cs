using System.Globalization;
using System.IO.Compression;
using System.Text;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Tests.Support;

namespace Trainer.Tests.Core.Data;

/// <summary>The same 23 images of 5×4×3 in two classes, as every kind of source has them.</summary>
internal sealed class SameImages : IDisposable
{
    public const int Count = 23;

    private readonly TemporaryDirectory _directory = new();

    public SameImages()
    {
        string[] rows = [.. Enumerable.Range(0, Count).Select(row => $"{LabelOf(row)},{string.Join(',', PixelsOf(row))}\n")];
        File.WriteAllText(Csv, string.Concat(rows));
        File.WriteAllText(_directory.File("part-1.csv"), string.Concat(rows[..9]));
        File.WriteAllText(_directory.File("part-2.csv"), string.Concat(rows[9..10]));
        File.WriteAllText(_directory.File("part-3.csv"), string.Concat(rows[10..]));
        using (var gzip = new GZipStream(File.Create(Gzip), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(rows)));
        }

        var codec = new SkiaImageCodec();
        for (int row = 0; row < Count; row++)
        {
            string folder = _directory.File(Path.Combine("classes", LabelOf(row)));
            Directory.CreateDirectory(folder);
            string file = Path.Combine(folder, row.ToString("D3", CultureInfo.InvariantCulture) + ".png");
            File.WriteAllBytes(file, codec.EncodePng(PixelsOf(row), Shape));
        }
    }

    public static ImageShape Shape { get; } = new(5, 4, 3);

    public static IReadOnlyList<string> Kinds { get; } = ["csv", "several", "gzip", "folder", "sequence", "cache", "small cache", "float cache", "float csv"];

    private string Csv => _directory.File("all.csv");

    private string Gzip => _directory.File("all.csv.gz");

    // Sorted by class, as a folder of class folders is.
    public static string LabelOf(int row) => row < 11 ? "aster" : "rose";

    public static byte[] PixelsOf(int row) => [.. Enumerable.Range(0, Shape.Length).Select(i => (byte)((row * 37) + (i * 11)))];

    public IImageDataset Open(string kind)
    {
        var options = new CsvOptions { Shape = Shape };
        return kind switch
        {
            "csv" => CsvFiles.Open([Csv], options),
            "several" => CsvFiles.Open(CsvFiles.Match(_directory.File("part-?.csv")), options),
            "gzip" => CsvFiles.Open([Gzip], options),
            "folder" => ImageFolderDataset.Open(_directory.File("classes"), Shape),
            "sequence" => new SequenceDataset((_, _) => Generate(), Count, Shape, LabelBinarizer.Fit(["rose", "aster"])),
            "cache" => new CachedDataset(CsvFiles.Open([Csv], options), megabytes: 1),
            "small cache" => new CachedDataset(new ManyImages(CsvFiles.Open([Csv], options)), megabytes: 1),
            "float cache" => new CachedDataset(CsvFiles.Open([Csv], options with { PixelType = PixelType.Float32 }), megabytes: 1),
            "float csv" => CsvFiles.Open([Csv], options with { PixelType = PixelType.Float32 }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    public void Dispose() => _directory.Dispose();

    private static async IAsyncEnumerable<Sample> Generate()
    {
        for (int row = 0; row < Count; row++)
        {
            await Task.Yield();
            yield return new Sample(PixelsOf(row), LabelOf(row));
        }
    }

    /// <summary>Makes a cache of a megabyte too small for all of the images by pretending that each carries 20,000 extra values.</summary>
    private sealed class ManyImages(IImageDataset source) : IImageDataset
    {
        public string Name => source.Name;

        public ImageShape Shape => source.Shape;

        public LabelBinarizer Labels => source.Labels;

        public int Count => source.Count;

        public bool SupportsRandomAccess => true;

        public IReadOnlyList<string> ExtraNames { get; } = [.. Enumerable.Range(0, 20_000).Select(i => i.ToString(CultureInfo.InvariantCulture))];

        public IRecordReader OpenReader() => source.OpenReader();

        public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels) => source.Decode(record, row, pixels);

        public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras) => extras.Fill(row);

        public void Dispose() => source.Dispose();
    }
}
