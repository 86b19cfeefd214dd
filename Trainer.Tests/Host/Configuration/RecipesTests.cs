using Trainer.Core.Sampling;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class RecipesTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("keras")]
    [InlineData("best")]
    public void Load_EachRecipe_IsKeptInTheSettingsAndValid(string name) =>
        Assert.Equal(name, Load(("Training:Recipe", name)).Training.Recipe);

    [Fact]
    public void Load_Best_CanBeChangedSettingBySetting()
    {
        TrainerSettings settings = Load(("Training:Recipe", "best"), ("Augment:MixupAlpha", "0"), ("Training:EmaMomentum", "0.9"));

        Assert.Equal(150, settings.Training.Epochs);
        Assert.Equal(0, settings.Augment.MixupAlpha);
        Assert.Equal(0.9, settings.Training.EmaMomentum);
        Assert.True(settings.Augment.FeaturewiseCenter);
        Assert.Equal(Shuffle.Full, settings.Pipeline.Shuffle);
    }

    [Theory]
    [InlineData("150", 3)]
    [InlineData("2", 0.04)]
    public void Complete_Best_WarmsUpForAFiftiethOfTheEpochs(string epochs, double warmup)
    {
        TrainerSettings settings = Load(("Training:Recipe", "best"), ("Training:Epochs", epochs));

        Recipes.Complete(settings, trainingRows: 1020, testingRows: 340);

        Assert.Equal(warmup, settings.Training.WarmupEpochs!.Value, 1e-12);
        Assert.Null(settings.Training.Decay);
    }

    private static TrainerSettings Load(params (string Key, string Value)[] given) =>
        SettingsLoader.Load(given.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal));
}
