using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class MetricNamesTests
{
    [Fact]
    public void TryParse_KnownNames_AreMetricsOfThoseNames()
    {
        string[] names = ["precision", "recall", "f1_score", "weighted_precision", "weighted_recall", "weighted_f1_score", "top_3_categorical_accuracy"];

        Assert.Equal(names, MetricNames.TryParse(string.Join(", ", names))!.Select(metric => metric.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("F1")]
    [InlineData("f1_score,f1_score")]
    [InlineData("top_0_categorical_accuracy")]
    [InlineData("top__categorical_accuracy")]
    [InlineData("top_categorical_accuracy")]
    [InlineData("accuracy")]
    public void TryParse_OtherNames_AreNone(string text) => Assert.Null(MetricNames.TryParse(text));
}
