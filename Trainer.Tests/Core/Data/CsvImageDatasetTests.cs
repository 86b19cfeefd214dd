using System.Globalization;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Data.Parsing;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class CsvImageDatasetTests : IDisposable
{
    private static readonly ImageShape Shape = new(2, 2, 1);

    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.File("data.csv");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_GoodFile_HasItsRowsLabelsAndShape()
    {
        using CsvImageDataset dataset = Open("b,1,2,3,4\na,5,6,7,255\nb,9,10,110,12\n");

        Assert.Equal(3, dataset.Count);
        Assert.Equal(Shape, dataset.Shape);
        Assert.Equal(FilePath, dataset.Name);
        Assert.Equal(["a", "b"], dataset.Labels.Classes);
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(dataset.LabelOf));
        Assert.Equal("9,10,110,12".Length, dataset.LongestRow);
        Assert.Equal([5, 6, 7, 255], Decode(dataset, 1));
    }

    [Fact]
    public void Open_LabelsOfManyScripts_AreSortedByCodePoint()
    {
        // U+FF21 comes before U+1F339 by code point, but behind its surrogates by UTF-16 unit.
        using CsvImageDataset dataset = Open("🌹,1,2,3,4\nＡ,1,2,3,4\nä,1,2,3,4\nZ,1,2,3,4\na,1,2,3,4\n花,1,2,3,4\n");

        Assert.Equal(["Z", "a", "ä", "花", "Ａ", "🌹"], dataset.Labels.Classes);
    }

    [Fact]
    public void Open_GivenClasses_UsesTheirIndices()
    {
        using CsvImageDataset dataset = Open("b,1,2,3,4\n", labels: LabelBinarizer.Fit(["a", "b", "c"]));

        Assert.Equal(1, dataset.LabelOf(0));
    }

    [Fact]
    public void Open_LabelNotAmongTheGivenClasses_NamesTheFirstRowThatHasIt() => AssertOpenFails(
        "a,1,2,3,4\nd,1,2,3,4\nd,1,2,3,4\n",
        $"{FilePath}, row 2, column 1: the label 'd' is not among the 3 classes of the training data.",
        LabelBinarizer.Fit(["a", "b", "c"]));

    [Theory]
    [InlineData(
        9,
        "found 9 values behind the label; the shape 2×2×1 has 4. If the images are 3×3×1, set Data:Height=3, Data:Width=3 and Data:Channels=1.")]
    [InlineData(
        12,
        "found 12 values behind the label; the shape 2×2×1 has 4. If the images are 2×2×3, set Data:Height=2, Data:Width=2 and Data:Channels=3.")]
    [InlineData(
        7,
        "found 7 values behind the label; the shape 2×2×1 has 4. Set Data:Height, Data:Width and Data:Channels to the shape of the images.")]
    public void Open_FirstRowOfAnotherShape_Advises(int values, string problem) =>
        AssertOpenFails("a" + string.Concat(Enumerable.Repeat(",1", values)), $"{FilePath}, row 1: {problem}");

    [Fact]
    public void Open_NoFile_Throws() =>
        Assert.Throws<FileNotFoundException>(() => CsvImageDataset.Open(FilePath, Shape));

    [Fact]
    public void Open_Fails_LeavesTheFileFree()
    {
        AssertOpenFails("a,1\n", $"{FilePath}, row 1: found 1 values behind the label; the shape 2×2×1 has 4. If the images are 1×1×1, set Data:Height=1, Data:Width=1 and Data:Channels=1.");

        using var exclusive = new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Theory]
    [InlineData(12_288, 64, 64, 3)]
    [InlineData(784, 28, 28, 1)]
    [InlineData(16, 4, 4, 1)]
    [InlineData(7, 1, 7, 1)]
    public void OpenAnyShape_FirstRow_GivesTheSquareImageOrARow(int values, int height, int width, int channels)
    {
        File.WriteAllText(FilePath, "a" + string.Concat(Enumerable.Repeat(",1", values)));
        using CsvImageDataset dataset = CsvImageDataset.OpenAnyShape(FilePath);

        Assert.Equal(new ImageShape(height, width, channels), dataset.Shape);
    }

    [Fact]
    public void Read_AnyOrder_GivesTheRowsAskedFor()
    {
        using CsvImageDataset dataset = Open(string.Concat(Enumerable.Range(0, 50).Select(row => $"a,{row},0,0,{row}\r\n")));
        int[] rows = [7, 8, 9, 3, 49, 0, 1, 1, 2];
        var records = new RecordBuffer();

        dataset.Read(rows, records);

        Assert.Equal(rows.Length, records.Count);
        byte[] pixels = new byte[4];
        for (int i = 0; i < rows.Length; i++)
        {
            dataset.Decode(records[i], rows[i], pixels);
            Assert.Equal([(byte)rows[i], 0, 0, (byte)rows[i]], pixels);
        }
    }

    [Fact]
    public void Decode_SpacesAroundValues_AreAllowed()
    {
        using CsvImageDataset dataset = Open("a,1,2,3,4\na, 5, 6 ,\t7,8 \n");

        Assert.Equal([5, 6, 7, 8], Decode(dataset, 1));
    }

    [Theory]
    [InlineData("5,6,300,8", ", row 2, column 4: '300' is not a whole number from 0 to 255.")]
    [InlineData("5,6,,8", ", row 2, column 4: the value is empty; expected 4 values, each a whole number from 0 to 255; found 4.")]
    [InlineData("5,6,7", ", row 2: found 3 values behind the label; expected 4.")]
    [InlineData("5,6,7,8,9", ", row 2: found 5 values behind the label; expected 4.")]
    [InlineData("", ", row 2, column 2: the value is empty; expected 4 values, each a whole number from 0 to 255; found 1.")]
    public void Decode_BadRow_NamesFileRowAndColumn(string values, string expected)
    {
        using CsvImageDataset dataset = Open($"a,1,2,3,4\na,{values}\na,1,2,3,4\n");

        var error = Assert.Throws<DatasetFormatException>(() => Decode(dataset, 1));

        Assert.Equal(FilePath + expected, error.Message);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void Decode_EveryParser_GivesTheSamePixels()
    {
        var shape = new ImageShape(64, 64, 3);
        var random = new Random(1);
        byte[] expected = new byte[shape.Length];
        random.NextBytes(expected);
        File.WriteAllText(FilePath, "a," + string.Join(',', expected.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        using CsvImageDataset dataset = CsvImageDataset.Open(FilePath);
        foreach (ParserInstructionSet set in PixelParsers.Supported)
        {
            dataset.Parser = PixelParsers.For(set);

            Assert.Equal(expected, Decode(dataset, 0));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    public void Read_FileShrankOrGrew_SaysSo(int length)
    {
        using CsvImageDataset dataset = Open("a,1,2,3,4\n");
        using (FileStream stream = OpenForChange())
        {
            stream.SetLength(length);
        }

        AssertChanged(dataset, $"{FilePath}: the file was changed while it was in use (it had 10 bytes when it was opened, now {length}); start again, and leave the file alone meanwhile.");
    }

    [Fact]
    public void Read_FileWasRewrittenInPlace_SaysSo()
    {
        using CsvImageDataset dataset = Open("a,1,2,3,4\n");
        using (FileStream stream = OpenForChange())
        {
            stream.Write("b"u8);
        }

        // A later time stamp, also where the clock of the file system is coarse.
        File.SetLastWriteTimeUtc(FilePath, File.GetLastWriteTimeUtc(FilePath).AddSeconds(2));

        AssertChanged(dataset, $"{FilePath}: the file was changed while it was in use (it had 10 bytes when it was opened, now 10); start again, and leave the file alone meanwhile.");
    }

    [Fact]
    public void Read_FileWasDeletedOrReplaced_GoesOnWithTheOpenOne()
    {
        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be deleted there.
            return;
        }

        using CsvImageDataset dataset = Open("a,1,2,3,4\n");
        File.Delete(FilePath);
        File.WriteAllText(FilePath, "x,9,9,9,9,9\n");

        Assert.Equal([1, 2, 3, 4], Decode(dataset, 0));
    }

    [Fact]
    public void Read_AfterDispose_Throws()
    {
        CsvImageDataset dataset = Open("a,1,2,3,4\n");
        dataset.Dispose();

        Assert.Throws<ObjectDisposedException>(() => dataset.Read([0], new RecordBuffer()));
    }

    private CsvImageDataset Open(string text, LabelBinarizer? labels = null)
    {
        File.WriteAllText(FilePath, text);
        return CsvImageDataset.Open(FilePath, Shape, labels);
    }

    private FileStream OpenForChange() => new(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    private static byte[] Decode(CsvImageDataset dataset, int row)
    {
        var records = new RecordBuffer();
        dataset.Read([row], records);
        byte[] pixels = new byte[dataset.Shape.Length];
        dataset.Decode(records[0], row, pixels);
        return pixels;
    }

    private static void AssertChanged(CsvImageDataset dataset, string message) => Assert.Equal(
        message, Assert.Throws<DatasetFormatException>(() => dataset.Read([0], new RecordBuffer())).Message);

    private void AssertOpenFails(string text, string message, LabelBinarizer? labels = null) =>
        Assert.Equal(message, Assert.Throws<DatasetFormatException>(() => Open(text, labels)).Message);
}
