using Trainer.Core.Metrics;
using Xunit;
using static Trainer.Tests.Core.Metrics.ReportOracles;

namespace Trainer.Tests.Core.Metrics;

public sealed class ProbabilityMetricsTests
{
    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void AllMetrics_Oracle_AreEqual(string path)
    {
        if (Read(path).Metrics is not { } oracle)
        {
            return;
        }

        double[] probabilities = [.. oracle.Probabilities.SelectMany(row => row)];
        int classCount = oracle.Probabilities[0].Length;

        Assert.Equal(oracle.Accuracy, ProbabilityMetrics.Accuracy<double>(probabilities, oracle.YTrue, classCount));
        Assert.Equal(oracle.Top5Accuracy, ProbabilityMetrics.TopKAccuracy<double>(probabilities, oracle.YTrue, classCount, 5));
        Assert.Equal(
            oracle.CategoricalCrossentropy,
            ProbabilityMetrics.CategoricalCrossentropy<double>(probabilities, oracle.YTrue, classCount),
            1e-12);
        float[] single = [.. probabilities.Select(value => (float)value)];
        Assert.Equal(
            oracle.CategoricalCrossentropy,
            ProbabilityMetrics.CategoricalCrossentropy<float>(single, oracle.YTrue, classCount),
            1e-6);
    }

    [Fact]
    public void ArgMax_EqualValues_FirstWins() =>
        Assert.Equal([1, 0], ProbabilityMetrics.ArgMax<float>([0.2f, 0.4f, 0.4f, 0, 0, 0], 3));

    [Fact]
    public void TopKAccuracy_EqualValues_ShareTheBetterPlace() =>
        Assert.Equal(1, ProbabilityMetrics.TopKAccuracy<float>([0.4f, 0.4f, 0.2f], [1], 3, 1));

    [Fact]
    public void TopKAccuracy_NotANumber_IsNoHit() =>
        Assert.Equal(0, ProbabilityMetrics.TopKAccuracy<float>([float.NaN, float.NaN], [1], 2, 2));

    [Fact]
    public void CategoricalCrossentropy_CertainAndWrong_IsFinite() =>
        Assert.Equal(-Math.Log(1e-7), ProbabilityMetrics.CategoricalCrossentropy<float>([1, 0], [1], 2), 1e-12);

    [Fact]
    public void CategoricalCrossentropy_RowsNotSummingToOne_AreScaled() =>
        Assert.Equal(Math.Log(4), ProbabilityMetrics.CategoricalCrossentropy<double>([3, 1], [1], 2), 1e-12);

    [Fact]
    public void Accuracy_WithoutRows_IsNotANumber() =>
        Assert.Equal(double.NaN, ProbabilityMetrics.Accuracy<float>([], [], 2));

    [Fact]
    public void Accuracy_RowsDoNotMatch_Throws()
    {
        Assert.Throws<ArgumentException>(() => ProbabilityMetrics.Accuracy<float>([1, 0, 1], [0], 2));
        Assert.Throws<ArgumentException>(() => ProbabilityMetrics.Accuracy<float>([1, 0], [0, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbabilityMetrics.Accuracy<float>([1, 0], [2], 2));
    }
}
