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
                "Training:ClipValue is -1; it must be above 0.",
                "Training:Nesterov is true, but Training:Optimizer is Adam; only Sgd can look ahead.",
                "Training:WarmupEpochs is 12; it must be from 0 to below Training:Epochs, which is 12.",
                "Training:ClipNorm, Training:ClipValue and Training:GlobalClipNorm exclude one another; give one.",
            ],
            e.Message.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("Training:Optimizer", "Adamm", "it can be Sgd, Adam, AdamW or RmsProp. Did you mean 'Adam'?")]
    [InlineData("Training:Optimizer", "7", "it can be Sgd, Adam, AdamW or RmsProp.")]
    [InlineData("Training:Nesterov", "yes", "it can be true or false.")]
    [InlineData("Training:Epochs", "ten", "it must be a whole number.")]
    [InlineData("Training:AccumulateSteps", "1.5", "it must be a whole number, at least 1.")]
    [InlineData("Training:Momentum", "much", "it must be a number, from 0 to below 1.")]
    [InlineData("Pipeline:StallTimeout", "soon", "it must be a time, as hours:minutes:seconds.")]
    [InlineData("Pipeline:Workers", "many", "it must be a whole number, or auto.")]
    public void Load_ValueOfAnotherType_SaysWhatStoodThereAndWhatMay(string key, string value, string allowed) => Assert.Equal(
        $"{key} is '{value}'; {allowed}",
        Assert.Throws<SettingsException>(() => SettingsLoader.Load(
            new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value })).Message);

    [Theory]
    [InlineData("Training:Epochs", "it must be a whole number.")]
    [InlineData("Training:Optimizer", "it can be Sgd, Adam, AdamW or RmsProp.")]
    public void Load_NothingForWhatCannotBeNothing_IsRefused(string key, string allowed) => Assert.Equal(
        $"{key} is empty; {allowed}",
        Assert.Throws<SettingsException>(() => SettingsLoader.Load(
            new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = string.Empty })).Message);

    [Theory]
    [InlineData("Training:Momentum", "NaN", "it must be from 0 to below 1.")]
    [InlineData("Training:LearningRate", "Infinity", "it must be above 0.")]
    [InlineData("Training:LearningRate", "0", "it must be above 0.")]
    [InlineData("Callbacks:PlateauFactor", "1", "it must be above 0 and below 1.")]
    [InlineData("Data:Height", "4097", "it must be from 1 to 4096.")]
    [InlineData("Torch:Threads", "0", "it must be from 1 to 1024.")]
    public void Load_NumberOutOfRange_SaysTheRange(string key, string value, string allowed)
    {
        string message = Assert.Throws<SettingsException>(() => SettingsLoader.Load(
            new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value })).Message;

        Assert.StartsWith($"{key} is ", message, StringComparison.Ordinal);
        Assert.EndsWith(allowed, message, StringComparison.Ordinal);
    }
}
