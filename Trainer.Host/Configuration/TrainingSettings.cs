namespace Trainer.Host.Configuration;

/// <summary>Section <c>Training</c>: the recipe.</summary>
internal sealed class TrainingSettings
{
    /// <summary>Which defaults to start from: <c>default</c>, or <c>keras</c> for the tutorial to the letter.</summary>
    public string Recipe { get; set; } = "default";

    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; set; } = 12;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>What to minimise.</summary>
    public LossName Loss { get; set; } = LossName.CategoricalCrossentropy;

    /// <summary>The share of each label that is spread over all classes.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>What updates the weights.</summary>
    public OptimizerName Optimizer { get; set; } = OptimizerName.Sgd;

    /// <summary>
    /// The initial learning rate, the peak of a schedule that rises first; null for the optimizer's own default.
    /// </summary>
    public double? LearningRate { get; set; }

    /// <summary>The momentum of SGD or RMSprop; null for 0.9 with SGD and 0 with RMSprop.</summary>
    public double? Momentum { get; set; }

    /// <summary>Whether SGD looks ahead.</summary>
    public bool Nesterov { get; set; }

    /// <summary>
    /// The share of the weights that is taken away per update, times the rate; null for the optimizer's own default.
    /// </summary>
    public double? WeightDecay { get; set; }

    /// <summary>How the rate moves.</summary>
    public ScheduleName Schedule { get; set; } = ScheduleName.Time;

    /// <summary>
    /// Keras' time-based decay per update; null for one that ends at a tenth of the rate, or, with the recipe keras,
    /// for the tutorial's learning rate / epochs.
    /// </summary>
    public double? Decay { get; set; }

    /// <summary>The factor of the schedules Step and Exponential.</summary>
    public double DecayRate { get; set; } = 0.1;

    /// <summary>The epochs in which the rate is multiplied by that factor once; null for a third of the run.</summary>
    public double? DecayEpochs { get; set; }

    /// <summary>
    /// The epochs in which the rate rises, with the schedules Cosine and OneCycle; null for 0 and for 0.3 of the run.
    /// </summary>
    public double? WarmupEpochs { get; set; }

    /// <summary>The share of the rate that is left at the end of the schedule Cosine.</summary>
    public double FinalShare { get; set; }

    /// <summary>The greatest length of each weight tensor's gradient; null for no limit.</summary>
    public double? ClipNorm { get; set; }

    /// <summary>The greatest absolute value in a gradient; null for no limit.</summary>
    public double? ClipValue { get; set; }

    /// <summary>The greatest length of all gradients together; null for no limit.</summary>
    public double? GlobalClipNorm { get; set; }

    /// <summary>The steps that make up one update.</summary>
    public int AccumulateSteps { get; set; } = 1;

    /// <summary>The momentum of a moving average of the weights; null for none.</summary>
    public double? EmaMomentum { get; set; }

    /// <summary>
    /// What is reported besides loss and accuracy, such as <c>f1_score, top_3_categorical_accuracy</c>; null for
    /// nothing.
    /// </summary>
    public string? Metrics { get; set; }

    /// <summary>
    /// The weight of classes in the loss, such as <c>daisy:2,tulip:0.5</c>; the others weigh 1. Null for 1 throughout.
    /// </summary>
    public string? ClassWeights { get; set; }

    /// <summary>Validate after every so many epochs.</summary>
    public int ValidationFrequency { get; set; } = 1;

    /// <summary>Seeds the initial weights, the dropout, the order of the rows and the augmentation.</summary>
    public long Seed { get; set; } = 1;
}
