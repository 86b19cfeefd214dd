using Trainer.Core.Data;
using Xunit;
using static Trainer.Tests.Core.Metrics.ReportOracles;

namespace Trainer.Tests.Core.Data;

public sealed class LabelBinarizerTests
{
    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void Fit_Oracles_EqualScikitLearn(string path)
    {
        foreach (BinarizerCase oracle in Read(path).LabelBinarizer)
        {
            LabelBinarizer binarizer = LabelBinarizer.Fit(oracle.Fit);

            Assert.Equal(oracle.Classes, binarizer.Classes);
            float[,] rows = binarizer.OneHot(oracle.Fit);
            Assert.Equal(oracle.Classes.Length, rows.GetLength(1));
            Assert.Equal(oracle.Fit, binarizer.InverseTransform(rows));
            for (int row = 0; row < oracle.Fit.Length; row++)
            {
                Assert.Equal(ExpectedRow(oracle.SklearnTransform[row], oracle.Classes.Length), Row(rows, row));
            }
        }
    }

    [Fact]
    public void Fit_BeyondTheBasicPlane_SortsByCodePoint()
    {
        // U+FF5E, U+1F33B, U+E000 and U+1F337: as UTF-16 code units the pairs would come before U+E000.
        LabelBinarizer binarizer = LabelBinarizer.Fit(["\uFF5E", "\U0001F33B", "\uE000", "\U0001F337", "z"]);

        Assert.Equal(["z", "\uE000", "\uFF5E", "\U0001F337", "\U0001F33B"], binarizer.Classes);
    }

    [Fact]
    public void Fit_NoLabels_Throws() => Assert.Throws<ArgumentException>(() => LabelBinarizer.Fit([]));

    [Fact]
    public void IndexOf_KnownLabel_IsItsPlaceInClasses() => Assert.Equal(1, LabelBinarizer.Fit(["b", "c", "a"]).IndexOf("b"));

    [Fact]
    public void IndexOf_UnknownLabel_NamesNearestAndKnownClasses()
    {
        LabelBinarizer binarizer = LabelBinarizer.Fit(["tulip", "daisy", "iris"]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => binarizer.IndexOf("tulpi"));

        Assert.StartsWith(
            "The label 'tulpi' is not one of the 3 classes. Did you mean 'tulip'? Known are: daisy, iris, tulip.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void IndexOf_UnknownLabelAmongMany_NamesTheFirstTwenty()
    {
        LabelBinarizer binarizer = LabelBinarizer.Fit(Enumerable.Range(100, 30).Select(value => $"{value}"));

        ArgumentException error = Assert.Throws<ArgumentException>(() => binarizer.IndexOf("rose"));

        Assert.Contains(" 118, 119 and 10 more.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InverseTransform_Indices_GivesLabels()
    {
        LabelBinarizer binarizer = LabelBinarizer.Fit(["b", "a"]);

        Assert.Equal(["b", "a", "b"], binarizer.InverseTransform([1, 0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => binarizer.InverseTransform([2]));
    }

    [Fact]
    public void InverseTransform_WrongNumberOfColumns_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => LabelBinarizer.Fit(["b", "a"]).InverseTransform(new float[1, 3]));

        Assert.StartsWith("Each row has 3 values; 2 are needed", error.Message, StringComparison.Ordinal);
    }

    // scikit-learn gives one column for one and for two classes.
    private static float[] ExpectedRow(int[] transformed, int classes) => classes switch
    {
        1 => [1],
        2 => [1 - transformed[0], transformed[0]],
        _ => [.. transformed.Select(value => (float)value)],
    };

    private static float[] Row(float[,] rows, int row) =>
        [.. Enumerable.Range(0, rows.GetLength(1)).Select(column => rows[row, column])];
}
