using Trainer.Core.Metrics;
using Xunit;
using static Trainer.Tests.Core.Metrics.ReportOracles;

namespace Trainer.Tests.Core.Metrics;

public sealed class ProbabilityMetricsTests
{
    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void ArgMaxAndTopKAccuracy_Oracle_AreEqual(string path)
    {
        if (Read(path).Metrics is not { } oracle)
        {
            return;
        }

        float[] probabilities = [.. oracle.Probabilities.SelectMany(row => row).Select(value => (float)value)];
        int classCount = oracle.Probabilities[0].Length;
        int[] predicted = ProbabilityMetrics.ArgMax(probabilities, classCount);

        Assert.Equal(oracle.Accuracy, predicted.Zip(oracle.YTrue).Count(row => row.First == row.Second) / (double)predicted.Length);
        Assert.Equal(oracle.Accuracy, ProbabilityMetrics.TopKAccuracy(probabilities, oracle.YTrue, classCount, 1));
        Assert.Equal(oracle.Top5Accuracy, ProbabilityMetrics.TopKAccuracy(probabilities, oracle.YTrue, classCount, 5));
    }

    [Fact]
    public void ArgMax_EqualValues_FirstWins() =>
        Assert.Equal([1, 0], ProbabilityMetrics.ArgMax([0.2f, 0.4f, 0.4f, 0, 0, 0], 3));

    [Fact]
    public void TopKAccuracy_EqualValues_ShareTheBetterPlace() =>
        Assert.Equal(1, ProbabilityMetrics.TopKAccuracy([0.4f, 0.4f, 0.2f], [1], 3, 1));

    [Fact]
    public void TopKAccuracy_NotANumber_IsNoHit() =>
        Assert.Equal(0, ProbabilityMetrics.TopKAccuracy([float.NaN, float.NaN], [1], 2, 2));

    [Fact]
    public void TopKAccuracy_WithoutRows_IsNotANumber() =>
        Assert.Equal(double.NaN, ProbabilityMetrics.TopKAccuracy([], [], 2));

    [Fact]
    public void TopKAccuracy_RowsDoNotMatch_Throws()
    {
        Assert.Throws<ArgumentException>(() => ProbabilityMetrics.TopKAccuracy([1, 0, 1], [0], 2));
        Assert.Throws<ArgumentException>(() => ProbabilityMetrics.TopKAccuracy([1, 0], [0, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbabilityMetrics.TopKAccuracy([1, 0], [2], 2));
    }
}
