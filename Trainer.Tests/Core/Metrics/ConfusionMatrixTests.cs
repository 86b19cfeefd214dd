using Trainer.Core.Metrics;
using Xunit;

namespace Trainer.Tests.Core.Metrics;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Count_Predictions_CountsTrueClassesInRows()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Count([0, 0, 1, 2], [0, 2, 1, 2], 3);

        Assert.Equal(1, matrix[0, 2]);
        Assert.Equal(0, matrix[2, 0]);
        Assert.Equal(2, matrix.Support(0));
        Assert.Equal(2, matrix.Predicted(2));
        Assert.Equal(3, matrix.Correct);
        Assert.Equal(4, matrix.Total);
    }

    [Fact]
    public void Count_LengthsDiffer_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0, 1], [0], 2));

        Assert.StartsWith("There are 2 true classes and 1 predicted ones;", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Count_ClassOutOfRange_NamesTheSample(int predicted)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => ConfusionMatrix.Count([0, 1], [0, predicted], 2));

        Assert.StartsWith("Sample 1 has a class index outside 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_NoClass_Throws() =>
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0], [0], 1).Select([]));
}
