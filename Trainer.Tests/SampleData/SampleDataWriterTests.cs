using System.Text;
using Trainer.SampleData;
using Trainer.SampleData.Drawing;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.SampleData;

public sealed class SampleDataWriterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_Options_DecideRowsColumnsAndLabels()
    {
        string path = _directory.File("few.csv");

        SampleDataWriter.Write(path, new SampleDataOptions { Count = 7, Side = 9, Classes = 3 });

        string text = File.ReadAllText(path, Encoding.ASCII);
        string[][] rows = [.. text.TrimEnd('\n').Split('\n').Select(row => row.Split(','))];
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row => Assert.Equal(1 + (9 * 9 * 3), row.Length));
        Assert.All(rows, row => Assert.All(row[1..], cell => Assert.InRange(int.Parse(cell), 0, 255)));
        string[] names = [.. SpeciesCatalog.All.Take(3).Select(species => species.Name)];
        string[] expected = [.. names, .. names, names[0]];
        Assert.Equal(expected, rows.Select(row => row[0]), StringComparer.Ordinal);
    }

    [Fact]
    public void Write_RowOfAnyFile_IsThePictureOfItsSampleNumber()
    {
        var options = new SampleDataOptions { Count = 3, Side = 16, Seed = 5, FirstSample = 40 };
        string path = _directory.File("later.csv");

        SampleDataWriter.Write(path, options);

        byte[] pixels = new byte[16 * 16 * 3];
        Species species = SpeciesCatalog.All[42 % 17];
        new BlossomRenderer(16).Render(seed: 5, sample: 42, species, pixels);
        Assert.Equal($"{species.Name},{string.Join(',', pixels)}", File.ReadAllLines(path)[2]);
    }

    [Fact]
    public void Write_MoreRowsThanAChunk_IsTheSameAsTwoFiles()
    {
        string whole = _directory.File("whole.csv");
        string head = _directory.File("head.csv");
        string tail = _directory.File("tail.csv");
        var options = new SampleDataOptions { Count = 150, Side = 8 };

        SampleDataWriter.Write(whole, options);
        SampleDataWriter.Write(head, options with { Count = 90 });
        SampleDataWriter.Write(tail, options with { Count = 60, FirstSample = 90 });

        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(head) + File.ReadAllText(tail));
    }

    [Fact]
    public void Write_OtherSeed_DrawsOtherPictures()
    {
        string one = _directory.File("one.csv");
        string two = _directory.File("two.csv");
        var options = new SampleDataOptions { Count = 17, Side = 8, Seed = 1 };

        SampleDataWriter.Write(one, options);
        SampleDataWriter.Write(two, options with { Seed = 2 });

        Assert.Empty(File.ReadAllLines(one).Intersect(File.ReadAllLines(two), StringComparer.Ordinal));
    }

    [Fact]
    public void Write_Returns_TheFingerprintOfTheFile()
    {
        string path = _directory.File("file.csv");

        FileFingerprint fingerprint = SampleDataWriter.Write(path, new SampleDataOptions { Count = 2, Side = 8 });

        Assert.True(fingerprint.Matches(path));
    }

    [Fact]
    public void Write_Progress_CountsUpToAllRows()
    {
        var seen = new List<long>();

        SampleDataWriter.Write(
            _directory.File("file.csv"),
            new SampleDataOptions { Count = 150, Side = 8 },
            new Witness(seen.Add));

        Assert.Equal([64, 128, 150], seen);
    }

    [Fact]
    public void Write_CancelledHalfWay_LeavesWhatWasThereAndNoHalfFile()
    {
        string path = _directory.File("file.csv");
        File.WriteAllText(path, "before");
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => SampleDataWriter.Write(
            path,
            new SampleDataOptions { Count = 150, Side = 8 },
            new Witness(_ => cancellation.Cancel()),
            cancellation.Token));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(0, 64, 17, 0, "Count is 0; it must be 1 to ")]
    [InlineData(1, 7, 17, 0, "Side is 7; it must be 8 to 1024.")]
    [InlineData(1, 64, 1, 0, "Classes is 1; it must be 2 to 17.")]
    [InlineData(1, 64, 18, 0, "Classes is 18; it must be 2 to 17.")]
    [InlineData(1, 64, 17, -1, "FirstSample is -1; it must be 0 to ")]
    public void Write_OptionOutOfRange_SaysWhichAndTheRange(long count, int side, int classes, long first, string message)
    {
        var options = new SampleDataOptions { Count = count, Side = side, Classes = classes, FirstSample = first };

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => SampleDataWriter.Write(_directory.File("file.csv"), options));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }
}
