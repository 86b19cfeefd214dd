using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class TrainingRulesTests
{
    [Fact]
    public void Problems_OfTheDefaults_AreNone() => Assert.Empty(TrainingRules.Problems(new TrainingSettings()));

    [Fact]
    public void Load_SeveralProblems_ListsThemAll()
    {
        SettingsException e = Assert.Throws<SettingsException>(() => SettingsLoader.Load(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Training:LabelSmoothing"] = "1",
            ["Training:Optimizer"] = "Adam",
            ["Training:Nesterov"] = "true",
            ["Training:ClipNorm"] = "1",
            ["Training:ClipValue"] = "-1",
            ["Training:WarmupEpochs"] = "12",
        }));

        Assert.Equal(
            [
                "Training:LabelSmoothing is 1; it must be from 0 to below 1.",
                "Training:Nesterov is true, but Training:Optimizer is Adam; only Sgd can look ahead.",
                "Training:WarmupEpochs is 12; it must be from 0 to below Training:Epochs, which is 12.",
                "Training:ClipValue is -1; it must be above 0.",
                "Training:ClipNorm, Training:ClipValue and Training:GlobalClipNorm exclude one another; give one.",
            ],
            e.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Load_UnknownOptimizer_SaysWhatStoodThere() => Assert.Contains(
        "Adamm",
        Assert.Throws<SettingsException>(() => SettingsLoader.Load(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Training:Optimizer"] = "Adamm" })).Message,
        StringComparison.Ordinal);
}
