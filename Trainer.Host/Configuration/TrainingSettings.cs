namespace Trainer.Host.Configuration;

/// <summary>Section <c>Training</c>: the recipe.</summary>
internal sealed class TrainingSettings
{
    [Setting("the defaults to start from: `default`, `keras` or `best` ([recipes.md](recipes.md))", Short = "--recipe")]
    public string Recipe { get; set; } = "default";

    [Setting("passes over the training data", Short = "--epochs")]
    public int Epochs { get; set; } = 12;

    [Setting("samples per step", Short = "--batch-size")]
    public int BatchSize { get; set; } = 32;

    [Setting("what to minimise: that, `BinaryCrossentropy` or `MeanSquaredError`")]
    public LossName Loss { get; set; } = LossName.CategoricalCrossentropy;

    [Setting("the share of each label that is spread over all classes, 0 to below 1", Least = 0, Below = 1)]
    public double LabelSmoothing { get; set; }

    [Setting("`Sgd`, `Adam`, `AdamW` or `RmsProp`, each in Keras' form")]
    public OptimizerName Optimizer { get; set; } = OptimizerName.Sgd;

    [Setting(
        "the initial rate, or the peak of a schedule that rises first; 0.001 with optimizers other than "
            + "`Sgd`",
        Default = "0.01", Above = 0)]
    public double? LearningRate { get; set; }

    [Setting("0 to below 1; 0 with `RmsProp`; the Adams have none", Default = "0.9", Least = 0, Below = 1)]
    public double? Momentum { get; set; }

    [Setting("let `Sgd` look ahead")]
    public bool Nesterov { get; set; }

    [Setting(
        "the share of the weights that is taken away per update, times the rate; 0.004 with `AdamW`",
        Default = "0", Least = 0)]
    public double? WeightDecay { get; set; }

    [Setting("how the rate moves: `Time`, `Constant`, `Step`, `Exponential`, `Cosine` or `OneCycle`")]
    public ScheduleName Schedule { get; set; } = ScheduleName.Time;

    [Setting(
        "`Time`: Keras' time-based decay per update; the default ends at a tenth of the rate (`keras`: "
            + "rate / epochs)",
        Default = "9 / updates", Least = 0)]
    public double? Decay { get; set; }

    [Setting("`Step` and `Exponential`: the factor", Above = 0)]
    public double DecayRate { get; set; } = 0.1;

    [Setting(
        "`Step` and `Exponential`: the epochs in which the rate is multiplied by it once",
        Default = "epochs / 3", Above = 0)]
    public double? DecayEpochs { get; set; }

    [Setting(
        "`Cosine` and `OneCycle`: the epochs in which the rate rises first; 0.3 · epochs with `OneCycle`",
        Default = "0")]
    public double? WarmupEpochs { get; set; }

    [Setting("`Cosine`: the share of the rate that is left at the end", Least = 0, Most = 1)]
    public double FinalShare { get; set; }

    [Setting("the greatest length of each weight tensor's gradient; only one of the three limits", Above = 0)]
    public double? ClipNorm { get; set; }

    [Setting("the greatest absolute value in a gradient", Above = 0)]
    public double? ClipValue { get; set; }

    [Setting("the greatest length of all gradients together", Above = 0)]
    public double? GlobalClipNorm { get; set; }

    [Setting("the steps whose mean gradient makes one update", Least = 1)]
    public int AccumulateSteps { get; set; } = 1;

    [Setting(
        "the momentum of a moving average of the weights, such as 0.99, which is then what is validated "
            + "and saved",
        Least = 0, Below = 1)]
    public double? EmaMomentum { get; set; }

    [Setting(
        "what is reported besides loss and accuracy: a list of `precision`, `recall`, `f1_score` (means "
            + "over the classes), the same with `weighted_` (by their samples), and "
            + "`top_3_categorical_accuracy` with any number")]
    public string? Metrics { get; set; }

    [Setting("the weight of classes in the training's loss, such as `daisy:2,tulip:0.5`; the others weigh 1")]
    public string? ClassWeights { get; set; }

    [Setting("validate after every so many epochs", Least = 1)]
    public int ValidationFrequency { get; set; } = 1;

    [Setting("seeds weights, dropout, order and augmentation", Short = "--seed", Least = 0)]
    public long Seed { get; set; } = 1;
}
