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

    /// <summary>The initial learning rate.</summary>
    public double LearningRate { get; set; } = 0.01;

    /// <summary>The optimizer's momentum.</summary>
    public double Momentum { get; set; } = 0.9;

    /// <summary>Keras' time-based decay per update; null for one that ends at a tenth of the rate, or, with the recipe keras, for the
    /// tutorial's learning rate / epochs.</summary>
    public double? Decay { get; set; }

    /// <summary>Seeds the initial weights, the dropout, the order of the rows and the augmentation.</summary>
    public long Seed { get; set; } = 1;
}
