using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class CallbackRulesTests
{
    [Fact]
    public void Problems_OfTheDefaults_AreNone() => Assert.Empty(CallbackRules.Problems(new CallbackSettings(), new TrainingSettings()));

    [Fact]
    public void Problems_SeveralWrongSettings_AreAllNamed()
    {
        var callbacks = new CallbackSettings
        {
            EarlyStoppingPatience = -1,
            PlateauPatience = 3,
            PlateauFactor = 1,
            LearningRates = "5:0.1,2:0.01",
            CsvLog = "../log.csv",
        };
        var settings = new TrainerSettings { Callbacks = callbacks, Training = new TrainingSettings { Schedule = ScheduleName.Cosine } };
        string[] problems = [.. SettingsValidator.Problems(settings).Select(problem => problem.Split(' ')[0])];

        Assert.Equal(
            [
                "Callbacks:EarlyStoppingPatience", "Callbacks:PlateauFactor", "Callbacks:PlateauPatience", "Callbacks:LearningRates", "Callbacks:LearningRates",
                "Callbacks:CsvLog",
            ],
            problems);
    }

    [Fact]
    public void EpochRates_At_IsTheLastEntryUpToTheEpoch()
    {
        IReadOnlyList<(int Epoch, double Rate)> rates = EpochRates.TryParse("1:0.1, 30:1e-2")!;

        Assert.Equal([0.5, 0.1, 0.1, 0.01, 0.01], new[] { 0, 1, 29, 30, 99 }.Select(epoch => EpochRates.At(rates, epoch, 0.5)));
        Assert.Null(EpochRates.TryParse("0:0"));
        Assert.Null(EpochRates.TryParse("0"));
    }
}
