using Trainer.Core.Metrics;
using Xunit;

namespace Trainer.Tests.Core.Metrics;

/// <summary>The metrics over two batches beside the report over all samples at once.</summary>
public sealed class MetricTests
{
    private static readonly int[] Labels = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3];
    private static readonly int[] Predicted = [0, 0, 1, 1, 2, 2, 2, 2, 0, 0];

    [Fact]
    public void ConfusionMetrics_OverBatches_EqualTheReport()
    {
        var report = new ClassificationReport(ConfusionMatrix.Count(Labels, Predicted, 4), ["a", "b", "c", "d"]);

        Assert.Equal(report.Accuracy, Count(new Accuracy()), 1e-12);
        Assert.Equal(report.MacroAverage.Precision, Count(new Precision()), 1e-12);
        Assert.Equal(report.MacroAverage.Recall, Count(new Recall()), 1e-12);
        Assert.Equal(report.MacroAverage.F1, Count(new F1Score()), 1e-12);
        Assert.Equal(report.WeightedAverage.Precision, Count(new Precision(Averaging.Weighted)), 1e-12);
        Assert.Equal(report.WeightedAverage.Recall, Count(new Recall(Averaging.Weighted)), 1e-12);
        Assert.Equal(report.WeightedAverage.F1, Count(new F1Score(Averaging.Weighted)), 1e-12);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1)]
    public void TopKCategoricalAccuracy_K_CountsTheKLargest(int k, double expected)
    {
        float[] values = [3, 2, 1, 1, 2, 3, 2, 3, 1, 3, 2, 1];
        MetricState state = new TopKCategoricalAccuracy(k).Start();
        state.Add(new BatchOutputs(values, 3, [0, 2, 0, 2]));

        Assert.Equal(expected, state.Result);
    }

    [Fact]
    public void Accuracy_OneOutput_ComparesWithOneHalf()
    {
        MetricState state = new Accuracy().Start();
        state.Add(new BatchOutputs([0.6f, 0.4f, 0.5f, 0.9f], 1, [1, 0, 1, 0]));

        Assert.Equal(0.5, state.Result);
    }

    [Fact]
    public void Names_AreThoseOfKeras() => Assert.Equal(
        ["accuracy", "top_k_categorical_accuracy", "precision", "recall", "f1_score", "weighted_f1_score", "mine"],
        new Metric[]
        {
            new Accuracy(), new TopKCategoricalAccuracy(), new Precision(), new Recall(), new F1Score(), new F1Score(Averaging.Weighted), new Recall(name: "mine"),
        }.Select(metric => metric.Name));

    [Fact]
    public void Result_WithoutSamples_IsNotANumber()
    {
        Assert.Equal(double.NaN, new Accuracy().Start().Result);
        Assert.Equal(double.NaN, new F1Score().Start().Result);
    }

    private static double Count(Metric metric)
    {
        MetricState state = metric.Start();
        foreach (int[] batch in Enumerable.Range(0, Labels.Length).Chunk(6))
        {
            float[] values = [.. batch.SelectMany(i => Enumerable.Range(0, 4).Select(c => c == Predicted[i] ? 1f : 0f))];
            state.Add(new BatchOutputs(values, 4, [.. batch.Select(i => Labels[i])]));
        }

        return state.Result;
    }
}
