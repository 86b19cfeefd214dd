using Trainer.Core.Sampling;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>Named sets of defaults.</summary>
internal static class Recipes
{
    /// <summary>Exact epochs in shuffled order, validated on every test image.</summary>
    public const string Default = "default";

    /// <summary>
    /// The tutorial to the letter: an endless stream in file order, <c>N // BatchSize</c> steps per epoch, and a
    /// validation that sees <c>N_test // BatchSize</c> batches of a stream of its own.
    /// </summary>
    public const string Keras = "keras";

    /// <summary>
    /// The most accurate on a thousand photographs: standardised input, mixup, a cosine schedule, smoothed labels,
    /// weight decay and averaged weights, for ten times as long as the default (docs/recipes.md).
    /// </summary>
    public const string Best = "best";

    // Three epochs of 150.
    private const double BestWarmupShare = 0.02;

    // The last update has a tenth of the first one's rate. With the tutorial's decay the rate hardly falls in a short
    // run, and the accuracy still swings by a quarter from epoch to epoch at its end.
    private const double DefaultDecayOverARun = 9;

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, Keras, Best];

    /// <summary>The settings that a recipe starts from.</summary>
    /// <param name="recipe">A name; null for <see cref="Default"/>.</param>
    /// <exception cref="SettingsException">There is no such recipe.</exception>
    public static TrainerSettings Defaults(string? recipe)
    {
        switch (recipe)
        {
            case null or Default:
                return new TrainerSettings();
            case Keras:
                return new TrainerSettings
                {
                    Pipeline = { Shuffle = Shuffle.None },
                    Training = { Recipe = Keras, Epochs = 75 },
                };
            case Best:
                return new TrainerSettings
                {
                    Augment =
                    {
                        ZoomRange = "0.75,1.2",
                        MixupAlpha = 0.2,
                        FeaturewiseCenter = true,
                        FeaturewiseStdNormalization = true,
                    },
                    Training =
                    {
                        Recipe = Best,
                        Epochs = 150,
                        LearningRate = 0.05,
                        Schedule = ScheduleName.Cosine,
                        LabelSmoothing = 0.1,
                        WeightDecay = 0.005,
                        EmaMomentum = 0.99,
                    },
                };
            default:
                throw new SettingsException(
                    $"Training:Recipe is '{recipe}'; it can be {string.Join(", ", Names.SkipLast(1))} or "
                        + $"{Names[^1]}.{NearestName.Question(recipe, Names)}");
        }
    }

    /// <summary>Fills in what a recipe derives from the sizes of the data, where it was not given.</summary>
    public static void Complete(TrainerSettings settings, int trainingRows, int testingRows)
    {
        TrainingSettings training = settings.Training;
        training.LearningRate ??= training.Optimizer == OptimizerName.Sgd ? 0.01 : 0.001;
        training.Momentum ??= training.Optimizer == OptimizerName.Sgd ? 0.9 : 0;
        training.WeightDecay ??= training.Optimizer == OptimizerName.AdamW ? 0.004 : 0;
        bool keras = string.Equals(training.Recipe, Keras, StringComparison.Ordinal);
        if (keras)
        {
            settings.Pipeline.StepsPerEpoch ??= Math.Max(1, trainingRows / training.BatchSize);
            settings.Pipeline.ValidationSteps ??= Math.Max(1, testingRows / training.BatchSize);
        }

        if (string.Equals(training.Recipe, Best, StringComparison.Ordinal) && training.Schedule == ScheduleName.Cosine)
        {
            training.WarmupEpochs ??= BestWarmupShare * training.Epochs;
        }

        if (training.Schedule == ScheduleName.Time)
        {
            int steps = settings.Pipeline.StepsPerEpoch
                ?? ((trainingRows + training.BatchSize - 1) / training.BatchSize);
            training.Decay ??= keras
                ? training.LearningRate / training.Epochs
                : DefaultDecayOverARun / ((double)training.Epochs * steps) * training.AccumulateSteps;
        }
    }
}
