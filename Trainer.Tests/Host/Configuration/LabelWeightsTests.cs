using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class LabelWeightsTests
{
    private static readonly LabelBinarizer Labels = LabelBinarizer.Fit(["daisy", "rose", "time:noon"]);

    [Fact]
    public void ByClass_LabelsAndWeights_AreWeightsOfClassIndices() => Assert.Equal(
        new Dictionary<int, double> { [0] = 2, [2] = 0.5 }, LabelWeights.ByClass("daisy:2, time:noon:0.5", Labels));

    [Fact]
    public void ByClass_NoText_IsNone() => Assert.Null(LabelWeights.ByClass(null, Labels));

    [Fact]
    public void ByClass_UnknownLabel_NamesItAndTheNearest() => Assert.Equal(
        "Training:ClassWeights names 'dasy', which is not among the 3 classes of the training data. Did you mean 'daisy'?",
        Assert.Throws<SettingsException>(() => LabelWeights.ByClass("dasy:2", Labels)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("daisy")]
    [InlineData(":2")]
    [InlineData("daisy:-1")]
    [InlineData("daisy:two")]
    [InlineData("daisy:1,daisy:2")]
    public void TryParse_OtherTexts_AreNone(string text) => Assert.Null(LabelWeights.TryParse(text));
}
