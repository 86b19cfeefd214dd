using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class SettingsListingTests
{
    [Fact]
    public void Text_NamesValueSourceDefaultAndMeaning()
    {
        SettingsSource[] sources =
        [
            Source("appsettings.json", ("Training:Epochs", "3"), ("Training:BatchSize", "16"), ("Training:Recipe", "best")),
            Source("command line", ("training:epochs", "5")),
        ];

        string text = SettingsListing.Text(sources, "Training:");

        Assert.Contains("Training:Epochs = 5  (command line; the default is 12)\n    passes over the training data\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Training:BatchSize = 16  (appsettings.json; the default is 32)", text, StringComparison.Ordinal);
        Assert.Contains("Training:EmaMomentum = 0.99  (recipe best; the default is not set)", text, StringComparison.Ordinal);
        Assert.Contains("Training:Seed = 1  (default; the default is 1)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Data:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_FilterOfAMeaning_FindsIt() =>
        Assert.StartsWith("Augment:MixupAlpha = 0", SettingsListing.Text([], "MIXUP"), StringComparison.Ordinal);

    [Fact]
    public void Text_FilterOfNothing_SaysSo() => Assert.Equal(
        "No setting has 'nowhere' in its key or meaning.",
        Assert.Throws<SettingsException>(() => SettingsListing.Text([], "nowhere")).Message);

    [Fact]
    public void Bind_ProblemsInSeveralSources_ListsThemAllWithTheirPlace()
    {
        SettingsSource[] sources =
        [
            Source("appsettings.json", ("Training:Optimizer", "sdg"), ("Data:Height", "tall")),
            Source(SettingsLoader.CommandLine, ("Training:Epochs", "ten")),
        ];

        Assert.Equal(
            [
                "Data:Height is 'tall' (appsettings.json); it must be a whole number, from 1 to 4096.",
                "Training:Epochs is 'ten'; it must be a whole number.",
                "Training:Optimizer is 'sdg' (appsettings.json); it can be Sgd, Adam, AdamW or RmsProp. Did you mean 'Sgd'?",
            ],
            Assert.Throws<SettingsException>(() => SettingsLoader.Bind(sources)).Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Bind_NullOverARecipesValue_IsNothing()
    {
        SettingsSource[] sources = [Source("config.json", ("Training:Recipe", "best"), ("Training:EmaMomentum", null), ("Training:WeightDecay", ""))];

        TrainerSettings settings = SettingsLoader.Bind(sources);

        Assert.Equal((null, null, 0.05), (settings.Training.EmaMomentum, settings.Training.WeightDecay, settings.Training.LearningRate));
    }

    private static SettingsSource Source(string name, params (string Key, string? Value)[] values) =>
        SettingsSource.Of(name, values.Select(value => KeyValuePair.Create(value.Key, value.Value)));
}
