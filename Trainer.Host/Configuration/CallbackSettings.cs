using Trainer.Core.Training.Callbacks;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Callbacks</c>: what is done besides training, at the ends of epochs.</summary>
internal sealed class CallbackSettings
{
    /// <summary>The figure that is watched.</summary>
    public string Monitor { get; set; } = "val_loss";

    /// <summary>Which values of it are good.</summary>
    public MonitorMode MonitorMode { get; set; } = MonitorMode.Auto;

    /// <summary>Whether to save the weights whenever the figure is the best so far.</summary>
    public bool SaveBest { get; set; }

    /// <summary>Save the weights every so many epochs; 0 for never.</summary>
    public int SaveEpochs { get; set; }

    /// <summary>How many epochs without improvement end the training; null for no end before its time.</summary>
    public int? EarlyStoppingPatience { get; set; }

    /// <summary>The least change that counts as improvement.</summary>
    public double EarlyStoppingMinDelta { get; set; }

    /// <summary>Whether the training ends with the weights of its best epoch.</summary>
    public bool RestoreBestWeights { get; set; }

    /// <summary>How many epochs without improvement lower the learning rate; null for never.</summary>
    public int? PlateauPatience { get; set; }

    /// <summary>What the rate is multiplied by then.</summary>
    public double PlateauFactor { get; set; } = 0.1;

    /// <summary>The epochs after that which are not counted.</summary>
    public int PlateauCooldown { get; set; }

    /// <summary>The rate not to go below.</summary>
    public double PlateauMinRate { get; set; }

    /// <summary>Rates from epochs on, as <c>0:0.1,30:0.01</c>; null for none.</summary>
    public string? LearningRates { get; set; }

    /// <summary>Whether to end the training when the loss is not a finite number.</summary>
    public bool TerminateOnNaN { get; set; }

    /// <summary>A file in the run folder for the figures in Keras' form; null for none.</summary>
    public string? CsvLog { get; set; }

    /// <summary>
    /// Whether a run in a folder of its own (<c>Output:Folder</c>) that was cut short goes on when it is started again.
    /// </summary>
    public bool BackupAndRestore { get; set; }

    /// <summary>Whether to write for TensorBoard.</summary>
    public bool TensorBoard { get; set; }

    /// <summary>The weights' histograms every so many epochs; 0 for never.</summary>
    public int HistogramEpochs { get; set; }

    /// <summary>The first images of every so many epochs; 0 for never.</summary>
    public int ImageEpochs { get; set; }
}
